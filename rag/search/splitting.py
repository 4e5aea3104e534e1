"""Several questions in one line, one by one."""

from __future__ import annotations

import re

from rag.search.phrasing import FILLERS, described, is_change
from rag.text import content_stems, tokens

MOST = 3
_WHO = r"(?:it|he|she|they|i|we|you|there|the|this|that|these|those|an?)"
_ASKED = (
    r"(?:why|which|what|who|whom|where|when|how|any|(?:is|are|was|does|do|did|should|shall|can|could"
    rf"|must|will|would|has|have)\s+{_WHO}\b)"
)
_END = re.compile(r"\?+\s*(?=\S)|;\s*(?=\S)")
_AND = re.compile(rf"\s*,?\s+(?:and|also|plus)\s+(?:also\s+)?(?={_ASKED}\b)", re.I)
# Behind a comma the "and" begins anew also without a pronoun, and before what is asked for by name.
_NAMED = (
    r"(?:[\w-]+\s+){0,3}"
    r"(?:(?:dose|price|cost)s?\b|to\s+(?:give|use|start|add|order|send)(?=\W*$))"
)
_BY_NAME = re.compile(rf"{_NAMED}\W*$", re.I)
_COMMA = re.compile(
    r"\s*,\s+and\s+(?=(?:why|which|what|who|where|when|how|is|are|do|does|can|should|will)\b"
    rf"|{_NAMED}\W*$)",
    re.I,
)
_ASKS = re.compile(
    r"^(?:why|which|what|who|whom|where|when|how|any|is|are|was|does|do|did|should|shall|can|could"
    r"|must|will|would|has|have)\b",
    re.I,
)
_OPENING = re.compile(r"^(?:what|how)\s+(?:if|about)\b|^(?:any)\b", re.I)
# Words that tell of a patient or an event; a line without them names a topic.
_TELLS = re.compile(
    r"\b(?:he|she|they|his|her|their|my|our|pt|patient|yo|y/o|old|weeker|boy|girl|man|woman|lady|child"
    r"|baby|infant|is|are|was|were|has|had|have|on|given|got|now|still|already|just|no|not|\w+ed)\b"
    r"|\b\d{1,3} ?[MF]\b",
    re.I,
)
_TOPIC = 3  # content words of a topic
_TELLING = re.compile(rf"[:–,]\s*{_ASKED}\b", re.I)
_LEAST = 2  # words of a question of a line; "when and how" is one question


def questions(line: str) -> tuple[str, ...]:
    """The questions that a line asks, three at most; only the line itself where it asks one.

    A line is cut behind a question mark and before an "and" that a new question follows; "signs and
    symptoms", "CT and MRI" and "when and how" stay whole, and so does every line of which a piece
    would ask nothing by itself. A patient described first is told with each.
    """
    ends = [end.strip() for end in _END.split(line)]
    pieces = [p.strip(" ,") for end in ends for p in _asking(end) if p.strip(" ,")]
    marked = line.count("?") >= len(ends) > 1 and all(len(tokens(p)) >= _LEAST for p in pieces)
    pieces = _with_their_patient(pieces)
    first, others = pieces[:1], pieces[1:]
    told = marked or (all(map(_stands_first, first)) and all(map(_asks_by_name, others)))
    whole = len(pieces) < 2 or len(pieces) > MOST or not told
    return (line,) if whole else tuple(pieces)


def _asking(text: str) -> list[str]:
    """`text` cut before each further question; whole, where a piece could not stand."""
    apart = _COMMA.split(text)
    telling = all(len(content_stems(p)) >= _LEAST for p in apart)
    topic = described(apart[0]) != apart[0].strip() or _stands_first(apart[0])
    if len(apart) == 2 and telling and topic:
        return [piece for p in apart for piece in _asking(p)]
    pieces = _AND.split(text)
    return pieces if all(map(_stands, pieces)) or _opens(pieces) else [text]


def _stands(piece: str) -> bool:
    return len(tokens(piece)) > _LEAST and bool(content_stems(piece)) and _asks(piece)


def _opens(pieces: list[str]) -> bool:
    """Whether each further piece begins anew: "how long for and what if allergic"."""
    return all(map(_asks, pieces)) and all(map(_OPENING.search, pieces[1:]))


def _asks(piece: str) -> bool:
    core = FILLERS.sub("", piece)
    patient = described(piece)
    asks = core[len(patient) :].strip(" ,.;") if patient else core
    return len(tokens(piece)) >= _LEAST and bool(_ASKS.search(asks) or is_change(piece))


def _asks_by_name(piece: str) -> bool:
    """Whether a piece asks, or names a dose, a price or a cost."""
    return _asks(piece) or bool(_BY_NAME.search(piece))


def _stands_first(piece: str) -> bool:
    """Whether a piece asks, or names a topic and tells of nobody: "4th drug in hypertension"."""
    topic = len(content_stems(piece)) >= _TOPIC and not _TELLS.search(piece)
    return topic or _asks_by_name(piece) or bool(_TELLING.search(piece))


def _with_their_patient(pieces: list[str]) -> list[str]:
    """The pieces, a patient whom the first describes told with the others too."""
    told = bool(pieces) and bool(_TELLS.search(pieces[0]) or _TELLING.search(pieces[0]))
    patient = _TELLING.split(described(pieces[0]))[0] if told else ""
    return [pieces[0], *(f"{patient}, {p}" for p in pieces[1:])] if patient else pieces
