"""Suites run against the chain, and their scores are summed up by kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import find_suite, load_cases
from evals.runner import SCORERS, Result, by_kind, run_case
from evals.scorers.score import Score
from rag.answers.answer import abstain
from rag.chain import AnswerChain


def test_a_case_is_answered_after_its_earlier_questions(chain: AnswerChain) -> None:
    cases = {c.id: c for c in load_cases(find_suite("first"))}
    result = run_case(cases["answer-2"], chain)
    assert result.case.after == ("What imaging is next for a child with a calcified flank mass?",)
    assert "calcified flank mass" in result.answer.resolved_question
    assert set(result.scores) == set(SCORERS)


def test_means_leave_out_what_could_not_be_scored(chain: AnswerChain) -> None:
    case = load_cases(find_suite("first"))[0]
    gap = abstain("q", "not-in-corpus", "g")

    def result(value: float | None) -> Result:
        return Result(case, gap, dict.fromkeys(SCORERS, Score(value, "")))

    table = by_kind([result(1.0), result(0.0), result(None)])
    assert table[case.kind] == {"cases": 3} | dict.fromkeys(SCORERS, 0.5)


def test_the_command_prints_json_and_writes_every_case(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "own"
    suite.mkdir()
    row = {"id": "a", "kind": "gap", "question": "How is psoriasis treated?", "abstain": True}
    (suite / "cases.jsonl").write_text(json.dumps(row), "utf-8")
    out = tmp_path / "out"
    arguments = ["run", str(suite), "--index", str(built_index), "--out", str(out), "--json"]
    assert main(arguments) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed[str(suite)]["gap"] == {"cases": 1, "abstention": 1.0, "disclaimer": 1.0}
    (line,) = (out / "own.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["answer"]["abstained"] is True


def test_an_unknown_suite_ends_with_two_and_one_line(
    built_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "nope", "--index", str(built_index)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
