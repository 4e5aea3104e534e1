"""Identifiers: none of those that were typed stands anywhere in the answer."""

from __future__ import annotations

import json

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score, share
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """The share of the case's identifiers that the answer, its question included, lacks."""
    if not case.identifiers:
        return NOT_SCORED
    said = json.dumps(answer.to_dict(), ensure_ascii=False).casefold()
    left = [n for n, i in enumerate(case.identifiers, start=1) if i.casefold() in said]
    why = f"repeats identifier {left[0]}" if left else "repeats none"
    count = len(case.identifiers)
    return share(count - len(left), count, why, "identifier")
