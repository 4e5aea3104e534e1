"""Complaints of readers become draft cases, once each and without identifiers."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import SUITES, SuiteError, load_cases
from evals.complaints import add_cases, complaints_of, draft
from evals.suites import load_suite
from rag.conversation import open_conversations
from rag.settings import Settings
from tests.test_scorers import ANSWER, GAP


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two turns of which the second was found wrong, and one that helped."""
    url = f"sqlite:///{tmp_path}/kept.db"
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", url)
    store = open_conversations(Settings(conversations=url))
    assert store
    talk = store.start("u")
    store.judge(store.keep(talk, "u", GAP), "u", "helpful")
    asked = dataclasses.replace(ANSWER, question="and for John Smith?", context="a")
    store.judge(store.keep(talk, "u", asked), "u", "wrong-source", "not this page")
    store.close()
    return Settings(conversations=url)


def test_a_complaint_asks_again_what_was_asked_and_requires_nothing_yet(kept: Settings) -> None:
    (complaint,) = complaints_of(kept)
    case = draft(complaint)
    assert (case.kind, case.facts, case.sources, case.article) == ("complaint", (), (), "a")
    assert case.after == (GAP.question,)
    assert case.comment == "wrong-source: not this page"


def test_a_draft_holds_no_identifier(kept: Settings) -> None:
    (complaint,) = complaints_of(kept)
    named = complaint._replace(question="Patient John Smith, NHS number 943 476 5919: which dose?")
    assert "943" not in draft(named).question


def test_each_complaint_is_added_once_to_a_suite_that_can_be_run(
    kept: Settings, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    found = complaints_of(kept)
    assert len(add_cases(own, found)) == 1
    assert add_cases(own, found) == []
    (case,) = load_suite(str(own)).cases
    assert case.comment.startswith("wrong-source")


def test_a_last_line_without_a_break_is_not_torn(kept: Settings, tmp_path: Path) -> None:
    row = {"id": "a", "kind": "k", "question": "why?", "abstain": True}
    (tmp_path / "cases.jsonl").write_text(json.dumps(row), "utf-8")
    add_cases(tmp_path, complaints_of(kept))
    assert len(load_cases(tmp_path)) == 2


def test_a_shipped_suite_takes_no_complaints(kept: Settings) -> None:
    with pytest.raises(SuiteError, match="a folder of your own"):
        add_cases(SUITES / "answers", complaints_of(kept))


def test_the_command_lists_them_or_adds_them(
    kept: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["complaints"]) == 0
    assert "wrong-source: not this page" in capsys.readouterr().out
    assert main(["complaints", "--out", str(tmp_path / "own")]) == 0
    assert capsys.readouterr().out == "1 of 1 complaints added\n"
    assert main(["complaints", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["kind"] == "complaint"


def test_where_nothing_is_kept_there_is_no_complaint() -> None:
    assert complaints_of(Settings(conversations="off")) == ()
