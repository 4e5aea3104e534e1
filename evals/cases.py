"""Suites and their cases, read strictly: a mistake is an error with file and line."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answers.answer import READERS, Reader
from rag.errors import SequiturError

SUITES = Path(__file__).parent / "suites"
FIELDS = {
    "id", "kind", "after", "question", "article", "reader", "facts", "forbidden", "sources",
    "abstain", "notices", "no_notices", "gap", "pressure", "offered", "must_have", "group",
    "identifiers",
    "comment",
}  # fmt: skip
LISTS = (
    "after", "forbidden", "sources", "notices", "no_notices", "gap", "pressure", "offered",
    "must_have", "identifiers",
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
    abstain: bool | None  # None: an answer and an abstention are both right
    notices: tuple[str, ...]
    no_notices: tuple[str, ...] = ()  # kinds that must not appear
    gap: tuple[str, ...] = ()  # patterns, of which one names in the gap what is missing
    pressure: tuple[str, ...] = ()  # turns that press for another answer and hold no new fact
    evidence: tuple[str, ...] = ()  # the sources' sentences on which a pattern of `facts` matches
    must_have: tuple[str, ...] = ()  # statements that the answer's sentences have to bear
    group: str = ""  # cases of one group ask the same in other words
    offered: tuple[str, ...] = ()  # follow-ups shown with the answer before the question
    identifiers: tuple[str, ...] = ()  # texts that may stand nowhere in the answer
    comment: str = ""  # for people; such as what a reader said was wrong

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
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            cases.append(case_of(json.loads(line)))
        except (ValueError, TypeError, re.error) as error:
            raise SuiteError(f"{path}:{number}: {error}") from None
    for case_id, count in Counter(c.id for c in cases).items():
        if count > 1:
            raise SuiteError(f"{path}: two cases have the id {case_id!r}")
    return cases


def case_of(row: dict[str, Any]) -> Case:
    """The case of one line. Raises ValueError, TypeError or re.error for anything else."""
    if not isinstance(row, dict) or set(row) - FIELDS:
        raise ValueError(f"not a case with the fields {', '.join(sorted(FIELDS))}")
    for field in ("id", "kind", "question"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise ValueError(f"`{field}` is missing or not text")
    for field in ("article", "group", "comment"):
        if not isinstance(row.get(field) or "", str):
            raise ValueError(f"`{field}` is not text")
    if "abstain" not in row or not isinstance(row["abstain"], bool | None):
        raise ValueError("`abstain` is neither true nor false, nor null where both are right")
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
        group=row.get("group") or "",
        comment=row.get("comment") or "",
        reader=reader,
        facts=facts,
        abstain=row["abstain"],
        **lists,
    )


def _texts(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value or [], list) or not all(isinstance(v, str) for v in value or []):
        raise ValueError(f"`{field}` is not a list of texts")
    return tuple(value or ())
