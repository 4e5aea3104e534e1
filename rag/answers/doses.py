"""Doses: quoted whole, and never calculated for a patient."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.answers.answer import Notice
from rag.answers.composing import Choice
from rag.articles.wording import dose_lacks, parts_of_dose
from rag.text import content_stems

_ASKED = re.compile(
    r"\b(?:doses?|dosage|dosing|mg|mcg|mls?|millilit(?:re|er)s?)\b"
    r"|\bhow (?:much|many (?:mg|mls?|puffs?|tablets?|units?|drops?))\b"
    r"|\bwhat (?:rate|volume|amount)\b",
    re.I,
)
_WEIGHT = re.compile(
    r"(?<![/\d.])\d{1,3}(?:[.,]\d{1,2})? ?-?(?:kgs?|kilos?|kilograms?|lbs?|pounds?|stone)\b"
    r"|\b(?:weigh(?:s|ing|t)?(?: of| is)?|wt) ?:? ?\d",
    re.I,
)
_AGE = re.compile(
    r"\b\d{1,3}[ -]?(?:yo|y/o|yrs?|years?|mths?|months?|mo|wks?|weeks?|days?)[ -]?old\b"
    r"|\b\d{1,3} ?(?:yo|y/o)\b|\b\d{1,2}/12\b|\b(?:aged?|age of) \d{1,3}\b|\b\d{2} ?[MF]\b",
    re.I,
)
_WORKED_OUT = re.compile(
    r"\b(?:calculat\w*|work(?:ed)? (?:it |that |this |the \w+ )?out|comput\w*|convert\w*"
    r"|conversion|equivalent dose|how many (?:mls?|tablets?) (?:is|are|would|of)\b"
    r"|(?:do|check) the (?:maths?|sums?|arithmetic))",
    re.I,
)


def not_calculated(question: str, before: Iterable[str] = ()) -> Notice | None:
    """The notice that no dose was worked out, where one patient's was asked for.

    It is where a dose is asked for and a weight or age is given now or `before`, or where the
    question asks for the sum itself.
    """
    asked = asks_dose(question)
    given = any(_WEIGHT.search(t) or _AGE.search(t) for t in (question, *before))
    if not (asked and given) and not (_WORKED_OUT.search(question) and (asked or given)):
        return None
    text = (
        "Nothing was calculated for this patient: rules are quoted as they stand. Work the dose "
        "out from the rule, with its maximum, and have it checked."
    )
    return Notice("not-calculated", text)


def asks_dose(question: str) -> bool:
    """Whether a dose is asked for, which is quoted and never phrased."""
    return bool(_ASKED.search(question))


def whole_doses(choices: Sequence[Choice], question: str) -> list[Choice]:
    """The choices; where a dose is asked for, each with the neighbour that completes it.

    A neighbour does where it shares a word with the dose and gives a route, an interval or a
    maximum that the dose is without.
    """
    if not asks_dose(question):
        return list(choices)
    chosen = {c.sentence.id for c in choices}
    found: list[Choice] = []
    for choice in choices:
        found.append(choice)
        for beside in _beside(choice):
            if beside.sentence.id not in chosen and _completes(beside, choice):
                found.append(beside)
                chosen.add(beside.sentence.id)
    return found


def _beside(choice: Choice) -> list[Choice]:
    all_of_it = choice.passage.sentences
    at = all_of_it.index(choice.sentence)
    near = all_of_it[max(0, at - 1) : at] + all_of_it[at + 1 : at + 2]
    return [Choice(choice.passage, s) for s in near if s.kind == choice.sentence.kind]


def _completes(beside: Choice, choice: Choice) -> bool:
    lacking = dose_lacks(choice.sentence.text)
    shared = set(content_stems(beside.sentence.text)) & set(content_stems(choice.sentence.text))
    return bool(shared) and bool(set(lacking) & set(parts_of_dose(beside.sentence.text)))
