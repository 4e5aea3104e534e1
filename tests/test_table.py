"""Tables: worst kinds first, all last, nothing made up where nothing was scored."""

from __future__ import annotations

from evals.summary import Measure
from evals.table import markdown_table, text_table, worst_first

TABLE = {
    "good": {"facts": Measure(0.9, 0.8, 1.0, 8, 2)},
    "bad": {"facts": Measure(0.5, 0.4, 0.6, 4, 0), "over-refusal": Measure(0.5, 0.4, 0.6, 4, 0)},
    "all": {"facts": Measure(0.7, 0.6, 0.8, 12, 2), "over-refusal": Measure(0.1, 0.0, 0.2, 4, 0)},
}


def test_the_worst_kind_stands_first_and_all_last() -> None:
    assert worst_first(TABLE) == ["bad", "good", "all"]


def test_the_terminal_shows_a_dash_where_nothing_was_scored() -> None:
    head, _, good, _ = text_table("own", TABLE).splitlines()
    assert head.split() == ["own", "cases", "over-refusal", "facts"]
    assert good.split() == ["good", "10", "-", "0.900"]


def test_markdown_has_the_intervals() -> None:
    lines = markdown_table(TABLE, ["facts"]).splitlines()
    assert lines[0] == "| kind | cases | facts |"
    assert lines[2] == "| bad | 4 | 0.50 (0.40 to 0.60) |"
