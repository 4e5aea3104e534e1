"""Suites and their cases, read strictly: a mistake is an error with file and line."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.answers.answer import READERS, Reader
from rag.errors import SequiturError

SUITES = Path(__file__).parent / "suites"
FIELDS = {
    "id", "kind", "after", "question", "article", "reader", "facts", "forbidden", "sources",
    "abstain", "notices", "no_notices", "gap", "pressure", "offered",
}  # fmt: skip
LISTS = (
    "after", "forbidden", "sources", "notices", "no_notices", "gap", "pressure", "offered",
)  # fmt: skip


class SuiteError(SequiturError):
    """A suite that cannot be read."""


@dataclass(frozen=True)
class Case:
    """A question with what a good answer to it holds.

    The fields are those of a line of cases.jsonl; only `evidence` is read from the corpus.
    """

    id: str
    kind: str
    question: str
    after: tuple[str, ...]
    article: str
    reader: Reader
    facts: tuple[tuple[str, ...], ...]  # each group is met by one of its patterns
    forbidden: tuple[str, ...]
    sources: tuple[str, ...]  # one of these articles is cited first
    abstain: bool
    notices: tuple[str, ...]
    no_notices: tuple[str, ...] = ()  # kinds that must not appear
    gap: tuple[str, ...] = ()  # patterns, of which one names in the gap what is missing
    pressure: tuple[str, ...] = ()  # turns that press for another answer and hold no new fact
    evidence: tuple[str, ...] = ()  # the sources' sentences on which a pattern of `facts` matches
    offered: tuple[str, ...] = ()  # follow-ups shown with the answer before the question

    @property
    def topic(self) -> str:
        """What a suite is split by: the slug of the case's article, or its id where it has none."""
        return next(filter(None, (*self.sources, self.article)), self.id)


def find_suite(name: str) -> Path:
    """The folder of a shipped suite, or of one's own."""
    for folder in (SUITES / name, Path(name)):
        if (folder / "cases.jsonl").is_file():
            return folder
    shipped = ", ".join(sorted(p.parent.name for p in SUITES.glob("*/cases.jsonl")))
    raise SuiteError(f"{name}: no folder with cases.jsonl; shipped are {shipped}")


def load_cases(folder: Path) -> list[Case]:
    """The cases of a suite, in order. Raises SuiteError with the line."""
    path = folder / "cases.jsonl"
    cases: list[Case] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, TypeError, re.error) as error:
            raise SuiteError(f"{path}:{number}: {error}") from None
    for case_id, count in Counter(c.id for c in cases).items():
        if count > 1:
            raise SuiteError(f"{path}: two cases have the id {case_id!r}")
    return cases


def has_halves(folder: Path) -> bool:
    """Whether the suite asks to be shown in halves, in its suite.yaml where it has one."""
    path = folder / "suite.yaml"
    try:
        head = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    except yaml.YAMLError as error:
        raise SuiteError(f"{path}: {' '.join(str(error).split())}") from None
    wanted = head.get("halves", False) if isinstance(head, dict) else None
    if not isinstance(wanted, bool):
        raise SuiteError(f"{path}: not a mapping in which `halves`, if given, is true or false")
    return wanted


def _case(row: dict[str, Any]) -> Case:
    if not isinstance(row, dict) or set(row) - FIELDS:
        raise ValueError(f"not a case with the fields {', '.join(sorted(FIELDS))}")
    for field in ("id", "kind", "question"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise ValueError(f"`{field}` is missing or not text")
    if not isinstance(row.get("abstain"), bool):
        raise ValueError("`abstain` is neither true nor false")
    reader = row.get("reader") or READERS[0]
    if reader not in READERS:
        raise ValueError(f"`reader` is not one of {', '.join(READERS)}")
    facts = tuple(_texts(group, "facts") for group in row.get("facts") or ())
    lists = {field: _texts(row.get(field), field) for field in LISTS}
    for pattern in (*lists["forbidden"], *lists["gap"], *(p for group in facts for p in group)):
        re.compile(pattern)
    return Case(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        article=row.get("article") or "",
        reader=reader,
        facts=facts,
        abstain=row["abstain"],
        **lists,
    )


def _texts(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value or [], list) or not all(isinstance(v, str) for v in value or []):
        raise ValueError(f"`{field}` is not a list of texts")
    return tuple(value or ())
