"""What is kept of a conversation: tables, records, and the seal that tells an altered row."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from rag.answers.answer import DISCLAIMER, Answer
from rag.errors import ConversationBrokenError, NotKept
from rag.text import visible

Verdict = Literal["helpful", "wrong-answer", "wrong-source"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
MAX_TITLE, MAX_COMMENT = 120, 2000  # characters
MAX_ANSWER = 2_000_000  # characters of an answer's JSON

_key = sa.String(64)
_long = sa.Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")  # whose TEXT holds 64 KiB
_moment = sa.String(32)  # ISO 8601 in UTC with microseconds, which sorts as text
TABLES = sa.MetaData()
CONVERSATIONS = sa.Table(
    "conversations",
    TABLES,
    sa.Column("id", _key, primary_key=True),
    sa.Column("owner", sa.String(255), nullable=False, index=True),
    sa.Column("title", sa.String(MAX_TITLE), nullable=False),
    sa.Column("words", _long, nullable=False),  # what a search looks through
    sa.Column("created", _moment, nullable=False),
    sa.Column("updated", _moment, nullable=False),
)
_OF = sa.ForeignKey("conversations.id", ondelete="CASCADE")
TURNS = sa.Table(
    "turns",
    TABLES,
    sa.Column("id", _key, primary_key=True),
    sa.Column("conversation", _key, _OF, nullable=False, index=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("asked_at", _moment, nullable=False),
    sa.Column("words", _long, nullable=False),  # what a search looks through
    sa.Column("answer", _long, nullable=False),
    sa.Column("seal", _key, nullable=False),
    sa.Column("replaced_by", _key, nullable=False, default=""),
    sa.Column("verdict", sa.String(16), nullable=False, default=""),
    sa.Column("comment", _long, nullable=False, default=""),
    sa.Column("judged_at", _moment, nullable=False, default=""),
)


@dataclass(frozen=True)
class Kept:
    """A turn as it was kept."""

    id: str
    asked_at: dt.datetime  # with its zone, UTC
    answer: Answer
    verdict: Verdict | Literal[""] = ""
    comment: str = ""


@dataclass(frozen=True)
class Conversation:
    """A conversation with its turns, oldest first."""

    id: str
    title: str
    created: dt.datetime
    updated: dt.datetime
    turns: tuple[Kept, ...]


class Listed(NamedTuple):
    """A conversation in a list of them."""

    id: str
    title: str
    created: dt.datetime
    updated: dt.datetime
    turns: int


class Complaint(NamedTuple):
    """An answer that its reader found wrong, with what an evaluator needs to ask it again."""

    turn: str
    judged_at: dt.datetime
    history: tuple[str, ...]  # the earlier questions, oldest first
    question: str
    answer: Answer
    verdict: Verdict
    comment: str


def stamp(moment: dt.datetime) -> str:
    """A moment, which has a zone, as it is kept."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def one_line(text: str) -> str:
    """The text on one line, without characters that control, hide or reorder it."""
    return " ".join(visible(text).split())


def row_of(turn: str, conversation: str, place: int, asked_at: str, answer: Answer) -> Any:
    """The row of a turn, by column. Raises NotKept for an answer that could not be read again."""
    try:
        text = json.dumps(answer.to_dict(), allow_nan=False)
        Answer.from_dict(json.loads(text))
    except ValueError:
        raise NotKept("nothing was kept (an answer that could not be read again)") from None
    if len(text) > MAX_ANSWER:
        raise NotKept(f"nothing was kept (an answer of more than {MAX_ANSWER} characters)")
    return {
        "id": turn,
        "conversation": conversation,
        "place": place,
        "asked_at": asked_at,
        "words": one_line(f"{answer.question} {answer.resolved_question} {answer.text}").casefold(),
        "answer": text,
        "seal": _seal(turn, conversation, asked_at, text),
    }


def kept_of(row: Any) -> Kept:
    """The turn of a row. Raises ConversationBrokenError where the row is not what was kept."""
    try:
        if row.seal != _seal(row.id, row.conversation, row.asked_at, row.answer):
            raise ValueError("another seal")
        if row.verdict not in ("", *VERDICTS):
            raise ValueError("no verdict")
        found = json.loads(row.answer)
        # The disclaimer that is shown is always today's, whole; the row keeps the one of then.
        found["disclaimer"] = DISCLAIMER[found["reader"]]
        answer = Answer.from_dict(found)
        asked_at = dt.datetime.fromisoformat(row.asked_at)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConversationBrokenError(
            f"turn {row.id[:64]} of conversation {row.conversation[:64]} is not what was kept; "
            "restore the database from a copy, or delete the conversation"
        ) from None
    return Kept(row.id, asked_at, answer, row.verdict, row.comment)


def _seal(*parts: str) -> str:
    """Tells a row that was altered or moved; whoever knows how can seal another."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
