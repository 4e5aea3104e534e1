"""A database under faults: killed, locked, full, taken away, of another version."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from rag.answers.answer import Answer
from rag.conversation import Conversations, open_conversations
from rag.database import WAIT, Database, Migration
from rag.errors import ConversationBrokenError, ConversationError, NotKept
from rag.kept import TABLES
from rag.settings import Settings
from tests.test_answer import answer

CONVERSATION = "C" * 22
WRITER = """
import sys
from rag.conversation import open_conversations
from rag.settings import Settings
from tests.test_answer import answer

url, conversation, name, count = sys.argv[1:]
kept = open_conversations(Settings(conversations=url))
print("ready", flush=True)
for i in range(int(count)):
    print(kept.keep(conversation, "", answer(question=f"{name}-{i}")), flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def kept(file: Path) -> Iterator[Conversations]:
    found = opened(file)
    yield found
    found.close()


def opened(file: Path) -> Conversations:
    found = open_conversations(Settings(conversations=f"sqlite:///{file}"))
    assert found is not None
    return found


def asked(question: str) -> Answer:
    return answer(question=question)


def writer(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, f"sqlite:///{file}", CONVERSATION, name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    return map(str.strip, process.stdout)


def test_killing_a_writer_loses_nothing_that_was_kept(file: Path, kept: Conversations) -> None:
    with writer(file, "a", 100_000) as process:
        written = lines(process)
        told = [next(written) for _ in range(30)][1:]
        os.kill(process.pid, signal.SIGKILL)
        told += list(written)
    assert process.returncode == -signal.SIGKILL
    turns = kept.read(CONVERSATION, "").turns
    # One may have been committed and not told of any more.
    assert [t.id for t in turns][: len(told)] == told
    assert len(turns) - len(told) in (0, 1)
    assert [t.answer.question for t in turns] == [f"a-{i}" for i in range(len(turns))]
    kept.keep(CONVERSATION, "", answer())


def test_two_processes_write_one_conversation(file: Path, kept: Conversations) -> None:
    with writer(file, "a", 20) as one, writer(file, "b", 20) as two:
        assert len(list(lines(one))) == len(list(lines(two))) == 21
    assert (one.returncode, two.returncode) == (0, 0)
    found = [t.answer.question for t in kept.read(CONVERSATION, "").turns]
    for name in "ab":
        assert [q for q in found if q[0] == name] == [f"{name}-{i}" for i in range(20)]
    assert len(found) == 40


def test_while_one_writes_another_reads_what_was_before(file: Path, kept: Conversations) -> None:
    kept.keep(CONVERSATION, "", asked("one"))
    other = opened(file)
    with sqlite3.connect(file, isolation_level=None) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE conversations SET title = 'changed'")
        assert other.list("")[0].title == "one"
        assert other.read(CONVERSATION, "").title == "one"
        writing.execute("COMMIT")
    writing.close()
    assert other.list("")[0].title == "changed"
    other.close()


def test_a_lock_is_waited_for_and_then_said(file: Path, kept: Conversations) -> None:
    kept.keep(CONVERSATION, "", asked("one"))
    assert WAIT <= 2
    with sqlite3.connect(file, isolation_level=None) as writing:
        writing.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotKept, match="database is locked"):
            kept.keep(CONVERSATION, "", asked("two"))
        writing.execute("ROLLBACK")
    writing.close()
    kept.keep(CONVERSATION, "", asked("three"))
    found = [t.answer.question for t in kept.read(CONVERSATION, "").turns]
    assert found == ["one", "three"]


def test_a_full_disk_keeps_nothing_of_a_turn_and_breaks_nothing(file: Path) -> None:
    room = {"pages": 2**20}

    def limit(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count = {room['pages']}")

    kept = opened(file)
    kept.keep(CONVERSATION, "", asked("one"))
    kept.close()
    room["pages"] = 1  # as many as there are
    sa.event.listen(sa.pool.Pool, "connect", limit)
    try:
        long = asked("long " * 20_000)
        with pytest.raises(NotKept, match="full"):
            kept.keep("D" * 22, "", long)
        kept.close()
    finally:
        sa.event.remove(sa.pool.Pool, "connect", limit)
    assert [one.id for one in kept.list("")] == [CONVERSATION]
    kept.keep("D" * 22, "", long)
    kept.close()


def test_a_file_that_was_taken_away_is_not_written_to_any_more(
    file: Path, kept: Conversations
) -> None:
    kept.keep(CONVERSATION, "", asked("one"))
    for path in file.parent.iterdir():
        path.unlink()
    kept.keep(CONVERSATION, "", asked("two"))
    other = opened(file)
    assert [t.answer.question for t in other.read(CONVERSATION, "").turns] == ["two"]
    other.close()


def test_a_folder_that_was_taken_away_is_said_and_its_return_found(tmp_path: Path) -> None:
    folder = tmp_path / "mount"
    folder.mkdir()
    kept = opened(folder / "kept.db")
    kept.keep(CONVERSATION, "", asked("one"))
    kept.close()
    folder.rename(tmp_path / "away")
    with pytest.raises(NotKept, match="unable to open database file"):
        kept.keep(CONVERSATION, "", asked("two"))
    with pytest.raises(ConversationError, match="cannot be read now"):
        kept.list("")
    assert not folder.exists()
    (tmp_path / "away").rename(folder)
    assert [t.answer.question for t in kept.read(CONVERSATION, "").turns] == ["one"]
    kept.close()


def test_a_file_that_is_no_database_is_said(file: Path, kept: Conversations) -> None:
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(NotKept, match="not a database"):
        kept.keep(CONVERSATION, "", answer())
    with pytest.raises(ConversationError, match="not a database"):
        kept.list("")
    assert file.read_bytes() == b"not a database" * 100


def test_only_its_owner_can_read_the_file(file: Path, kept: Conversations) -> None:
    file.touch(0o666)
    kept.keep(CONVERSATION, "", answer())
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in file.parent.iterdir()}
    assert modes == dict.fromkeys(("kept.db", "kept.db-wal", "kept.db-shm"), 0o600)


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_deleted_is_in_no_file_any_more(
    file: Path, kept: Conversations, whole: bool
) -> None:
    secret = "thesecretquestion"

    def holding() -> list[str]:
        return [p.name for p in file.parent.iterdir() if secret.encode() in p.read_bytes()]

    stays = kept.start("")
    kept.keep(stays, "", asked("stays"))
    kept.keep(CONVERSATION, "", asked(secret + "?" * 9000))
    turn = kept.keep(CONVERSATION, "", asked(secret))
    kept.judge(turn, "", "wrong-answer", secret)
    assert holding()
    if whole:
        kept.delete_all("")
    else:
        kept.delete(CONVERSATION, "")
    assert holding() == []
    assert len(kept.list("")) == (0 if whole else 1)


def test_a_newer_schema_is_refused_with_the_way_out(file: Path, kept: Conversations) -> None:
    kept.keep(CONVERSATION, "", answer())
    kept.close()
    with sqlite3.connect(file) as db:
        db.execute("UPDATE schema_version SET version = 9")
    db.close()
    before = file.read_bytes()
    for attempt in (lambda: kept.list(""), lambda: kept.keep(CONVERSATION, "", answer())):
        with pytest.raises(ConversationBrokenError, match="schema 9 and this version knows 1"):
            attempt()
    kept.close()
    assert file.read_bytes() == before


def column(name: str, fails: bool = False) -> Migration:
    def migrate(db: sa.Connection) -> None:
        db.exec_driver_sql(f"ALTER TABLE turns ADD COLUMN {name} TEXT NOT NULL DEFAULT 'x'")
        if fails:
            raise OSError("killed")

    return migrate


def columns(file: Path) -> set[str]:
    with sqlite3.connect(file) as db:
        found = {row[1] for row in db.execute("PRAGMA table_info(turns)")}
        ((version,),) = db.execute("SELECT version FROM schema_version")
    db.close()
    return {c for c in found if c.startswith("new_")} | {f"version {version}"}


def test_an_older_schema_is_led_to_the_newest_step_by_step_or_not_at_all(
    file: Path, kept: Conversations
) -> None:
    kept.keep(CONVERSATION, "", asked("one"))
    kept.close()
    assert columns(file) == {"version 1"}

    def through(*steps: Migration) -> None:
        database = Database(sa.make_url(f"sqlite:///{file}"), TABLES, steps)
        with database.reading() as db:
            assert db.exec_driver_sql("SELECT count(*) FROM turns").scalar() == 1
        database.close()

    with pytest.raises(ConversationError):
        through(column("new_a"), column("new_b", fails=True))
    assert columns(file) == {"version 1"}
    through(column("new_a"))
    assert columns(file) == {"version 2", "new_a"}
    through(column("new_a"), column("new_b"), column("new_c"))
    assert columns(file) == {"version 4", "new_a", "new_b", "new_c"}


def test_a_new_database_has_the_newest_schema_at_once(file: Path) -> None:
    database = Database(sa.make_url(f"sqlite:///{file}"), TABLES, [column("new_a")])
    with database.writing():
        pass
    database.close()
    assert columns(file) == {"version 2"}
