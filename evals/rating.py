"""Blind ratings: two runs' answers to a case, judged by people who do not see which is which.

Ratings are JSON lines, a file a rater in the folder of a pair of runs; the last one of a case
counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from evals.cases import SuiteError

Choice = Literal["one", "other", "equal"]  # of the first run's answer and the second's
Tick = Literal["correct", "unsupported", "unsafe"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
TICKS: tuple[Tick, ...] = get_args(Tick)
RATER = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
MAX_BYTES, MAX_RATINGS = 8 * 1024 * 1024, 10_000  # of a rater's file
MAX_TEXT, MAX_STATEMENTS, MAX_RATERS = 2000, 60, 200


@dataclass(frozen=True)
class Judged:
    """What a rater says of one answer: ticks of each statement, and must-haves that it misses.

    What misses is not in a statement, so it is ticked for the answer: "" stands for one that the
    case does not name.
    """

    ticks: tuple[tuple[Tick, ...], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rating:
    """A rater's judgement of two answers to one case. Raises ValueError for what is none."""

    rater: str
    suite: str
    case: str
    runs: tuple[str, str]  # the names of the runs
    preferred: Choice
    one: Judged  # of the answer of the first run, wherever it was shown
    other: Judged
    first: Literal["one", "other"]  # whose answer was shown first
    cited: bool  # whether the citations were shown
    comment: str = ""

    def __post_init__(self) -> None:
        if not RATER.fullmatch(self.rater):
            raise ValueError("a rater is named by 1 to 32 of a-z, 0-9 and -")
        if self.preferred not in CHOICES or self.first not in CHOICES[:2]:
            raise ValueError("`preferred` and `first` name the one or the other answer")
        if len(self.runs) != 2:
            raise ValueError("`runs` are the names of two runs")
        texts = (
            *self.runs,
            self.suite,
            self.case,
            self.comment,
            *self.one.missing,
            *self.other.missing,
        )
        if any(not isinstance(t, str) or len(t) > MAX_TEXT for t in texts):
            raise ValueError(f"a text is no text, or of more than {MAX_TEXT} characters")
        for judged in (self.one, self.other):
            ticked = [t for ticks in judged.ticks for t in ticks]
            if len(judged.ticks) > MAX_STATEMENTS or set(ticked) - set(TICKS):
                raise ValueError(f"a tick is none of {', '.join(TICKS)}")


def one_first(rater: str, case: str, seed: int = 0) -> bool:
    """Whether a rater sees the first run's answer to a case first; the same whenever asked."""
    return hashlib.sha256(f"{seed}\n{rater}\n{case}".encode()).digest()[0] % 2 == 0


def order(cases: Iterable[str], rater: str, seed: int = 0) -> list[str]:
    """The cases in an order of the rater's own, so that nobody's tiredness falls on the same."""
    return sorted(cases, key=lambda c: hashlib.sha256(f"{seed}\n{rater}\n{c}\n".encode()).digest())


def folder_of(ratings: Path, runs: tuple[str, str]) -> Path:
    """The folder of a pair of runs within that of all ratings."""
    return ratings / hashlib.sha256("\n".join(runs).encode()).hexdigest()[:16]


def add(rating: Rating, folder: Path) -> None:
    """Writes a rating down. Raises SuiteError where the rater's file is full."""
    path = folder / f"{rating.rater}.jsonl"
    line = json.dumps(asdict(rating), ensure_ascii=False) + "\n"
    held = path.stat().st_size if path.exists() else 0
    if held + len(line.encode()) > MAX_BYTES:
        raise SuiteError(f"{path}: full; move it away to go on")
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def read(folder: Path) -> dict[str, dict[str, Rating]]:
    """The ratings below a folder by rater and case. Raises SuiteError with the line.

    Those of another pair of runs than the first are refused: their cases would be mixed.
    """
    found: dict[str, dict[str, Rating]] = {}
    for path in sorted(folder.glob("*.jsonl"))[:MAX_RATERS]:
        for rating in read_file(path):
            found.setdefault(rating.rater, {})[rating.case] = rating
    pairs = {r.runs for by_case in found.values() for r in by_case.values()}
    if len(pairs) > 1:
        raise SuiteError(f"{folder}: ratings of {len(pairs)} pairs of runs; keep them apart")
    return found


def read_file(path: Path) -> list[Rating]:
    """A rater's ratings in their order. Raises SuiteError with the line."""
    if not path.exists():
        return []
    if path.stat().st_size > MAX_BYTES:
        raise SuiteError(f"{path}: larger than {MAX_BYTES // 1024**2} MiB")
    ratings = []
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        try:
            rating = _rating(json.loads(line))
            if number > MAX_RATINGS or rating.rater != path.stem:
                raise ValueError(f"not one of {MAX_RATINGS} ratings by {path.stem}")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise SuiteError(f"{path}:{number}: not a rating: {error}") from None
        ratings.append(rating)
    return ratings


def _rating(row: Mapping[str, Any]) -> Rating:
    judged = {
        side: Judged(tuple(map(tuple, row[side]["ticks"])), tuple(row[side]["missing"]))
        for side in ("one", "other")
    }
    return Rating(**{**row, **judged, "runs": tuple(row["runs"]), "cited": row["cited"] is True})
