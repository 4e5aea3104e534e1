"""The rates that the page shows: read as they were measured, or not at all."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from evals.rates import SHOWN, SUITES, Rate, read
from ui import facts, words

MEASURED = {
    "measured": "2026-11-22",
    "corpus_version": "abc",
    "answerer": "quote",
    "suites": {"unseen": {"cases": 60, "abstention": 0.9, "disclaimer": 1.0}},
}


def test_what_was_measured_is_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(MEASURED), "utf-8")
    found = read(file)
    assert found is not None
    assert (found.measured, found.corpus_version) == (dt.date(2026, 11, 22), "abc")
    assert found.suites == (Rate("unseen", 60, {"abstention": 0.9}),)


@pytest.mark.parametrize(
    "changed",
    [
        {"measured": "yesterday"},
        {"suites": [1]},
        {"suites": {"unseen": {"cases": 3, "facts": 1.4}}},
        {"suites": {"unseen": {"facts": 1}}},
        {"suites": {"unseen": {"cases": 3, "facts": "all"}}},
    ],
)
def test_a_file_that_is_not_as_it_was_written_gives_no_rates(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(MEASURED | changed), "utf-8")
    assert read(file) is None


def test_no_file_gives_no_rates(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") is None


def test_the_shipped_rates_are_of_every_suite_that_the_page_names() -> None:
    found = read()
    assert found is not None
    assert tuple(r.suite for r in found.suites) == SUITES
    assert set(words.SUITES) == set(SUITES)
    assert set(words.SCORES) == set(SHOWN)
    assert all(r.means["quotes"] == 1 for r in found.suites)


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100%"), (0.999, "99%"), (0.0, "0%"), (0.898, "90%")]
)
def test_a_hundred_per_cent_is_said_only_where_nothing_is_missing(share: float, said: str) -> None:
    assert facts.percent(share) == said
