"""Answerers broken on purpose, each in one way: a bench has to catch every one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from evals.broken.content import Negated, Random
from evals.broken.spoilt import FAULTS, Spoilt
from evals.runner import Answerer

BROKEN: dict[str, Callable[[Answerer], Answerer]] = {
    "random": Random,
    "negated": Negated,
    **{name: partial(Spoilt, name, fault) for name, fault in FAULTS.items()},
}
