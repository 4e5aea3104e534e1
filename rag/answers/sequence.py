"""What comes or counts first in a statement, against the order of its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources, alike

REACH = 6  # words before "before" that tell what comes first
ANCHOR = 3  # words after it that tell what comes second
_BOUND = re.compile(r"[;:.(]|,(?= )")
_RELATIONS = {
    "oncethat": ("time", True),
    "before": ("time", False), "after": ("time", True), "then": ("time", False),
    "ratherthan": ("contrast", False), "than": ("contrast", False), "over": ("contrast", False),
}  # fmt: skip
_RELATION = re.compile(r"\b(?:oncethat|before|after|then|ratherthan|than|over)\b", re.I)
_VERB = re.compile(r"\b(?:is|was|are|were|has|have|should|may|must|can)\b", re.I)


class _Relation(NamedTuple):
    """What comes or counts first, and what second."""

    family: str
    first: frozenset[str]
    second: frozenset[str]
    weak: bool  # it gives a time or a condition, and need not be an order


def orders(claim: Parsed, sources: Sources) -> str:
    """That what comes or counts first is turned round, or is invented; "" for neither."""
    given = [r for parsed in sources.parsed for r in _relations(parsed)]
    for relation in _relations(claim):
        rivals = [r for r in given if r.family == relation.family]
        if not rivals and relation.family == "time" and not relation.weak:
            return "gives an order that the sentences do not"
        straight, turned = max((_fit(relation, r) for r in rivals), key=sum, default=(0, 0))
        if turned > straight + 1 or any(_switched(relation, r) for r in rivals):
            return "turns round the order of the sentences that it cites"
    return ""


def _fit(relation: _Relation, other: _Relation) -> tuple[int, int]:
    first, second = other.first - other.second, other.second - other.first
    straight = len(relation.first & first) + len(relation.second & second)
    return straight, len(relation.first & second) + len(relation.second & first)


def _switched(relation: _Relation, other: _Relation) -> bool:
    """Whether something of each end stands at the other one."""
    first, second = other.first - other.second, other.second - other.first
    return bool(relation.first & second) and bool(relation.second & first)


def _relations(parsed: Parsed) -> Iterator[_Relation]:
    for found in _RELATION.finditer(parsed.text):
        family, reverse = _RELATIONS[found.group().casefold()]
        left, right = _beside(parsed, found.start(), found.end())
        if left and right:
            first, second = (right, left) if reverse else (left, right)
            timed = any(0 <= found.start() - q.end < 3 for q in parsed.quantities)
            weak = timed or found.group().casefold() == "oncethat"
            yield _Relation(family, alike(first), alike(second), weak)


def _beside(parsed: Parsed, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words before and after a relation; where it opens a clause, those after its comma."""
    bounds = sorted(m.start() for p in (_BOUND, _VERB) for m in p.finditer(parsed.text, end))
    bounds = [*(m.start() for m in _BOUND.finditer(parsed.text, 0, start)), *bounds]
    opening = max((b for b in bounds if b < start), default=0)
    closing = min((b for b in bounds if b >= end), default=len(parsed.text))
    left = [w.stem for w in parsed.words if opening <= w.at < start][-REACH:]
    right = [w.stem for w in parsed.words if end <= w.at < closing][:ANCHOR]
    if not left:
        left = [w.stem for w in parsed.words if w.at > closing][:REACH]
    if not left:
        left = [w.stem for w in parsed.words if w.at < start][-REACH:]
    return left, right
