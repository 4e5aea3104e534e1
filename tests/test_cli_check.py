"""`sequitur check-corpus`: exit statuses, what it prints, and the shipped corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.cli.main import main
from tests.fakes import COUGH, write_corpus


def test_the_shipped_corpus_is_clean_and_every_claim_carries_a_mark(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["check-corpus", "--corpus", str(corpus), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [f for f in found["findings"] if f["level"] == "error"] == []
    assert (status, found["ok"]) == (0, True)
    assert found["counts"]["marked"] == found["counts"]["claims"] > 200


def test_a_corpus_with_something_to_mend_is_exit_1_and_names_file_line_and_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path, {"cough": COUGH})
    assert main(["check-corpus", "--corpus", str(corpus)]) == 1
    printed = capsys.readouterr()
    assert "articles/cough.md:1: length: " in printed.out
    assert " to mend, " in printed.out.splitlines()[-1]
    assert printed.err == ""


def test_what_an_author_should_look_at_is_shown_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_corpus(tmp_path, {"cough": COUGH.replace("2026-11-22", "2001-01-01")})
    main(["check-corpus", "--corpus", str(corpus)])
    assert "review-overdue" not in capsys.readouterr().out
    main(["check-corpus", "--corpus", str(corpus), "--look"])
    assert "articles/cough.md:1: review-overdue: " in capsys.readouterr().out


def test_a_folder_without_articles_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-corpus", "--corpus", str(tmp_path)]) == 2
    assert "no such folder" in capsys.readouterr().err
