"""Gap: it names the thing that was asked for and is missing."""

from __future__ import annotations

import re

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """1 where one of the case's patterns occurs in the gap, beside the question it repeats."""
    if not case.gap:
        return NOT_SCORED
    named = _without(answer.gap or "", answer.question, answer.resolved_question)
    if any(re.search(pattern, named, re.I) for pattern in case.gap):
        return Score(1.0, "names what is missing")
    return Score(0.0, f"names none of {list(case.gap)}" if named else "names no gap")


def _without(text: str, *echoes: str) -> str:
    """The text without the question as typed and as searched: to repeat it names nothing."""
    for echo in sorted(filter(None, echoes), key=len, reverse=True):
        text = re.sub(re.escape(echo.rstrip("?. ")), " ", text, flags=re.I)
    return text.strip()
