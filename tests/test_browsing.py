"""Runs found in a folder, and the cases of one that are wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.browsing import falls, runs_in, wanted
from evals.record import Record, Result, Run
from evals.scorers.score import Score
from evals.summary import Measure
from evals.table import worst_first, worst_measures
from tests.test_scorers import ANSWER, CASE


def test_the_newest_run_comes_first_and_what_is_no_run_is_named(tmp_path: Path) -> None:
    Record(tmp_path / "a" / "own").begin(Run("own", 1, "d", started="2026-01-01"))
    Record(tmp_path / "b" / "own").begin(Run("own", 1, "d", started="2026-02-01"))
    for name, text in (("broken", "{"), ("odd", '{"suite": 5, "cases": 1, "digest": "d"}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(text)
    (tmp_path / "linked").symlink_to(tmp_path / "a")
    found, unread = runs_in(tmp_path)
    assert [f.name for f in found] == ["b/own", "a/own"]
    assert sorted(u.name for u in unread) == ["broken", "odd"]


@pytest.mark.parametrize("name", ["none", "file"])
def test_a_folder_that_is_not_there_holds_no_run(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    assert runs_in(tmp_path / name) == ([], [])


def result(name: str, kind: str, **scores: float | None) -> Result:
    case = replace(CASE, id=name, kind=kind)
    return Result(case, ANSWER, {n: Score(v, "why") for n, v in scores.items()})


ROWS = (
    result("x", "k", facts=0.5, gap=1.0),
    result("y", "k", facts=1.0, gap=None),
    result("z", "other", facts=0.0, gap=0.5),
)


def names(*chosen: object) -> list[str]:
    return [r.case.id for r in wanted(ROWS, *chosen)]  # type: ignore[arg-type]


def test_what_falls_short_is_listed_worst_first() -> None:
    assert names() == ["z", "x"]
    assert names("k") == ["x"]
    assert names("", "gap") == ["z"]
    assert names("", "gap", False) == ["z", "x"]
    assert names("", "", False) == ["z", "x", "y"]


def test_what_could_not_be_scored_does_not_fall() -> None:
    assert not falls(ROWS[1])
    assert not falls(ROWS[1], "nothing")


def measure(value: float) -> Measure:
    return Measure(value, value, value, 1, 0)


def test_the_worst_measure_and_the_worst_kind_come_first() -> None:
    row = {"facts": measure(0.8), "over-refusal": measure(0.3), "gap": measure(0.75)}
    assert worst_measures(row) == ["over-refusal", "gap", "facts"]
    table = {"all": row, "p": {"over-refusal": measure(0.1)}, "q": row, "r": {"gap": measure(0.0)}}
    assert worst_first(table, "over-refusal") == ["q", "p", "all"]
