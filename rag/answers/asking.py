"""What of a question asks: its asking clause, and the values that it asks for.

"5yo, bulging drum, mum happy to wait. when do they start antibiotics?" tells a story and asks about
one thing in it. What the story says may be missing from an answer; what is asked for may not.
"""

from __future__ import annotations

import re

from rag.text import content_stems

_CLAUSE = re.compile(r"[.,;:!?]\s+| - ")
_ASKS = re.compile(
    r"\b(?:why|which|what|who|where|when|how|is|are|do|does|should|can|could|will|any|ok|next"
    r"|dose|cost|price)\b",
    re.I,
)
# Values that are asked for by their kind, and what a sentence that gives one looks like.
_VALUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (  # a rate
        re.compile(
            r"(?<!\d)(?<!\d )%|\b(?:per ?cent\w*|chances?|odds|survival|likelihood|prevalence"
            r"|incidence|proportion|sensitivity|specificity"
            r"|how (?:common|likely|sensitive|specific)"
            r"|(?:relapse|recurrence|success|failure|mortality|detection|false[ -]\w+) rates?"
            r"|how much .{0,60}\b(?:risk|chance)|risk for)\b",
            re.I,
        ),
        re.compile(r"\d ?%|\b(?:one|\d+) (?:in|of|out of) (?:the )?\d|\btimes as\b", re.I),
    ),
    (  # an interval
        re.compile(r"\bhow often\b|\b(?:weekly|monthly|yearly|annual\w*) or\b", re.I),
        re.compile(
            r"\b(?:every|each|daily|weekly|monthly|yearly|annual\w*|hourly|once|twice"
            r"|(?:at|after) \d+|\d+ (?:to \d+ )?(?:hours?|days?|weeks?|months?|years?))\b",
            re.I,
        ),
    ),
    (  # a time
        re.compile(r"\bhow (?:long|soon|many (?:minutes|hours|days|weeks|months|years))\b", re.I),
        re.compile(
            r"\b(?:minutes?|hours?|days?|weeks?|months?|years?|at once|immediate\w*)\b", re.I
        ),
    ),
    (  # a measure
        re.compile(
            r"\b(?:how (?:many|big|large|high|low|fast|thick|wide)|cut-?offs?|(?:reference|normal)"
            r" (?:range|values?)|thresholds?|upper limit|lower limit)\b",
            re.I,
        ),
        re.compile(r"\d"),
    ),
)  # fmt: skip
_UNIT = re.compile(r"\bhow many (mm|cm|m?Sv|m?Gy|g/kg|mg|mcg|mmol|ml|units)\b", re.I)


def asking(question: str) -> str:
    """The clauses of a question that ask something, the story left out; all, where none asks."""
    clauses = _clauses(question)
    return ", ".join([c for c in clauses if _ASKS.search(c)] or clauses)


def last_asking(question: str) -> str:
    """The last clause that asks something, or else the last one."""
    clauses = _clauses(question)
    return ([c for c in clauses if _ASKS.search(c)] or clauses or [question])[-1]


def _clauses(question: str) -> list[str]:
    return [c for c in _CLAUSE.split(question.strip(" ?.!")) if content_stems(c)]


def lacks_value(question: str, text: str) -> bool:
    """Whether a question asks for a rate, an interval, a time or a measure that a text has not."""
    unit = _UNIT.search(question)
    if unit and not re.search(rf"\d ?{re.escape(unit[1])}\b", text, re.I):
        return True
    return any(asks.search(question) and not given.search(text) for asks, given in _VALUES)
