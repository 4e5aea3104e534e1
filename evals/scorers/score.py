"""What every scorer returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from evals.cases import Case
from rag.answers.answer import Answer


class Score(NamedTuple):
    """A value from 0 to 1, and a sentence of why; None where the case cannot be scored."""

    value: float | None
    why: str


Scorer = Callable[[Case, Answer], Score]
NOT_SCORED = Score(None, "not asked of this case")
