"""Quote exactness: each quoted statement is the sentences that it cites, where they stand."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(_case: Case, answer: Answer) -> Score:
    """1 where every quoted statement equals its sentences as their passages have them."""
    quoted = [s for s in answer.statements if s.support == "quoted"]
    if not quoted:
        return NOT_SCORED
    at = {s.id: c.passage[s.start : s.end] for c in answer.citations for s in c.sentences}
    for statement in quoted:
        if statement.text != " ".join(at.get(i, "") for i in statement.sentences):
            return Score(0.0, f"differs from its source: {statement.text[:60]!r}")
    return Score(1.0, "every quoted statement is its source word for word")
