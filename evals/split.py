"""Which part of a set something may be trained on, and whether it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

Part = Literal["train", "held-out"]
Half = Literal["calibrate", "report"]
FOLDS = 5

# Of each set that shipped weights were trained on, the digest of its questions.
TRAINED_ON: frozenset[str] = frozenset()


def part(name: str) -> Part:
    """The part of a conversation or subject, for good: a fifth by SHA-256 is never trained on."""
    held_out = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % FOLDS == 0
    return "held-out" if held_out else "train"


def fold(name: str, folds: int = FOLDS) -> int:
    """The fold (0 to `folds` - 1) of what is trained on; independent of `part`."""
    return int(hashlib.sha256(name.encode()).hexdigest()[8:16], 16) % folds


def half(name: str) -> Half:
    """The half of an article or subject, for good: what is fitted on one is reported on the other.

    Independent of `part` and `fold`.
    """
    odd = int(hashlib.sha256(name.encode()).hexdigest()[16:24], 16) % 2
    return "report" if odd else "calibrate"


def digest(questions: Iterable[str]) -> str:
    """Equal for the same questions in any order, whatever their folder is called."""
    return hashlib.sha256("\0".join(sorted(questions)).encode()).hexdigest()


def seen(questions: Iterable[str], trained_on: frozenset[str] = TRAINED_ON) -> bool:
    """Whether something that is shipped was trained on these questions."""
    return digest(questions) in trained_on
