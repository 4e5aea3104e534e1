"""Of several readings of a finding that one counts which speaks of it."""

from __future__ import annotations

from rag.answers.answer import Answer
from rag.chain import AnswerChain, FollowUp
from tests.conftest import FLANK

WHY = "why not mri?"


def after(chain: AnswerChain, said: str) -> Answer:
    turn = chain.answer(FollowUp(WHY, (), FLANK)).turn
    return chain.answer(FollowUp(said, (turn,), FLANK))


def test_a_finding_that_nothing_speaks_of_is_not_answered_as_if_it_were_not_there(
    chain: AnswerChain,
) -> None:
    answer = after(chain, "her xanthochromia is worse now")
    assert answer.abstained
    assert answer.findings[-1] == "her xanthochromia is worse now"


def test_what_is_told_stays_told_when_nothing_was_found(chain: AnswerChain) -> None:
    first = chain.answer(FollowUp(WHY, (), FLANK)).turn
    told = chain.answer(FollowUp("her xanthochromia is worse now", (first,), FLANK)).turn
    later = chain.answer(FollowUp("which scan?", (first, told), FLANK))
    assert "xanthochromia" in later.resolved_question


def test_a_finding_that_the_corpus_speaks_of_is_answered_by_what_it_says(
    chain: AnswerChain,
) -> None:
    answer = after(chain, "the mass is calcified and crosses the midline now")
    assert not answer.abstained
    assert "calcifi" in answer.statements[0].text.casefold()
    assert answer.subject == chain.index.articles[answer.citations[0].article].subject
