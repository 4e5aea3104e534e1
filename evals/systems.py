"""The systems that are measured side by side; a new one is a function and a line in SYSTEMS."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from evals.beir import DataError, Dataset, pieces
from evals.embeddings import Embeddings
from evals.measures import DEPTH
from rag.search.encoder import Encoder, Vectors
from rag.search.lexical import Lexical
from rag.text import stems

RRF_K = 60  # Cormack, Clarke and Büttcher (SIGIR 2009)
DENSE_WEIGHT = 0.5

Scores = npt.NDArray[np.float32]
Search = Callable[[str], Scores]  # a question to a score of every document; -inf: not found


class Built(NamedTuple):
    """A system ready to search, and its seconds of ingest; None where part came from a cache."""

    search: Search
    seconds: float | None


class Store:
    """What the systems share of a set: its passages, their vectors and their BM25 index.

    Each is made when first asked for, and its seconds are kept, so that every system's ingest can
    be charged for all that it uses.
    """

    def __init__(self, dataset: Dataset, embeddings: Embeddings) -> None:
        start = time.perf_counter()
        self.dataset, self.embeddings = dataset, embeddings
        found = pieces(dataset)
        self.texts = [p.text for p in found]
        owners = np.array([p.document for p in found])
        self._first = np.searchsorted(owners, np.arange(len(dataset.ids)))
        self.split_seconds = time.perf_counter() - start
        self.lexical_seconds = 0.0

    @property
    def encoder(self) -> Encoder:
        """The encoder of questions, without a cache."""
        return self.embeddings.encoder

    @cached_property
    def vectors(self) -> Vectors:
        """Unit vectors (passages, dimensions)."""
        return self.embeddings.documents(self.texts)

    @cached_property
    def lexical(self) -> Lexical:
        """BM25 (Lucene's variant) over titles and texts, stemmed."""
        start = time.perf_counter()
        index = Lexical.build([stems(t) for t in self.texts])
        self.lexical_seconds = time.perf_counter() - start
        return index

    def cosines(self, question: str) -> Scores:
        """The exact cosine of every passage to a question."""
        return np.asarray(self.vectors @ self.encoder.encode([question], kind="query")[0])

    def words(self, question: str) -> Scores:
        """The BM25 score of every passage."""
        return self.lexical.scores(stems(question))

    def best(self, scores: Scores) -> Scores:
        """The score of every document: its best passage's."""
        return np.maximum.reduceat(scores, self._first)

    def seconds(self, vectors: bool, lexical: bool) -> float | None:
        """What splitting and the parts that are used took to make; None where from a cache.

        A part that is not there yet is made.
        """
        total = self.split_seconds
        if lexical and self.lexical:
            total += self.lexical_seconds
        if not vectors:
            return total
        embedding = self.embeddings.seconds(self.texts) if len(self.vectors) else None
        return None if embedding is None else total + embedding


def top(scores: Scores, count: int = DEPTH) -> list[int]:
    """The places of the best `count` finite scores, best first, the earlier of equals first."""
    order = np.argsort(-scores, kind="stable")[:count]
    return [int(i) for i in order if np.isfinite(scores[i])]


def bm25(store: Store) -> Built:
    """BM25 alone; what shares no word with the question is not found."""

    def search(question: str) -> Scores:
        scores = store.best(store.words(question))
        return np.where(scores > 0, scores, -np.inf).astype(np.float32)

    return Built(search, store.seconds(vectors=False, lexical=True))


def dense(store: Store) -> Built:
    """The serving encoder alone, by exact cosine."""
    seconds = store.seconds(vectors=True, lexical=False)
    return Built(lambda question: store.best(store.cosines(question)), seconds)


def rrf(store: Store) -> Built:
    """Reciprocal-rank fusion of the two rankings."""
    lists = [bm25(store).search, dense(store).search]

    def search(question: str) -> Scores:
        return reciprocal([top(of(question)) for of in lists], len(store.dataset.ids))

    return Built(search, store.seconds(vectors=True, lexical=True))


def reciprocal(rankings: Sequence[Sequence[int]], size: int) -> Scores:
    """The sum of 1 / (RRF_K + rank) over the rankings, rank from 1; -inf for what none holds."""
    total = np.zeros(size, dtype=np.float32)
    for ranking in rankings:
        total[list(ranking)] += 1 / (RRF_K + 1 + np.arange(len(ranking), dtype=np.float32))
    return np.where(total > 0, total, -np.inf).astype(np.float32)


def sequitur(store: Store) -> Built:
    """The project's own retriever: this function is the one place where it is called."""

    def search(question: str) -> Scores:
        near, words = np.maximum(store.cosines(question), 0), store.words(question)
        fused = DENSE_WEIGHT * _scaled(near) + (1 - DENSE_WEIGHT) * _scaled(words)
        return store.best(fused)

    return Built(search, store.seconds(vectors=True, lexical=True))


def langchain(store: Store) -> Built:
    """LangChain's tutorial; raises DataError where its packages are not installed."""
    try:
        from evals import tutorial
    except ModuleNotFoundError as error:
        raise DataError(f"{error.name} is not installed; run pip install -e '.[evals]'") from None
    return tutorial.langchain(store)


def _scaled(scores: Scores) -> Scores:
    highest = float(scores.max(initial=0.0))
    return scores / highest if highest > 0 else scores


SYSTEMS: dict[str, Callable[[Store], Built]] = {
    "sequitur": sequitur,
    "bm25": bm25,
    "dense": dense,
    "rrf": rrf,
    "langchain": langchain,
}
