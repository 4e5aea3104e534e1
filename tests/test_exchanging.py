"""A copy with one word exchanged, or a denial put in or left out, is not what was copied."""

from __future__ import annotations

import pytest

from rag.answers.clauses import parse
from rag.answers.exchanging import exchanged
from rag.answers.sources import sources_of
from rag.articles.glossary import Glossary

SOURCE = (
    "In low back pain, imaging is not routine, and a raised pressure must be checked before surgery"
    " of the hip."
)


def found(statement: str, *cited: str) -> str:
    return exchanged(parse(statement), sources_of(cited or (SOURCE,), "", Glossary()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a raised pressure", "a lowered pressure"),
        ("must be checked", "may be checked"),
        ("of the hip", "of the knee"),
        ("is not routine", "is routine"),
        ("imaging is not", "imaging is"),
    ],
)
def test_a_copy_with_another_word_is_caught(one: str, other: str) -> None:
    assert one in SOURCE
    assert found(SOURCE.replace(one, other))


def test_a_denial_put_into_a_copy_is_caught() -> None:
    assert found("The scan is not repeated at night.", "The scan is repeated at night.")


@pytest.mark.parametrize(
    "statement",
    [SOURCE, "Before hip surgery, check for a raised pressure.", "Low back pain needs no imaging."],
)
def test_the_copy_itself_and_other_words_of_it_stand(statement: str) -> None:
    assert found(statement) == ""


def test_a_word_that_another_sentence_has_in_that_place_stands() -> None:
    left, right = "Pain on the left side is scanned.", "Pain on the right side is scanned."
    assert found(left, right)
    assert found(left, right, left) == ""
