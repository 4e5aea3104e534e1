"""Lints of one sentence: whether it can be quoted alone, and its numbers are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_WORDS = 45

_LEANS = re.compile(
    r"(?:This|That|These|Those|It|Its|They|Their|He|She|His|Her|Such|Here|There|However|Both|Then"
    r"|Therefore|Thus|Hence|Also|Otherwise|Moreover|Furthermore|Instead|Likewise|Similarly"
    r"|Additionally|In this|In these|In that|In such|For this|For these|The former|The latter)\b"
)
_NUMBER = re.compile(r"(?<![\w.,/+^-])\d+(?:[.,]\d+|\s\d{3}(?!\d))*(?![\w²³⁰-⁹])")
# What leads on to the next number of a range, ratio or list, whose unit serves for all of them.
_ONWARD = re.compile(
    r"\s?(?:,|;|to|and|or|and/or|in|of|out of|versus|-|–|/|×|x|:|\+|±)\s?(?:(?:or|and)\s)?"
    r"(?:at least |about |up to |over |under |below |above |more than |less than )?"
    r"[<>≥≤~]?\s?-?\d+(?:[.,]\d+)*(?![\w²³⁰-⁹])"
)
_FUNCTION = frozenset(
    """a an and are as at be because before but by can could did do does during except for from had
    has have if in into is it may nor not of on or over should so than that the then to under unless
    until was were when where whether which while who with within without after also instead
    rather""".split()
)
_NEXT_WORD = re.compile(
    r"\s\(\d|\s?an? (?:hour|day|week|month|year)\b"
    r"|(?:\s(?:or|and) (?:more|fewer))?[\s/-]?(%|°|[^\W\d_]+)"
)
# "450 x 10⁹/L", "10^9/L" and "1:1000" are whole as they stand.
_WHOLE = re.compile(r"\s?[x×]\s?10(?:\^?\d{1,2}|[⁰¹²³⁴-⁹]+)(?=\s?/)|(?<=1):1,?\d{2,3}\b")
# What a number may follow instead of having a unit behind it: the name of a scale, or of a thing.
_NAMED = re.compile(
    r"\b(?:stages?|grades?|types?|groups?|class(?:es)?|categor(?:y|ies)|phases?|steps?|levels?"
    r"|tables?|versions?|editions?|tracks?|scores?|scoring|scored|points?|pH|INR|ratios?|factors?"
    r"|[TZ]-scores?|(?:EU-)?TI-?RADS|TR|BI-RADS|PI-RADS|Bosniak|PRETEXT|ASA|NYHA|GOLD|CURB-65"
    r"|Bethesda|Graf|trisomy|chromosome|HLA|interleukin|protein|vitamin|serotypes?|strains?|part"
    r"|recommendation|section|key action statement|lead|segments?|zones?|question|item|PHQ-?\d?"
    r"|Apgar|Hounsfield|day|days|week|weeks|month|months|year|years|PIRADS|mRS|NIHSS|ASPECTS"
    r"|scale|Glasgow-Blatchford|Blatchford|Wells|Geneva|Westley|GCS|SOFA|NEWS2?|qSOFA|ORBIT"
    r"|HAS-BLED|CHA2DS2-VASc?|CHA2DS2-VA|BISAP|SCORE2|FIB-4|FRAX|CAT|mMRC|PESI|sPESI|number|sum)"
    r"(?:[\s(]+(?:of|is|was|at|below|above|under|over|from|to|or|and|less|more|than|least|equal|by"
    r"|between|only|about|either|score|scores|total|category|stage|greater|fewer|exceeds|reaches|reached|has"
    r"|\d+(?:[.,]\d+)*|[<>≥≤]|,))*\s*[<>≥≤(]?\s*$",
    re.I,
)
_RATIO = re.compile(r"\bratios?\b(?:\s+\S+){0,8}\s*$", re.I)
# "Of 53 children, 44 had ...": what is counted has been named.
_COUNTED = re.compile(r"\b(?:of|in|among)\s(?:the\s)?\d+\s(?:\w+\s){0,2}[^\W\d_]+", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d$")

# "20 mg", "0.01 mg/kg", "1 to 2 g"; but neither "200 mg/dL" nor "30 mg/mmol".
_DOSE = re.compile(
    r"\d[\d.,]*\s?(?:mg|mcg|micrograms?|µg|μg|g|grams?|milligrams?|units?|IU)\b"
    r"(?P<each>\s?/\s?kg|\sper\s(?:kg|kilogram)\b)?(?!\s?/\s?(?:d?L|m[lL]|mmol|mol|g|24|cm)|\sper\s"
    r"(?:d?L|litre|liter|decilitre|mmol|gram))"
)
_ROUTE = re.compile(
    r"\boral|\bmouth\b|intraven|\bIV\b|\bIM\b|\bPO\b|intramusc|subcut|\bSC\b|rectal|nasal|inhal"
    r"|nebuli[sz]|buccal|topical|sublingual|intraosseous|infus|transderm|inject|enteral|nasogastric"
    r"|intrathecal|\bintake\b|\bdiet|tablet|capsule|patch|vaginal|\bgel\b",
    re.I,
)
_INTERVAL = re.compile(
    r"\bonce\b|single|one dose|\bdaily\b|\btwice\b|\btimes\b|\bevery\b|\beach\b|hourly"
    r"|\bper (?:hour|day|week|minute|month|year)|/\s?(?:h|hr|hour|day|min|minute|week|d)\b|bolus"
    r"|\bover \d|repeat"
    r"|\bweekly\b|\bmonthly\b|\byearly\b|\bannual|at night|a day\b|an hour\b|a week\b|a year\b"
    r"|first dose|loading|immediately|\bone .{0,20}dose\b",
    re.I,
)
_RATE = re.compile(r"\s?(?:/|per |an |each )\s?(?:h|hr|hour|min|minute)\b")  # has no maximum
_MOST = re.compile(
    r"\bmax(?:imum|imal)?\b|\bup to\b|no more than|not (?:to )?exceed|\bmost\b|\bcap", re.I
)
_PARTS = {"a route": _ROUTE, "an interval": _INTERVAL, "a maximum": _MOST}

_CONVENTIONAL = re.compile(
    r"\d\s?(?:(?:mg|g|µg|mcg|micrograms?)\s?/\s?dL|(?:ng|pg)\s?/\s?mL)\b|\d\s?(?:/|per )mm"
)
_SI = re.compile(
    r"mol\s?/\s?L|\bg/L|/L\b|mol/mmol|per litre|kU/L|IU/L|microgram(?:s)?/L|ng/L", re.I
)
# Substances whose molar and conventional figures differ; 5 mmol/L of potassium is 5 mEq/L, so the
# substance that is named last before the figure decides.
_MOLAR = re.compile(
    r"(?:glucose|glyc?aemia|cholesterol|\bLDL(?:-C)?|triglycerides?|\bur(?:ate|ic acid)|creatinine"
    r"|bilirubin|calcium|phosph\w+|\burea\b|25-hydroxy\w+)"
    r"(?:(?!potassium|sodium|bicarbonate|lactate|magnesium|chloride|ketone|hydroxybutyrate).){0,80}?"
    r"(?P<value>\d\s?(?:mmol|micromol|µmol|μmol|nmol|pmol)\s?/\s?L)\b",
    re.I,
)


# "The ACR recommends", "European Society of Urogenital Radiology guidance of 2018 advises".
_BODY = re.compile(
    r"\b(?P<body>(?!The )[A-Z][\w'’]+(?: (?:of|for|and|the|in|on|[A-Z][\w'’-]*)){0,9}"
    r"|[A-Z]{2,8}(?:[ -][A-Z]{2,8}){0,2}(?: and [A-Z]{2,8}(?:-[A-Z]{2,8})?)?)"
    r"(?: \([A-Z-]{2,12}\))?"
    r"(?: (?:guidance|guidelines?|criteria|protocols?|panel|consensus))?(?: (?:of|in) \d{4})?"
    r" (?:recommends?|advis(?:e|es|ed)|suggests?|states?|prefers?|considers?|asks?|accepts?"
    r"|endorses?|offers?)\b"
)
_ORGANISED = re.compile(
    r"\b(?:College|Society|Academy|Association|Institute|Organi[sz]ation|Group|Committee|Council"
    r"|Network|Foundation|Agency|Force|Cent(?:er|re)s?)\b|^[A-Z -]{2,20}(?: and [A-Z-]+)?$"
)


class Flaw(NamedTuple):
    """What is wrong with a sentence, under the name of its rule."""

    rule: str
    message: str


def flaws(text: str, in_prose: bool = True) -> Iterator[Flaw]:
    """What a reviewer would object to in one sentence, list item or (`in_prose` False) row."""
    if in_prose:
        yield from _alone(text)
        yield from _units(text)
    yield from _dose(text)
    yield from _thresholds(text)


def _alone(text: str) -> Iterator[Flaw]:
    leaning = _LEANS.match(text)
    if leaning:
        yield Flaw("stands-alone", f"opens with “{leaning.group()}”; name what it speaks of")
    if len(text.split()) > MOST_WORDS:
        yield Flaw("one-claim", f"{len(text.split())} words; one claim a sentence")


def _units(text: str) -> Iterator[Flaw]:
    covered, text = 0, _WHOLE.sub(" parts", text)
    for number in _NUMBER.finditer(text):
        if number.start() < covered:
            continue
        end = number.end()
        while onward := _ONWARD.match(text, end):
            end = onward.end()
        covered = end
        before = text[: number.start()]
        known = (
            _YEAR.match(number.group())
            or _NAMED.search(before)
            or _RATIO.search(before)
            or _COUNTED.search(before)
        )
        if not (known or _has_unit(text[end:])):
            yield Flaw("units", f"“{text[number.start() : end]}” has no unit behind it")


def _has_unit(rest: str) -> bool:
    word = _NEXT_WORD.match(rest)
    return word is not None and (word.group(1) or "").casefold() not in _FUNCTION


def bodies_in(text: str) -> list[str]:
    """The bodies whose advice a sentence tells, as it names them."""
    found = (m.group("body") for m in _BODY.finditer(text))
    return [body for body in found if _ORGANISED.search(body)]


def parts_of_dose(text: str) -> tuple[str, ...]:
    """What a sentence gives of a dose beside the amount: a route, an interval, a maximum."""
    return tuple(name for name, pattern in _PARTS.items() if pattern.search(text))


def dose_lacks(text: str) -> tuple[str, ...]:
    """What the dose of a sentence is without; a maximum only where it goes by weight.

    Nothing, where the sentence holds no dose.
    """
    amounts = list(_DOSE.finditer(text))
    by_weight = any(a.group("each") and not _RATE.match(text, a.end()) for a in amounts)
    needed = ("a route", "an interval", *(("a maximum",) if by_weight else ()))
    given = parts_of_dose(text)
    return tuple(part for part in needed if amounts and part not in given)


def _dose(text: str) -> Iterator[Flaw]:
    lacking, amount = dose_lacks(text), _DOSE.search(text)
    if lacking and amount:
        yield Flaw("whole-dose", f"“{amount.group()}” without {' and '.join(lacking)}")


def _thresholds(text: str) -> Iterator[Flaw]:
    conventional, molar = _CONVENTIONAL.search(text), _MOLAR.search(text)
    if conventional and not _SI.search(text):
        yield Flaw("both-units", f"“{conventional.group()}” without its SI figure")
    if molar and not conventional:
        yield Flaw("both-units", f"“{molar.group('value')}” without its conventional figure")
