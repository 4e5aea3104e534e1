"""Patient identifiers in what is typed: found before anything is stored, searched, logged or sent."""

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
# In order: where two stand on the same characters, the first says what they are.
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
_KINDS = {placeholder: kind for kind, placeholder in PLACEHOLDERS.items()}
_PLACEHOLDER = re.compile("|".join(map(re.escape, _KINDS)))
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|master)\b\.?\s(?=\[name\])", re.I)


class Identifier(NamedTuple):
    """What tells who a patient is, and where it stands in a text."""

    kind: Kind
    start: int
    end: int
    text: str


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a text, in order; no two on the same characters."""
    spans: list[tuple[int, int, Kind]] = []
    for kind, finder in _FINDERS.items():
        for start, end in finder(text):
            spans = _joined(spans, start, end, kind)
    return tuple(Identifier(k, a, b, text[a:b]) for a, b, k in sorted(spans))


def _joined(
    spans: Sequence[tuple[int, int, Kind]], start: int, end: int, kind: Kind
) -> list[tuple[int, int, Kind]]:
    """The spans with one more; those that it meets become one, of the kind found first."""
    met = [s for s in spans if s[0] < end and start < s[1]]
    apart = [s for s in spans if s not in met]
    kind = met[0][2] if met else kind
    return [*apart, (min([start, *(a for a, _, _ in met)]), max([end, *(b for _, b, _ in met)]), kind)]


def remove(text: str, found: Sequence[Identifier]) -> str:
    """`text` with a placeholder, such as "[name]", in the place of each identifier."""
    for one in sorted(found, key=lambda i: i.start, reverse=True):
        text = text[: one.start] + PLACEHOLDERS[one.kind] + text[one.end :]
    return text


def removed(text: str) -> tuple[Kind, ...]:
    """The kinds whose placeholders stand in `text`, each once."""
    return tuple(dict.fromkeys(_KINDS[m.group()] for m in _PLACEHOLDER.finditer(text)))


def searchable(text: str) -> str:
    """`text` as it is searched: a name is "the patient", and the other placeholders are left out."""
    if not _PLACEHOLDER.search(text):
        return text
    plain = _TITLED.sub("", text).replace(PLACEHOLDERS["name"], "the patient")
    plain = re.sub(r"\(\s?\)", "", _PLACEHOLDER.sub("", plain))
    return re.sub(r"\s+(?=[,;:.?!)])|\s+(?=\s)", "", plain).strip(" ,;:-")
