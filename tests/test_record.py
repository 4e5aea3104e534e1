"""A run is a record: what was finished is never lost, and never mixed with another run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evals.cases import SuiteError
from evals.record import Record, Result, Run, add, read_result, told
from evals.scorers.score import Score
from tests.test_scorers import ANSWER, CASE, GAP

RUN = Run("own", 2, "d" * 16, {"code": "1"}, "2026-01-01T00:00:00+00:00")


def result(name: str = "c") -> Result:
    scores = {"facts": Score(0.5, "lacks one", "2 facts"), "gap": Score(None, "no", "")}
    return Result(replace(CASE, id=name), ANSWER, scores, (GAP,), (ANSWER,), 0.012)


def written(folder: Path, *names: str) -> Record:
    record = Record(folder / "run")
    record.begin(RUN)
    for name in names:
        with record.writer() as file:
            add(result(name), file)
    return record


def test_a_result_is_read_as_it_was_written() -> None:
    assert read_result(json.loads(json.dumps(told(result())))) == result()


def test_a_failed_case_is_a_result_too() -> None:
    failed = Result(CASE, None, {"abstention": Score(0.0, "failed")}, error="OSError: gone")
    assert read_result(json.loads(json.dumps(told(failed)))) == failed


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    record = written(tmp_path, "a")
    record.begin(replace(RUN, started="later"))
    assert [r.case.id for r in record.results()] == ["a"]
    assert record.run == RUN


@pytest.mark.parametrize(
    "other", [replace(RUN, digest="x"), replace(RUN, configuration={"code": "2"})]
)
def test_another_run_does_not_go_on_in_its_place(tmp_path: Path, other: Run) -> None:
    record = written(tmp_path, "a")
    with pytest.raises(SuiteError, match=r"differs in .*name another folder"):
        record.begin(other)
    assert [r.case.id for r in record.results()] == ["a"]


def test_half_a_line_is_cut_off_and_the_rest_stays(tmp_path: Path) -> None:
    record = written(tmp_path, "a", "b")
    path = tmp_path / "run" / "results.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    record.begin(RUN)
    assert [r.case.id for r in record.results()] == ["a"]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"case": 1}', "null"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    record = written(tmp_path, "a")
    with (tmp_path / "run" / "results.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(SuiteError, match=r"results\.jsonl:2: "):
        list(record.results())


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}'])
def test_a_folder_that_holds_no_run_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SuiteError, match="no run there"):
        _ = Record(tmp_path).run
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(SuiteError, match=r"run\.json: not a run"):
        _ = Record(tmp_path).run


WRITER = """
import sys
from pathlib import Path
from tests.test_record import result, RUN
from evals.record import Record, add
record = Record(Path(sys.argv[1]))
record.begin(RUN)
for number in range(10_000):
    with record.writer() as file:
        add(result(f"case-{number}"), file)
    print(number, flush=True)
"""


def test_a_killed_run_loses_no_finished_case(tmp_path: Path) -> None:
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "run")], stdout=subprocess.PIPE, env=environ
    )
    assert child.stdout is not None
    while child.stdout.readline() != b"20\n":
        pass
    time.sleep(0.003)
    child.send_signal(signal.SIGKILL)
    last = int((child.stdout.read().splitlines() or [b"20"])[-1])
    child.stdout.close()
    child.wait(10)
    record = Record(tmp_path / "run")
    record.begin(RUN)
    kept = [r.case.id for r in record.results()]
    assert kept[: last + 1] == [f"case-{n}" for n in range(last + 1)]
    assert last + 1 <= len(kept) <= last + 2
