"""What `python -m evals identifiers` counts, and that its messages are what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import SuiteError
from evals.identifying import (
    FOLDER,
    Message,
    alarms,
    at_least,
    measure,
    questions,
    read_messages,
    table,
)


def test_a_half_counts_what_was_touched_and_what_was_covered() -> None:
    messages = [
        Message("pt John Smith, croup", (("name", "pt John Smith"),)),
        Message("ask zzyzx", (("name", "zzyzx"),)),
    ]
    report = measure(messages, [])
    rows = [report[h]["kinds"].get("all") for h in ("developed", "reported")]
    there = [sum(row[k] for row in rows if row) for k in ("identifiers", "found")]
    assert there == [2, 1]
    assert all(row["whole"] == 0 for row in rows if row)


def test_an_alarm_is_counted_once_a_line_and_shown() -> None:
    report = alarms(["why not MRI?", "Mr Ho and Mrs Li", "K 5.6", "BP 120/80"])
    assert (report["lines"], report["false_alarms"], report["rate"]) == (4, 1, 0.25)
    assert report["seen"][0]["as"] == ["name: Ho", "name: Li"]


@pytest.mark.parametrize(
    ("hits", "of", "least"),
    # For all of n the bound is 0.05 ** (1 / n); 8 of 10 is from tables of the exact interval.
    [(0, 10, 0.0), (10, 10, 0.7411), (100, 100, 0.9705), (8, 10, 0.4931)],
)
def test_the_bound_is_that_of_clopper_and_pearson(hits: int, of: int, least: float) -> None:
    assert at_least(hits, of) == pytest.approx(least, abs=1e-4)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "i"}', '{"text": "a", "identifiers": [["name", "b"]]}',
     '{"text": "a", "identifiers": [["shoe size", "a"]]}', '{"text": "a", "identifiers": [1]}'],
)  # fmt: skip
def test_a_line_that_is_no_message_is_an_error_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"text": "why?"}\n' + line, "utf-8")
    with pytest.raises(SuiteError, match=r"m\.jsonl:2"):
        read_messages(path)


def test_the_shipped_messages_are_two_hundred_of_each_and_none_twice() -> None:
    marked = read_messages(FOLDER / "identifiers.jsonl")
    clinical = read_messages(FOLDER / "clinical.jsonl")
    assert len({m.text for m in marked}) == len({m.text for m in clinical}) == 200
    assert all(m.identifiers for m in marked)
    assert not any(m.identifiers for m in clinical)


def test_the_shipped_messages_are_found_and_no_question_of_a_suite_is_stopped() -> None:
    report = measure(
        read_messages(FOLDER / "identifiers.jsonl"), read_messages(FOLDER / "clinical.jsonl")
    )
    for half in ("developed", "reported"):
        assert report[half]["kinds"]["all"]["recall"] >= 0.97
        assert report[half]["clinical"]["rate"] <= 0.03
    assert alarms(questions())["false_alarms"] == 0


def test_the_command_prints_json_and_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "identifiers.jsonl").write_text(
        '{"text": "Mr Ho", "identifiers": [["name", "Ho"]]}\n', "utf-8"
    )
    (tmp_path / "clinical.jsonl").write_text('{"text": "K 5.6"}\n', "utf-8")
    assert main(["identifiers", "--data", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["corpus"]["rate"] < 0.002
    assert "false alarms" in table(report)
