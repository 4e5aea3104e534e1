"""Transcripts: conversations are read strictly, answered turn by turn, and written as Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.transcripts import (
    FOLDER,
    Conversation,
    TranscriptsError,
    converse,
    escaped,
    load_conversations,
    transcript,
)
from rag.chain import AnswerChain

ROW = {"id": "a", "article": None, "reader": "student", "questions": ["why not mri?"]}
SHIPPED = load_conversations(FOLDER / "conversations.jsonl")


def write(folder: Path, *rows: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    return path


def test_the_shipped_conversations_are_thirty_of_two_to_four_turns() -> None:
    assert len(SHIPPED) == 30
    assert {len(c.questions) for c in SHIPPED} <= {2, 3, 4}


def test_every_shipped_conversation_has_its_transcript() -> None:
    text = (FOLDER / "transcripts.md").read_text("utf-8")
    for conversation in SHIPPED:
        assert f"## {conversation.id} ({conversation.reader}" in text
        for number, question in enumerate(conversation.questions, 1):
            assert f"### {number}. {escaped(question)}" in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**ROW, "more": 1}, "not a conversation"),
        ([ROW], "not a conversation"),
        ({**ROW, "questions": []}, "`questions`"),
        ({**ROW, "questions": [1]}, "1 is not text"),
        ({**ROW, "reader": "vet"}, "`reader`"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(TranscriptsError, match=rf"rows\.jsonl:2: .*{said}"):
        load_conversations(write(tmp_path, {**ROW, "id": "b"}, row))


def test_a_file_that_is_missing_and_an_id_given_twice_are_errors(tmp_path: Path) -> None:
    with pytest.raises(TranscriptsError, match="no such file"):
        load_conversations(tmp_path / "none.jsonl")
    with pytest.raises(TranscriptsError, match="the id 'a'"):
        load_conversations(write(tmp_path, ROW, ROW))


def test_each_question_is_answered_with_those_before_it(chain: AnswerChain) -> None:
    asked = ("child with croup, which dose of dexamethasone?", "how long to observe?")
    answers = converse(Conversation("c", "croup", "clinician", asked), chain)
    assert [a.question for a in answers] == list(asked)
    assert "croup" in answers[1].resolved_question


def test_a_transcript_shows_statements_sources_and_once_the_disclaimer(chain: AnswerChain) -> None:
    asked = Conversation("c", "", "clinician", ("dexamethasone dose in croup?", "best pizza?"))
    answers = converse(asked, chain)
    text = transcript(asked, answers)
    assert f"**{escaped(answers[0].statements[0].text)}" in text
    assert "\\[1\\] croup \\> " in text
    assert f"Gap, {answers[1].reason}" in text
    assert text.count(escaped(answers[0].disclaimer)) == 1


def test_text_is_shown_as_text() -> None:
    assert escaped("a *b*\n# <img> [x](y)") == r"a \*b\* \# \<img\> \[x\](y)"


def test_the_command_writes_the_same_transcripts_on_the_same_day(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path, ROW, {**ROW, "id": "b", "article": "croup"})
    said = []
    for out in (tmp_path / "one", tmp_path / "two"):
        options = ["--data", str(data), "--out", str(out), "--date", "2026-11-22"]
        assert main(["transcripts", *options, "--index", str(built_index)]) == 0
        assert capsys.readouterr().out.strip() == str(out / "transcripts.md")
        said.append((out / "transcripts.md").read_text("utf-8"))
    assert said[0] == said[1]
    assert "2026-11-22" in said[0]
    assert str(tmp_path) not in said[0]
