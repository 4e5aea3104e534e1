"""Answer agreement: how alike the answers to one question in several wordings are.

The mean over all pairs of a group: 1 for two abstentions, 0 for an abstention beside an answer, and
for two answers the mean of three things: the same article first, the overlap of the articles cited
and the overlap (Jaccard) of the sentences that they rest on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import fmean

from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(answers: Sequence[Answer]) -> Score:
    """The agreement of the answers to one group of cases."""
    pairs = list(combinations(answers, 2))
    if not pairs:
        return NOT_SCORED
    found = fmean(alike(a, b) for a, b in pairs)
    firsts = sorted({a.citations[0].article if a.citations else "a gap" for a in answers})
    return Score(found, f"first cited: {', '.join(firsts)}", f"{len(answers)} wordings")


def alike(one: Answer, other: Answer) -> float:
    """How alike two answers are, 0 to 1."""
    if one.abstained or other.abstained:
        return float(one.abstained == other.abstained)
    first = float(one.citations[:1] != () and _first(one) == _first(other))
    articles = _overlap(*({c.article for c in a.citations} for a in (one, other)))
    rests = _overlap(*({i for s in a.own for i in s.sentences} for a in (one, other)))
    return fmean((first, articles, rests))


def _first(answer: Answer) -> str:
    return answer.citations[0].article if answer.citations else ""


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
