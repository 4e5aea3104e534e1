"""Suites: folders of `suite.yaml` (what is measured, who judged, gates) and `cases.jsonl`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.cases import SUITES, Case, SuiteError, find_suite, load_cases
from evals.labels import FILE, JUDGED, read_labels

FIELDS = {"name", "measures", "judged_by", "grades", "halves", "gates", "corpus"}
TEXTS = ("name", "measures", "judged_by", "grades")
MAX_BYTES = 64 * 1024


@dataclass(frozen=True)
class Gate:
    """The least value that a measure may have over a kind of case, or over "all"."""

    kind: str
    measure: str
    least: float


@dataclass(frozen=True)
class Suite:
    """A suite, read."""

    folder: Path
    cases: tuple[Case, ...]
    name: str
    measures: str = ""
    judged_by: str = ""
    grades: str = ""
    halves: bool = False
    gates: tuple[Gate, ...] = ()
    corpus: Path | None = None  # the suite's own, where it has one


def shipped() -> list[str]:
    """The names of the shipped suites of cases."""
    return sorted(p.parent.name for p in SUITES.glob("*/cases.jsonl"))


def load_suite(name: str) -> Suite:
    """A shipped suite, or the one of a folder. Raises SuiteError with file and line."""
    folder = find_suite(name)
    path = folder / "suite.yaml"
    head = _head(path) if path.is_file() else {}
    gates = tuple(_gates(path, head.pop("gates", {})))
    _check_judged(folder, gates)
    return Suite(
        folder=folder,
        cases=tuple(load_cases(folder)),
        name=head.pop("name", folder.name),
        corpus=_corpus(path, head.pop("corpus", None)),
        gates=gates,
        **head,
    )


def _head(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise SuiteError(f"{path}: larger than {MAX_BYTES // 1024} KiB")
    try:
        head = yaml.safe_load(path.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path}: {' '.join(str(error).split())}") from None
    if not isinstance(head, dict) or set(head) - FIELDS:
        raise SuiteError(f"{path}: not a mapping of {', '.join(sorted(FIELDS))}")
    for field in TEXTS:
        if not isinstance(head.get(field, ""), str):
            raise SuiteError(f"{path}: `{field}` is not text")
    if not isinstance(head.get("halves", False), bool):
        raise SuiteError(f"{path}: `halves` is neither true nor false")
    return head


def _corpus(path: Path, name: Any) -> Path | None:
    """The folder of the suite's own corpus, which stands beside its head."""
    if name is None:
        return None
    folder = (path.parent / str(name)).resolve()
    if not (folder / "articles").is_dir() or path.parent.resolve() not in folder.parents:
        raise SuiteError(f"{path}: `corpus` is no folder of the suite with articles/: {name!r}")
    return folder


def _check_judged(folder: Path, gates: tuple[Gate, ...]) -> None:
    """Raises SuiteError for a gate on a judging model that nobody's labels are held against."""
    own = [g.measure for g in gates if g.measure in JUDGED]
    try:
        labels = read_labels(folder) if own else {}
    except ValueError as error:
        raise SuiteError(str(error)) from None
    if bare := [m for m in own if not any(i.measure == m for i in labels)]:
        raise SuiteError(
            f"{folder / 'suite.yaml'}: a gate on {bare[0]!r}, and no label of a person in {FILE}; "
            "a judging model does not gate alone"
        )


def _gates(path: Path, wanted: Any) -> list[Gate]:
    """The gates: `measure: least` for all cases, or `kind: {measure: least}`."""
    if not isinstance(wanted, Mapping):
        raise SuiteError(f"{path}: `gates` is not a mapping")
    found = []
    for key, value in wanted.items():
        kinds = value if isinstance(value, Mapping) else {key: value}
        for measure, least in kinds.items():
            if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
                raise SuiteError(f"{path}: the gate of {measure!r} is no number from 0 to 1")
            kind = str(key) if isinstance(value, Mapping) else "all"
            found.append(Gate(kind, str(measure), float(least)))
    return found
