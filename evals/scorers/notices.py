"""Notices: those that the case asks for are there."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """The share of the case's notices that the answer has."""
    if not case.notices or answer.abstained:
        return NOT_SCORED
    missing = set(case.notices) - {n.kind for n in answer.notices}
    value = 1 - len(missing) / len(set(case.notices))
    return Score(value, f"lacks {sorted(missing)}" if missing else "has every notice")
