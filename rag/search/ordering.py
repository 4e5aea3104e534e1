"""Ordering: how well the candidates of two rankings fit a question, from evidence that is stored.

The passages that are near to the question and those that hold its words are candidates. Each is
scored by three things: how near it is as a whole and in its best sentence (a passage of several
claims lies near to none of them), its BM25 score, and the share of what is asked, by rarity, that
it holds under any name. `python -m evals retrieval` shows what each is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rag.search.encoder import Vectors
from rag.search.lexical import Lexical

DEPTH = 50  # candidates of each of the two rankings
Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
OtherNames = Mapping[str, set[tuple[str, ...]]]  # of a stem, each name as stems


class Weights(NamedTuple):
    """What each kind of evidence counts."""

    near: float = 0.55
    words: float = 0.05
    cover: float = 0.4


WEIGHTS = Weights()


class Terms:
    """What the words of a question say of every passage: BM25 by term, under its best name."""

    def __init__(self, stems: Sequence[str], lexical: Lexical, names: OtherNames) -> None:
        found = [_term(s, lexical, names.get(s, set())) for s in dict.fromkeys(stems)]
        self.scores = np.stack(found) if found else np.zeros((0, lexical.size), dtype=np.float32)
        held = (self.scores > 0).sum(axis=1)
        rarity = np.log(1 + lexical.size / (1 + held))
        self.rarity = (rarity / (rarity.sum() or 1.0)).astype(np.float32)  # (terms,), sums to 1

    @property
    def words(self) -> Scores:
        """The BM25 score of every passage."""
        return np.asarray(self.scores.sum(axis=0), dtype=np.float32)

    def cover(self, at: Places) -> Scores:
        """The share of the question, by rarity, that each of the passages `at` holds."""
        return np.asarray(self.rarity @ (self.scores[:, at] > 0), dtype=np.float32)


def _term(stem: str, lexical: Lexical, names: set[tuple[str, ...]]) -> Scores:
    ways = [_name(name, lexical) for name in [(stem,), *sorted(names)]]
    return np.asarray(np.max(ways, axis=0), dtype=np.float32)


def _name(name: tuple[str, ...], lexical: Lexical) -> Scores:
    """The scores of the passages that hold every stem of a name."""
    scores = [lexical.scores([stem]) for stem in name]
    whole = np.all([s > 0 for s in scores], axis=0)
    return np.asarray(np.where(whole, np.sum(scores, axis=0), 0), dtype=np.float32)


def candidates(near: Places, words: Scores) -> Places:
    """The places that are `near`, and the DEPTH that hold most of the words, in index order."""
    best = top(words)
    return np.union1d(near, best[words[best] > 0])


def top(scores: Scores, count: int = DEPTH) -> Places:
    """The places of the `count` best scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores), dtype=np.intp)
    return np.argpartition(-scores, count)[:count].astype(np.intp)


def order(
    near: Places,
    cosines: Callable[[Places], Scores],
    best_sentence: Callable[[Places], Scores],
    terms: Terms,
    weights: Weights = WEIGHTS,
) -> Scores:
    """A score (0 to 1) of every passage, 0 for what is no candidate.

    `near` are the places that a search by vector found; for places, `cosines` gives those of the
    passages and `best_sentence` the greatest of their sentences.
    """
    words = terms.words
    total = np.zeros(len(words), dtype=np.float32)
    at = candidates(near, words)
    if len(at):
        close = np.maximum(cosines(at), 0) + np.maximum(best_sentence(at), 0)
        fit = weights.near * scaled(close) + weights.words * scaled(words[at])
        total[at] = fit + weights.cover * terms.cover(at)
    return total


def scaled(scores: Scores) -> Scores:
    """The scores as shares of the greatest, zeros where none is above zero."""
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores


def best_of(
    vectors: Vectors, first: npt.NDArray[np.intp], vector: Vectors
) -> Callable[[Places], Scores]:
    """For places, the greatest cosine to `vector` among the `vectors` from `first[place]` on.

    `first` has one number more than there are places; -1 for a place without vectors.
    """

    def best(at: Places) -> Scores:  # slices, for gathering the rows would copy them
        bounds = zip(first[at].tolist(), first[at + 1].tolist(), strict=True)
        found = [(vectors[a:b] @ vector).max(initial=-1.0) for a, b in bounds]
        return np.array(found, dtype=np.float32)

    return best
