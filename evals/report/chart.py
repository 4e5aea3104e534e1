"""A table of measures as a picture: in each cell the value, and on a line from 0 to 1 its interval.

Measures that are 1 throughout are named in a line instead: a column of ones shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from evals.summary import LESS_IS_BETTER, Measure, Table
from evals.table import cases_of, columns, worst_first

WIDTH, HEIGHT, EDGE = 94, 12, 5
GOOD, FAIR = 0.9, 0.7  # from which a value is drawn as good, or as fair

# Measures over several cases, by the score of a case that they are made from.
MADE_FROM = {
    "abstention precision": "abstention",
    "abstention recall": "abstention",
    "over-refusal": "abstention",
    "agreement": "",
    "failed": "",
}


class Cell(NamedTuple):
    """A measure of a kind, drawn."""

    measure: str
    score: str  # the score of a case that it is made from
    value: Measure
    picture: Markup
    rank: str  # good, fair or poor


class Row(NamedTuple):
    """A kind of case; None where the kind has no value for a column."""

    name: str
    cases: int
    cells: tuple[Cell | None, ...]


class Chart(NamedTuple):
    """The columns that differ, the rows worst first, and the measures that are perfect."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    perfect: tuple[str, ...]


def chart(table: Table) -> Chart:
    """The chart of a table."""
    names = columns(table)
    perfect = [n for n in names if _perfect(n, table)]
    drawn = [n for n in names if n not in perfect]
    rows = [Row(k, cases_of(table[k]), _cells(table[k], drawn)) for k in worst_first(table)]
    return Chart(tuple(drawn), tuple(rows), tuple(perfect))


def _perfect(name: str, table: Table) -> bool:
    best = 0.0 if name in LESS_IS_BETTER else 1.0
    return all(row[name].value == best for row in table.values() if name in row)


def _cells(row: Mapping[str, Measure], names: Sequence[str]) -> tuple[Cell | None, ...]:
    return tuple(_cell(n, row[n]) if n in row else None for n in names)


def _cell(name: str, measure: Measure) -> Cell:
    worth = round(1 - measure.value if name in LESS_IS_BETTER else measure.value, 2)  # as printed
    rank = "good" if worth >= GOOD else "fair" if worth >= FAIR else "poor"
    return Cell(name, MADE_FROM.get(name, name), measure, picture(measure), rank)


def picture(measure: Measure) -> Markup:
    """The interval as a bar and the value as a dot, on a line from 0 to 1."""
    low, high, value = (_at(v) for v in (measure.low, measure.high, measure.value))
    middle = HEIGHT / 2
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<line class="axis" x1="{e}" y1="{m}" x2="{r}" y2="{m}"/>'
        '<rect class="span" x="{low}" y="{top}" width="{wide}" height="4" rx="2"/>'
        '<circle class="dot" cx="{value}" cy="{m}" r="3.5"/></svg>'
    ).format(
        w=WIDTH, h=HEIGHT, e=EDGE, r=WIDTH - EDGE, m=middle, top=middle - 2,
        low=low, wide=round(max(high - low, 1), 1), value=value,
    )  # fmt: skip


def _at(value: float) -> float:
    """Where a value from 0 to 1 stands on the line."""
    return round(EDGE + value * (WIDTH - 2 * EDGE), 1)
