"""Denials are counted, and the opposite of a sentence has one more or one less."""

from __future__ import annotations

import pytest

from evals.polarity import denies, negated, units


@pytest.mark.parametrize(
    "sentence",
    [
        "CT is not done.",
        "CT isn't done.",
        "CT isn’t done.",
        "CT is never done.",
        "No child has CT.",
        "The film cannot show it.",
        "It is done without sedation.",
        "Neither is done.",
        "It is wrong that CT is done.",
    ],
)
def test_each_form_of_denial_counts(sentence: str) -> None:
    assert denies(sentence)


@pytest.mark.parametrize(
    "sentence", ["CT is done.", "It is not true that CT is not done.", "Nodes."]
)
def test_an_even_number_of_denials_affirms(sentence: str) -> None:
    assert not denies(sentence)


@pytest.mark.parametrize(
    ("sentence", "opposite"),
    [
        ("Ultrasound comes first.", "It is not true that ultrasound comes first."),
        ("Ultrasound is done first.", "Ultrasound is not done first."),
        ("Steroids should not be given.", "Steroids should be given."),
        ("The dose is 5 mg, with no maximum.", "The dose is not 5 mg, with no maximum."),
    ],
)
def test_the_opposite_denies_the_first_verb_or_affirms_it(sentence: str, opposite: str) -> None:
    assert negated(sentence) == opposite
    assert denies(sentence) != denies(opposite)


def test_a_text_has_the_polarity_of_its_sentences_one_by_one() -> None:
    assert units("CT is done. MRI is not.\nIt is safe.") == [
        "CT is done.",
        "MRI is not.",
        "It is safe.",
    ]
