"""What is kept reads as it was kept, or not at all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rag.answers.answer import DISCLAIMER, Answer
from rag.conversation import Conversations, open_conversations
from rag.errors import ConversationBrokenError
from rag.settings import Settings
from tests.random_answers import answers
from tests.test_answer import QUOTE, answer

Change = Callable[[dict[str, Any]], None]


@settings(deadline=None)
@given(answers())
def test_an_answer_survives_json(given: Answer) -> None:
    found = Answer.from_dict(json.loads(json.dumps(given.to_dict())))
    assert found == given
    assert Answer.from_dict(given.to_dict()) == given


def test_an_answer_of_an_earlier_version_lacks_fields_that_came_later() -> None:
    found = answer().to_dict()
    for field in ("added", "base", "timings_ms"):
        del found[field]
    del found["citations"][0]["label"]
    assert Answer.from_dict(found) == answer()


def changed(**fields: Any) -> dict[str, Any]:
    return answer().to_dict() | fields


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"question": "why?"},
        changed(approved=True),
        changed(text="Something else."),
        changed(abstained=True),
        changed(abstained=[1]),
        changed(withheld="3"),
        changed(question=None),
        changed(reader="robot"),
        changed(statements=[]),
        changed(statements=["x"]),
        changed(disclaimer=""),
        changed(citations=[]),
        changed(reason="because"),
    ],
    ids=str,
)
def test_what_is_no_answer_is_refused(found: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Answer.from_dict(found)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def kept(file: Path) -> Conversations:
    found = open_conversations(Settings(conversations=f"sqlite:///{file}"))
    assert found is not None
    return found


def alter(file: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(file) as db:
        assert db.execute(statement, values).rowcount == 1
    db.close()


def stored(file: Path) -> dict[str, Any]:
    with sqlite3.connect(file) as db:
        (text,) = db.execute("SELECT answer FROM turns").fetchone()
    db.close()
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("answer", ""),
        ("answer", "null"),
        ("answer", "[" * 100_000),
        ("answer", json.dumps(answer(question="another?").to_dict())),
        ("seal", "0" * 64),
        ("asked_at", "2020-01-01T00:00:00.000000+00:00"),
        ("asked_at", "yesterday"),
        ("id", "B" * 22),
        ("verdict", "excellent"),
    ],
)
def test_an_altered_row_is_an_error_that_names_its_conversation(
    kept: Conversations, file: Path, column: str, value: str
) -> None:
    conversation, other = kept.start(""), kept.start("")
    kept.keep(conversation, "", answer())
    alter(file, f"UPDATE turns SET {column} = ?", value)
    kept.keep(other, "", answer())
    with pytest.raises(ConversationBrokenError, match=conversation):
        kept.read(conversation, "")
    assert len(kept.list("")) == 2
    assert len(kept.read(other, "").turns) == 1
    kept.delete(conversation, "")
    assert [one.id for one in kept.list("")] == [other]


def test_an_altered_complaint_is_an_error(kept: Conversations, file: Path) -> None:
    conversation = kept.start("")
    kept.judge(kept.keep(conversation, "", answer()), "", "wrong-answer")
    alter(file, "UPDATE turns SET answer = ?", json.dumps(answer(gap="x").to_dict()))
    with pytest.raises(ConversationBrokenError, match=conversation):
        kept.complaints()


def reseal(file: Path, change: Change) -> None:
    """Alters the one answer as somebody would who knows how it is sealed."""
    found = stored(file)
    change(found)
    text = json.dumps(found)
    with sqlite3.connect(file) as db:
        (parts,) = db.execute("SELECT id, conversation, asked_at FROM turns").fetchall()
    db.close()
    seal = hashlib.sha256(json.dumps([*parts, text]).encode()).hexdigest()
    alter(file, "UPDATE turns SET answer = ?, seal = ?", text, seal)


def invent(found: dict[str, Any]) -> None:
    found["statements"][0]["text"] = "Give ten times the dose."
    found["text"] = found["text"].replace(QUOTE, "Give ten times the dose.")


def approve(found: dict[str, Any]) -> None:
    found["approved_by"] = "everyone"


def unbind(found: dict[str, Any]) -> None:
    found["citations"] = found["citations"][1:]


def deepen(found: dict[str, Any]) -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    found["statements"] = deep


@pytest.mark.parametrize("change", [invent, approve, unbind, deepen])
def test_a_row_sealed_anew_still_has_to_be_an_answer(
    kept: Conversations, file: Path, change: Change
) -> None:
    conversation = kept.start("")
    kept.keep(conversation, "", answer())
    reseal(file, change)
    with pytest.raises(ConversationBrokenError, match=conversation):
        kept.read(conversation, "")


def test_what_is_shown_has_the_disclaimer_of_today_whole(kept: Conversations, file: Path) -> None:
    conversation = kept.start("")
    kept.keep(conversation, "", answer())
    reseal(file, lambda found: found.update(disclaimer="None needed."))
    (turn,) = kept.read(conversation, "").turns
    assert turn.answer.disclaimer == DISCLAIMER["clinician"]
    assert stored(file)["disclaimer"] == "None needed."
