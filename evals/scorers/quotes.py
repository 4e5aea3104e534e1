"""Quote exactness: each statement is the sentences that it cites, where they stand."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(_case: Case, answer: Answer) -> Score:
    """1 where every quoted statement equals its sentences, and each sentence its passage."""
    if answer.abstained:
        return NOT_SCORED
    at = {s.id: c.passage[s.start : s.end] for c in answer.citations for s in c.sentences}
    for statement in answer.statements:
        if statement.text != " ".join(at.get(i, "") for i in statement.sentences):
            return Score(0.0, f"differs from its source: {statement.text[:60]!r}")
    return Score(1.0, "every statement is its source word for word")
