"""Disclaimer: it is there whole, whatever the answer is."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import Score
from rag.answers.answer import DISCLAIMER, Answer

_CORE = "does not replace"  # what no wording of it may lose


def score(case: Case, answer: Answer) -> Score:
    """1 where the answer carries the whole disclaimer of its reader."""
    given = answer.disclaimer
    whole = given == DISCLAIMER[case.reader] and _CORE in given
    return Score(float(whole), "carried" if whole else "lost or altered")
