"""What the results of a suite come to: measures by kind, with intervals, and gates.

A measure is a mean over the cases that it was scored on; what could not be scored is counted apart.
Intervals are percentile bootstrap (Efron & Tibshirani, 1993) over topics and not over cases, for
cases on one article are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np

from evals.record import Result
from evals.scorers import agreement
from evals.scorers.score import Score
from evals.split import half
from evals.suites import Gate

DRAWS = 1000
LEVEL = 0.95

Values = list[tuple[str, float]]  # of each scored case its topic and its value


class Measure(NamedTuple):
    """The mean over the scored cases, its interval, and how many cases were scored, or were not."""

    value: float
    low: float
    high: float
    scored: int
    unscored: int


Table = dict[str, dict[str, Measure]]  # by kind, then by measure


def by_kind(results: Iterable[Result], seed: int = 0, draws: int = DRAWS) -> Table:
    """The measures of each kind of case, and of all."""
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.case.kind, []).append(result)
    if len(kinds) > 1:
        kinds["all"] = [r for rows in kinds.values() for r in rows]
    return {kind: measures(rows, seed, draws) for kind, rows in kinds.items()}


def by_half(results: Iterable[Result], seed: int = 0, draws: int = DRAWS) -> dict[str, Table]:
    """`by_kind` of each half of a suite, split by the articles of its cases."""
    halves: dict[str, list[Result]] = {"calibrate": [], "report": []}
    for result in results:
        halves[half(result.case.topic)].append(result)
    return {name: by_kind(rows, seed, draws) for name, rows in halves.items()}


def measures(rows: Sequence[Result], seed: int = 0, draws: int = DRAWS) -> dict[str, Measure]:
    """Every measure that at least one of the results has a value for."""
    found = {name: values for name, take in _takers(rows).items() if (values := take(rows))}
    return {name: _measure(values, len(rows), seed, draws) for name, values in found.items()}


def _takers(rows: Sequence[Result]) -> dict[str, Callable[[Sequence[Result]], Values]]:
    names = dict.fromkeys(name for r in rows for name in r.scores)
    takers: dict[str, Callable[[Sequence[Result]], Values]] = {n: _mean_of(n) for n in names}
    return takers | {
        "abstention precision": _abstention_precision,
        "abstention recall": _abstention_recall,
        "over-refusal": _over_refusal,
        "agreement": _agreement,
        "failed": _failed,
    }


def _mean_of(name: str) -> Callable[[Sequence[Result]], Values]:
    def values(rows: Sequence[Result]) -> Values:
        scored = ((r.case.topic, r.scores[name].value) for r in rows if name in r.scores)
        return [(topic, v) for topic, v in scored if v is not None]

    return values


def _abstention_precision(rows: Sequence[Result]) -> Values:
    """Of the abstentions, which were right."""
    declined = (r for r in rows if r.answer and r.answer.abstained)
    return [(r.case.topic, float(r.case.abstain)) for r in declined if r.case.abstain is not None]


def _abstention_recall(rows: Sequence[Result]) -> Values:
    """Of the questions that the corpus does not answer, which were not answered."""
    silent = (r for r in rows if r.case.abstain)
    return [(r.case.topic, float(r.answer is not None and r.answer.abstained)) for r in silent]


def _over_refusal(rows: Sequence[Result]) -> Values:
    """Of the questions that the corpus answers, which were refused; less is better."""
    held = (r for r in rows if r.case.abstain is False)
    return [(r.case.topic, float(r.answer is not None and r.answer.abstained)) for r in held]


def _agreement(rows: Sequence[Result]) -> Values:
    groups: dict[str, list[Result]] = {}
    for row in rows:
        if row.case.group:
            groups.setdefault(row.case.group, []).append(row)
    return [(g, s.value) for g, s in agreements(groups).items() if s.value is not None]


def agreements(groups: Mapping[str, Sequence[Result]]) -> dict[str, Score]:
    """How far the answers to the wordings of each group agree."""
    return {
        group: agreement.score([r.answer for r in rows if r.answer])
        for group, rows in groups.items()
    }


def _failed(rows: Sequence[Result]) -> Values:
    """Cases that ended in an error of the system; less is better. Left out where there is none."""
    found = [(r.case.topic, float(bool(r.error))) for r in rows]
    return found if any(v for _, v in found) else []


LESS_IS_BETTER = frozenset({"over-refusal", "failed"})


def _measure(values: Values, cases: int, seed: int, draws: int) -> Measure:
    low, high = interval(values, seed, draws)
    mean = fmean(v for _, v in values)
    return Measure(round(mean, 4), low, high, len(values), cases - len(values))


def interval(values: Values, seed: int = 0, draws: int = DRAWS) -> tuple[float, float]:
    """The interval of the mean at the 95% level, topics drawn with replacement."""
    topics: dict[str, list[float]] = {}
    for topic, value in values:
        topics.setdefault(topic, []).append(value)
    sums = np.array([[sum(v), len(v)] for v in topics.values()])
    lot = np.random.default_rng(seed).integers(0, len(sums), (draws, len(sums)))
    drawn = sums[lot].sum(axis=1)
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [edge, 1 - edge])
    return round(float(low), 4), round(float(high), 4)


def fallen(table: Table, gates: Sequence[Gate]) -> list[str]:
    """One line for each gate that is not met, or whose measure nothing was scored on."""
    lines = []
    for gate in gates:
        kind = gate.kind if gate.kind in table or len(table) != 1 else next(iter(table))
        measure = table.get(kind, {}).get(gate.measure)
        if measure is None:
            lines.append(f"{gate.measure} of {gate.kind}: nothing was scored")
        elif _beyond(gate, measure.value):
            lines.append(f"{gate.measure} of {gate.kind}: {measure.value:.3f}, gate {gate.least}")
    return lines


def _beyond(gate: Gate, value: float) -> bool:
    return value > gate.least if gate.measure in LESS_IS_BETTER else value < gate.least
