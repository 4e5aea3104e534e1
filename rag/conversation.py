"""Conversations and feedback, kept in SQL with the evidence of each answer as it was then."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rag.answers.answer import Answer
from rag.database import Database, Migration
from rag.errors import ConversationError, ConversationMissingError, NotKept, SettingsError
from rag.kept import (
    CONVERSATIONS,
    MAX_COMMENT,
    MAX_TITLE,
    TABLES,
    TURNS,
    VERDICTS,
    Complaint,
    Conversation,
    Kept,
    Listed,
    Verdict,
    kept_of,
    one_line,
    row_of,
    stamp,
)
from rag.settings import Settings

__all__ = [
    "VERDICTS",
    "Complaint",
    "Conversation",
    "Conversations",
    "Kept",
    "Listed",
    "Verdict",
    "open_conversations",
]
MAX_TURNS = 500  # of a conversation
MIGRATIONS: tuple[Migration, ...] = ()
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Conversations:
    """The conversations of every user ("" where nobody signs in); safe in threads and processes.

    A user sees only what is theirs: everything else is not found. Reading raises
    ConversationError, writing NotKept, where the database is locked, full or gone; neither waits
    longer than a few seconds.
    """

    def __init__(self, database: Database, now: Callable[[], dt.datetime] = _now) -> None:
        self._database, self._now = database, now

    def start(self, user: str) -> str:
        """The id of a new conversation. Nothing is written before a turn is kept."""
        del user  # whose it is, is written with its first turn
        return _new("c")

    def keep(self, conversation: str, user: str, answer: Answer, replaces: str = "") -> str:
        """The id of the turn that is now kept, at the end or in the place of `replaces`.

        What is replaced is no longer read, but a complaint about it stays. Raises NotKept, and
        ConversationMissingError for a conversation or turn that is not the user's.
        """
        turn, now = _new("t"), stamp(self._now())
        with self._database.writing() as db:
            _open(db, _checked(conversation), user, answer.question, now)
            place = _place(db, conversation, replaces)
            if replaces:
                old = TURNS.c.id == replaces
                db.execute(TURNS.update().where(old).values(replaced_by=turn))
            db.execute(TURNS.insert().values(row_of(turn, conversation, place, now, answer)))
        return turn

    def read(self, conversation: str, user: str) -> Conversation:
        """A conversation.

        Raises ConversationMissingError, and ConversationBrokenError where a turn is not what was
        kept.
        """
        shown = (TURNS.c.conversation == conversation) & (TURNS.c.replaced_by == "")
        with self._database.reading() as db:
            head = _mine(db, conversation, user)
            query = sa.select(TURNS).where(shown).order_by(TURNS.c.place).limit(MAX_TURNS)
            rows = db.execute(query).all()
        made, late = map(dt.datetime.fromisoformat, (head.created, head.updated))
        return Conversation(head.id, head.title, made, late, tuple(map(kept_of, rows)))

    def list(self, user: str, search: str = "", limit: int = 200) -> tuple[Listed, ...]:
        """The user's conversations with `search` in their titles or turns, newest first."""
        c, shown = CONVERSATIONS.c, TURNS.c.replaced_by == ""
        joined = CONVERSATIONS.join(TURNS, (TURNS.c.conversation == c.id) & shown)
        query = (
            sa.select(c.id, c.title, c.created, c.updated, sa.func.count())
            .select_from(joined)
            .where(c.owner == user, *_holding(search))
            .group_by(c.id, c.title, c.created, c.updated)
            .order_by(c.updated.desc(), c.id)
            .limit(limit)
        )
        with self._database.reading() as db:
            rows = db.execute(query).all()
        moment = dt.datetime.fromisoformat
        return tuple(Listed(i, t, moment(made), moment(late), n) for i, t, made, late, n in rows)

    def rename(self, conversation: str, user: str, title: str) -> None:
        """Gives a conversation another title; an empty one changes nothing."""
        with self._database.writing() as db:
            _mine(db, conversation, user)
            mine = CONVERSATIONS.c.id == conversation
            if one_line(title):
                db.execute(CONVERSATIONS.update().where(mine).values(**_titled(title)))

    def delete(self, conversation: str, user: str) -> None:
        """Deletes a conversation for good, with its feedback."""
        with self._database.writing() as db:
            _mine(db, conversation, user)
            _delete(db, CONVERSATIONS.c.id == conversation)
        self._database.forget()

    def delete_all(self, user: str) -> int:
        """How many conversations of a user were deleted for good: all of them."""
        with self._database.writing() as db:
            deleted = _delete(db, CONVERSATIONS.c.owner == user)
        self._database.forget()
        return deleted

    def judge(self, turn: str, user: str, verdict: Verdict, comment: str = "") -> None:
        """Keeps what a user thinks of an answer, in the place of what they thought before."""
        if verdict not in VERDICTS:
            raise ConversationError(f"{str(verdict)[:40]!r} is not one of {', '.join(VERDICTS)}")
        comment = one_line(comment)[:MAX_COMMENT]
        with self._database.writing() as db:
            query = sa.select(TURNS.c.conversation).where(TURNS.c.id == _checked(turn))
            _mine(db, db.execute(query).scalar() or "", user)
            judged = {"verdict": verdict, "comment": comment, "judged_at": stamp(self._now())}
            db.execute(TURNS.update().where(TURNS.c.id == turn).values(**judged))

    def complaints(self, since: dt.datetime | None = None) -> tuple[Complaint, ...]:
        """What users found wrong since a moment (with its zone), oldest first; whose, is not said.

        Raises ConversationBrokenError where a turn is not what was kept.
        """
        wrong = TURNS.c.verdict.in_(("wrong-answer", "wrong-source"))
        query = sa.select(TURNS).where(wrong).order_by(TURNS.c.judged_at, TURNS.c.id)
        if since is not None:
            query = query.where(TURNS.c.judged_at >= stamp(since))
        with self._database.reading() as db:
            return tuple(_complaint(db, row) for row in db.execute(query).all())

    def close(self) -> None:
        """Closes every connection; the next use opens one again."""
        self._database.close()


