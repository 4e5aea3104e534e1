"""Screening: what comes from a user is bounded and cleaned before anything reads it."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.answers.answer import Reason

MAX_CHARS = 2000
MAX_TURNS = 50
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# These stand inside words, so they are taken out: soft hyphen, zero width, "bidi".
_HIDDEN = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_INSTRUCTION = re.compile(
    # Clinicians ask "can I ignore the previous ultrasound?" and "may we override the Ottawa rule?"
    r"\b(?:ignore|forget|disregard|override)\b.{0,40}"
    r"\b(?:instructions?|prompts?|(?:your|the|all|any|these|previous|safety) rules)\b"
    r"|\b(?:ignore|forget|disregard) (?:all |everything |anything )?(?:of )?(?:the )?"
    r"(?:above|previous)(?: and\b|[.,;:!]|$)"
    r"|\b(?:without|drop|omit|remove|skip|leave out)\b.{0,20}\bdisclaimers?\b"
    r"|\bsystem prompt\b|\bpretend (?:to be|you are)\b|\bjailbreak\b",
    re.I | re.S,
)


class Screened(NamedTuple):
    """A question fit to be read, or the reason why it is not answered and the gap to say so."""

    question: str
    reason: Reason | None
    gap: str | None


def screen(question: str) -> Screened:
    """The question without control and hidden characters and outer space, or why it is refused."""
    visible = _HIDDEN.sub("", _CONTROL.sub(" ", question[: MAX_CHARS + 1]))
    clean = re.sub(r"\s+", " ", visible).strip()
    if len(question) > MAX_CHARS:
        gap = f"The question is longer than {MAX_CHARS} characters; ask it in fewer words."
        return Screened(clean[:200], "unsafe-input", gap)
    if not any(c.isalnum() for c in clean):
        return Screened(clean, "unclear", "There is no question to answer.")
    if _INSTRUCTION.search(clean):
        gap = (
            "This is an instruction, not a question; it is not carried out. Ask only the question."
        )
        return Screened(clean, "unsafe-input", gap)
    return Screened(clean, None, None)
