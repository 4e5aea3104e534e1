"""The kinds of thing that a question asks for, and what a sentence that gives one looks like."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from rag.answers.terms import DRUG_ENDING, DRUGS


class Kind(NamedTuple):
    """What asks for a kind of thing, and what gives it."""

    question: re.Pattern[str]
    answer: re.Pattern[str]


def _kind(question: str, answer: str | re.Pattern[str]) -> Kind:
    return Kind(re.compile(question, re.I), re.compile(answer, re.I))


_TIME = r"(?:minutes?|hours?|days?|weeks?|months?|years?)"
_DOSE = re.compile(
    # A concentration is none: "12 mg/dL".
    r"\d\s?(?:mg|mcg|µg|μg|g|ml|mL|units?|IU|mmol|MBq|mSv)(?:/(?!d?L\b|mmol\b|g\b)|\b(?!/))"
    r"|\b(?:mg|mcg|µg)/(?:kg|m2|m²)"
)
_AGE = re.compile(r"\b(?:years?|months?|weeks?|days?|neonat\w+|newborns?|infants?|birth)\b", re.I)
_IMAGING = (
    r"\b(?:ultra(?:sound|sonograph\w*)|CT|MRI|PET|radiograph\w*|x-rays?|MIBG|scintigraph\w*|Doppler"
    r"|echocardiograph\w*|tomograph\w*|perfusion|angiograph\w*)\b"
)
_BLOOD = (
    r"\b(?:blood (?:count|gas|cultures?|film|glucose|tests?)|full blood|serum|plasma|electrolytes"
    r"|creatinine|urea|lactate|fetoprotein|hCG|catecholamines|metanephrines|C-reactive|troponin"
    r"|D-dimer|ferritin|cortisol|sodium|potassium|glucose|coagulation|liver (?:tests?|function)"
    r"|urinalysis|urine)\b"
)
_DRUG = rf"\b(?:{'|'.join(sorted(DRUGS))})\w{{0,4}}\b|{DRUG_ENDING.pattern}"
_REASON = r"\b(?:because|so that|since|therefore|which is|reason|better|without|avoids?)\b"
_ORDER = r"\b(?:first|initial|before|after|then|next|followed|upfront|primary)\b"
_ADVICE = (
    r"\b(?:recommends?|advises?|suggests?|offers?|considers?|prefers?|uses|gives|lists|allows"
    r"|(?:is|are) (?:then |usually |also |not )?(?:given|offered|considered|done|repeated|started"
    r"|used|referred|treated|added|recommended|measured|taken|needed|required|continued|stopped|preferred"
    r"|reasonable|indicated)|needs?)\b"
)

KINDS: Mapping[str, Kind] = {
    "a dose": Kind(
        re.compile(
            r"(?<!low[- ])(?<!high[- ])(?<!radiation )\b(?:dose|doses|dosage|dosing|mg)\b"
            r"|\bhow much (?!of\b|should the\b|does\b|do\b|did\b|is\b|time\b|longer\b|more\b)",
            re.I,
        ),
        _DOSE,
    ),
    "a cost": _kind(
        r"\b(?:costs?|price[ds]?|expensive|cheap(?:er)?|insurance|reimbursed?)\b",
        r"\b(?:costs?|price)\b|[$€£]\s?\d",
    ),
    "an age": Kind(re.compile(r"\b(?:what|which|at what) age|how old\b", re.I), _AGE),
    "a time": _kind(
        rf"\bhow (?:long|soon|often|quick(?:ly)?|fast|slow(?:ly)?|urgent(?:ly)?|many {_TIME})\b"
        rf"|\b(?:timing|interval|duration)\b|\b{_TIME} (?:till|until)\b",
        rf"\d[ -]?{_TIME}\b|\b(?:within|an?|one|two|half an?) {_TIME}\b|\b(?:immediate(?:ly)?"
        r"|urgent(?:ly)?|same day|daily|weekly|monthly|yearly|at once|emergency)\b",
    ),
    "when": _kind(
        r"^(?:so |and )?when (?:do|does|is|are|should|can|to|will|would|must|may)\b|\bwhen[.?]?$",
        rf"\d[ -]?{_TIME}\b|\b(?:within|after|before|until|when|once|if|as soon as)\b",
    ),
    "a number": _kind(r"\bhow (?:many|common|sensitive|specific)\b", r"\d"),
    "a rate": _kind(
        r"\b(?:chances?|odds|likelihood|probability|percent\w*|how (?:likely|common|often))\b"
        r"|\brisk of\b",
        r"\d ?%|\b(?:one|two|three|half|a) (?:thirds?|quarters?|fifths?|tenths?|in \w+|of)\b"
        r"|\b(?:rare|common|most)\b|\d (?:of|in) \d",
    ),
    "a limit": _kind(
        r"\b(?:cut[- ]?offs?|thresholds?|what level|how (?:high|low|big|large)|above which"
        r"|(?:at|from|above|below|over|under) (?:what|which)|limits?|targets?)\b",
        r"\d",
    ),
    "a scan": _kind(
        r"\b(?:which|what|next|best|first) (?:is the )?(?:scan|imaging|test|investigation|study)\b"
        r"|\bhow (?:to|do i|do we) (?:look|image)\b",
        _IMAGING,
    ),
    "a blood test": _kind(
        r"\b(?:which|what) (?:\w+ )?(?:bloods?|labs?|markers?|tests?|urine)\b", _BLOOD
    ),
    "a drug": _kind(
        r"\b(?:which|what|other|next) (?:other )?(?:drugs?|agents?|medic\w+|anti\w+|treatment"
        r"|(?:immuno)?therapy|steroid|regimen)\b"
        r"|\bwhat (?:do|can|should|could) (?:i|we|you) (?:give|start|add|offer|use)\b"
        r"|\bfirst[- ]line\b|\bnext line\b|\bhow (?:is|are|do \w+) .{0,60}\b(?:treat|treated)\b",
        _DRUG,
    ),
    "a reason": _kind(r"\bwhy\b", _REASON),
    "an order": _kind(r"\b(?:first|next|before|initial)\b", _ORDER),
    "advice": _kind(
        r"\bwhat(?:s| is| to)?(?: \w{1,20})? (?:now|next|then|instead|do)\b"
        r"|\bwhat (?:do|should|can|could) (?:i|we|you)\b"
        r"|\bnow what\b|\bnow[.?]?$|\bnext[.?]?$|\boptions\b|\bwhat else\b"
        r"|\bhow (?:is|are) .{1,60}\btreated\b",
        _ADVICE,
    ),
}

# A question for one of these is not answered by a sentence that does not give it.
REQUIRED = ("a dose", "a cost")


def kinds_asked(text: str) -> tuple[str, ...]:
    """The kinds of thing that a question asks for."""
    return tuple(name for name, kind in KINDS.items() if kind.question.search(text))


def given(text: str, kinds: Collection[str]) -> float:
    """The share of the kinds of which a text gives a thing; 0 for no kinds."""
    return sum(bool(KINDS[kind].answer.search(text)) for kind in kinds) / (len(kinds) or 1)
