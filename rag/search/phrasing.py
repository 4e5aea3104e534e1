"""The resolved question as a sentence: where what is carried is put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text import content_stems, tokens

FILLERS = re.compile(  # "no contrast?" keeps its "no", "no, in a neonate" does not
    r"^(?:(?:so|and|or|but|ok|okay|then|also|thanks|(?:no|well)(?=\s*[,.:-])|yes|hm+)\b[\s,.:-]*)+",
    re.I,
)
ASKS = re.compile(
    r"\b(?:(?:why|which|who|whom|where|is|are|does|do|should|can|could|must|will|would)\b"
    r"|(?:what|how) (?!about\b|if\b)|when (?:is|are|do|does|should|to|can))",
    re.I,
)
_SHIFT = re.compile(
    r"^(?:and|or|but|no)\b|^(?:(?:so|ok|then)\s+)?(?:what|how) (?:about|if)\b"
    r"|^(?:if|in|for|with|without|under|over|at|after|before|during|when|than)\b|^[\d<>≥≤]",
    re.I,
)
_SHIFT_WORDS = 7  # a change of the last question is short
ASKING = re.compile(
    r"^\W*(?:so |and |ok |then )?(?:why|which|who|what|how|when|where|is|are|does|do|did|should|can"
    r"|could|must|will|would|has|have|any|tell|still)\b",
    re.I,
)
SEGMENT = re.compile(r"(?<!\d),\s*|;\s*|(?<=[a-zA-Z])\.\s+")
BESIDES = "besides "  # before what a question asks for others of
_CASE_WORDS = 3  # so many content words make a description
_SUBJECT_OR_OBJECT = re.compile(r"\b(?:it|he|she|they|them|him)\b", re.I)
_POSSESSIVE = re.compile(r"\b(?:its|their|his)\b", re.I)
_HANGING = re.compile(r"\s+for$", re.I)  # "how long for"
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|had|needs?|looks?|shows?|fell|felt)\b|,", re.I)


def is_change(question: str) -> bool:
    """Whether a question only changes the last one: "and under 3 months?", "what about CT"."""
    short = len(tokens(question)) <= _SHIFT_WORDS
    core = FILLERS.sub("", question)
    shifts = _SHIFT.search(question) or _SHIFT.search(core)  # "so in a neonate?"
    return short and bool(shifts) and not ASKS.search(core)


def joined(base: str, change: str) -> str:
    """A question with a change of it put behind."""
    core = FILLERS.sub("", change).rstrip("?. ") or change
    core = core if re.match(r"(?:what|how)\b", core, re.I) else f"and {core}"
    return f"{base.rstrip('?. ')}, {core}?"


def sentence(text: str) -> str:
    """`text` without the fillers at its start, with a capital."""
    core = FILLERS.sub("", text) or text
    return core[:1].upper() + core[1:]


def described(text: str) -> str:
    """The part of a text that describes a patient or names a topic; "" where it only asks.

    "pneumonia, 70 yo going to ICU, what do we give" describes with its first two parts.
    """
    parts = SEGMENT.split(text.strip().rstrip("?. "))
    kept = [p.strip() for p in parts if p.strip() and not ASKING.search(p)]
    whole = bool(kept) and kept[0] == parts[0].strip()
    clause = ", ".join(kept)
    return clause if whole and len(content_stems(clause)) >= _CASE_WORDS else ""


def about(own: str, subject: str) -> str:
    """A question with its subject behind it: a noun phrase by "for", a clause in brackets."""
    core = _HANGING.sub("", own.rstrip("?. "))
    if _CLAUSE.search(subject) and described(subject):
        return sentence(f"{core}? ({subject})")
    return sentence(f"{core} for {subject}?")


def with_phrases(own: str, phrases: Sequence[str]) -> str:
    """A question with the phrases that it lacks, the first in place of its pronoun.

    A phrase that begins with BESIDES stands for nothing: it only follows.
    """
    if not phrases:
        return sentence(own)
    first, *rest = phrases
    core = own.rstrip("?. ")
    if first.startswith(BESIDES):
        return sentence(f"{core}, {', '.join(phrases)}?")
    replaced = _SUBJECT_OR_OBJECT.sub(lambda _: first, core, count=1)
    if replaced == core:
        replaced = _POSSESSIVE.sub(lambda _: f"{first}'s", core, count=1)
    if replaced == core:
        replaced, rest = f"{core} for {first}", rest
    return sentence(replaced) + (f", {', '.join(rest)}?" if rest else "?")
