"""Forbidden content: what an answer to the case must not say, such as the fact's opposite."""

from __future__ import annotations

import re

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """0 where a forbidden pattern occurs in what the answer says, its gap left out."""
    if not case.forbidden:
        return NOT_SCORED
    said = " ".join(s.text for s in answer.statements)
    on = f"{len(case.forbidden)} patterns"
    for pattern in case.forbidden:
        if found := re.search(pattern, said, re.I):
            return Score(0.0, f"says {found.group()[:60]!r} ({pattern!r})", on)
    return Score(1.0, "says nothing forbidden", on)
