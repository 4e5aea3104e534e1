"""`python -m evals agreement RATINGS`: what raters prefer, and how far they agree."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from evals.cases import SuiteError
from evals.kappa import Kappa, kappa, told
from evals.rating import TICKS, Rating, read
from evals.summary import interval

Ratings = Mapping[str, Mapping[str, Rating]]  # by rater, then by case
_WORTH = {"one": 0.0, "other": 1.0, "equal": 0.5}


class Preference(NamedTuple):
    """The share of ratings that prefer the second run, equal ones counted half.

    The interval is drawn over cases, for the ratings of one case are alike.
    """

    share: float
    low: float
    high: float
    ratings: int
    equal: int


class Between(NamedTuple):
    """The agreement of two raters on the preference and on each tick."""

    raters: tuple[str, str]
    preferred: Kappa
    ticks: dict[str, Kappa]


def preference(ratings: Ratings, seed: int = 0) -> Preference:
    """What the ratings prefer. Raises SuiteError where there are none."""
    every = [r for by_case in ratings.values() for r in by_case.values()]
    if not every:
        raise SuiteError("no ratings there; the Rate page makes them")
    values = [(r.case, _WORTH[r.preferred]) for r in every]
    share, (low, high) = fmean(v for _, v in values), interval(values, seed)
    return Preference(share, low, high, len(every), sum(r.preferred == "equal" for r in every))


def between(ratings: Ratings) -> list[Between]:
    """The agreement of each two raters, over the cases that both rated."""
    return [_between((a, b), ratings[a], ratings[b]) for a, b in combinations(sorted(ratings), 2)]


def _between(
    raters: tuple[str, str], one: Mapping[str, Rating], other: Mapping[str, Rating]
) -> Between:
    both = [(one[c], other[c]) for c in sorted(one.keys() & other.keys())]
    ticks: dict[str, Kappa] = {
        t: kappa([p for pair in both for p in _ticked(*pair, t)]) for t in TICKS
    }
    return Between(raters, kappa([(a.preferred, b.preferred) for a, b in both]), ticks)


def _ticked(one: Rating, other: Rating, tick: str) -> list[tuple[bool, bool]]:
    """Whether each of two raters gave a tick, statement by statement of both answers."""
    return [
        (tick in a, tick in b)
        for x, y in ((one.one, other.one), (one.other, other.other))
        for a, b in zip(x.ticks, y.ticks, strict=False)
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals agreement`."""
    parser.add_argument("ratings", type=Path, help="the folder of the ratings of two runs")
    parser.add_argument("--seed", type=int, default=0, help="of the interval")


def run(chosen: argparse.Namespace) -> int:
    """Prints what the ratings prefer and how far the raters agree."""
    ratings = read(chosen.ratings)
    found, pairs = preference(ratings, chosen.seed), between(ratings)
    runs = next(r.runs for by_case in ratings.values() for r in by_case.values())
    if chosen.json:
        print(json.dumps(_plain(runs, found, pairs)))
    else:
        print(text(runs, found, pairs))
    return 0


def text(runs: tuple[str, str], found: Preference, pairs: list[Between]) -> str:
    """For the terminal."""
    lines = [
        f"{runs[1]} is preferred to {runs[0]}: {found.share:.2f} ({found.low:.2f} to "
        f"{found.high:.2f}) of {found.ratings} ratings, the {found.equal} equal ones counted half"
    ]
    for pair in pairs:
        lines.append(f"{' and '.join(pair.raters)}, preference: {told(pair.preferred)}")
        lines += [f"  {tick}: {told(k)}" for tick, k in pair.ticks.items() if k.items]
    return "\n".join(lines)


def _plain(runs: tuple[str, str], found: Preference, pairs: list[Between]) -> dict[str, object]:
    return {
        "runs": runs,
        "preference": found._asdict(),
        "raters": [
            {
                "raters": pair.raters,
                "preference": pair.preferred._asdict(),
                "ticks": {t: k._asdict() for t, k in pair.ticks.items()},
            }
            for pair in pairs
        ],
    }
