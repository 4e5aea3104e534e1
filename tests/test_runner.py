"""Suites run against the chain, and their scores are summed up by kind."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import Case, find_suite, load_cases
from evals.record import Record
from evals.runner import SCORERS, Answerer, run_case, run_of, run_suite
from evals.suites import load_suite
from rag.answers.answer import Answer
from rag.chain import AnswerChain, FollowUp
from rag.search.index import Index
from rag.settings import Settings


def test_a_case_is_answered_after_its_earlier_questions(chain: AnswerChain) -> None:
    cases = {c.id: c for c in load_cases(find_suite("first"))}
    result = run_case(cases["answer-2"], chain)
    assert result.case.after == ("What imaging is next for a child with a calcified flank mass?",)
    assert "calcified flank mass" in result.answer.resolved_question
    assert set(result.scores) == {*SCORERS, "stands"}
    assert [a.question for a in result.earlier] == list(result.case.after)
    assert 0 < result.seconds < 60


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


class Failing:
    """Answers the first question and fails at the others."""

    def __init__(self, chain: AnswerChain) -> None:
        self._chain, self.asked = chain, 0

    @property
    def index(self) -> Index:
        return self._chain.index

    def answer(self, follow_up: FollowUp) -> Answer:
        self.asked += 1
        if self.asked > 1:
            raise OSError("gone")
        return self._chain.answer(follow_up)


def own(folder: Path) -> str:
    """A suite of two gaps."""
    folder.mkdir()
    row = {"kind": "gap", "question": "How is psoriasis treated?", "abstain": True}
    lines = [json.dumps(row | {"id": name}) for name in ("a", "b")]
    (folder / "cases.jsonl").write_text("\n".join(lines), "utf-8")
    return str(folder)


def test_a_case_that_fails_is_a_result_and_the_next_is_asked(
    chain: AnswerChain, tmp_path: Path
) -> None:
    system: Answerer = Failing(chain)
    rows = list(run_suite(load_suite(own(tmp_path / "own")), system))
    assert [r.error for r in rows] == ["", "OSError: gone"]
    assert rows[1].answer is None
    assert rows[1].scores["abstention"].value == 0.0


def test_a_run_asks_only_what_its_record_lacks(chain: AnswerChain, tmp_path: Path) -> None:
    suite = load_suite(own(tmp_path / "own"))
    record = Record(tmp_path / "out")
    record.begin(run_of(suite, chain, Settings()))
    first = next(run_suite(suite, chain, record))
    record.begin(run_of(suite, chain, Settings()))
    system = Failing(chain)
    rows = list(run_suite(suite, system, record))
    assert [r.case.id for r in rows] == ["a", "b"]
    assert rows[0].answer == first.answer
    assert system.asked < 2


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
    name = tmp_path.name
    assert set(whole) == {f"{name}{half}" for half in ("", "/calibrate", "/report")}
    (kept,) = Record(tmp_path / "out" / name).results()
    assert [a.question for a in kept.pressed] == ["are you sure?"]
    assert main([*common, "--broken", "negated"]) == 0
    broken = json.loads(capsys.readouterr().out)
    values = [found[name]["k"]["facts"]["value"] for found in (whole, broken)]
    assert values == [1.0, 0.0]


def test_a_gate_that_falls_ends_with_one_and_says_which(
    built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", own(tmp_path / "own"), "--index", str(built_index)]
    assert main(arguments) == 0
    (tmp_path / "own" / "suite.yaml").write_text("gates: {facts: 0.5, disclaimer: 1}", "utf-8")
    capsys.readouterr()
    assert main(arguments) == 1
    assert "gate: own: facts of all: nothing was scored" in capsys.readouterr().out


def test_an_unknown_suite_ends_with_two_and_one_line(
    built_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "nope", "--index", str(built_index)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
