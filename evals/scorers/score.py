"""What every scorer returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from evals.cases import Case
from rag.answers.answer import Answer


class Score(NamedTuple):
    """A value from 0 to 1, a sentence of why, and what it was scored on.

    The value is None where the case cannot be scored: counted, and not zero.
    """

    value: float | None
    why: str
    on: str = "the answer"


Scorer = Callable[[Case, Answer], Score]
NOT_SCORED = Score(None, "not asked of this case", "")


def share(held: int, of: int, why: str, thing: str) -> Score:
    """The score of `held` things of `of`."""
    return Score(held / of, why, f"{of} {thing}{'s' if of != 1 else ''}")
