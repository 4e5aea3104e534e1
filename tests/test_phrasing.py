"""What is carried is put where a reader expects it."""

from __future__ import annotations

import pytest

from rag.search.phrasing import about, described, with_phrases


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("4 yo with croup, stridor at rest", "4 yo with croup, stridor at rest"),
        # What it asks beside is no part of the patient.
        ("pneumonia in a 70 yo on high flow, what do we give", "pneumonia in a 70 yo on high flow"),
        ("38.6 °C in a baby, looks well; which tests?", "38.6 °C in a baby, looks well"),
        ("which dose in croup with stridor?", ""),
        ("which scan, if the child is unwell and febrile?", ""),  # asked first
        ("paracetamol?", ""),
        ("", ""),
    ],
)
def test_a_patient_is_described_by_what_does_not_ask(text: str, clause: str) -> None:
    assert described(text) == clause


@pytest.mark.parametrize(
    ("own", "subject", "resolved"),
    [
        ("which dose?", "croup", "Which dose for croup?"),
        ("which dose?", "a child with croup", "Which dose for a child with croup?"),
        (
            "so what do i start?",
            "4 yo with croup, stridor at rest",
            "What do i start? (4 yo with croup, stridor at rest)",
        ),
    ],
)
def test_a_noun_phrase_stands_behind_for_and_a_clause_in_brackets(
    own: str, subject: str, resolved: str
) -> None:
    assert about(own, subject) == resolved


@pytest.mark.parametrize(
    ("own", "phrases", "resolved"),
    [
        ("is it safe?", ["dexamethasone"], "Is dexamethasone safe?"),
        ("what are its risks?", ["dexamethasone"], "What are dexamethasone's risks?"),
        ("which dose?", ["dexamethasone"], "Which dose for dexamethasone?"),
        ("is it safe?", ["dexamethasone", "croup"], "Is dexamethasone safe, croup?"),
        ("is it safe?", [], "Is it safe?"),
        ("is it safe?", [r"\1 {0}"], r"Is \1 {0} safe?"),  # text, not a pattern
    ],
)
def test_the_likeliest_phrase_takes_the_place_of_the_pronoun(
    own: str, phrases: list[str], resolved: str
) -> None:
    assert with_phrases(own, phrases) == resolved


def test_what_is_left_out_stands_for_no_pronoun() -> None:
    asked = with_phrases("what else does it cause?", ["croup", "besides stridor"])
    assert asked == "What else does croup cause, besides stridor?"
    alone = with_phrases("what else does it cause?", ["besides stridor"])
    assert alone == "What else does it cause, besides stridor?"
