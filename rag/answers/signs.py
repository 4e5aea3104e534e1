"""Signs that a patient is collapsing now: one that says so by itself, or several that do together.

Some vital signs say so alone, others beside another sign or a word of now, a fit or a bleed beside
a word of now, and of lesser signs two beside such a word; none of these where the patient is said
to be well, or where all patients are asked about. Vital signs are read as numbers; their bounds are
those of an arrest call, not of what is abnormal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_IS = r"(?: ?(?:of|is|are|was|at|now|just|only|(?:down|fell|dropped|from \d{1,3}) to|[:=<~])){0,4}"
_COLLAPSE = re.compile(
    r"\b(?:un-?|(?:not|hardly|barely) )a?rous(?:e)?able\b|\bnot responding\b(?! to)"
    r"|\b(?:one|left|right|l|r|both|a) pupils? (?:is |has |are )?(?:blown|fixed)\b"
    r"|\bblown (?:left |right )?pupils?\b|\bspurting\b"
    r"|\bpupils? (?:is |are )?fixed and\b"
    r"|\b(?:losing|lost|loses)(?: (?:his|her|the|a|any|\w+ial)){0,3}"
    r" (?:cardiac |carotid )?(?:output|pulse|airway)\b"
    r"|\b(?:bp|blood pressure|pulse|sats)(?: \w+)? (?:unrecordable|undetectable|unmeasurable)\b"
    r"|\bno (?:recordable|detectable|measurable) (?:bp|blood pressure|pulse)\b"
    r"|\b(?:going|gone|went) off (?:in front of|on|right)\b|\bpre-?arrest\b"
    r"|\bcord (?:has )?prolapse(?:d)?(?:,| and| with|$)"
)
# What is an emergency while it lasts: a fit, a bleed, a cord.
_ACUTE = re.compile(
    r"\b(?:tonic[ -]clonic|(?:a|an|another|eclamptic|febrile|long|further|generali[sz]ed|focal)"
    r" (?:fit|seizure|convulsion))\b"
    r"|\b(?:pouring|haemorrhaging|hemorrhaging|gushing)\b|\bblood everywhere\b"
    r"|\bha?ematemesis ?\+\+"
)
_SIGNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(p)
    for p in (
        r"\b(?:grey|gray|ashen|mottled|clammy|cyanosed|dusky)\b(?! (?:hair|matter|zone|scale))",
        r"\b(?:floppy|limp|flat)\b(?! (?:infant syndrome|foot|feet|back|x|film|rate|epithel))",
        r"\b(?:tiring|exhausted|worn out|gasping|grunting|in extremis)\b",
        r"\b(?:drows(?:y|ier)|obtunded|moribund|semi-?conscious|syncop(?:al|e)|collapsing)\b",
        r"\b(?:sine wave|broad complex(?:es)?|vt|vf|torsades|asystole|heart block"
        r"|qrs widening|(?:wide|broad|widened) qrs|qrs (?:is )?(?:wide|broad|widened))\b",
        r"\b(?:stridor|wheez(?:y|ing|e)|airway|pinpoint)\b",
        r"\b(?:not|no) (?:crying|cry|moving|responding|response)\b",
        r"\b(?:pads on|pacing|bagging|intubat(?:ing|ed)|arrest team|crash (?:call|team|trolley))\b",
        r"\b(?:facial droop|hemipleg\w*|cant (?:speak|move)|speech (?:has )?gone|face drooping)\b",
    )
)
_NOW = re.compile(
    r"\b(?:right now|now|suddenly|in front of (?:me|us)|as we speak|still|help|just (?:been )?"
    r"(?:now|come|came|brought|delivered|went|gone|started|become|collapsed|dropped|fell)"
    r"|\d{1,3} ?min(?:ute)?s? (?:in|into|now|so far|and counting)"
    r"|in (?:triage|resus|theatre|the waiting room|the corridor|recovery|the bay|clinic now))\b"
)
_WELL = re.compile(
    r"\b(?:well|asymptomatic|stable|comfortable|alert|settled|recovered|fine|healthy|athlete"
    r"|routine|incidental\w*|chronic|always)\b"
)
_ASKS_OF_ALL = re.compile(
    r"^(?:(?:and|so|ok|but|then) )*(?:what|which|who|how|why|when|is|are|does|do|can|should)\b"
)


class _Vital(NamedTuple):
    """A vital sign: its names, and whether a value of it is one of collapse."""

    said: re.Pattern[str]
    collapsed: Callable[[float], bool]
    alone: bool  # such a value is one of collapse whatever else is said


def _vital(
    names: str, collapsed: Callable[[float], bool], unit: str = "", alone: bool = False
) -> _Vital:
    number = r"(?P<value>\d{1,3}(?:\.\d)?)"
    said = re.compile(rf"\b(?:{names}){_IS} ?{number}{unit}(?![\d.]*\d)")
    return _Vital(said, collapsed, alone)


_OVER = r"(?:/\d{1,3})?(?! ?(?:diastolic|points?|years|th\b))"
_AMOUNT = r"(?! ?(?:g|kg|ml|mg|%))"
_VITALS: tuple[_Vital, ...] = (
    _vital(r"bp|blood pressure|systolic|sbp", lambda v: 20 <= v <= 65, _OVER, alone=True),
    _vital(r"bp|blood pressure|systolic|sbp", lambda v: 65 < v <= 75, _OVER),
    _vital(r"sats?|spo2|o2 sats|saturations?", lambda v: 20 <= v <= 80, "%?", alone=True),
    _vital(r"rr|resp(?:iratory)? rate|resps?", lambda v: v <= 7, alone=True),
    _vital(r"gcs|glasgow coma (?:scale|score)", lambda v: 3 <= v <= 8, "(?:/15)?", alone=True),
    _vital(r"hr|heart rate|pulse", lambda v: 10 <= v <= 40 or v >= 220),
    _vital(r"fetal heart(?: rate)?|fhr|fetal bradycardia", lambda v: 30 <= v <= 80),
    _vital(r"glucose|bm|sugar|cbg", lambda v: v < 2.0, _AMOUNT),
    _vital(r"k|potassium", lambda v: 6.5 <= v <= 12.0, _AMOUNT),
)


def collapsing(clauses: Sequence[str], stated: Callable[[re.Pattern[str], str], bool]) -> bool:
    """Whether clauses, in small letters, tell of a patient who is collapsing.

    `stated` says whether a clause states what a pattern finds, and neither denies nor supposes it.
    """
    if any(stated(_COLLAPSE, c) for c in clauses):
        return True
    line, told = ", ".join(clauses), [c for c in clauses if not _ASKS_OF_ALL.match(c)]
    if _WELL.search(line):
        return False
    now = bool(_NOW.search(line))
    found = [vital for vital in _VITALS if _is_out_of_range(vital, told)]
    signs = sum(any(stated(sign, c) for c in told) for sign in _SIGNS)
    acute = any(stated(_ACUTE, c) for c in told)
    if found:
        return any(v.alone for v in found) or len(found) + max(signs, acute) + now > 1
    return now and (acute or signs > 1)


def _is_out_of_range(vital: _Vital, clauses: Sequence[str]) -> bool:
    found = (m for c in clauses for m in vital.said.finditer(c))
    return any(vital.collapsed(float(m["value"])) for m in found)
