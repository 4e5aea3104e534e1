"""Disclaimer: it is there whole, whatever the answer is."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import Score
from rag.answers.answer import DISCLAIMER, Answer


def score(case: Case, answer: Answer) -> Score:
    """1 where the answer carries the whole disclaimer of its reader."""
    whole = answer.disclaimer == DISCLAIMER[case.reader]
    return Score(float(whole), "carried" if whole else "lost or altered")
