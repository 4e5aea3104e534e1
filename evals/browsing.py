"""Recorded runs in a folder, and the cases of a run that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.cases import SuiteError
from evals.record import Record, Result, Run

DEEPEST, MOST_RUNS = 3, 300
MAX_BYTES = 256 * 1024 * 1024  # of a run's results


class Found(NamedTuple):
    """A run below a folder: its name is its path from there."""

    name: str
    record: Record
    run: Run


class Unread(NamedTuple):
    """What looks like a run and cannot be read, and why."""

    name: str
    why: str


def runs_in(folder: Path) -> tuple[list[Found], list[Unread]]:
    """The runs below a folder, the newest first, and those that cannot be read."""
    found, unread = [], []
    for path in _folders(folder):
        name = path.relative_to(folder).as_posix()
        try:
            run = Record(path).run
            if not all(isinstance(t, str) for t in (run.suite, run.started, run.digest)):
                raise SuiteError(f"{path}: not a run")
            if not isinstance(run.configuration, dict):
                raise SuiteError(f"{path}: not a run")
            found.append(Found(name, Record(path), run))
        except (SuiteError, OSError) as error:
            unread.append(Unread(name, str(error)))
    return sorted(found, key=lambda f: (f.run.started, f.name), reverse=True), unread


def _folders(folder: Path) -> list[Path]:
    """The folders that hold a run.json, no link followed."""
    found: list[Path] = []
    level = [folder] if folder.is_dir() else []
    for _ in range(DEEPEST):
        below = [p for f in level for p in sorted(f.iterdir(), reverse=True) if _is_folder(p)]
        found += [p for p in below if (p / "run.json").is_file()]
        level = [p for p in below if not (p / "run.json").is_file()][:MOST_RUNS]
    return found[:MOST_RUNS]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def stamp(record: Record) -> int:
    """Changes when a run goes on, so that what was read of it can be kept until then."""
    path = record.folder / "results.jsonl"
    return path.stat().st_mtime_ns if path.exists() else 0


def read_all(record: Record) -> tuple[Result, ...]:
    """The results of a run, in order. Raises SuiteError where they are too many, or not results."""
    path = record.folder / "results.jsonl"
    if path.exists() and path.stat().st_size > MAX_BYTES:
        raise SuiteError(f"{path}: larger than {MAX_BYTES // 1024**2} MiB")
    return tuple(record.results())


def falls(result: Result, measure: str = "") -> bool:
    """Whether a result is below 1 on a measure, "" for any."""
    scores = result.scores.values() if not measure else filter(None, [result.scores.get(measure)])
    return any(s.value is not None and s.value < 1 for s in scores)


def wanted(
    results: Iterable[Result], kind: str = "", measure: str = "", failures: bool = True
) -> list[Result]:
    """The results of a kind ("" for all) that a measure scored, worst first, or all that fall."""
    of_kind = [r for r in results if kind in ("", "all", r.case.kind)]
    if failures:
        of_kind = [r for r in of_kind if falls(r, measure)]
    elif measure:
        of_kind = [
            r for r in of_kind if measure in r.scores and r.scores[measure].value is not None
        ]
    return sorted(of_kind, key=lambda r: _worth(r, measure))


def _worth(result: Result, measure: str) -> float:
    names: Sequence[str] = [measure] if measure in result.scores else list(result.scores)
    values = [v for n in names if (v := result.scores[n].value) is not None]
    return sum(values) / len(values) if values else 2.0
