"""Two runs side by side, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import SuiteError
from evals.compare import Change, compare, told, won
from evals.record import Record, Result, Run, add
from evals.scorers.score import Score
from rag.answers.answer import Answer
from tests.test_scorers import ANSWER, CASE, GAP


def run(
    folder: Path, code: str, *rows: tuple[str, float | None, Answer], suite: str = "own"
) -> Record:
    record = Record(folder / code)
    record.begin(Run(suite, len(rows), "d", {"code": code}))
    with record.writer() as file:
        for name, value, answer in rows:
            case = replace(CASE, id=name, sources=(name,))
            add(Result(case, answer, {"facts": Score(value, f"{code} says why")}), file)
    return record


def pair(folder: Path) -> tuple[Record, Record]:
    one = run(folder, "a", ("x", 1.0, ANSWER), ("y", 0.0, ANSWER), ("z", None, GAP))
    other = run(folder, "b", ("x", 0.5, ANSWER), ("y", 1.0, ANSWER), ("w", 1.0, ANSWER))
    return one, other


def test_only_cases_that_both_runs_scored_are_compared(tmp_path: Path) -> None:
    found = compare(*pair(tmp_path))
    facts = found.kinds["k"]["facts"]
    assert (facts.before, facts.after, facts.cases) == (0.5, 0.75, 2)
    assert facts.low <= 0.25 <= facts.high
    assert found.only == ("w", "z")


def test_wins_and_losses_are_named_case_by_case_with_why(tmp_path: Path) -> None:
    found = compare(*pair(tmp_path))
    assert found.changes == (
        Change("x", "facts", 1.0, 0.5, "b says why"),
        Change("y", "facts", 0.0, 1.0, "b says why"),
    )
    assert [won(c) for c in found.changes] == [False, True]
    text = told(found, ())
    assert "own: code a | b" in text
    assert text.index("x facts: 1.00 to 0.50") < text.index("y facts: 0.00 to 1.00")


def test_to_refuse_more_is_a_loss(tmp_path: Path) -> None:
    one = run(tmp_path, "a", ("x", 1.0, ANSWER))
    found = compare(one, run(tmp_path, "b", ("x", 0.0, GAP)))
    refused = next(c for c in found.changes if c.measure == "over-refusal")
    assert (refused.before, refused.after, won(refused)) == (0.0, 1.0, False)


def test_a_run_beside_itself_differs_in_nothing(tmp_path: Path) -> None:
    one, _ = pair(tmp_path)
    found = compare(one, one)
    assert found.changes == ()
    assert found.kinds["k"]["facts"].p == 1.0
    assert "one configuration" in told(found, ())


def test_runs_of_two_suites_are_not_compared(tmp_path: Path) -> None:
    one = run(tmp_path, "a", ("x", 1.0, ANSWER))
    with pytest.raises(SuiteError, match=r"own, but .*: other"):
        compare(one, run(tmp_path, "b", ("x", 1.0, ANSWER), suite="other"))


def test_runs_without_a_common_case_are_not_compared(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no case is in both"):
        compare(run(tmp_path, "a", ("x", 1.0, ANSWER)), run(tmp_path, "b", ("y", 1.0, ANSWER)))


def test_the_command_ends_with_one_where_a_gate_falls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair(tmp_path)
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "cases.jsonl").write_text("", "utf-8")
    (suite / "suite.yaml").write_text("gates: {facts: 0.9}", "utf-8")
    runs = ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]
    assert main(runs) == 0
    assert main([*runs, "--suite", str(suite)]) == 1
    printed = json.loads(capsys.readouterr().out.splitlines()[1])
    assert printed["gates"] == ["facts of all: 0.833, gate 0.9"]
    assert [c["case"] for c in printed["losses"]] == ["x"]
