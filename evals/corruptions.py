"""Statements made false on purpose: one change to a true one, of a kind that has a name.

A change that keeps the meaning is no corruption; where one might, none is made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Change = Callable[[str, random.Random], str]

_NUMBER = re.compile(r"(?<![\w.,/^-])\d{1,6}(?:\.\d+)?(?![\w.]*\w)(?!\s?[-–/:]\s?\d)")
_WORDS = {w: i for i, w in enumerate("two three four five six seven eight nine ten".split(), 2)}
_WRITTEN = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_UNITS = {
    "mg": ("micrograms", "g"), "micrograms": ("mg",), "g": ("mg",), "mL": ("L",), "mg/kg": ("mg",),
    "mmol/L": ("micromol/L",), "micromol/L": ("mmol/L",), "minutes": ("hours", "days"),
    "hours": ("days", "minutes"), "hour": ("day",), "days": ("weeks", "hours"),
    "weeks": ("months", "days"), "months": ("years", "weeks"), "years": ("months",),
    "cm": ("mm",), "mm": ("cm",), "mmHg": ("kPa",), "mL/kg": ("mL",), "mGy": ("Gy",),
    "g/L": ("mg/L",), "HU": ("mm",), "daily": ("weekly", "hourly"), "weekly": ("daily",),
}  # fmt: skip
_UNIT = re.compile(
    r"(?<=\d)(\s|-)(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")(?![\w/])"
)
# What is said is no longer so.
_UNDENIED = (
    (r"\bis not\b", "is"), (r"\bare not\b", "are"), (r"\bwas not\b", "was"), (r"\bdo not\b", ""),
    (r"\bdoes not (\w+?)\b", r"\1s"), (r"\bcannot\b", "can"), (r"\bmay not\b", "may"),
    (r"\bshould not\b", "should"), (r"\bno (?=\w)", ""), (r"\bwithout\b", "with"),
    (r"\badvises against\b", "advises"), (r"\brecommends against\b", "recommends"),
    (r"\bis avoided\b", "is used"), (r"\bare avoided\b", "are used"), (r"\bnever\b", "always"),
    (r"\bare withheld\b", "are given"), (r"\bis withheld\b", "is given"), (r"\bNo (?=\w)", ""),
    (r"\bcontraindicated\b", "indicated"), (r",? unless [^.,]+", ""), (r"\bonly (?=\w)", ""),
)  # fmt: skip
_DENIED = (
    (r"\bis (?=(?:given|done|used|recommended|considered|started|needed|offered|repeated|measured"
     r"|referred|treated|stopped|the|a)\b)", "is not "),
    (r"\bare (?=(?:given|done|used|recommended|considered|started|needed|offered|measured"
     r"|referred|treated|stopped)\b)", "are not "),
    (r"\bshould (?!not)", "should not "), (r"\brecommends (?!against)", "recommends against "),
    (r"\badvises (?!against|that|to)", "advises against "), (r"\bmay (?!not)", "may not "),
    (r"\bcan (?!not)", "cannot "), (r"\bgives (?=\w)", "does not give "),
    (r"\bsuggests (?=\w)", "does not suggest "), (r"\boffers (?=\w)", "does not offer "),
    (r"\bexcludes (?=\w)", "does not exclude "), (r"\bwith contrast\b", "without contrast"),
    (r"\bneeds (?!no)", "does not need "), (r"^(?:Refer|Consider|Check|Start|Stop|Measure)\b",
     "Do not start to"),
)  # fmt: skip
_COMPARED = (
    (r"\bor more\b", "or less"), (r"\bor less\b", "or more"), (r"\bor over\b", "or under"),
    (r"\bor older\b", "or younger"), (r"\bor higher\b", "or lower"), (r"\bunder(?= \d)", "over"),
    (r"\bover(?= \d)", "under"), (r"\bbelow(?= \d)", "above"), (r"\babove(?= \d)", "below"),
    (r"\bmore than(?= \d)", "less than"), (r"\bless than(?= \d)", "more than"),
    (r"\bat least(?= \d)", "at most"), (r"\bup to(?= \d)", "more than"),
    (r"\bwithin(?= \d)", "after"), (r"\byounger than\b", "older than"),
    (r"\bolder than\b", "younger than"), (r"\bexceeds\b", "stays below"), (r">(?= ?\d)", "<"),
    (r"<(?= ?\d)", ">"), (r"\bor above\b", "or below"), (r"\bor below\b", "or above"),
)  # fmt: skip
_PEOPLE = (
    (r"\bchildren\b", "adults"), (r"\bchild\b", "adult"), (r"\badults\b", "children"),
    (r"\badult\b", "child"), (r"\binfants\b", "adolescents"), (r"\binfant\b", "adolescent"),
    (r"\bnewborns\b", "adults"), (r"\bnewborn\b", "teenager"), (r"\bwomen\b", "men"),
    (r"\bmen\b", "women"), (r"\bnon-pregnant\b", "pregnant"), (r"\bpregnant woman\b", "man"),
    (r"\bpregnant\b", "non-pregnant"), (r"\badolescents\b", "infants"), (r"\bbaby\b", "teenager"),
    (r"\bboys\b", "girls"), (r"\bmales\b", "females"), (r"\bwoman\b", "man"),
)  # fmt: skip
_PLACES = (
    (r"\bkidneys?\b", "liver"), (r"\bliver\b", "kidney"), (r"\brenal\b", "hepatic"),
    (r"\bhepatic\b", "renal"), (r"\blungs?\b", "brain"), (r"\bbrain\b", "lung"),
    (r"\bheart\b", "kidney"), (r"\bleft\b", "right"), (r"\bright (?=\w)", "left "),
    (r"\bbilateral\b", "unilateral"), (r"\bother side\b", "same side"), (r"\bchest\b", "abdomen"),
    (r"\babdominal\b", "thoracic"), (r"\badrenal\b", "thyroid"), (r"\bthyroid\b", "adrenal"),
    (r"\bthe head\b", "the pelvis"), (r"\bhip\b", "knee"), (r"\bhips\b", "knees"),
    (r"\bbone\b", "muscle"), (r"\bmuscle\b", "bone"), (r"\bspine\b", "skull"),
    (r"\btestis\b", "ovary"), (r"\bbladder\b", "stomach"), (r"\bpulmonary\b", "cerebral"),
    (r"\bcardiac\b", "hepatic"), (r"\bbreast\b", "prostate"), (r"\bveins?\b", "arteries"),
)  # fmt: skip
_DIRECTIONS = (
    (r"\braised\b", "lowered"), (r"\bincreased?\b", "reduced"), (r"\bincreases\b", "reduces"),
    (r"\breduces?\b", "increases"), (r"\breduced\b", "increased"), (r"\brises\b", "falls"),
    (r"\bfalls\b", "rises"), (r"\blower\b", "higher"), (r"\bhigher\b", "lower"),
    (r"\bhigh\b", "low"), (r"\blow\b", "high"), (r"\bpositive\b", "negative"),
    (r"\bnegative\b", "positive"), (r"\bbenign\b", "malignant"), (r"\bmalignant\b", "benign"),
    (r"\bacute\b", "chronic"), (r"\bchronic\b", "acute"), (r"\bstarted\b", "stopped"),
    (r"\bstopped\b", "started"), (r"\bsensitivity\b", "specificity"), (r"\bearly\b", "late"),
    (r"\bspecificity\b", "sensitivity"), (r"\bsevere\b", "mild"), (r"\bmild\b", "severe"),
    (r"\babnormal\b", "normal"), (r"\bnormal\b", "abnormal"), (r"\bstops\b", "starts"),
    (r"\bbetter\b", "worse"), (r"\bproximal\b", "distal"), (r"\bsuperficial\b", "deep"),
)  # fmt: skip
_DUTIES = (
    (r"\bshould be\b", "may be"), (r"\bmay be (?=\w+ed\b|given)", "must be "),
    (r"\bis considered\b", "is required"), (r"\bare considered\b", "are required"),
    (r"\bconsiders\b", "requires"), (r"\b[Cc]onsider\b", "Always use"), (r"\bmust\b", "may"),
    (r"\bis recommended\b", "may be considered"), (r"\bare recommended\b", "may be considered"),
    (r"\bis given\b", "may be given"), (r"\bare given\b", "may be given"),
    (r"\bis done\b", "can be considered"), (r"\bneeds (?!no)", "may have "),
    (r"\bis (?=(?:referred|stopped|started|repeated|measured|treated)\b)", "may be "),
    (r"\bare (?=(?:referred|stopped|started|measured|treated|offered)\b)", "may be "),
    (r"\brecommends (?!against)", "allows "), (r"\ballows\b", "requires"),
    (r"\bcan be (?=\w+ed\b|given)", "must be "), (r"\badvises (?!against|that|to)", "permits "),
)  # fmt: skip
_ORDERS = (
    (r"\b(\w+)(,?) (?:rather than|instead of) (?:an? |the )?(\w+)", r"\3\2 rather than \1"),
    (r"\bbefore\b(?! \d)", "after"), (r"\bBefore\b", "After"), (r"\bafter\b(?! \d)", "before"),
    (r"\bAfter\b(?! \d)", "Before"), (r"\b(\w+) and not (\w+)\b", r"\2 and not \1"),
    (r"\b(\w+) over (?!\d)(\w+)\b", r"\2 over \1"), (r"\bfirst\b", "last"),
    (r"\b(\w+) than in (\w+)\b", r"\2 than in \1"), (r"\binitial\b", "final"),
    (r"\b(\w+), not (\w+)\b", r"\2, not \1"), (r"\bthen\b", "but before that"),
)  # fmt: skip


def _swap(pairs: Sequence[tuple[str, str]]) -> Change:
    """One of the pairs that fit, where it fits first; "" where none does."""
    compiled = [(re.compile(pattern), to) for pattern, to in pairs]

    def change(text: str, rng: random.Random) -> str:
        fitting = [(p, to) for p, to in compiled if p.search(text)]
        if not fitting:
            return ""
        pattern, to = rng.choice(fitting)
        return _tidy(pattern.sub(to, text, count=1))

    return change


def _tidy(text: str) -> str:
    text = re.sub(r" {2,}", " ", text).strip()
    return text[:1].upper() + text[1:]


def _number(text: str, rng: random.Random) -> str:
    found = [*_NUMBER.finditer(text), *_WRITTEN.finditer(text)]
    if not found:
        return ""
    at = rng.choice(found)
    new = _other_number(at.group(), rng)
    changed = text[: at.start()] + new + text[at.end() :]
    return "" if re.search(rf"(?<![\d.]){re.escape(new)}(?![\d.])", text) else changed


def _other_number(number: str, rng: random.Random) -> str:
    if number in _WORDS:
        return rng.choice([w for w in _WORDS if w != number])
    value = float(number)
    new = rng.choice([value * 10, value + 1, value * 2, max(value - 1, value / 2), value + 5])
    return f"{new:g}" if new < 1e6 else str(int(new))


def _crossed(text: str, rng: random.Random) -> str:  # noqa: ARG001
    """Two numbers of one unit in each other's place."""
    found = [m for m in _NUMBER.finditer(text) if _UNIT.match(text, m.end())]
    for one in found:
        for other in found:
            same = text[one.end() :].split()[:1] == text[other.end() :].split()[:1]
            if one.start() < other.start() and same and one.group() != other.group():
                if re.fullmatch(r"\S*\s\w+,?\s?(?:to|or|and)?\s?", text[one.end() : other.start()]):
                    continue
                middle = text[one.end() : other.start()]
                return (
                    text[: one.start()] + other.group() + middle + one.group() + text[other.end() :]
                )
    return ""