def open_conversations(
    settings: Settings, now: Callable[[], dt.datetime] = _now
) -> Conversations | None:
    """The conversations that the settings name, None where none are kept.

    Nothing is opened before the first use, so that a database that is away takes no page with it.
    Raises SettingsError for a URL that cannot be used.
    """
    if settings.conversations == "off":
        return None
    return Conversations(Database(_url(settings), TABLES, MIGRATIONS), now)


def _url(settings: Settings) -> sa.URL:
    if not settings.conversations:
        folder = settings.index.parent
        with suppress(OSError):  # then nothing will be kept, and the page says so
            folder.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=str(folder / "conversations.db"))
    try:
        url = sa.make_url(settings.conversations)
    except (sa.exc.ArgumentError, ValueError):
        raise SettingsError("SEQUITUR_CONVERSATIONS is not an SQLAlchemy URL") from None
    file = url.database or ":memory:"
    if url.get_backend_name() == "sqlite" and not (
        Path(file).is_absolute() and Path(file).parent.is_dir()
    ):
        raise SettingsError(
            "SEQUITUR_CONVERSATIONS: SQLite needs a file in a folder that is there, such as "
            f"sqlite:////srv/kept.db, not {file}; `off` keeps nothing"
        )
    return url


def _new(kind: str) -> str:
    """An id that nobody guesses; with a letter first, for a hyphen would begin an option."""
    return kind + secrets.token_urlsafe(16)


def _checked(key: str) -> str:
    if not _ID.fullmatch(key):
        raise _missing()
    return key


def _missing() -> ConversationMissingError:
    return ConversationMissingError("there is no such conversation of yours; it may be deleted")


def _mine(db: sa.Connection, conversation: str, user: str) -> sa.Row[Any]:
    """The user's conversation."""
    c = CONVERSATIONS.c
    query = sa.select(CONVERSATIONS).where(c.id == _checked(conversation), c.owner == user)
    row = db.execute(query).one_or_none()
    if row is None:
        raise _missing()
    return row


def _open(db: sa.Connection, conversation: str, user: str, question: str, now: str) -> None:
    """Writes the conversation if it is new, and that it was changed; other writers wait on that."""
    c = CONVERSATIONS.c
    new = {"id": conversation, "owner": user, "created": now} | _titled(question)
    if not db.execute(sa.select(c.id).where(c.id == conversation)).scalar():
        with suppress(sa.exc.IntegrityError), db.begin_nested():  # another process was first
            db.execute(CONVERSATIONS.insert().values(new | {"updated": now}))
    _mine(db, conversation, user)
    db.execute(CONVERSATIONS.update().where(c.id == conversation).values(updated=now))


def _place(db: sa.Connection, conversation: str, replaces: str) -> int:
    """The place of a new turn: that of the turn that it replaces, or the next."""
    ours = TURNS.c.conversation == conversation
    if replaces:
        old = (TURNS.c.id == replaces) & (TURNS.c.replaced_by == "")
        place = db.execute(sa.select(TURNS.c.place).where(ours, old)).scalar()
        if place is None:
            raise ConversationMissingError("the turn to be replaced is not there")
        return int(place)
    last = db.execute(sa.select(sa.func.max(TURNS.c.place)).where(ours)).scalar() or 0
    if last >= MAX_TURNS:
        raise NotKept(f"nothing was kept (a conversation has {MAX_TURNS} turns; start a new one)")
    return int(last) + 1


def _holding(search: str) -> list[sa.ColumnElement[bool]]:
    """The conditions under which each word of a search stands in a title or a turn."""
    ours = (TURNS.c.conversation == CONVERSATIONS.c.id) & (TURNS.c.replaced_by == "")
    turns = sa.select(TURNS.c.id).where(ours).correlate(CONVERSATIONS)
    return [
        CONVERSATIONS.c.words.contains(word, autoescape=True)
        | turns.where(TURNS.c.words.contains(word, autoescape=True)).exists()
        for word in one_line(search[:200]).casefold().split()
    ]


def _titled(text: str) -> dict[str, str]:
    """The columns of a title, "Untitled" where nothing is written."""
    text = one_line(text) or "Untitled"
    title = text if len(text) <= MAX_TITLE else text[: MAX_TITLE - 1].rstrip() + "…"
    return {"title": title, "words": title.casefold()}


def _delete(db: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    found = sa.select(CONVERSATIONS.c.id).where(which)
    db.execute(TURNS.delete().where(TURNS.c.conversation.in_(found)))
    return db.execute(CONVERSATIONS.delete().where(which)).rowcount


def _complaint(db: sa.Connection, row: sa.Row[Any]) -> Complaint:
    before = (TURNS.c.conversation == row.conversation) & (TURNS.c.place < row.place)
    query = sa.select(TURNS).where(before, TURNS.c.replaced_by == "").order_by(TURNS.c.place)
    history = tuple(kept_of(r).answer.question for r in db.execute(query).all())
    kept = kept_of(row)
    return Complaint(
        row.id,
        dt.datetime.fromisoformat(row.judged_at),
        history,
        kept.answer.question,
        kept.answer,
        row.verdict,
        kept.comment,
    )
