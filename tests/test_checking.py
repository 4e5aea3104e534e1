"""What a drafted statement must be before anyone sees it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answers.checking import MAX_TEXT, misquoted, not_plain, why_not
from rag.answers.offering import Offer, offer
from rag.answers.quoting import Pick
from rag.answers.replies import MALFORMED, Draft
from rag.articles.glossary import Glossary
from tests.fakes import passages, read

GLOSSARY = Glossary()
ARTICLE = read("## First\n\nCT is done first. These delay it:\n\n- sedation\n- distance")


def offered() -> Offer:
    (passage,) = passages("## First\n\nCT is done first. These delay it:\n\n- sedation\n- distance")
    picks = [
        Pick(0, n, passage, s, 1.0, 0, 0, 0)
        for n, s in enumerate(passage.sentences)
        if s.kind != "lead-in"
    ]
    return offer("what delays CT?", "clinician", picks, {passage.article: ARTICLE}, GLOSSARY)


class Recorder:
    """A check that supports everything, and remembers what it was asked."""

    def __init__(self, why: str = "") -> None:
        self.why = why
        self.asked: list[tuple[str, list[str], str, Glossary]] = []

    def __call__(self, statement: str, cited: Sequence[str], about: str, glossary: Glossary) -> str:
        self.asked.append((statement, list(cited), about, glossary))
        return self.why


def test_support_is_asked_of_the_cited_sentences_each_after_its_lead_in() -> None:
    support = Recorder()
    assert why_not(Draft("Sedation delays CT.", (2, 1)), offered(), support) == ""
    cited = ["These delay it: sedation", "CT is done first."]
    about = f"{ARTICLE.title}\n{ARTICLE.subject}\nFirst"
    assert support.asked == [("Sedation delays CT.", cited, about, GLOSSARY)]


def test_what_is_not_supported_may_not_be_shown() -> None:
    assert why_not(Draft("MRI is first.", (1,)), offered(), Recorder("names MRI")) == "names MRI"


@pytest.mark.parametrize("numbers", [(0,), (-1,), (4,), (99,), (1, 99)])
@pytest.mark.parametrize("text", ["", "CT is done first."], ids=["selects", "writes"])
def test_a_sentence_that_was_not_given_is_no_source(text: str, numbers: tuple[int, ...]) -> None:
    support = Recorder()
    assert why_not(Draft(text, numbers), offered(), support)
    assert support.asked == []


def test_what_rests_on_nothing_may_not_be_shown() -> None:
    assert why_not(MALFORMED, offered(), Recorder())
    assert why_not(Draft("CT is done first.", ()), offered(), Recorder())


def test_sentences_that_are_only_selected_need_no_support() -> None:
    assert why_not(Draft("", (1, 3)), offered(), Recorder("nothing passes")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "CT is first ![x](http://evil.example).",
        "CT is [first](evil).",
        "CT is [first][1].",
        "See https://evil.example.",
        "See www.evil.example.",
        "CT <b>is</b> first.",
        "CT is first.<!-- -->",
        "CT is `first`.",
        "CT is **first**.",
        "CT is __first__.",
        "CT :red[is] first.",
        "CT :green-badge[APPROVED].",
        "CT :material/check: is first.",
        "CT &lt;is&gt; first.",
        "CT is first. [1]",
        "# CT is first.",
        "- CT is first.",
        "> CT is first.",
        "1. CT is first.",
        "CT is\u202e first.",
        "CT is\u200b first.",
        "CT is\nfirst\x00.",
        "CT is first." * 40,
    ],
)
def test_a_statement_is_plain_text_of_some_length(text: str) -> None:
    assert not_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Give it when GFR <30 mL/min/1.73 m² and p<0.05.",
        "Up to ~5 cm, or $5 and $10; IL_6 & IL-2 (at 20 °C).",
        "Infants of 2–12 months: 15 mg/kg every 6 h.",
        "2.5 mg is given, 5* at most.",
        "x" * MAX_TEXT,
    ],
)
def test_the_signs_of_medicine_are_plain(text: str) -> None:
    assert not_plain(text) == ""


CITED = ["CT comes before MRI because it shows calcium.", "MRI isn't first in the child's work-up."]


@pytest.mark.parametrize(
    "text",
    [
        "The article says “CT comes before MRI because”.",
        'It says that "CT comes before MRI because it shows calcium."',
        "It says ‘CT comes before MRI’, then.",
        "It says 'CT comes before MRI' then.",
        "It says «MRI isn't first in the child's work-up».",
        "A “white” area, the so-called “claw sign here”.",
        "The child's parents' view isn't asked.",
        "Nothing is quoted.",
    ],
)
def test_an_exact_quotation_and_words_that_are_none_pass(text: str) -> None:
    assert misquoted(text, CITED) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The article says “CT comes after MRI because”.",
        "The article says “ct comes before mri because”.",
        'It says "CT comes before MRI … calcium."',
        "It says ‘MRI comes before CT’.",
        "It says 'MRI comes before CT' too.",
        "“shows calcium. MRI isn't first”",
        "It says “CT comes before MRI.",
        'It says CT comes before MRI".',
    ],
)
def test_a_quotation_that_is_not_exact_fails_and_so_does_one_that_stays_open(text: str) -> None:
    assert misquoted(text, CITED)
