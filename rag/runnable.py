"""Thin adapters for those who compose with LangChain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict

from rag.answers.answer import Answer, Statement
from rag.answers.privacy import unidentified
from rag.chain import AnswerChain, FollowUp
from rag.errors import SettingsError
from rag.search.encoder import Encoder


def as_follow_up(given: Any) -> FollowUp:
    """A FollowUp of a question, of a dict of its fields, or of itself."""
    if isinstance(given, FollowUp):
        return given
    if isinstance(given, str):
        return FollowUp(given)
    try:
        return FollowUp(**given)
    except TypeError as error:
        raise SettingsError(f"not a question: {error}") from None


class AnswerRunnable(Runnable[Any, Answer]):
    """An AnswerChain as a Runnable."""

    def __init__(self, chain: AnswerChain) -> None:
        self.chain = chain

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The answer to one follow-up; what LangChain traces of it holds no identifiers."""
        asked = unidentified(as_follow_up(input))
        return self._call_with_config(self.chain.answer, asked, config)

    def stream(  # type: ignore[override]
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Statement | Answer]:
        """The statements one by one, and last the Answer."""
        yield from self.chain.answer_stream(as_follow_up(input))


class SequiturEmbeddings(Embeddings):
    """The serving encoder as LangChain embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors of documents."""
        found: list[list[float]] = self._encoder.encode(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a query."""
        found: list[float] = self._encoder.encode([text], kind="query")[0].tolist()
        return found


class SequiturRetriever(BaseRetriever):
    """The passages that a question finds, best first, as LangChain documents."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    chain: AnswerChain
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        found = self.chain.passages(query, k if k is not None else self.k)
        return [
            Document(
                page_content=s.passage.text,
                id=s.passage.id,
                metadata={
                    "article": s.passage.article,
                    "section": " › ".join(s.passage.path),
                    "score": s.score,
                },
            )
            for s in found
        ]
