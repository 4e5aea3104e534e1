"""Patient identifiers in a text: what they are, where they stand, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rag.answers.identity.births import births
from rag.answers.identity.contacts import addresses, emails, phones
from rag.answers.identity.names import names
from rag.answers.identity.numbers import nationals, records

Kind = Literal[
    "name", "birth-date", "record-number", "national-number", "phone", "email", "address"
]
# In order: what one has found, those after it do not read.
_FINDERS: dict[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    "email": emails,
    "birth-date": births,
    "national-number": nationals,
    "record-number": records,
    "phone": phones,
    "address": addresses,
    "name": names,
}
PLACEHOLDERS: dict[Kind, str] = {
    "name": "[name]",
    "birth-date": "[DOB]",
    "record-number": "[record no.]",
    "national-number": "[national no.]",
    "phone": "[phone]",
    "email": "[email]",
    "address": "[address]",
}
SAID: dict[Kind, str] = {
    "name": "a name",
    "birth-date": "a date of birth",
    "record-number": "a record number",
    "national-number": "a national number",
    "phone": "a phone number",
    "email": "an e-mail address",
    "address": "an address",
}
_FOUND = "■"  # neither a letter, a digit nor a space
_KINDS = {placeholder: kind for kind, placeholder in PLACEHOLDERS.items()}
_PLACEHOLDER = re.compile("|".join(map(re.escape, _KINDS)))
# What stands before a placeholder and says nothing without it.
_TITLED = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|master|pt|pts|patient|name)\b[.:,]?\s(?:is\s)?(?=\[name\])",
    re.I,
)
_RELATED = re.compile(
    r"(\b(?:son|daughter|wife|husband|mum|mom|mother|father|dad|brother|sister|grand\w{2,6}|baby|infant"
    r"|neonate|newborn|toddler|twin|boy|girl|child|lady|man|woman)\b),?\s\(?\[name\]\)?",
    re.I,
)
_LABELLED = re.compile(
    r"(?:\b(?:tel(?:ephone)?|(?:tele)?phone|mobile|cell|pager|fax|whats\s?app|contact|ring|call|dial"
    r"|reply|send|e-?mail|address|post\s?code|lives|living|resident|resides)\b"
    r"(?:\s(?:me|him|her|them|mum|mom|dad|no|number|is|on|at|in|of|to)){0,3}[\s.:,]{0,3})?"
    + f"(?:{'|'.join(re.escape(p) for p, kind in _KINDS.items() if kind != 'name')})",
    re.I,
)


class Identifier(NamedTuple):
    """What tells who a patient is, and where it stands in a text."""

    kind: Kind
    start: int
    end: int
    text: str


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a text, in order; no two on the same characters."""
    found: list[Identifier] = []
    left = text
    for kind, finder in _FINDERS.items():
        spans = _joined(finder(left))
        found += (Identifier(kind, start, end, text[start:end]) for start, end in spans)
        for start, end in spans:  # so that what stands beside it is read by itself
            left = left[:start] + _FOUND * (end - start) + left[end:]
    return tuple(sorted(found, key=lambda i: i.start))


def _joined(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that meet made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


def remove(text: str, found: Sequence[Identifier]) -> str:
    """`text` with a placeholder, such as "[name]", in the place of each identifier."""
    for one in sorted(found, key=lambda i: i.start, reverse=True):
        text = text[: one.start] + PLACEHOLDERS[one.kind] + text[one.end :]
    return text


def removed(text: str) -> tuple[Kind, ...]:
    """The kinds whose placeholders stand in `text`, each once."""
    return tuple(dict.fromkeys(_KINDS[m.group()] for m in _PLACEHOLDER.finditer(text)))


def searchable(text: str) -> str:
    """`text` as it is searched: a name is "the patient", other placeholders are left out."""
    if not _PLACEHOLDER.search(text):
        return text
    plain = _LABELLED.sub("", _RELATED.sub(r"\1", _TITLED.sub("", text)))
    plain = plain.replace(PLACEHOLDERS["name"], "the patient")
    plain = re.sub(r"\([\s,;:.&-]{0,20}\)", "", plain)
    plain = re.sub(r"\s+(?=[,;:.?!)\s])", "", plain).strip(" ,;:.-")
    plain = re.sub(r"([,;:?!])[,;:]+", r"\1", plain)
    return re.sub(r"^the patient\s?[:;-]\s", "", plain)
