"""Dates of birth: a date behind a cue, beside a person, or with nothing that makes it an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_FULL = (
    r"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1(?:(?:18|19|20)\d\d|\d\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}\.?,?[ -](?:'?\d\d|(?:18|19|20)\d\d)"
    rf"|{_MONTH}\.?[ -](?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?[ -](?:18|19|20)\d\d)"
)
_CUE = (
    r"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth\s?-?date|birthday|born(?: on| in)?|bday|b\.)"
    r"[\s:=(-]{0,4}"
)
_CUED = re.compile(rf"{_CUE}(?:{_FULL}|\d{{6}}|\d{{8}})(?![\d/])", re.I)
_DATE = re.compile(rf"(?<![\d./-]){_FULL}(?![\d/]|[.-]\d)", re.I)
# What makes a date one of a document or of something that happened.
_EVENT = re.compile(
    r"\b(?:on|since|from|before|after|until|till|by|dated?|scan(?:ned)?|seen|admi\w{2,6}|discharged?|operated|"
    r"surgery|op|lmp|edd|due|updated?|published|version|edition|approved|revis\w{1,5}|guidelines?|"
    r"reviewed?|retrieved|accessed|ct|mri|us|x-?ray|bloods?|test(?:ed)?|taken|started|stopped|"
    r"given|last|next|of|in|between|and|to|vaccin\w{1,6}|dose|visit|follow-?up|clinic)\b"
    r"[\s:,(]{0,3}(?:the\s)?$",
    re.I,
)
_AFTER = re.compile(r"\s(?:guideline|edition|update|version|scan|ct|mri|us|x-?ray|bloods|lmp)", re.I)


def births(text: str) -> Iterator[tuple[int, int]]:
    """Where dates of birth stand, each with its cue; a date that is an event's is none."""
    for found in _CUED.finditer(text):
        yield found.span()
    for found in _DATE.finditer(text):
        lead = text[max(0, found.start() - 24) : found.start()]
        if not _EVENT.search(lead) and not _AFTER.match(text, found.end()):
            yield found.span()
