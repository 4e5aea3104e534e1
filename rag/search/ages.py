"""Ages: the one that a question gives, and the spans that a sentence is true of.

What holds at 22 to 28 days is no answer for a child of 12 days. Only spans of a person's age are
read ("aged 2 to 24 months", "infants under 1 year"): a duration is none, and neither is a criterion
("age 80 years or more").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.search.turn import Query

DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


class Span(NamedTuple):
    """Ages in days, from `low` to just under `high`."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether some age lies in both."""
        return self.low < other.high and other.low < self.high


_UNIT = "(?:day|week|month|year)s?"
AGE = rf"\d{{1,3}}[ -]?{_UNIT}[ -]old\b"  # somebody's, in full words
_WHO = (
    "infants?|child(?:ren)?|newborns?|neonates?|toddlers?|adolescents?|teenagers?|boys?|girls?"
    "|adults?|people|persons?|wom[ae]n|m[ae]n|patients?"
)
_GIVEN = re.compile(
    rf"\b(?P<number>\d{{1,3}})[ -]?(?P<unit>{_UNIT})[ -]old\b"
    r"(?!(?: \w+)? (?:fracture|injury|wound|scan|bleed|h(?:a)?ematoma|clot|result|symptom))"
    rf"|\bage(?:d)? (?P<years>\d{{1,3}})\b(?! ?(?:{_UNIT}|to|-|–))",
    re.I,
)
_TIME = re.compile(rf"\d ?-?{_UNIT}\b", re.I)
_SAID = re.compile(
    rf"(?P<who>\baged |\bage\b[^:;.]{{0,50}}: |\b(?:{_WHO})(?: of)? )?"
    r"(?P<bound>under |younger than |below |up to |over |older than |above |from |between )?"
    rf"\b(?P<low>\d{{1,3}})(?: (?P<low_unit>{_UNIT}))?"
    rf"(?: (?:to|and) (?:under )?(?P<high>\d{{1,3}}))? (?P<unit>{_UNIT})\b(?!'| (?:of )?gestation)"
    r"(?P<old> of age| old)?"
    r"(?P<open> (?:or|and) (?:over|older|above|more|younger|under|less)\b)?",
    re.I,
)
_OF_AGE = re.compile(r"older|younger", re.I)
_UPWARDS = re.compile(r"over|older|above|more|from", re.I)
_SEPARATOR = re.compile(r",? ?(?:and|or)? ?")
_CRITERION = re.compile(r"\bages? $", re.I)


def age_of(query: Query) -> Span | None:
    """The age that a question gives or else carries; None for none, and for several.

    A question with any time of its own carries none: "and at 5 weeks?" may be another age.
    """
    own = set(_given(query.own))
    found = own if own or _TIME.search(query.own) else set(_given(query.resolved))
    return found.pop() if len(found) == 1 else None


def _given(text: str) -> Iterator[Span]:
    for found in _GIVEN.finditer(text):
        days = _days(found["unit"] or "year")
        number = int(found["number"] or found["years"])
        yield Span(number * days, (number + 1) * days)


@lru_cache(maxsize=4096)
def spans(text: str) -> tuple[Span, ...]:
    """The ages that a sentence says it is about."""
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    """Also those that go on a list of ages: "8 to 21 days, 22 to 28 days"."""
    listed = -1  # where the last age ended
    for found in _SAID.finditer(text):
        goes_on = listed >= 0 and _SEPARATOR.fullmatch(text[listed : found.start()])
        if not (goes_on or _of_person(found, text)):
            continue
        if span := _span(found):
            listed = found.end()
            yield span


def _of_person(found: re.Match[str], text: str) -> bool:
    """Whether a time is somebody's age and what a statement is about."""
    bound = f"{found['bound']} {found['open']}"
    named = found["who"] or found["old"] or _OF_AGE.search(bound)
    return bool(named) and not _CRITERION.search(text[: found.start()])


def _span(found: re.Match[str]) -> Span | None:
    days, bound = _days(found["unit"]), (found["bound"] or "") + (found["open"] or "")
    number = int(found["low"])
    low = number * (_days(found["low_unit"]) if found["low_unit"] else days)
    if found["high"]:
        return Span(low, (int(found["high"]) + 1) * days)
    if not bound:
        return None  # "at 6 months of age" is a moment
    if _UPWARDS.search(bound):
        return Span(low, float("inf"))
    included = 1 if found["open"] or bound.casefold().startswith("up to") else 0
    return Span(0, (number + included) * days)


def _days(unit: str) -> float:
    return DAYS[unit.casefold().removesuffix("s")]


def of_age(age: Span | None, *texts: str) -> bool:
    """Whether the first of the texts that says of which age it is true says so of this one."""
    for said in map(spans, texts):
        if age and said:
            return any(age.meets(span) for span in said)
    return True
