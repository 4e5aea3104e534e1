"""Figures in a document are those of the runs, and what stands around them stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals import __main__ as evals
from evals.cases import SuiteError
from evals.figures import replaced
from evals.record import Record
from evals.report.shown import Shown, shown
from tests.test_report import RUN, result, written

TEXT = """Before.

<!-- figures: own: facts -->
typed by hand
<!-- /figures -->

After.
"""
TABLE = """| kind | cases | facts |
|---|---|---|
| b | 1 | 0.00 (0.00–0.00) |
| a | 1 | 1.00 (1.00–1.00) |
| **all** | 2 | 0.50 (0.50–0.50) |"""


def run_in(folder: Path, name: str = "own", cases: int = 2) -> Path:
    run = replace(RUN, suite=name, cases=cases)
    return written(folder / name, run, result("x", "a", 1.0), result("y", "b", 0.0))


def runs_in(folder: Path, *names: str) -> dict[str, Shown]:
    return {name: shown(Record(run_in(folder, name)), {}) for name in names or ("own",)}


def test_the_table_is_that_of_the_run_and_the_rest_stays(tmp_path: Path) -> None:
    assert replaced(TEXT, runs_in(tmp_path)) == TEXT.replace("typed by hand", TABLE)


def test_of_several_suites_each_has_a_row(tmp_path: Path) -> None:
    text = TEXT.replace("own:", "own other:")
    made = replaced(text, runs_in(tmp_path, "own", "other")).splitlines()
    assert made[3] == "| suite | cases | facts |"
    assert made[5:7] == ["| `own` | 2 | 0.50 (0.50–0.50) |", "| `other` | 2 | 0.50 (0.50–0.50) |"]


def test_all_measures_are_shown_where_none_is_named(tmp_path: Path) -> None:
    made = replaced(TEXT.replace(": facts", ""), runs_in(tmp_path))
    assert "| kind | cases | over-refusal | facts | quotes |" in made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT.replace("own", "none"), "README:3: no run of 'none' among own"),
        (TEXT.replace("facts", "fcts"), "README:3: no run has the measure 'fcts'"),
        (TEXT.replace("<!-- /figures -->", ""), "README:3: no `<!-- /figures -->` follows"),
        (TEXT.replace("figures: own", "figures own"), "README:3: not `<!-- figures"),
        (TEXT.replace("typed by hand", "<!-- figures: own -->"), "README:3: no `<!-- /fig"),
    ],
)
def test_a_marker_that_cannot_be_met_is_named_with_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(SuiteError) as error:
        replaced(text, runs_in(tmp_path), "README")
    assert told in str(error.value)


def test_a_run_that_is_not_finished_gives_no_figures(tmp_path: Path) -> None:
    runs = {"own": shown(Record(run_in(tmp_path, cases=3)), {})}
    with pytest.raises(SuiteError, match="not finished"):
        replaced(TEXT, runs)


def test_check_changes_nothing_and_exits_1_where_they_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(run_in(tmp_path))
    path = tmp_path / "README.md"
    path.write_text(TEXT)
    assert evals.main(["figures", str(path), "--runs", run, "--check"]) == 1
    assert path.read_text() == TEXT
    assert evals.main(["figures", str(path), "--runs", run]) == 0
    assert evals.main(["figures", str(path), "--runs", run, "--check"]) == 0
    path.write_text(path.read_text().replace("| b | 1 | 0.00", "| b | 1 | 0.90"))
    assert evals.main(["figures", str(path), "--runs", run, "--check"]) == 1
    assert "differs from the runs" in capsys.readouterr().out