def _unit(text: str, rng: random.Random) -> str:
    found = list(_UNIT.finditer(text))
    if not found:
        return ""
    at = rng.choice(found)
    return text[: at.start(2)] + rng.choice(_UNITS[at.group(2)]) + text[at.end(2) :]


def other_of(names: Sequence[str]) -> Change:
    """A change of one of `names` for another of them that the text does not hold."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.I)

    def change(text: str, rng: random.Random) -> str:
        found = list(pattern.finditer(text))
        others = [n for n in names if n.casefold() not in text.casefold()]
        if not found or not others:
            return ""
        gone = found[0].group()
        return _tidy(re.sub(rf"\b{re.escape(gone)}\b", rng.choice(others), text))

    return change


def changes(drugs: Sequence[str]) -> Mapping[str, Change]:
    """Every kind of corruption that changes a statement's own words."""
    return {
        "number": _number,
        "numbers-crossed": _crossed,
        "unit": _unit,
        "negation-removed": _swap(_UNDENIED),
        "negation-added": _swap(_DENIED),
        "comparator": _swap(_COMPARED),
        "population": _swap(_PEOPLE),
        "drug": other_of(drugs),
        "organ-or-side": _swap(_PLACES),
        "direction": _swap(_DIRECTIONS),
        "modality": _swap(_DUTIES),
        "order": _swap(_ORDERS),
    }
