"""The chain with a language model, or another function, that chooses the sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answers.quoting import Pick
from rag.answers.writing import Selector
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.settings import Settings
from tests.conftest import FLANK, TODAY, WILMS
from tests.fakes import ScriptedModel


def with_model(reader: IndexReader, encoder: OnnxEncoder, reply: object) -> AnswerChain:
    """The chain with a language model that gives one reply."""
    selector = Selector(ScriptedModel(reply), deadline_s=5)
    return AnswerChain(reader, encoder, Settings(model="fake:model"), selector, lambda: TODAY)


def test_a_model_s_sentences_are_quoted_and_the_answer_names_the_model(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    follow_up = FollowUp("which clotting tests?", article=WILMS)
    model = ScriptedModel({"numbers": [2, 99]})
    selector = Selector(model, deadline_s=5)
    chain = AnswerChain(reader, encoder, Settings(model="fake:model"), selector, lambda: TODAY)
    answer = chain.answer(follow_up)
    ((_, sent),) = model.sent
    (statement,) = answer.own
    assert f'{{"number": 2, "text": "{statement.text}"}}' in sent[1]
    assert (answer.answerer, statement.support) == ("fake:model", "quoted")
    assert answer.resolved_question in sent[1]


def test_a_model_that_finds_no_sentence_abstains(reader: IndexReader, encoder: OnnxEncoder) -> None:
    chain = with_model(reader, encoder, {"numbers": []})
    answer = chain.answer(FollowUp("why not mri?", article=FLANK))
    assert (answer.reason, answer.statements) == ("not-in-corpus", ())
    assert "model-failed" not in {n.kind for n in answer.notices}
    assert answer.nearest


@pytest.mark.parametrize("question", ["why not mri?", "which dose of contrast?"])
def test_when_the_model_fails_sentences_are_chosen_without_it_and_a_notice_says_so(
    question: str, chain: AnswerChain, reader: IndexReader, encoder: OnnxEncoder
) -> None:
    follow_up = FollowUp(question, article=FLANK)
    without = chain.answer(follow_up)
    answer = with_model(reader, encoder, TimeoutError()).answer(follow_up)
    assert answer.statements == without.statements
    assert [n.kind for n in answer.notices] == [*(n.kind for n in without.notices), "model-failed"]


def test_a_selector_is_a_plain_function_of_the_question_and_the_sentences(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    asked: list[str] = []

    def last_one(question: str, picks: Sequence[Pick]) -> list[Pick]:
        asked.append(question)
        return [picks[0]]

    chain = AnswerChain(reader, encoder, Settings(), last_one, lambda: TODAY)
    answer = chain.answer(FollowUp("which clotting tests?", article=WILMS))
    assert asked == ["Which clotting tests for a child with suspected Wilms tumour?"]
    assert len(answer.own) == 1
