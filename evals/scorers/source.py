"""Source: the article cited first is one of those that hold the answer."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """1 where the first citation is of one of the case's sources."""
    if not case.sources or case.abstain or (case.abstain is None and answer.abstained):
        return NOT_SCORED
    first = answer.citations[0].article if answer.citations else "nothing"
    return Score(float(first in case.sources), f"{first} is cited first")
