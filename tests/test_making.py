"""Several questions in one line are each answered, or named as what is missing."""

from __future__ import annotations

from rag.answers.answer import Answer, Statement
from rag.answers.composing import MOST
from rag.chain import AnswerChain, FollowUp
from tests.conftest import FLANK

MRI, BIOPSY, DOSE = "why not mri?", "why not biopsy straight away?", "which dose of contrast?"


def ask(chain: AnswerChain, *questions: str, article: str = FLANK) -> Answer:
    return chain.answer(FollowUp(" ".join(questions), article=article))


def quoted(answer: Answer) -> set[str]:
    return {i for s in answer.own for i in s.sentences}


def test_each_question_keeps_a_statement_and_the_reader_sees_all_of_them(
    chain: AnswerChain,
) -> None:
    both = ask(chain, MRI, BIOPSY)
    for question in (MRI, BIOPSY):
        one = ask(chain, question)
        assert quoted(both) & quoted(one)
        assert one.resolved_question in both.resolved_question
    assert both.gap is None
    assert len([s for s in both.own if s.side is None]) <= MOST


def test_a_question_that_the_corpus_does_not_answer_is_named_in_the_gap(
    chain: AnswerChain,
) -> None:
    partly, missing = ask(chain, MRI, "and " + DOSE), ask(chain, DOSE)
    assert missing.abstained and missing.gap
    assert not partly.abstained
    assert partly.gap == missing.gap
    assert partly.nearest == missing.nearest
    assert quoted(partly) == quoted(ask(chain, MRI))


def test_where_no_question_is_answered_every_gap_is_named(chain: AnswerChain) -> None:
    answer = ask(chain, DOSE, "and what does it cost in euros?")
    assert (answer.reason, answer.statements) == ("not-in-corpus", ())
    assert "dose" in (answer.gap or "") and "cost" in (answer.gap or "")


def test_a_yes_to_nothing_is_unclear_and_shows_nothing_as_near(chain: AnswerChain) -> None:
    turn = ask(chain, MRI).turn
    answer = chain.answer(FollowUp("yes please", (turn,), FLANK))
    assert (answer.reason, answer.nearest) == ("unclear", ())
    assert "“yes please”" in (answer.gap or "")
    assert (answer.base, answer.subject) == (turn.base, turn.subject)


def test_a_yes_to_an_offer_is_answered_as_the_offered_question(chain: AnswerChain) -> None:
    turn = ask(chain, BIOPSY).turn._replace(offered=("Why not MRI first?",))
    taken = chain.answer(FollowUp("yes please", (turn,), FLANK))
    typed = chain.answer(FollowUp("Why not MRI first?", (turn,), FLANK))
    assert taken.resolved_question == typed.resolved_question
    assert [s.text for s in taken.statements] == [s.text for s in typed.statements]
    assert taken.question == "yes please"


def test_the_stream_of_several_questions_holds_the_statements_of_all(chain: AnswerChain) -> None:
    *statements, last = chain.answer_stream(FollowUp(f"{MRI} {BIOPSY}", article=FLANK))
    assert isinstance(last, Answer)
    assert all(isinstance(s, Statement) for s in statements)
    assert tuple(statements) == last.statements
