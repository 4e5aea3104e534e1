"""A run for other evaluators: their field names, every case, and the disclaimer with each."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals import __main__ as evals
from evals.exports import FORMATS, NO_ANSWER
from evals.record import Result
from evals.scorers.score import Score
from rag.answers.answer import DISCLAIMER
from tests.test_report import RUN, result, written
from tests.test_scorers import ANSWER, CASE, GAP, TEXT

ASKED = replace(CASE, id="b", after=("before?",), must_have=("It comes first.",))
ROWS = [
    result("a", "k", 0.5),
    Result(ASKED, ANSWER, {"gap": Score(None, "no")}, earlier=(GAP,)),
    Result(replace(CASE, id="c", abstain=True), GAP, {"abstention": Score(1.0, "abstained")}),
    Result(replace(CASE, id="d"), None, {"abstention": Score(0.0, "failed")}, error="OSError: x"),
]


def test_ragas_has_its_fields() -> None:
    first, second, third, fourth = map(json.loads, FORMATS["ragas"](RUN, ROWS))
    assert first == {
        "user_input": "which first?",
        "response": TEXT,
        "retrieved_contexts": [TEXT],
        "disclaimer": DISCLAIMER["clinician"],
    }
    assert second["user_input"] == "before?\nwhich first?"
    assert second["reference"] == "It comes first."
    assert third["reference"] == NO_ANSWER
    assert third["response"] == "nothing"
    assert fourth["response"] == ""


def test_deepeval_has_its_fields() -> None:
    first, second, *_ = map(json.loads, FORMATS["deepeval"](RUN, ROWS))
    assert (first["name"], first["input"], first["actual_output"]) == ("a", "which first?", TEXT)
    assert first["retrieval_context"] == [TEXT]
    assert first["additional_metadata"]["disclaimer"] == DISCLAIMER["clinician"]
    assert second["expected_output"] == "It comes first."


def test_inspect_has_one_log_of_samples_with_scores_and_why() -> None:
    (line,) = FORMATS["inspect"](replace(RUN, cases=4), ROWS)
    log = json.loads(line)
    assert log["status"] == "success"
    assert log["eval"]["task"] == "own"
    first, second, _, failed = log["samples"]
    assert first["scores"]["facts"] == {"value": 0.5, "answer": TEXT, "explanation": "why"}
    assert [m["role"] for m in second["messages"]] == ["user", "assistant", "user", "assistant"]
    assert DISCLAIMER["clinician"] in second["messages"][-1]["content"]
    assert second["scores"] == {}
    assert failed["error"]["message"] == "OSError: x"


def test_a_run_that_is_not_finished_is_not_called_a_success() -> None:
    (line,) = FORMATS["inspect"](RUN, ROWS[:1])
    assert json.loads(line)["status"] == "cancelled"


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_prints_or_writes_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    run = str(written(tmp_path / "run", RUN, *ROWS))
    assert evals.main(["export", run, "--format", name]) == 0
    printed = capsys.readouterr().out
    out = tmp_path / "new" / "out"
    assert evals.main(["export", run, "--format", name, "--out", str(out)]) == 0
    assert out.read_text() == printed
