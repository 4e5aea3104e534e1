"""Bands: which values a sentence is true of ("6 to 8 mm"), and whether one of them is the user's.

A band and a value are compared only where they measure the same thing: under one name ("Wells 3"
and "a Wells score of 2 points or more"), in a unit in which only one thing is measured here (a
length, Hounsfield units, a temperature), or where the band is what a table's row is found by. The
age of a person is none of these values: rag/search/ages.py reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.answers.quantities import Quantity, plain_numbers, quantities
from rag.search.followup import Query
from rag.search.lexicon import Lexicon
from rag.text import STOP_WORDS, tokens

BEFORE, AFTER = 60, 24  # characters around a band that tell what it measures, in its clause
TELLING = frozenset({"mm", "mm3", "HU", "C"})  # units that say what is measured
UNITS_ASKED = frozenset({"day", "mm", "mm3", "kg", "HU"})  # a number without a unit is none of them
DAYS = {"minute": 1 / 1440, "month": 30.44}
SYMBOLS = {"k": "potassium", "na": "sodium", "t": "temperatur", "hb": "hemoglobin"}  # stems
_CLAUSE = re.compile(r"[;:.!?,](?=\s|$)|[()]")
_OLD = re.compile(r"[ -]?(?:old|of age|pregnant|of gestation)\b", re.I)
_BEGINS = re.compile(r"(?:^|,) ?$")  # of a cell, or of a part of it
_EXCEPTION = re.compile(r"\b(?:unless|until|except)\b", re.I)  # true of the other values
_FOREVER = float("inf")


class Interval(NamedTuple):
    """The values from `low` to `high`, without the ends that are open."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def within(self, other: Interval) -> bool:
        """Whether every value of this one is one of the other's."""
        begins = (other.low, other.open_low) <= (self.low, self.open_low)
        return begins and (self.high, not self.open_high) <= (other.high, not other.open_high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        low, after = max((self.low, self.open_low), (other.low, other.open_low))
        high, upto = min((self.high, not self.open_high), (other.high, not other.open_high))
        return low < high or (low == high and upto and not after)


class Value(NamedTuple):
    """A value that a user gives: its interval, its unit ("" for none), and the names it goes by."""

    interval: Interval
    unit: str
    names: tuple[frozenset[str], ...]  # each the stems of one name; none for a number by itself


class Band(NamedTuple):
    """The values that a statement is true of: the interval, its unit, the stems around it."""

    interval: Interval
    unit: str
    around: frozenset[str]
    key: bool = False  # a table's row is found by it

    def holds(self, value: Value) -> bool | None:
        """Whether it holds a value; None where that cannot be said."""
        if not self._measures(value):
            return None
        if value.interval.within(self.interval):
            return True
        unknown = not (value.unit or value.names) or value.interval.meets(self.interval)
        return None if unknown else False

    def _measures(self, value: Value) -> bool:
        if value.unit and self.unit and value.unit != self.unit:
            return False
        if not value.unit and self.unit in UNITS_ASKED:
            return False
        if not value.unit and not value.names:
            return self.unit in ("", "C")
        same = value.unit == self.unit and (self.key or self.unit in TELLING)
        return same or any(name <= self.around for name in value.names)


def values(query: Query, lexicon: Lexicon) -> tuple[Value, ...]:
    """The values that a question gives, or else those that it carries."""
    return tuple(_values(query.own, lexicon)) or tuple(_values(query.resolved, lexicon))


def _values(text: str, lexicon: Lexicon) -> Iterator[Value]:
    text = plain_numbers(text)
    for q in quantities(text):
        letter = text[q.end : q.end + 1].isalpha()  # "54f"
        if len(q.values) == 1 and not letter and not _OLD.match(text, q.end):
            interval, unit = _interval(q)
            yield Value(interval, unit, _names(q, text, lexicon))


def _names(q: Quantity, text: str, lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    """What the word just before a value, or after a bare number, calls it, under all its names.

    The subject of an article names no measure: "stroke 2 h ago".
    """
    before = _words(_CLAUSE.split(text[: q.start][-BEFORE:])[-1])
    behind = _words(_CLAUSE.split(text[q.end :][:AFTER])[0]) if not q.unit else []
    said = {*before[-1:], *behind[:1]} - lexicon.subjects
    other = lexicon.glossary.alike(before) | lexicon.glossary.alike(behind)
    return tuple(frozenset(name) for s in said for name in ((s,), *other.get(s, ())))


def _words(text: str) -> list[str]:
    """The stems of the words that may name what is measured: "Wells" is no "well"."""
    found = [t for t in tokens(text) if t.text.casefold() not in STOP_WORDS and t.text.isalpha()]
    return [SYMBOLS.get(t.stem, t.stem) for t in found if t.stem[1:] or t.stem in SYMBOLS]


@lru_cache(maxsize=8192)
def bands(text: str, lead: str = "", row: bool = False) -> tuple[Band, ...]:
    """The bands of a sentence, whose list's `lead` may tell what they measure.

    Of a table's row that is found by a band, only those that it is found by.
    """
    if not row:
        return tuple(_bands(text, lead))
    cells = [cell.partition(": ") for cell in text.split("; ")]
    header, _, key = cells[0]
    found = tuple(_bands(key, header, key=True))
    return found or tuple(b for header, _, cell in cells[1:] for b in _bands(cell, header))


def _bands(text: str, above: str, key: bool = False) -> list[Band]:
    """Those of one unit share their names: "a score of 2 points or more, and 1 point or less"."""
    text, names = plain_numbers(text), _words(above)
    found: list[Band] = []
    for q in quantities(text):
        before, behind = text[: q.start][-BEFORE:], text[q.end :][:AFTER]
        range_ = len(q.values) == 2 and "/" not in text[q.start : q.end].split(" ")[0]
        if (q.comparator or range_) and not _EXCEPTION.search(before):
            interval, unit = _interval(q)
            near = f"{_CLAUSE.split(before)[-1]} {_CLAUSE.split(behind)[0]}"
            shared = (stem for b in found if unit and b.unit == unit for stem in b.around)
            first = key and bool(_BEGINS.search(before))
            found.append(Band(interval, unit, frozenset([*names, *_words(near), *shared]), first))
    return found


def _interval(q: Quantity) -> tuple[Interval, str]:
    """The interval of a quantity and its unit, times in days."""
    factor, unit = DAYS.get(q.unit, 1.0), "day" if q.unit in DAYS else q.unit
    low, high, sign = q.values[0] * factor, q.values[-1] * factor, q.comparator
    if sign in ("<", "<="):
        return Interval(-_FOREVER, high, open_high=sign == "<"), unit
    if sign:
        return Interval(low, _FOREVER, open_low=sign in (">", "after")), unit
    return Interval(low, high), unit


def verdict(given: Iterable[Value], said: Iterable[Band]) -> bool | None:
    """Whether the bands of a sentence hold the values given; None where none can be compared."""
    told = [[holds for b in said if (holds := b.holds(v)) is not None] for v in given]
    judged = [any(t) for t in told if t]
    return all(judged) if judged else None
