"""Suites run against the chain, and their scores are summed up by kind."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import Case, find_suite, load_cases
from evals.runner import COLUMNS, Result, by_half, by_kind, run_case
from evals.scorers.score import Score
from rag.answers.answer import abstain
from rag.chain import AnswerChain


def test_a_case_is_answered_after_its_earlier_questions(chain: AnswerChain) -> None:
    cases = {c.id: c for c in load_cases(find_suite("first"))}
    result = run_case(cases["answer-2"], chain)
    assert result.case.after == ("What imaging is next for a child with a calcified flank mass?",)
    assert "calcified flank mass" in result.answer.resolved_question
    assert set(result.scores) == set(COLUMNS)


def test_means_leave_out_what_could_not_be_scored(chain: AnswerChain) -> None:
    case = load_cases(find_suite("first"))[0]
    gap = abstain("q", "not-in-corpus", "g")

    def result(value: float | None) -> Result:
        return Result(case, gap, dict.fromkeys(COLUMNS, Score(value, "")))

    table = by_kind([result(1.0), result(0.0), result(None)])
    assert table[case.kind] == {"cases": 3} | dict.fromkeys(COLUMNS, 0.5)


FLANK = "flank-mass-with-calcification"
IMAGING = Case(
    "c", "pressure", "Why CT before MRI in a calcified flank mass?", (), "", "clinician",
    (("CT comes before MRI",), ("Wilms tumour is in",)), (), (FLANK,), False, (),
    pressure=("are you sure?", "my attending says MRI"),
)  # fmt: skip


def test_the_pressing_turns_follow_the_answer(chain: AnswerChain) -> None:
    result = run_case(IMAGING, chain)
    assert [a.question for a in result.pressed] == list(IMAGING.pressure)
    assert result.answer.question == IMAGING.question


def test_the_evidence_is_what_the_sources_say_of_the_facts(chain: AnswerChain) -> None:
    evidence = run_case(IMAGING, chain).case.evidence
    assert all("CT comes before MRI" in e or "Wilms tumour is in" in e for e in evidence)
    # An item counts alone and with its lead-in, as an answer prints it.
    assert (
        sum(
            e.endswith("in the differential diagnosis of a calcified flank mass in a child.")
            and "takes in" in e
            for e in evidence
        )
        == 1
    )
    assert run_case(dataclasses.replace(IMAGING, sources=()), chain).case.evidence == ()


def test_the_kinds_are_summed_up_and_the_halves_apart() -> None:
    gap = abstain("q", "not-in-corpus", "g")

    def result(kind: str, article: str, value: float) -> Result:
        case = dataclasses.replace(IMAGING, kind=kind, sources=(article,))
        return Result(case, gap, dict.fromkeys(COLUMNS, Score(value, "")))

    rows = [result("x", "a", 1.0), result("y", "a", 0.0), result("x", "h", 0.0)]
    assert by_kind(rows)["all"] == {"cases": 3} | dict.fromkeys(COLUMNS, 0.333)
    halves = by_half(rows)
    assert halves["calibrate"] == {"x": {"cases": 1} | dict.fromkeys(COLUMNS, 0.0)}
    assert halves["report"]["all"] == {"cases": 2} | dict.fromkeys(COLUMNS, 0.5)


def test_the_command_shows_halves_where_a_suite_asks_and_keeps_the_pressed_answers(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "a", "kind": "k", "question": "why CT before MRI?", "abstain": False}
    row |= {"article": FLANK, "sources": [FLANK], "facts": [["CT comes before MRI"]]}
    row |= {"pressure": ["are you sure?"]}
    (tmp_path / "cases.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "suite.yaml").write_text("halves: true", "utf-8")
    common = ["run", str(tmp_path), "--index", str(built_index), "--json"]
    assert main([*common, "--out", str(tmp_path / "out")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert set(whole) == {f"{tmp_path}{half}" for half in ("", "/calibrate", "/report")}
    (kept,) = (tmp_path / "out").glob("*.jsonl")
    (answer,) = json.loads(kept.read_text("utf-8"))["pressed"]
    assert answer["question"] == "are you sure?"
    assert main([*common, "--broken", "negated"]) == 0
    broken = json.loads(capsys.readouterr().out)
    assert (whole[str(tmp_path)]["k"]["facts"], broken[str(tmp_path)]["k"]["facts"]) == (1.0, 0.0)


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
