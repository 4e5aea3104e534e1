"""A written statement stands only where the sentences that it cites say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.support import cases_of, measure, paraphrases, sentences_of
from rag.answers.grounding import unsupported
from rag.articles.article import read_corpus
from rag.articles.glossary import Glossary, Term, read_glossary

SALBUTAMOL = "Salbutamol is not given to infants and children with bronchiolitis."
OXYGEN = "NICE advises oxygen when saturation is below 90% at age 6 weeks or over."
ADRENALINE = "Adrenaline 0.5 mg is given intramuscularly, repeated after 5 minutes if needed."
CPAP = "Continuous positive airway pressure may be used in a child with respiratory failure."
BIOPSY = "Biopsy is done after MRI in a suspected sarcoma of the left thigh."
ASPIRIN = "A direct oral anticoagulant is recommended over warfarin."


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        (SALBUTAMOL, SALBUTAMOL),
        ("Infants with bronchiolitis do not get salbutamol.", SALBUTAMOL),
        ("Give oxygen if saturation is under 90% at 6 weeks of age or older (NICE).", OXYGEN),
        ("IM adrenaline 0.5 mg, repeat after five minutes if needed.", ADRENALINE),
        ("IM adrenaline 0.0005 g, repeat after 5 minutes if needed.", ADRENALINE),
        ("CPAP can be used in a child with respiratory failure.", CPAP),
        ("In a suspected sarcoma of the left thigh, MRI is done before biopsy.", BIOPSY),
        (
            "Observation in 89 infants and surgery in 39.",
            "Surgery in 39 infants, observation in 89.",
        ),
        ("Limit of 3 mmol/L or more is used.", "A limit of 3 mmol/L (54 mg/dL) or more is used."),
        (
            "Fluid overload in 20.5% against 6.3%.",
            "Fluid overload in 20.5%, and in 6.3% with less.",
        ),
        ("Doctors nowadays do MRI beforehand, not later than 28 days.", "MRI is done by day 28."),
        ("NICE prefers MRI to CT in a child.", "NICE uses MRI rather than CT in a child."),
        ("NICE rules: MRI in a child.", "Under the 2017 NICE rules, MRI is done in a child."),
        ("MRI is a possible choice in a child.", "MRI is reasonable in a child."),
        ("MRI, if a child may have a fracture.", "MRI is done in a child with suspected fracture."),
        ("Sight of MRI: stage 6 months to 12 years.", "Sight of MRI: stage 0.5 to 12 years."),
        ("A stone under 3 mm or 5 mm is left.", "A stone under 3 mm or under 5 mm is left."),
    ],
)
def test_another_way_of_saying_the_same_stands(statement: str, cited: str) -> None:
    names = Term("continuous positive airway pressure", ("CPAP",), "")
    assert unsupported(statement, [cited], glossary=Glossary([names])) == ""


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Salbutamol is given to infants and children with bronchiolitis.", SALBUTAMOL),
        ("Salbutamol is not given to adults with bronchiolitis.", SALBUTAMOL),
        ("Budesonide is not given to infants with bronchiolitis.", SALBUTAMOL),
        ("NICE advises oxygen when saturation is below 92% at age 6 weeks or over.", OXYGEN),
        ("NICE advises oxygen when saturation is above 90% at age 6 weeks or over.", OXYGEN),
        ("NICE advises oxygen when saturation is below 90% at age 6 months or over.", OXYGEN),
        (
            "NICE advises against oxygen when saturation is below 90% at age 6 weeks or over.",
            OXYGEN,
        ),
        ("IM adrenaline 0.5 micrograms, repeat after 5 minutes if needed.", ADRENALINE),
        ("IV adrenaline 0.5 mg, repeat after 5 minutes if needed.", ADRENALINE),
        ("CPAP must be used in a child with respiratory failure.", CPAP),
        ("MRI is done after biopsy in a suspected sarcoma of the left thigh.", BIOPSY),
        ("Biopsy is done after MRI in a suspected sarcoma of the right thigh.", BIOPSY),
        ("Warfarin is recommended over a direct oral anticoagulant.", ASPIRIN),
        ("Biopsy is done after MRI in a suspected sarcoma of the left thigh.", SALBUTAMOL),
        (
            "Surgery in 39 infants and observation in 89.",
            "Observation in 39 infants, surgery in 89.",
        ),
        ("Insulin is started in an adult.", "Metformin is started in an adult."),
        ("Pneumonia is treated at home.", "The child is treated at home."),
        ("A firm and mobile mass is imaged.", "A firm and non-mobile mass is imaged."),
        ("In the last 48 hours fluid is given.", "In the first 48 hours fluid is given."),
    ],
)
def test_a_statement_that_says_something_else_does_not(statement: str, cited: str) -> None:
    names = Term("continuous positive airway pressure", ("CPAP",), "")
    assert unsupported(statement, [cited], glossary=Glossary([names]))


def test_a_title_lends_names_but_no_number_drug_or_side() -> None:
    about = "Imaging of the left kidney in Wilms tumour, 5 mg of vincristine"
    cited = ["Ultrasound is done first."]
    assert unsupported("Ultrasound is done first in Wilms tumour.", cited, about) == ""
    assert unsupported("Ultrasound is done first on the left.", cited, about)
    assert unsupported("Ultrasound is done first with 5 mg.", cited, about)
    assert unsupported("Ultrasound is done first with vincristine.", cited, about)


def test_what_is_far_in_meaning_is_withheld_where_meaning_is_compared() -> None:
    statement = "Infants with bronchiolitis do not get salbutamol."
    assert unsupported(statement, [SALBUTAMOL], similar=lambda _a, _b: 0.9) == ""
    assert unsupported(statement, [SALBUTAMOL], similar=lambda _a, _b: 0.1)


@pytest.mark.parametrize(
    ("statement", "cited"), [("", ["A."]), ("...", ["A."]), ("A.", []), ("A.", [" "])]
)
def test_what_says_or_cites_nothing_is_withheld(statement: str, cited: list[str]) -> None:
    assert unsupported(statement, cited)


def test_a_statement_of_endless_length_is_withheld() -> None:
    assert unsupported("fever " * 10_000, ["Fever."])


TEXT = st.text(max_size=200) | st.lists(
    st.sampled_from("not 5 mg/kg to - , ( ) without > unless before 10 % 1:1000 ≥ or more half an"
                    " hour must CT ratherthan each".split()), max_size=30
).map(" ".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=3), TEXT)
def test_no_text_makes_the_check_fail(statement: str, cited: list[str], about: str) -> None:
    assert isinstance(unsupported(statement, cited, about), str)


def test_every_sentence_of_the_corpus_bears_itself(corpus: Path) -> None:
    sentences = sentences_of(read_corpus(corpus).articles)
    assert len(sentences) > 2000
    for one in sentences:
        assert unsupported(one.texts[-1], one.texts, one.about) == ""


def test_the_measured_shares_stand(corpus: Path) -> None:
    glossary = read_glossary(corpus)
    cases = [c for c in cases_of(corpus) if c.kind != "verbatim"]
    report = measure(cases, glossary)
    shares = {kind: found["withheld"] for kind, found in report["all"]["kinds"].items()}
    assert report["all"]["corrupted"]["withheld"] >= 0.975
    assert report["reported"]["corrupted"]["withheld"] >= 0.975
    assert shares["numbers-crossed"] >= 0.9
    assert shares["another-seed"] >= 0.95
    assert shares["subtle"] >= 0.5
    assert shares["paraphrase"] <= 0.06
    assert shares["held-out"] <= 0.1
    assert shares["held-out-2"] <= 0.1
    assert shares["held-out-3"] <= 0.34


def test_paraphrases_are_of_every_article(corpus: Path) -> None:
    articles = read_corpus(corpus).articles
    written = paraphrases(sentences=sentences_of(articles))
    assert len(written) >= 350
    assert {case.cited.article for case in written} == set(articles)
