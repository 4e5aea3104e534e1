"""`python -m evals compare A B`: two runs of one suite, case by case.

The difference of each measure is B minus A over the cases that both scored, with a percentile
bootstrap interval over topics and the p of the paired randomisation test (Smucker et al., 2007).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from evals.cases import SuiteError, find_suite
from evals.measures import p_value
from evals.record import Record, Result
from evals.suites import load_suite
from evals.summary import LESS_IS_BETTER, by_kind, fallen, interval


class Change(NamedTuple):
    """A case on which a score changed."""

    case: str
    measure: str
    before: float
    after: float
    why: str


class Difference(NamedTuple):
    """A measure in two runs, over the cases that both scored."""

    before: float
    after: float
    low: float  # of the interval of after - before
    high: float
    p: float
    cases: int


class Comparison(NamedTuple):
    """Two runs of one suite, measure by measure and case by case."""

    suite: str
    configurations: tuple[dict[str, Any], dict[str, Any]]
    kinds: dict[str, dict[str, Difference]]
    changes: tuple[Change, ...]
    only: tuple[str, ...]  # cases that one run alone holds


def compare(one: Record, other: Record, seed: int = 0) -> Comparison:
    """The comparison of two runs. Raises SuiteError where they are of different suites."""
    if one.run.suite != other.run.suite:
        raise SuiteError(f"{one.folder}: {one.run.suite}, but {other.folder}: {other.run.suite}")
    before = {r.case.id: r for r in one.results()}
    after = {r.case.id: r for r in other.results()}
    pairs = [(before[i], after[i]) for i in before if i in after]
    if not pairs:
        raise SuiteError(f"{one.folder} and {other.folder}: no case is in both")
    kinds: dict[str, list[tuple[Result, Result]]] = {}
    for pair in pairs:
        kinds.setdefault(pair[0].case.kind, []).append(pair)
    if len(kinds) > 1:
        kinds["all"] = pairs
    return Comparison(
        one.run.suite,
        (one.run.configuration, other.run.configuration),
        {kind: _differences(rows, seed) for kind, rows in kinds.items()},
        tuple(c for pair in pairs for c in _changes(*pair)),
        tuple(sorted(before.keys() ^ after.keys())),
    )


def _values(one: Result, other: Result) -> dict[str, tuple[float, float]]:
    """The values of the scores that both have, those of abstention among them."""
    found = {}
    for name in one.scores.keys() & other.scores.keys():
        a, b = one.scores[name].value, other.scores[name].value
        if a is not None and b is not None:
            found[name] = (a, b)
    if one.case.abstain is False and one.answer and other.answer:
        found["over-refusal"] = (float(one.answer.abstained), float(other.answer.abstained))
    return found


def _differences(pairs: Sequence[tuple[Result, Result]], seed: int) -> dict[str, Difference]:
    scored = [(p[0].case.topic, _values(*p)) for p in pairs]
    names = sorted({name for _, values in scored for name in values})
    return {
        name: _difference([(t, *v[name]) for t, v in scored if name in v], seed) for name in names
    }


def _difference(rows: Sequence[tuple[str, float, float]], seed: int) -> Difference:
    low, high = interval([(topic, b - a) for topic, a, b in rows], seed)
    before, after = [a for _, a, _ in rows], [b for _, _, b in rows]
    p = p_value(before, after)
    return Difference(round(fmean(before), 4), round(fmean(after), 4), low, high, p, len(rows))


def _changes(one: Result, other: Result) -> list[Change]:
    changed = [(n, a, b) for n, (a, b) in _values(one, other).items() if a != b]
    return [
        Change(one.case.id, name, a, b, other.scores[name].why if name in other.scores else "")
        for name, a, b in sorted(changed)
    ]


def won(change: Change) -> bool:
    """Whether the second run is the better one on a change."""
    return (change.after > change.before) != (change.measure in LESS_IS_BETTER)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals compare`."""
    parser.add_argument("before", type=Path, help="a run's folder")
    parser.add_argument("after", type=Path, help="another run's folder")
    parser.add_argument("--suite", help="whose gates hold; the run's own by default")
    parser.add_argument("--seed", type=int, default=0, help="of the intervals")


def run(chosen: argparse.Namespace) -> int:
    """Prints the comparison; 1 where the second run falls below a gate of the suite."""
    one, other = Record(chosen.before), Record(chosen.after)
    found = compare(one, other, chosen.seed)
    below = fallen(by_kind(other.results(), chosen.seed), _gates(chosen.suite or found.suite))
    print(json.dumps(plain(found, below)) if chosen.json else told(found, below))
    return 1 if below else 0


def _gates(name: str) -> Sequence[Any]:
    try:
        find_suite(name)
    except SuiteError:
        return ()  # a suite of one's own, which --suite can name
    return load_suite(name).gates


def plain(found: Comparison, below: Sequence[str]) -> dict[str, Any]:
    """The comparison as JSON."""
    return {
        "suite": found.suite,
        "configurations": found.configurations,
        "kinds": {k: {n: d._asdict() for n, d in row.items()} for k, row in found.kinds.items()},
        "wins": [c._asdict() for c in found.changes if won(c)],
        "losses": [c._asdict() for c in found.changes if not won(c)],
        "only in one": found.only,
        "gates": list(below),
    }


def told(found: Comparison, below: Sequence[str]) -> str:
    """The comparison for the terminal: what changed, worst kinds first, then case by case."""
    lines = [f"{found.suite}: {setting(found)}", ""]
    lines.append(f"{'kind':22}{'measure':20}{'A':>8}{'B':>8}  B - A (95%), p, cases")
    for kind, name, d in differing(found):
        lines.append(
            f"{kind:22}{name:20}{d.before:>8.3f}{d.after:>8.3f}  {d.after - d.before:+.3f} "
            f"({d.low:+.3f} to {d.high:+.3f}), {d.p:.3f}, {d.cases}"
        )
    for title, changes in (("losses", False), ("wins", True)):
        rows = [c for c in found.changes if won(c) is changes]
        lines += ["", f"{len(rows)} {title}"]
        lines += [f"  {c.case} {c.measure}: {c.before:.2f} to {c.after:.2f}; {c.why}" for c in rows]
    if found.only:
        lines += ["", f"in one run alone: {', '.join(found.only)}"]
    return "\n".join([*lines, *(f"gate: {line}" for line in below)])


def differing(found: Comparison) -> Iterator[tuple[str, str, Difference]]:
    """The measures that differ, by kind: what fell most first."""
    for kind in _order(found):
        for name, difference in found.kinds[kind].items():
            if difference.before != difference.after:
                yield kind, name, difference


def setting(found: Comparison) -> str:
    """In what the two runs differ."""
    one, other = found.configurations
    differing = [k for k in one | other if one.get(k) != other.get(k)]
    return "; ".join(f"{k} {one.get(k)} | {other.get(k)}" for k in differing) or "one configuration"


def _order(found: Comparison) -> list[str]:
    return sorted(found.kinds, key=lambda k: (k == "all", _mean_change(found.kinds[k])))


def _mean_change(row: dict[str, Difference]) -> float:
    signed = [
        (d.before - d.after if n in LESS_IS_BETTER else d.after - d.before) for n, d in row.items()
    ]
    return fmean(signed) if signed else 0.0
