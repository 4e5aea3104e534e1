"""Quantities: each number of a text with its unit and its comparator, brought to one form."""

from __future__ import annotations

import re
from typing import NamedTuple

_WRITTEN = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
).split()
_NUMBERS = {word: str(n) for n, word in enumerate(_WRITTEN, start=2)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "hundred": "100",
}  # fmt: skip
_TIME = r"(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?)"
_MORE = (
    r",? (?:or|and) (?:more|less|over|under|above|below|older|younger|later|higher|lower|longer)\b"
)
_DURING, _SPAN = r"(?:within|in|over|during) the", r"(?:year|month|week|day|hour)\b"
_COUNT = r"\d|(?:two|three|four|five|six)\b"
_LIMIT = r"(?:above|below|under|over|more than|less than|at least|at most|up to)"

# Rewritten in this order before numbers are read.
_FORMS = tuple(
    (re.compile(pattern, re.I), to)
    for pattern, to in (
        (r"[µμ](?=[gmL])|\bmc(?=g\b)", "micro"),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (r"(?<=\d)- to (?=\d)", " to "),
        (
            rf"(\d[^()]{{0,24}}?) \(([^()]{{1,40}})\)({_MORE})",
            r"\1\3 (\2\3)",
        ),  # "(200 mg/dL) or more"
        (rf"\b({_LIMIT}) (\d[^(),;]{{0,24}}?) \((?:about )?(?=\d[^()]{{0,24}}\))", r"\1 \2 (\1 "),
        (r"\s?[x×]\s?10\s?\^?\s?(?:9|⁹)", "e9"),
        (r"[–—−‑]", "-"),
        (r"\bhalf an hour\b", "30 minutes"),
        (r"\b(\d|two|three) and a half\b", r"\1.5"),
        (r"\bfort-?nights?\b", "2 weeks"),
        (r"\btwice\b|\bb\.?i\.?d\b|\bbd\b", "2 times"),
        (r"\bt\.?[id]\.?[ds]\b", "3 times perday"),
        (r"\bqds\b|\bqid\b", "4 times perday"),
        (r"\bdaily\b", "perday"),
        (r"\bhourly\b", "perhour"),
        (r"\bweekly\b", "perweek"),
        (r"\bmonthly\b", "permonth"),
        (r"\b(?:yearly|annual(?:ly)?)\b", "peryear"),
        (r"\bonce (?=perday|perweek|permonth|peryear|daily|weekly|monthly|yearly|an? |every )", ""),
        (r"(?<=[\w)]) ?/ ?(?:day|d)\b|\b(?:per|an?|each|every) day\b", " perday"),
        (r"(?<=[\w)]) ?/ ?(?:hour|hr|h)\b|\b(?:per|each|every|(?<!within )an) hour\b", " perhour"),
        (r"(?<=[\w)]) ?/ ?week\b|\b(?:per|each|every|(?<!within )a) week\b", " perweek"),
        (r"\b(?:per|each|every|(?<!within )a) month\b", " permonth"),
        (r"\b(?:per|each|every|(?<!within )a) year\b", " peryear"),
        (r"\b(?:an?|one) (?=" + _TIME + r"\b)", "1 "),
        (rf"\b{_DURING} (?:last|past) (?={_SPAN})", "recentspan within 1 "),
        (rf"\b{_DURING} (?:first|next) (?={_SPAN})", "initialspan within 1 "),
        (rf"\b{_DURING} (?:last|past) (?={_COUNT})", "recentspan within "),
        (rf"\b{_DURING} (?:first|next) (?={_COUNT})", "initialspan within "),
        (rf"(?<!\bthe )\bfirst (?=\d{{1,3}} {_TIME}\b)", "initialspan within "),
        (r"\bby day (\d{1,3})\b", r"within \1 days"),
        (r"\bby (?:the )?age (?:of )?(\d{1,3})\b", r"within \1 years"),
        (rf"\bby (?=\d{{1,3}} {_TIME}\b)", "within "),
        (r"\bone (?=to two\b|or (?:two|more)\b|in \d)", "1 "),
        (r"\b(?:" + "|".join(_NUMBERS) + r")\b", ""),
    )
)

