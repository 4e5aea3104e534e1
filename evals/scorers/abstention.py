"""Abstention: the answer abstains where the corpus is silent, and only there."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """1 where answer and case agree on whether the corpus answers."""
    if case.abstain is None:
        return NOT_SCORED
    did = "abstained" if answer.abstained else "answered"
    should = "abstain" if case.abstain else "answer"
    return Score(float(case.abstain == answer.abstained), f"{did}; it should {should}")
