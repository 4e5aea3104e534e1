"""Conversations with manual rewrites, read strictly: a mistake is an error with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from rag.errors import SequiturError


class TurnsError(SequiturError):
    """A file of conversations that cannot be read."""


class Exchange(NamedTuple):
    """An earlier question, and its answer or ""."""

    question: str
    answer: str


class Rewritten(NamedTuple):
    """A question of a conversation, with the rewrite that a person made of it."""

    conversation: str
    turn: int
    id: str
    question: str
    manual: str
    history: tuple[Exchange, ...]  # oldest first


def load_turns(path: Path) -> list[Rewritten]:
    """The turns of a file of JSON lines, in order. Raises TurnsError with the line."""
    if not path.is_file():
        raise TurnsError(f"{path}: no such file; it holds one turn a line, as JSON")
    found: list[Rewritten] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(_turn(json.loads(line)))
            except (ValueError, TypeError, KeyError) as error:
                raise TurnsError(f"{path}:{number}: not a turn: {error!r}") from None
    if not found:
        raise TurnsError(f"{path}: no turn in it")
    return found


def _turn(row: dict[str, Any]) -> Rewritten:
    texts = {field: row[field] for field in ("conversation", "id", "question", "manual")}
    history = tuple(Exchange(e["question"], e.get("answer") or "") for e in row["history"])
    for text in (*texts.values(), *(t for e in history for t in e)):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is not text")
    return Rewritten(turn=int(row["turn"]), history=history, **texts)
