"""`sequitur conversations`: what is kept, listed, shown, exported, deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.answers.answer import DISCLAIMER
from rag.cli.conversations import FORMATS as OFFERED
from rag.cli.main import main
from rag.conversation import open_conversations
from rag.exports.formats import FORMATS
from rag.settings import Settings
from tests.test_answer import QUOTE, answer


@pytest.fixture
def conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", url)
    kept = open_conversations(Settings(conversations=url))
    assert kept is not None
    found = kept.start("")
    kept.keep(found, "", answer(question="signs \x1b[31m?"))
    kept.close()
    return found


def test_the_command_offers_every_format() -> None:
    assert set(OFFERED) == set(FORMATS)


@pytest.mark.parametrize("action", [[], ["list"], ["list", "--search", "SIGNS fever"]])
def test_the_list_has_a_line_for_each(
    conversation: str, action: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conversations", *action]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(conversation)
    assert line.endswith("1  signs [31m?")


def test_a_search_without_a_find_and_another_user_have_none(
    conversation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conversations", "list", "--search", "croup"]) == 0
    assert main(["conversations", "--user", "her", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_the_list_as_json(conversation: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conversations", "list", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["id"], found["turns"]) == (conversation, 1)
    assert found["updated"].endswith("+00:00")


def test_one_is_shown_with_its_disclaimer(
    conversation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conversations", "show", conversation]) == 0
    shown = capsys.readouterr().out
    assert "> signs [31m?" in shown
    assert QUOTE in shown
    assert " ".join(shown.split()).endswith(DISCLAIMER["clinician"])


@pytest.mark.parametrize("name", OFFERED)
def test_one_is_exported_to_standard_output_or_a_new_file(
    conversation: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["conversations", "export", conversation, "--format", name]
    assert main(export) == 0
    written = capsys.readouterr().out
    assert DISCLAIMER["clinician"] in written
    out = tmp_path / "out"
    assert main([*export, "--out", str(out)]) == 0
    assert out.read_text("utf-8").strip() == written.strip()
    assert main([*export, "--out", str(out)]) == 2
    assert "File exists" in capsys.readouterr().err


def test_one_is_deleted_for_good(conversation: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conversations", "delete", conversation]) == 0
    assert main(["conversations", "show", conversation]) == 2
    assert capsys.readouterr().err == (
        "sequitur: there is no such conversation of yours; it may be deleted\n"
    )


@pytest.mark.parametrize(
    ("url", "why"),
    [("off", "SEQUITUR_CONVERSATIONS is `off`"), ("kept.db", "neither `off` nor an SQLAlchemy")],
)
def test_a_setting_that_keeps_nothing_is_said(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", url)
    assert main(["conversations"]) == 2
    assert why in capsys.readouterr().err
