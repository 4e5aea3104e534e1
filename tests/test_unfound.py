"""What the corpus was found not to hold lends no subject to the questions behind it."""

from __future__ import annotations

import pytest

from rag.search.followup import Query, Turn, resolve
from tests.test_followup import CROUP, LEXICON, STAGED

ZEBRA = "how is zebra fever cured in a dog"


def refused(question: str, before: tuple[Turn, ...] = ()) -> Turn:
    query = resolve(question, before, LEXICON)
    return Turn(question, query.resolved, query.base, query.subject, "", "Nothing on this.", ())


def answered(question: str) -> Turn:
    query = resolve(question, (), LEXICON)
    return Turn(question, query.resolved, query.base, query.subject, "", "Yes.", ("p1",))


def ask(question: str, *history: Turn) -> Query:
    return resolve(question, history, LEXICON)


@pytest.mark.parametrize("question", ["which dose?", "is it safe?", "18 months?", "why?"])
def test_a_question_that_leans_on_what_was_not_found_is_not_searched(question: str) -> None:
    query = ask(question, refused(ZEBRA))
    assert "zebra" in query.unclear
    assert query.added == ()


def test_so_is_the_next_one() -> None:
    first = refused(ZEBRA)
    then = ask("which dose?", first)
    again = Turn(then.typed, then.resolved, then.base, then.subject, "", then.unclear, ())
    assert "zebra" in ask("is it safe?", first, again).unclear


def test_a_question_of_its_own_is_searched() -> None:
    assert ask(STAGED, refused(ZEBRA)).unclear == ""
    assert ask(STAGED, refused(ZEBRA)).resolved == STAGED


def test_a_question_that_tells_its_place_goes_back_to_what_was_found() -> None:
    query = ask("dexamethasone in one dose?", answered(CROUP), refused(ZEBRA))
    assert query.unclear == ""
    assert "croup" in query.resolved


@pytest.mark.parametrize(
    "question",
    [
        "does croup cause zebra stripes",  # its subject is known, though nothing answered
        "any zebra with dexamethasone and a newborn",  # an article speaks of both
        "3 years old with zebra stripes",  # a patient may be found with the next question
        "his stripes are now blue and wide",  # and so may what is told of one
    ],
)
def test_what_may_yet_be_found_lends_its_subject(question: str) -> None:
    assert ask("which dose?", refused(question)).unclear == ""


def test_what_was_found_once_stays_a_subject() -> None:
    turn = answered(ZEBRA)
    assert ask("which dose?", turn, turn._replace(cited=())).unclear == ""
