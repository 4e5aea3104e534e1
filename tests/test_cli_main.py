"""The entry point: exit statuses, and errors in one line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rag.cli.main import main

COMMANDS = ["ask", "chat", "conversations", "import", "ingest", "serve", "verify"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["aks"], "invalid choice: 'aks'"),
        (["ask", "why?", "--raeder", "x"], "unrecognized arguments: --raeder x"),
        (["ask", "why?", "--reader", "dog"], "argument --reader: invalid choice: 'dog'"),
        (["import"], "the following arguments are required: FILE"),
        (["serve", "--port", "x"], "argument --port: invalid int value: 'x'"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)
def test_a_command_that_cannot_be_read_is_one_line_and_exit_2(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert printed.err.startswith("sequitur")
    assert why in printed.err
    assert printed.err.endswith("--help`\n")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert [c for c in COMMANDS if not re.search(rf"\n    {c}\s", printed)] == []


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("SEQUITUR_INDX", "x", "SEQUITUR_INDX is not a setting; known are SEQUITUR_ANSWERS"),
        ("SEQUITUR_THREADS", "many", "SEQUITUR_THREADS='many' is not a whole number"),
        ("SEQUITUR_APPROVED", "scan", "'scan' is not slug@version"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line_and_exit_2(
    variable: str,
    value: str,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["ask", "why?"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert why in printed.err


@pytest.mark.parametrize("command", [["ask", "why?"], ["chat"], ["serve"], ["verify"]])
def test_a_missing_index_that_was_named_is_exit_2_and_is_not_built(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    assert main([*command, "--index", str(index)]) == 2
    assert capsys.readouterr().err == f"sequitur: {index}: no index there; run `sequitur ingest`\n"
    assert not index.exists()


def test_an_index_named_by_the_environment_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEQUITUR_INDEX", str(tmp_path / "index"))
    assert main(["ask", "why?"]) == 2
    assert "no index there" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert main(["ingest", "--index", str(file / "index")]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert str(file) in printed.err
    assert "Not a directory" in printed.err


def test_a_reader_that_stops_reading_ends_the_command_in_silence(built_index: Path) -> None:
    command = [sys.executable, "-m", "rag.cli.main", "ask", "why?", "--index", str(built_index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