_UNITS = {
    "minute": r"minutes?|mins?", "hour": r"hours?|hrs?|h", "day": r"days?",
    "week": r"weeks?|wks?", "month": r"months?|mths?", "year": r"years?|yrs?|yo|y",
    "second": r"seconds?|secs?",
    "kg": r"kg|kilograms?", "mg": r"mg|milligrams?", "micrograms": r"micrograms?", "ng": r"ng",
    "pg": r"pg", "g": r"g|grams?",
    "mL": r"m[lL]|millilit(?:er|re)s?", "dL": r"d[lL]|decilit(?:er|re)s?",
    "L": r"L|lit(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?", "mm3": r"mm3|mm³", "mm": r"mm|millimet(?:er|re)s?",
    "mmHg": r"mm ?Hg", "%": r"%|per ?cent", "mmol": r"mmol", "micromol": r"micromol",
    "nmol": r"nmol", "pmol": r"pmol", "mEq": r"mEq", "mol": r"mol", "units": r"units?|IU|U",
    "C": r"°\s?C|degrees C(?:elsius)?", "HU": r"HU|Hounsfield units?", "mGy": r"mGy", "mSv": r"mSv",
    "MME": r"MME", "points": r"points?", "kPa": r"kPa", "m2": r"m2|m²", "min": r"min",
    "microliter": r"microlit(?:er|re)s?", "e9": r"e9", "inhalation": r"inhalations?|puffs?",
}  # fmt: skip
_ORDERED = sorted(_UNITS.items(), key=lambda item: -len(item[1]))
_UNIT_NAMES = [(name, re.compile(rf"(?:{pattern})\Z", 0)) for name, pattern in _ORDERED]
_ONE = "|".join(sorted((p for _, p in _ORDERED), key=len, reverse=True))
_UNIT = rf"(?:{_ONE})(?:\s?(?:/|per )\s?(?:1\.73 ?)?(?:{_ONE}))*(?![\w])"

