"""Measures by kind, worked out by hand; intervals over topics; gates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.record import Result
from evals.scorers.score import NOT_SCORED, Score
from evals.suites import Gate
from evals.summary import by_half, by_kind, fallen, interval, measures
from rag.answers.answer import Answer, abstain
from tests.test_scorers import ANSWER, CASE, GAP


def result(
    value: float | None, kind: str = "k", article: str = "a", answer: Answer | None = ANSWER,
    **case: object,
) -> Result:  # fmt: skip
    asked = replace(CASE, kind=kind, sources=(article,), **case)  # type: ignore[arg-type]
    score = NOT_SCORED if value is None else Score(value, "")
    return Result(asked, answer, {"facts": score})


def test_a_mean_leaves_out_what_could_not_be_scored_and_counts_it() -> None:
    found = measures([result(1.0), result(0.0), result(None)])["facts"]
    assert (found.value, found.scored, found.unscored) == (0.5, 2, 1)


def test_what_was_scored_on_nothing_is_no_measure() -> None:
    assert "facts" not in measures([result(None)])


SILENT: dict[str, object] = {"abstain": True}


def test_abstentions_are_counted_by_precision_recall_and_over_refusal() -> None:
    rows = [
        result(None, answer=GAP, **SILENT),
        result(None, answer=GAP, **SILENT),
        result(None, **SILENT),  # answered, though the corpus is silent
        result(None, answer=GAP),  # refused, though it is not
        result(1.0), result(1.0), result(1.0),
    ]  # fmt: skip
    found = measures(rows)
    assert found["abstention precision"].value == pytest.approx(2 / 3, abs=1e-4)
    assert found["abstention recall"].value == pytest.approx(2 / 3, abs=1e-4)
    assert found["over-refusal"].value == 0.25


def test_wordings_of_one_question_are_compared_within_their_group() -> None:
    rows = [result(1.0, group="g"), result(1.0, group="g"), result(1.0, group="h")]
    rows.append(result(0.0, group="h", answer=abstain("q", "not-in-corpus", "x")))
    assert measures(rows)["agreement"].value == 0.5


def test_a_case_that_failed_is_counted_and_is_no_abstention() -> None:
    failed = replace(result(None, answer=None), error="OSError: gone")
    found = measures([failed, result(1.0)])
    assert found["failed"].value == 0.5
    assert found["over-refusal"].value == 0.0
    assert "failed" not in measures([result(1.0)])


def test_the_kinds_are_summed_up_and_the_halves_apart() -> None:
    rows = [result(1.0, "x", "a"), result(0.0, "y", "a"), result(0.0, "x", "h")]
    assert by_kind(rows)["all"]["facts"].value == pytest.approx(1 / 3, abs=1e-4)
    halves = by_half(rows)
    assert set(halves["calibrate"]) == {"x"}
    assert halves["report"]["all"]["facts"].value == 0.5


def test_one_kind_has_no_row_for_all() -> None:
    assert set(by_kind([result(1.0)])) == {"k"}


def test_an_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [(str(i), float(i % 4 > 0)) for i in range(40)]
    low, high = interval(values)
    assert (low, high) == interval(values)
    assert low < 0.75 < high
    # A binomial share of 0.75 over 40 has a standard error of 0.0685.
    assert high - low == pytest.approx(2 * 1.96 * 0.0685, abs=0.04)


def test_an_interval_draws_topics_and_not_cases() -> None:
    alone = [(str(i), float(i % 2)) for i in range(40)]
    alike = [(str(i % 4), float(i % 2)) for i in range(40)]
    width = [high - low for low, high in (interval(alone), interval(alike))]
    assert width[1] > 2 * width[0]


def test_one_topic_has_no_width() -> None:
    assert interval([("a", 1.0), ("a", 0.0)]) == (0.5, 0.5)


def test_a_gate_that_falls_is_told_and_less_over_refusal_is_better() -> None:
    table = by_kind([result(0.5, "x"), result(1.0, "y", answer=GAP)])
    gates = [
        Gate("all", "facts", 0.7), Gate("x", "facts", 0.7), Gate("all", "over-refusal", 0.1),
        Gate("all", "over-refusal", 0.5), Gate("z", "facts", 0.1),
    ]  # fmt: skip
    assert fallen(table, gates) == [
        "facts of x: 0.500, gate 0.7",
        "over-refusal of all: 0.500, gate 0.1",
        "facts of z: nothing was scored",
    ]


def test_the_gate_of_all_holds_for_the_only_kind() -> None:
    assert fallen(by_kind([result(0.5)]), [Gate("all", "facts", 0.7)]) == [
        "facts of all: 0.500, gate 0.7"
    ]
