"""Runs, read and measured: what every form of the report is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.cases import SuiteError, find_suite
from evals.record import Record, Result, Run
from evals.suites import Suite, load_suite
from evals.summary import Table, by_half, by_kind, fallen


class Shown(NamedTuple):
    """A run with its measures; without a suite where the run's own is not found."""

    run: Run
    results: tuple[Result, ...]
    table: Table
    halves: dict[str, Table]
    gates: tuple[str, ...]  # one line for each that is not met
    suite: Suite | None


def records_in(folders: Iterable[Path]) -> list[Record]:
    """The run of each folder, or those of the folders in it. Raises SuiteError for none."""
    found = []
    for folder in folders:
        here = [folder] if (folder / "run.json").is_file() else []
        inside = here or sorted(p.parent for p in folder.glob("*/run.json"))
        if not inside:
            raise SuiteError(f"{folder}: no run there; `evals run SUITE --out {folder}` makes one")
        found += [Record(p) for p in inside]
    return found


def suites_of(names: Iterable[str]) -> dict[str, Suite]:
    """The suites of the folders or shipped names, by their own names."""
    return {suite.name: suite for suite in map(load_suite, names)}


def shown(record: Record, suites: dict[str, Suite], seed: int = 0) -> Shown:
    """A run, measured. Raises SuiteError where none of its cases is finished."""
    run, results = record.run, tuple(record.results())
    if not results:
        raise SuiteError(f"{record.folder}: no case is finished; run it again")
    suite = suites.get(run.suite) or _shipped(run.suite)
    table = by_kind(results, seed)
    halves = by_half(results, seed) if suite and suite.halves else {}
    return Shown(run, results, table, halves, tuple(_fallen(table, suite)), suite)


def _shipped(name: str) -> Suite | None:
    """The shipped suite of a name; a run may hold any name, also one that leads elsewhere."""
    try:
        folder = find_suite(name) if Path(name).name == name else None
    except SuiteError:
        return None
    return load_suite(str(folder)) if folder else None


def _fallen(table: Table, suite: Suite | None) -> Sequence[str]:
    return fallen(table, suite.gates) if suite else ()
