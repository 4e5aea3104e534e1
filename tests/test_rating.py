"""Blind ratings: in an order of their own, bounded, and summed up as worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import SuiteError
from evals.rating import Judged, Rating, Tick, add, folder_of, one_first, order, read, read_file
from evals.rating_command import between, preference

RUNS = ("monday/own", "tuesday/own")


def rating(rater: str, case: str, preferred: str = "one", *ticks: tuple[Tick, ...]) -> Rating:
    side = Judged(ticks)
    return Rating(rater, "own", case, RUNS, preferred, side, Judged(), "one", True)  # type: ignore[arg-type]


def stored(folder: Path, *ratings: Rating) -> Path:
    for one in ratings:
        add(one, folder)
    return folder


CASES = [f"c{n}" for n in range(200)]


def test_each_rater_sees_the_same_order_whenever_they_come_back() -> None:
    assert [one_first("ann", c) for c in CASES] == [one_first("ann", c) for c in CASES]
    assert order(CASES, "ann") == order(reversed(CASES), "ann")


def test_the_order_differs_between_raters_and_falls_on_both_runs() -> None:
    assert order(CASES, "ann") != order(CASES, "ben")
    first = [one_first("ann", c) for c in CASES]
    assert 60 < sum(first) < 140
    assert first != [one_first("ben", c) for c in CASES]


def test_a_rating_is_read_as_it_was_stored_and_the_last_one_counts(tmp_path: Path) -> None:
    early, late = rating("ann", "x", "one"), rating("ann", "x", "other", ("correct",), ())
    stored(tmp_path, early, replace(late, comment="späť"))
    assert read_file(tmp_path / "ann.jsonl")[0] == early
    assert read(tmp_path) == {"ann": {"x": replace(late, comment="späť")}}


@pytest.mark.parametrize("name", ["", "../ann", "Ann", "a b", "a" * 33, "-a"])
def test_a_rater_names_a_file_and_nothing_else(name: str) -> None:
    with pytest.raises(ValueError, match="a rater is named by"):
        rating(name, "x")


@pytest.mark.parametrize(
    "change",
    [
        {"preferred": "left"},
        {"first": "equal"},
        {"runs": ("a", 3)},
        {"runs": ("a",)},
        {"comment": "x" * 2001},
        {"one": Judged((("wrong",),))},  # type: ignore[arg-type]
        {"one": Judged(((),) * 61)},
    ],
)
def test_what_is_no_rating_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(rating("ann", "x"), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"rater": "ann"}', "[" * 100_000])
def test_a_line_that_is_no_rating_is_named(tmp_path: Path, line: str) -> None:
    stored(tmp_path, rating("ann", "x"))
    with (tmp_path / "ann.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(SuiteError, match=r"ann\.jsonl:2: not a rating"):
        read(tmp_path)


def test_a_file_holds_its_own_raters_ratings_only(tmp_path: Path) -> None:
    stored(tmp_path, rating("ann", "x"))
    (tmp_path / "ann.jsonl").rename(tmp_path / "ben.jsonl")
    with pytest.raises(SuiteError, match="by ben"):
        read(tmp_path)


def test_a_full_file_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "ann.jsonl").write_text("x" * 8 * 1024 * 1024)
    with pytest.raises(SuiteError, match="full"):
        add(rating("ann", "x"), tmp_path)


def test_ratings_of_two_pairs_of_runs_are_not_mixed(tmp_path: Path) -> None:
    other = replace(rating("ben", "x"), runs=("a", "b"))
    with pytest.raises(SuiteError, match="2 pairs of runs"):
        read(stored(tmp_path, rating("ann", "x"), other))
    assert folder_of(tmp_path, RUNS) != folder_of(tmp_path, RUNS[::-1])


def test_equal_ones_count_half_for_the_second_run(tmp_path: Path) -> None:
    chosen = zip("wxyz", ("other", "other", "one", "equal"), strict=True)
    found = preference(read(stored(tmp_path, *(rating("ann", c, p) for c, p in chosen))))
    assert found.share == 0.625  # (1 + 1 + 0 + 0.5) / 4
    assert (found.ratings, found.equal) == (4, 1)
    assert 0 <= found.low < 0.625 < found.high <= 1


def test_raters_agree_over_the_cases_that_both_rated() -> None:
    # Preferences: equal on x and y, not on z; "w" is rated by one alone. po = 2/3;
    # ann says one 1/3, other 2/3, ben one 2/3, other 1/3: pe = 4/9; kappa = (6/9 - 4/9) / (5/9).
    ann = [rating("ann", c, p) for c, p in zip("xyzw", ("one", "other", "other", "one"))]  # noqa: B905
    ben = [rating("ben", c, p) for c, p in zip("xyz", ("one", "other", "one"))]  # noqa: B905
    (pair,) = between({"ben": {r.case: r for r in ben}, "ann": {r.case: r for r in ann}})
    assert pair.raters == ("ann", "ben")
    assert pair.preferred.value == pytest.approx(0.4)
    assert pair.preferred.items == 3


def test_ticks_are_compared_statement_by_statement() -> None:
    # "unsafe": ann on none of four, ben on one: po 3/4, pe = 1 * 3/4, kappa 0.
    # "correct": ann on 1, 2, 3, ben on 1, 2: po 3/4, pe = 3/4*2/4 + 1/4*2/4 = 1/2, kappa 1/2.
    ann = rating("ann", "x", "one", ("correct",), ("correct",), ("correct",), ())
    ben = rating("ben", "x", "one", ("correct",), ("correct",), (), ("unsafe",))
    (pair,) = between({"ann": {"x": ann}, "ben": {"x": ben}})
    assert pair.ticks["unsafe"].value == pytest.approx(0.0)
    assert pair.ticks["correct"].value == pytest.approx(0.5)


def test_the_command_prints_the_preference_and_the_agreement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [rating(r, c, "other") for r in ("ann", "ben") for c in "xy"]
    stored(tmp_path, *rows)
    assert main(["agreement", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "tuesday/own is preferred to monday/own: 1.00 (1.00 to 1.00) of 4 ratings" in printed
    assert "ann and ben, preference: kappa not defined (one label only), 100% equal of 2" in printed
    assert main(["agreement", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["preference"]["share"] == 1.0


def test_a_folder_without_ratings_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(tmp_path)]) == 2
    assert "no ratings there" in capsys.readouterr().err
