"""`sequitur serve`: nothing is served without an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.cli.main import main


def test_an_index_that_was_named_and_is_damaged_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "current").write_text("{")
    assert main(["serve", "--index", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"sequitur: {tmp_path}: the index is damaged: its pointer `current` cannot be read; "
        "run `sequitur ingest`\n"
    )


def test_a_model_that_cannot_be_had_is_not_served(
    built_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--index", str(built_index), "--model", "gpt"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
