"""Tables of measures: for the terminal, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from evals.summary import LESS_IS_BETTER, Measure, Table
from rag.text import visible

ORDER = (
    "abstention", "abstention precision", "abstention recall", "over-refusal", "source", "facts",
    "forbidden", "citation recall", "citation precision", "support", "quotes", "gap", "notices",
    "identifiers", "disclaimer", "stands", "agreement", "failed",
)  # fmt: skip
SHORT = {
    "abstention precision": "abst. prec.", "abstention recall": "abst. rec.",
    "citation recall": "cit. rec.", "citation precision": "cit. prec.",
}  # fmt: skip
_MARKUP = re.compile(r"([\\`*_<>\[\]#|~&])")


def columns(table: Table) -> list[str]:
    """The measures of a table in their usual order."""
    held = {name for row in table.values() for name in row}
    return [n for n in ORDER if n in held] + sorted(held - set(ORDER))


def worst_first(table: Table, measure: str = "") -> list[str]:
    """The kinds that have a measure ("" for any); the lowest mean first, "all" last."""

    def mean(kind: str) -> float:
        row = table[kind] if not measure else {measure: table[kind][measure]}
        values = [1 - m.value if n in LESS_IS_BETTER else m.value for n, m in row.items()]
        return sum(values) / max(len(values), 1)

    kinds = [k for k in table if not measure or measure in table[k]]
    return sorted(kinds, key=lambda kind: (kind == "all", mean(kind)))


def worst_measures(row: dict[str, Measure]) -> list[str]:
    """The measures of a kind, the one furthest from the best that it can be first."""

    def worth(name: str) -> float:
        return 1 - row[name].value if name in LESS_IS_BETTER else row[name].value

    return sorted(row, key=worth)


def cases_of(row: Mapping[str, Measure]) -> int:
    """How many cases a kind has."""
    return max((m.scored + m.unscored for m in row.values()), default=0)


def text_table(name: str, table: Table) -> str:
    """For the terminal: a row a kind, worst first."""
    names = columns(table)
    head = [SHORT.get(n, n) for n in names]
    width = max(12, *(len(h) + 2 for h in head))
    lines = [f"{_line(name):22}{'cases':>6}" + "".join(f"{h:>{width}}" for h in head)]
    for kind in worst_first(table):
        row = table[kind]
        cells = (f"{row[n].value:.3f}" if n in row else "-" for n in names)
        lines.append(
            f"{_line(kind):22}{cases_of(row):>6}" + "".join(f"{c:>{width}}" for c in cells)
        )
    return "\n".join(lines)


def markdown_table(table: Table, measures: Iterable[str] = ()) -> str:
    """As Markdown: a row a kind, worst first, each measure with its interval."""
    names = list(measures) or columns(table)
    heads = " | ".join(map(escaped, names))
    lines = [f"| kind | cases | {heads} |", "|---" * (len(names) + 2) + "|"]
    for kind in worst_first(table):
        row = table[kind]
        cells = (_cell(row[n]) if n in row else "" for n in names)
        lines.append(f"| {escaped(kind)} | {cases_of(row)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def plain_table(table: Table) -> dict[str, Any]:
    """As JSON."""
    return {kind: {n: m._asdict() for n, m in row.items()} for kind, row in table.items()}


def escaped(text: str) -> str:
    """The text on one line, its characters none of Markdown's markup."""
    return _MARKUP.sub(r"\\\1", _line(text))


def _line(text: str) -> str:
    """The text on one line, without what would steer a terminal."""
    return visible(" ".join(text.split()))


def _cell(measure: Measure) -> str:
    return f"{measure.value:.2f} ({measure.low:.2f} to {measure.high:.2f})"