_BEFORE = (
    ("<=", r"at or (?:below|under)|no (?:more|later|longer|older|greater|higher) than|not (?:more|later|longer|older) than"  # noqa: E501
     r"|not (?:to )?exceed(?:ing)?|at most|up to|within|(?:to )?a? ?maximum(?: single)?(?: dose)?(?: of)?"  # noqa: E501
     r"|max\.?|≤|<=|as much as"),
    (">=", r"at or (?:above|over)|no (?:less|fewer|earlier|younger|lower) than|not (?:less|fewer|under) than?|at least"  # noqa: E501
     r"|a? ?minimum of|≥|>="),
    ("from", r"from"),
    ("<", r"(?:less|fewer|younger|lower|smaller|shorter|earlier) than|under|below|<|before"),
    (">", r"(?:more|greater|older|higher|larger|longer|bigger|later) than|exceeds?|exceeding|above"
     r"|over|beyond|past|>"),
    ("after", r"after"),
    ("~", r"about|around|approximately|roughly|nearly|almost|some|~"),
)  # fmt: skip
_AFTER = (
    ("<=", r"or (?:less|fewer|under|below|younger|lower|earlier|smaller|shorter)|at most|and under"),  # noqa: E501
    (">=", r"or (?:more|over|above|older|higher|longer|greater|later|larger)|and (?:over|older|above"  # noqa: E501
     r"|more|upwards?)|at least|upwards?"),
)  # fmt: skip
_CMP = "|".join(pattern for _, pattern in _BEFORE)
_TAIL = "|".join(pattern for _, pattern in _AFTER)
_AGE = r"(?:(?:the )?ages? (?:of )?|aged |an? |only |of |the (?:first )?)?"
_NUM = r"(?<![\w.])(?<![A-Za-z]-)-?\d{1,9}(?:\.\d{1,6})?"
_QUANTITY = re.compile(
    rf"(?:(?<![\w<>])(?P<cmp>{_CMP}):?\s?{_AGE})?"
    rf"(?P<between>\bbetween )?(?P<first>{_NUM})(?:\s?(?P<unit1>{_UNIT}))?"
    rf"(?:\s?(?(between)and|(?:-|to|/|(?<=\d):(?=\d)))\s?(?P<last>-?\d{{1,9}}(?:\.\d{{1,6}})?))?"
    rf"(?![\d.]*[A-Za-z](?<!e)(?:\d|-[A-Z]))"
    rf"(?:[\s-]?(?P<unit>{_UNIT}))?(?:-(?=old)|)"
    rf"(?:'?,?\s(?:of age |old |in age |(?:of )?gestation |of pregnancy )?"
    rf"(?P<tail>{_TAIL})\b(?! ?\d))?",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDERED_YEAR = re.compile(r"before|after|(?:earlier|later) than", re.I)
_ONWARD = re.compile(r"\s?(?:,|;|and|or|to|/|versus|and/or)?\s?(?:and |or )?\s?")
# Exact within each: minutes, months, milligrams, millimetres, millilitres.
_SCALE = {
    "minute": ("minute", 1.0), "min": ("minute", 1.0), "hour": ("minute", 60.0),
    "day": ("minute", 1440.0), "week": ("minute", 10080.0), "month": ("month", 1.0),
    "year": ("month", 12.0), "g": ("mg", 1000.0), "cm": ("mm", 10.0), "L": ("mL", 1000.0),
}  # fmt: skip


_SIGNS = ("", "<", "<=", ">", ">=", "after", "from")
# "From 3 kg" is 3 kg or more, or where it begins; "beyond 16 weeks" is after them.
_SAME_BOUND = [*({sign} for sign in _SIGNS), {"from", ""}, {"from", ">="}, {">", "after"}]


class Quantity(NamedTuple):
    """One number, or the two of a range or pair, in the unit's exact base ("" for none)."""

    values: tuple[float, ...]
    unit: str
    comparator: str  # "", "<", "<=", ">", ">=", "after" or "from"
    start: int
    end: int
    written: tuple[float, ...] = ()  # the numbers as they stand, before they are scaled
    opening: str = ""  # the unit of a range's first number, where it has its own

    def equals(self, other: Quantity) -> bool:
        """Whether the other says the same amount; a missing unit is not held against either."""
        if {self.comparator, other.comparator} not in _SAME_BOUND:
            return False
        if self.unit and other.unit:
            return self.unit == other.unit and self.values == other.values
        return self.written == other.written


def plain_numbers(text: str) -> str:
    """`text` with its numbers, rates and micro signs in one spelling."""
    for pattern, to in _FORMS[:-1]:
        text = pattern.sub(to, text)
    return _FORMS[-1][0].sub(lambda found: _NUMBERS[found.group().casefold()], text)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text that went through `plain_numbers`, in order."""
    found = [_quantity(match) for match in _QUANTITY.finditer(text)]
    for i in range(len(found) - 2, -1, -1):  # "60 and 65 years": both are years
        between = text[found[i].end : found[i + 1].start]
        if not found[i].unit and len(between) < 12 and _ONWARD.fullmatch(between):
            found[i] = found[i]._replace(unit=found[i + 1].unit)
    return [_based(quantity) for quantity in found]


def _quantity(match: re.Match[str]) -> Quantity:
    first = float(match["first"])
    values = (first, float(match["last"])) if match["last"] else (first,)
    comparator = _named(match["tail"], _AFTER) or _named(match["cmp"], _BEFORE)
    if comparator == "~" or (match["last"] and comparator == "from"):
        comparator = ""
    unit = _name(match["unit"] or match["unit1"] or "")
    dated = _ORDERED_YEAR.fullmatch(match["cmp"] or "")
    if not unit and _YEAR.fullmatch(match["first"]) and not dated:
        comparator = ""  # "under the 2017 criteria", "up to 2020"
    opening = _name(match["unit1"] or "") or unit
    return Quantity(values, unit, comparator, match.start(), match.end(), values, opening)


def _based(quantity: Quantity) -> Quantity:
    """The quantity in its base; "6 months to 12 years" has two units, and one base."""
    unit, factor = _SCALE.get(quantity.unit, (quantity.unit, 1.0))
    base, opening = _SCALE.get(quantity.opening or quantity.unit, (unit, factor))
    factors = (opening if base == unit else factor, factor)[-len(quantity.values) :]
    values = tuple(round(v * f, 6) for v, f in zip(quantity.values, factors, strict=True))
    return quantity._replace(values=values, unit=unit)


def _named(words: str | None, table: tuple[tuple[str, str], ...]) -> str:
    if not words:
        return ""
    return next((sign for sign, p in table if re.fullmatch(p, words.strip(), re.I)), "")


def _name(raw: str) -> str:
    parts = re.split(r"\s?(?:/|per )\s?", raw.strip())
    return "/".join(_part(p) for p in parts if p)


def _part(part: str) -> str:
    part = part.replace("1.73 ", "").replace("1.73", "")
    return next((name for name, pattern in _UNIT_NAMES if pattern.match(part)), part)
