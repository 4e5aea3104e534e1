"""Suites and their cases, read strictly: a mistake is an error with file and line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answers.answer import READERS, Reader
from rag.errors import SequiturError

SUITES = Path(__file__).parent / "suites"
FIELDS = {
    "id", "kind", "after", "question", "article", "reader", "facts", "forbidden", "sources",
    "abstain", "notices",
}  # fmt: skip


class SuiteError(SequiturError):
    """A suite that cannot be read."""


@dataclass(frozen=True)
class Case:
    """A question with what a good answer to it holds; the fields are those of the contract."""

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
    ids = [c.id for c in cases]
    for case_id in ids:
        if ids.count(case_id) > 1:
            raise SuiteError(f"{path}: two cases have the id {case_id!r}")
    return cases


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
    forbidden = _texts(row.get("forbidden"), "forbidden")
    for pattern in (*forbidden, *(p for group in facts for p in group)):
        re.compile(pattern)
    return Case(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        after=_texts(row.get("after"), "after"),
        article=row.get("article") or "",
        reader=reader,
        facts=facts,
        forbidden=forbidden,
        sources=_texts(row.get("sources"), "sources"),
        abstain=row["abstain"],
        notices=_texts(row.get("notices"), "notices"),
    )


def _texts(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value or [], list) or not all(isinstance(v, str) for v in value or []):
        raise ValueError(f"`{field}` is not a list of texts")
    return tuple(value or ())
