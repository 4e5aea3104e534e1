"""Reading what a language model replies, while it comes: JSON objects in whatever stands around.

Models wrap what they are asked for: in a fence, an array, an object with one key, a greeting. So
the innermost objects are read, each when its brace closes, and the rest is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

MAX_OBJECT = 4000  # characters of one object
MAX_NUMBERS = 8  # sentences that one statement rests on


class ModelFailedError(Exception):
    """A model that erred, was late, or said too much; never shown, and logged by its kind only."""


class NothingAnswersError(Exception):
    """A model that said that no sentence answers."""


class Draft(NamedTuple):
    """A statement as a model gives it: its text ("" where it selects) and its sentences' numbers.

    Without numbers it is nothing that can be checked, and fails.
    """

    text: str
    numbers: tuple[int, ...]


MALFORMED = Draft("", ())


def drafts(pieces: Iterable[str], written: bool) -> Iterator[Draft]:
    """The statements of a reply, each as soon as it has ended; MALFORMED for what is none.

    Raises NothingAnswersError, and ModelFailedError for a reply without an object, or one that
    stops inside an object.
    """
    count = 0
    for source in objects(pieces):
        count += 1
        read = _read(source)
        if read.get("none") is True and "sentences" not in read:
            raise NothingAnswersError
        yield _draft(read, written)
    if not count:
        raise ModelFailedError("no object")


def objects(pieces: Iterable[str]) -> Iterator[str]:
    """The innermost {...} of a text that comes in pieces. Raises ModelFailedError at a torn one."""
    inside, in_string, escaped = "", False, False
    for character in (c for piece in pieces for c in piece):
        if not inside:
            inside = "{" if character == "{" else ""
            continue
        if character == "{" and not in_string:  # what was open is a wrapping
            inside = "{"
            continue
        inside += character
        if len(inside) > MAX_OBJECT:
            raise ModelFailedError("an object without end")
        if character == "}" and not in_string:
            yield inside
            inside = ""
        elif character == '"' and not escaped:
            in_string = not in_string
        escaped = in_string and character == "\\" and not escaped
    if inside:
        raise ModelFailedError("a torn object")


def _read(source: str) -> dict[str, Any]:
    try:
        found = json.loads(source)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _draft(read: dict[str, Any], written: bool) -> Draft:
    text, numbers = read.get("text") if written else "", read.get("sentences")
    if not isinstance(text, str) or bool(text.strip()) != written:
        return MALFORMED
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MAX_NUMBERS:
        return MALFORMED
    if any(type(n) is not int for n in numbers):  # True is an int, and 2.0 is none
        return MALFORMED
    return Draft(" ".join(text.split()), tuple(dict.fromkeys(numbers)))
