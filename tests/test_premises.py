"""A premise that the corpus denies is answered with what it says, and only where that is sure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answers.answer import Notice
from rag.answers.premises import contradicts, read_premise, supports, unchecked
from rag.articles.glossary import Glossary, Term
from rag.chain import AnswerChain, FollowUp
from tests.conftest import FLANK
from tests.premise_lines import FALSE, TRUE

TERMS = Glossary([Term("magnetic resonance imaging", ("MRI",), "", 1)])
INDEX: Any = SimpleNamespace(glossary=TERMS)


@pytest.mark.parametrize(
    ("question", "kind", "said"),
    [
        ("since MRI comes first, how long is it?", "first", "MRI comes first"),
        ("given that the first line is MRI, which contrast?", "first", "the first line is MRI"),
        ("as biopsy is done before CT which needle", "before", "biopsy is done before CT"),
        ("aspirin is contraindicated, so what instead?", "banned", "aspirin is contraindicated"),
        ("if salbutamol is recommended, how often?", "needed", "salbutamol is recommended"),
        ("so MRI is first line, right?", "first", "MRI is first line"),
    ],
)
def test_a_premise_is_read_by_its_form(question: str, kind: str, said: str) -> None:
    premise = read_premise(question, INDEX)
    assert premise is not None
    assert (premise.kind, premise.said) == (kind, said)


@pytest.mark.parametrize(
    "question",
    [
        "why not MRI first?",
        "if the urine is clean, lumbar puncture?",
        "which imaging comes first?",
        "since it comes first, how long is it?",
        "if the mass of the left flank with calcification is first seen, what next?",
    ],
)
def test_another_question_has_none(question: str) -> None:
    assert read_premise(question, INDEX) is None


@pytest.mark.parametrize(
    ("question", "sentence", "denied"),
    [
        ("since MRI comes first, how?", "CT comes before MRI in a child.", True),
        ("since MRI comes first, how?", "Ultrasound is the first test, before CT or MRI.", True),
        ("since MRI comes first, how?", "Magnetic resonance imaging is not the first test.", True),
        ("since MRI comes first, how?", "MRI comes before CT in a child.", False),
        ("since MRI comes first, how?", "MRI is the first test, before CT.", False),
        ("since MRI comes first, how?", "A child fasts before MRI.", False),
        ("since MRI comes first, how?", "MRI of the flank shows soft tissue.", False),
        ("since MRI comes first, how?", "MRI is repeated after 6 months.", False),
        ("since biopsy is before CT, how?", "Biopsy comes after CT and urine tests.", True),
        ("since biopsy is before CT, how?", "A mass is not biopsied before CT.", True),
        ("since biopsy is before CT, how?", "Biopsy comes before CT.", False),
        ("since EEG is needed, when?", "EEG is not done after a simple febrile seizure.", True),
        ("since EEG is needed, when?", "EEG is not needed unless seizures recur.", False),
        ("since EEG is needed, when?", "A blood test is not needed after an EEG.", False),
        ("since EEG is not needed, what is?", "EEG is recommended after every seizure.", True),
        ("since EEG is not needed, what is?", "EEG is not recommended.", False),
    ],
)
def test_a_sentence_denies_a_premise_by_its_order_or_its_negation(
    question: str, sentence: str, denied: bool
) -> None:
    premise = read_premise(question, INDEX)
    assert premise is not None
    assert contradicts(premise, sentence) is denied


def test_a_side_says_what_a_premise_says() -> None:
    premise = read_premise("since MRI comes first, how?", INDEX)
    assert premise is not None
    assert supports(premise, "MRI first. In a child MRI is the first test.")
    assert not supports(premise, "Ultrasound first. Ultrasound comes first, before MRI.")


def test_a_false_premise_is_answered_with_what_the_corpus_says(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp("since MRI comes first, how long is the scan?", article=FLANK))
    assert "CT comes before MRI" in answer.own[0].text + answer.text
    (notice,) = (n for n in answer.notices if n.kind == "premise")
    assert "“MRI comes first”" in notice.text


def test_a_premise_that_is_one_side_brings_both(chain: AnswerChain) -> None:
    question = "given that ultrasound comes first, who does it?"
    answer = chain.answer(FollowUp(question, article="palpable-abdominal-mass-child"))
    assert {"premise", "disagreement"} <= {n.kind for n in answer.notices}
    assert len(next(iter(answer.differences.values()))) > 1


@pytest.mark.parametrize("line", [t for t in TRUE if "CT comes" not in t and "ultrasound" not in t])
def test_a_premise_that_holds_is_not_denied(line: str, chain: AnswerChain) -> None:
    slug, question = line.split(" ", 1)
    answer = chain.answer(FollowUp(question, article=slug))
    assert not any(denied(n) for n in answer.notices)


def denied(notice: Notice) -> bool:
    """Whether a notice says more than that a premise was taken for granted."""
    return notice.kind == "premise" and "compare what is quoted" not in notice.text


@pytest.mark.parametrize(("half", "least"), [(0, 8), (1, 4)])
def test_wrong_premises_are_found_as_often_as_was_measured(
    half: int, least: int, chain: AnswerChain
) -> None:
    lines = [line.split(" ", 1) for line in FALSE[half::2]]
    asked = [FollowUp(question, article=slug.strip("-")) for slug, question in lines]
    answers = [chain.answer(a) for a in asked]
    assert sum(any(map(denied, a.notices)) for a in answers) >= least


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("MRI shows the calcified rim best, so skip the CT?", "MRI shows the calcified rim best"),
        ("since zinc speeds recovery in otitis, which dose?", "zinc speeds recovery in otitis"),
        ("zinc speeds recovery in otitis, right?", "zinc speeds recovery in otitis"),
        ("my patient has a rash and fever, so which test?", ""),  # of a patient
        ("he looks well and drinks well, right?", ""),
        ("if zinc speeds recovery in otitis, which dose?", ""),  # a condition
        ("what counts as an image-defined risk factor?", ""),
        ("which drug, so he sleeps?", ""),
    ],
)
def test_a_claim_that_a_question_takes_for_granted_is_said_to_be_unchecked(
    question: str, claim: str
) -> None:
    notice = unchecked(question)
    assert (f"“{claim}”" in notice.text) if notice and claim else notice is None and not claim
