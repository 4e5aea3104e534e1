"""What in a question looks like a patient's details."""

from __future__ import annotations

from typing import NamedTuple


class Identifier(NamedTuple):
    """A stretch of a text that may name a patient."""

    kind: str
    start: int
    end: int
    text: str


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """What looks like a patient's details in `text`."""
    del text
    return ()


def remove(text: str, found: tuple[Identifier, ...]) -> str:
    """`text` with each of `found` replaced by its kind."""
    for one in sorted(found, key=lambda i: i.start, reverse=True):
        text = f"{text[: one.start]}[{one.kind}]{text[one.end :]}"
    return text
