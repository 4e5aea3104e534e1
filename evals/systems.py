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
from rag.search.ordering import DEPTH as NEAR
from rag.search.ordering import WEIGHTS, Terms, Weights, best_of, order
from rag.search.ordering import top as nearest
from rag.text import content_stems, sentences, stems

RRF_K = 60  # Cormack, Clarke and Büttcher (SIGIR 2009)

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
        self._pieces = pieces(dataset)
        self.texts = [p.text for p in self._pieces]
        owners = np.array([p.document for p in self._pieces])
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
    def _sentence_texts(self) -> list[list[str]]:
        """Of each passage what is stored beside it: its title and its sentences."""
        titles = [self.dataset.rows[p.document].title for p in self._pieces]
        return [
            sentence_texts(p.text, title) for p, title in zip(self._pieces, titles, strict=True)
        ]

    @cached_property
    def first_sentence(self) -> npt.NDArray[np.intp]:
        """Where in `sentence_vectors` those of each passage begin, and the end of all."""
        return np.cumsum([0, *map(len, self._sentence_texts)])

    @cached_property
    def sentence_vectors(self) -> Vectors:
        """Unit vectors (titles and sentences of all passages, dimensions)."""
        return self.embeddings.documents([t for texts in self._sentence_texts for t in texts])

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

    def seconds(self, vectors: bool, lexical: bool, sentences: bool = False) -> float | None:
        """What splitting and the parts that are used took to make; None where from a cache.

        A part that is not there yet is made.
        """
        total = self.split_seconds
        if lexical and self.lexical:
            total += self.lexical_seconds
        if not vectors:
            return total
        texts = list(self.texts) if len(self.vectors) else []
        if sentences and len(self.sentence_vectors):
            texts += [t for some in self._sentence_texts for t in some]
        embedding = self.embeddings.seconds(texts)
        return None if embedding is None else total + embedding


def sentence_texts(passage: str, title: str) -> list[str]:
    """The title, and each sentence of a passage without it: before each it would drown them."""
    body = passage.removeprefix(title).strip() if title else passage
    found = [line[a:b] for line in body.splitlines() for a, b in sentences(line)]
    return [*([title] if title else []), *found] or [passage]


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


def sequitur(store: Store, weights: Weights = WEIGHTS, sentences: bool = True) -> Built:
    """The project's own retriever: this function is the one place where it is called."""
    vectors, lexical = store.vectors, store.lexical
    if sentences:
        stored, first = store.sentence_vectors, store.first_sentence

    def search(question: str) -> Scores:
        vector = store.encoder.encode([question], kind="query")[0]
        cosines = np.asarray(vectors @ vector)
        terms = Terms(content_stems(question) or stems(question), lexical, {})
        best = best_of(stored, first, vector) if sentences else cosines.__getitem__
        scores = order(nearest(cosines, NEAR), cosines.__getitem__, best, terms, weights)
        # What is no candidate comes after, as the vectors have it.
        return store.best(np.where(scores > 0, scores + 1, cosines))

    return Built(search, store.seconds(vectors=True, lexical=True, sentences=sentences))


def langchain(store: Store) -> Built:
    """LangChain's tutorial; raises DataError where its packages are not installed."""
    try:
        from evals import tutorial
    except ModuleNotFoundError as error:
        raise DataError(f"{error.name} is not installed; run pip install -e '.[evals]'") from None
    return tutorial.langchain(store)


SYSTEMS: dict[str, Callable[[Store], Built]] = {
    "sequitur": sequitur,
    "bm25": bm25,
    "dense": dense,
    "rrf": rrf,
    "langchain": langchain,
}

# The project's own retriever with one lever off in turn; what is left keeps its proportions.
ABLATIONS: dict[str, Callable[[Store], Built]] = {
    "no sentences": lambda store: sequitur(store, sentences=False),
    "no cosines": lambda store: sequitur(store, WEIGHTS._replace(near=0.0)),
    "no words": lambda store: sequitur(store, WEIGHTS._replace(words=0.0)),
    "no cover": lambda store: sequitur(store, WEIGHTS._replace(cover=0.0)),
    "words for cover": lambda store: sequitur(
        store, WEIGHTS._replace(words=WEIGHTS.words + WEIGHTS.cover, cover=0.0)
    ),
}
