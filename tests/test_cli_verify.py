"""`sequitur verify`: exit statuses and the verdict."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rag.cli.main import main


def test_a_sound_index_is_exit_0(built_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--index", str(built_index), "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert (found["ok"], found["missed"], found["problems"]) == (True, [], [])
    assert found["checked"] > 50
    assert printed.err == ""


def test_an_index_that_lost_its_chroma_is_exit_1_and_says_what_to_run(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    shutil.copytree(built_index, index)
    (build,) = (index / "builds").iterdir()
    shutil.rmtree(build / "chroma")
    assert main(["verify", "--index", str(index)]) == 1
    printed = capsys.readouterr()
    assert "not sound; run `sequitur ingest`" in printed.out
    assert "Traceback" not in printed.out + printed.err
    assert main(["verify", "--index", str(index), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert len(found["problems"]) == 1


def test_an_index_whose_pointer_leads_nowhere_is_exit_2(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(built_index / "current", tmp_path / "current")
    assert main(["verify", "--index", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.err == (
        f"sequitur: {tmp_path}: the index is damaged: its pointer `current` names a build that is "
        "not there; run `sequitur ingest`\n"
    )
