"""Judgements: what a statement calls safe, best or needless has to be called so by its sources."""

from __future__ import annotations

import pytest

from rag.answers.grounding import unsupported

SOURCE = (
    "For a soft-tissue mass, MRI with contrast is often the definitive test and is well tolerated."
)


@pytest.mark.parametrize(
    "claim", ["MRI is harmful.", "MRI is cheap.", "MRI is the best test.", "MRI is always quick."]
)
def test_a_judgement_that_no_source_makes_is_not_borne(claim: str) -> None:
    assert unsupported(claim, [SOURCE])


def test_one_strange_word_is_the_whole_of_a_brief_claim() -> None:
    assert unsupported("MRI is pleasant.", [SOURCE])


@pytest.mark.parametrize("claim", ["MRI with contrast is safe.", "MRI is a definitive test."])
def test_a_judgement_in_other_words_of_the_same_is_borne(claim: str) -> None:
    assert unsupported(claim, [SOURCE]) == ""
