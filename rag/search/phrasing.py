"""The resolved question as a sentence: where what is carried is put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text import content_stems

FILLERS = re.compile(  # "no contrast?" keeps its "no", "no, in a neonate" does not
    r"^(?:(?:so|and|or|but|ok|okay|well|then|also|thanks|no(?=\s*[,.:-])|yes|hm+)\b[\s,.:-]*)+",
    re.I,
)
_ASKING = re.compile(
    r"^\W*(?:so |and |ok |then )?(?:why|which|who|what|how|when|where|is|are|does|do|did|should|can"
    r"|could|must|will|would|has|have|any|tell|still)\b",
    re.I,
)
_SEGMENT = re.compile(r"(?<!\d),\s*|;\s*|(?<=[a-z])\.\s+")
BESIDES = "besides "  # before what a question asks for others of
_CASE_WORDS = 3  # so many content words make a description
_SUBJECT_OR_OBJECT = re.compile(r"\b(?:it|he|she|they|them|him)\b", re.I)
_POSSESSIVE = re.compile(r"\b(?:its|their|his)\b", re.I)
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|had|needs?|looks?|shows?|fell|felt)\b|,", re.I)


def sentence(text: str) -> str:
    """`text` without the fillers at its start, with a capital."""
    core = FILLERS.sub("", text) or text
    return core[:1].upper() + core[1:]


def described(text: str) -> str:
    """The part of a text that describes a patient or names a topic; "" where it only asks.

    "pneumonia, 70 yo going to ICU, what do we give" describes with its first two parts.
    """
    parts = _SEGMENT.split(text.strip().rstrip("?. "))
    kept = [p.strip() for p in parts if p.strip() and not _ASKING.search(p)]
    whole = bool(kept) and kept[0] == parts[0].strip()
    clause = ", ".join(kept)
    return clause if whole and len(content_stems(clause)) >= _CASE_WORDS else ""


def about(own: str, subject: str) -> str:
    """A question with its subject behind it: a noun phrase by "for", a clause in brackets."""
    core = own.rstrip("?. ")
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
