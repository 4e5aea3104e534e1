"""The LangChain adapters say what the plain functions say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import RetrieversIntegrationTests

from rag.answers.answer import Answer
from rag.chain import AnswerChain, FollowUp, build_chain
from rag.errors import SettingsError
from rag.runnable import AnswerRunnable, SequiturEmbeddings, SequiturRetriever, as_follow_up
from rag.search.encoder import OnnxEncoder
from rag.settings import Settings

FLANK = "flank-mass-with-calcification"
ASKED = FollowUp("why not mri?", article=FLANK)


class TestSequiturRetriever(RetrieversIntegrationTests):
    """LangChain's own tests of a retriever."""

    @pytest.fixture(autouse=True)
    def over_the_shipped_corpus(self, chain: AnswerChain) -> None:
        self.chain = chain

    @property
    def retriever_constructor(self) -> type[SequiturRetriever]:
        return SequiturRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"chain": self.chain}

    @property
    def retriever_query_example(self) -> str:
        return "biopsy of a Wilms tumour"


def test_the_retriever_gives_the_chain_s_passages_with_their_ids(chain: AnswerChain) -> None:
    documents = SequiturRetriever(chain=chain).invoke("biopsy of a Wilms tumour")
    passages = chain.passages("biopsy of a Wilms tumour", 5)
    assert [d.id for d in documents] == [p.passage.id for p in passages]
    assert [d.page_content for d in documents] == [p.passage.text for p in passages]
    assert documents[0].metadata == {
        "article": passages[0].passage.article,
        "section": " › ".join(passages[0].passage.path),
        "score": passages[0].score,
    }


@pytest.mark.parametrize(
    "given", [ASKED, {"question": "why not mri?", "article": FLANK}], ids=["follow-up", "dict"]
)
def test_a_follow_up_may_come_as_itself_or_as_a_dict(given: Any, chain: AnswerChain) -> None:
    assert as_follow_up(given) == ASKED
    answer = AnswerRunnable(chain).invoke(given)
    assert isinstance(answer, Answer)
    assert answer.statements == chain.answer(ASKED).statements


def test_a_question_may_come_as_text(chain: AnswerChain) -> None:
    assert as_follow_up("why not mri?") == FollowUp("why not mri?")
    assert AnswerRunnable(chain).invoke("qwxzy vbnmk?").reason == "out-of-scope"


@pytest.mark.parametrize("given", [{"questoin": "why?"}, {}, 7])
def test_what_is_no_follow_up_is_refused(given: Any) -> None:
    with pytest.raises(SettingsError, match="not a question"):
        as_follow_up(given)


def test_an_unknown_reader_is_refused(chain: AnswerChain) -> None:
    with pytest.raises(SettingsError, match="no reader 'robot'"):
        AnswerRunnable(chain).invoke({"question": "why?", "reader": "robot"})


def test_stream_gives_the_statements_and_last_the_answer(chain: AnswerChain) -> None:
    *statements, last = AnswerRunnable(chain).stream(ASKED)
    assert isinstance(last, Answer)
    assert tuple(statements) == last.statements == chain.answer(ASKED).statements


def test_batch_answers_in_order(chain: AnswerChain) -> None:
    questions = ["qwxzy vbnmk?", "When is biopsy avoided in suspected Wilms tumour?", ""]
    answers = AnswerRunnable(chain).batch(questions)
    assert [a.question for a in answers] == questions
    assert [a.reason for a in answers] == ["out-of-scope", None, "unclear"]


async def test_it_answers_without_blocking_a_loop(chain: AnswerChain) -> None:
    answer = await AnswerRunnable(chain).ainvoke(ASKED)
    assert answer.statements == chain.answer(ASKED).statements


def test_it_composes_with_other_runnables(chain: AnswerChain) -> None:
    composed = AnswerRunnable(chain) | RunnableLambda(lambda answer: answer.disclaimer)
    assert composed.invoke(ASKED) == chain.answer(ASKED).disclaimer


def test_the_built_runnable_answers(built_index: Any, chain: AnswerChain) -> None:
    built = build_chain(Settings(index=built_index))
    assert built.invoke(ASKED).statements == chain.answer(ASKED).statements


def test_embeddings_are_the_encoder_s_unit_vectors(encoder: OnnxEncoder) -> None:
    embeddings = SequiturEmbeddings(encoder)
    texts = ["Ultrasound comes first.", "CT follows."]
    documents = embeddings.embed_documents(texts)
    assert np.allclose(documents, encoder.encode(texts))
    assert np.allclose(np.linalg.norm(documents, axis=1), 1.0, atol=1e-5)
    query = embeddings.embed_query("Which scan is first?")
    assert (len(query), type(query), type(query[0])) == (encoder.dimensions, list, float)
    assert np.dot(documents[0], query) > np.dot(documents[1], query)


def test_no_text_gives_no_vector(encoder: OnnxEncoder) -> None:
    assert SequiturEmbeddings(encoder).embed_documents([]) == []


def test_documents_are_langchain_s(chain: AnswerChain) -> None:
    (document,) = SequiturRetriever(chain=chain, k=1).invoke("biopsy of a Wilms tumour")
    assert isinstance(document, Document)
