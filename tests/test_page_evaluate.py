"""The Evaluate and Rate pages as an evaluator uses them, driven through Streamlit's AppTest."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from evals.cases import load_cases
from evals.given import given
from evals.rating import Rating, folder_of, one_first, read
from evals.record import Record, Result, Run, add
from evals.scorers.score import Score
from rag.answers.answer import Answer
from rag.conversation import open_conversations
from rag.settings import Settings
from tests.test_scorers import ANSWER, CASE, GAP
from ui import bench_words as words
from ui.engine import engine
from ui.keeping import conversations

APP = Path(__file__).parent.parent / "ui" / "app.py"
EVIL = "<b>why</b> :red[x] ![y](http://evil.invalid/z)"
OTHER = dataclasses.replace(ANSWER, answerer="another")


def record(folder: Path, answer: Answer, **values: float) -> None:
    run = Record(folder)
    run.begin(Run("own", len(values), "d", {"code": folder.parent.name}, f"2026-{folder}"[:40]))
    with run.writer() as file:
        for name, value in values.items():
            case = dataclasses.replace(CASE, id=name, kind=f"kind-{name}", must_have=("it hurts",))
            scores = {"facts": Score(value, f"{folder.parent.name} {EVIL}")}
            add(Result(case, answer, scores, earlier=(GAP,)), file)


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built_index: Path, corpus: Path) -> Path:
    folder = tmp_path / "runs"
    for name, value in {
        "runs": folder, "evaluate": "1", "index": built_index, "corpus": corpus,
        "conversations": f"sqlite:///{tmp_path}/kept.db",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"SEQUITUR_{name.upper()}", str(value))
    conversations.clear()
    engine.clear()
    return folder


@pytest.fixture
def pair(runs: Path) -> Path:
    record(runs / "a" / "own", ANSWER, x=0.5, y=1.0)
    record(runs / "b" / "own", OTHER, x=1.0, y=0.0)
    return runs


def opened(page: str, **address: str) -> AppTest:
    found = AppTest.from_file(str(APP), default_timeout=30)
    found.query_params.update(address)
    found.run()
    return found.switch_page(f"app_pages/{page}.py").run()


def html(page: AppTest) -> str:
    return "".join(e.value for e in page.get("html") if isinstance(e.value, str))


def turns(page: AppTest) -> list[dict[str, Any]]:
    found = [json.loads(e.proto.json) for e in page.get("bidi_component")]
    return [d for d in found if d["kind"] == "turn"]


def texts(page: AppTest) -> list[str]:
    return [t.value for t in page.text]


def labels(page: AppTest, key: str) -> list[str]:
    return [b.label for b in page.button if (b.key or "").startswith(key)]


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def sidebar(page: AppTest) -> list[str]:
    return [e.proto.label for e in page.sidebar.get("page_link")]


def test_the_evaluators_pages_are_there_only_where_the_settings_ask_for_them(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = AppTest.from_file(str(APP), default_timeout=30)
    assert sidebar(page.run())[-2:] == ["Evaluate", "Rate blind"]
    monkeypatch.setenv("SEQUITUR_EVALUATE", "0")
    assert sidebar(page.run()) == ["Ask", "Library", "Conversations", "About"]


def test_without_a_run_the_page_says_how_to_make_one(runs: Path) -> None:
    assert "python -m evals run SUITE --out" in texts(opened("evaluate"))[0]


def test_a_run_is_shown_by_measure_and_its_failing_cases_are_listed(pair: Path) -> None:
    page = opened("evaluate")
    page.selectbox(key="run").set_value("a/own").run()
    assert not page.exception
    assert "0.75" in html(page)  # the mean of 0.5 and 1
    (row,) = labels(page, "case-")
    assert "x · kind\\-x · facts 0\\.50" in row.replace("\\·", "·")
    page.toggle(key="short").set_value(False).run()
    assert len(labels(page, "case-")) == 2
    page.selectbox(key="kind").set_value("kind-y").run()
    assert len(labels(page, "case-")) == 1


def test_a_case_is_shown_with_its_conversation_its_scores_and_why(pair: Path) -> None:
    page = opened("evaluate")
    page.selectbox(key="run").set_value("a/own").run()
    press(page, "case-0")
    assert [t["question"] for t in turns(page)] == [GAP.question, ANSWER.question]
    assert not turns(page)[1]["judge"]
    assert "&lt;b&gt;why&lt;/b&gt;" in html(page)
    assert "<b>why" not in html(page)
    assert "it hurts" in html(page)
    press(page, "back")
    assert turns(page) == []


def test_two_runs_stand_side_by_side_with_what_was_lost_and_won(pair: Path) -> None:
    page = opened("evaluate")
    page.selectbox(key="run").set_value("a/own").run()
    page.selectbox(key="beside").set_value("b/own").run()
    assert not page.exception
    assert [e.label for e in page.expander] == ["1 losses", "1 wins"]
    assert "code a | b" in html(page)
    press(page, "case-lost-0")
    assert [t["abstained"] for t in turns(page)] == [True, False] * 2
    assert "b &lt;b&gt;" in html(page)


def test_an_answer_that_breaks_the_rules_is_told_as_text(runs: Path) -> None:
    record(runs / "a" / "own", given(ANSWER, resolved_question=None), x=0.0)
    page = press(opened("evaluate"), "case-0")
    assert any(t.startswith("This answer cannot be shown") for t in texts(page))


def test_a_run_that_cannot_be_read_is_said_in_one_line(runs: Path) -> None:
    record(runs / "a" / "own", ANSWER, x=0.0)
    (runs / "a" / "own" / "results.jsonl").write_text("{}\n")
    page = opened("evaluate")
    assert not page.exception
    assert any("results.jsonl:1: not a result" in t for t in texts(page))


def test_a_complaint_becomes_a_case_once(runs: Path) -> None:
    store = open_conversations(Settings.from_environ())
    assert store
    turn = store.keep(store.start("u"), "u", ANSWER)
    store.judge(turn, "u", "wrong-answer", "no dose")
    page = opened("evaluate")
    page.segmented_control(key="view").set_value("complaints").run()
    assert any(t.startswith("Wrong answer · no dose · ") for t in texts(page))
    press(page, "make-0")
    (case,) = load_cases(runs / "complaints")
    assert (case.kind, case.comment) == ("complaint", "wrong-answer: no dose")
    assert page.button(key="make-0").disabled


def rating_page(rater: str = "ann") -> AppTest:
    page = opened("rate")
    page.selectbox(key="one").set_value("a/own").run()
    page.text_input(key="rater").set_value(rater).run()
    assert not page.exception
    return page


def of(page: AppTest, key: str) -> str:
    """The key of the widget for the case that is shown."""
    elements: list[Any] = [*page.segmented_control, *page.checkbox, *page.get("button_group")]
    return next(e.key for e in elements if (e.key or "").startswith(key))


def rated(page: AppTest, preferred: str) -> AppTest:
    group: Callable[..., Any] = page.segmented_control
    group(key=of(page, "best-")).set_value(preferred).run()
    return press(page, "send")


def test_no_answer_is_named_and_each_is_stored_under_its_own_run(pair: Path) -> None:
    page = rating_page()
    assert len(turns(page)) == 2
    for _ in range(2):
        rated(page, "first")
    assert words.ALL_DONE in texts(page)
    by_case = read(folder_of(pair / "ratings", ("a/own", "b/own")))["ann"]
    assert set(by_case) == {"x", "y"}
    for case, found in by_case.items():
        expected = "one" if one_first("ann", case) else "other"
        assert isinstance(found, Rating)
        assert (found.preferred, found.first) == (expected, expected)


def test_ticks_and_what_is_missing_are_kept_of_the_answer_that_they_stand_under(
    pair: Path,
) -> None:
    page = rating_page()
    page.checkbox(key=of(page, "first-")).set_value(True).run()
    rated(page, "equal")
    ((case, found),) = read(folder_of(pair / "ratings", ("a/own", "b/own")))["ann"].items()
    first, second = (found.one, found.other) if one_first("ann", case) else (found.other, found.one)
    assert (first.missing, second.missing) == (("it hurts",), ())
    assert found.preferred == "equal"


def test_citations_can_be_hidden(pair: Path) -> None:
    page = rating_page()
    assert turns(page)[0]["citations"]
    page.toggle(key="cited").set_value(False).run()
    assert all(not t["citations"] and not t["copy"] for t in turns(page))
    assert all(s["cites"] == [] for t in turns(page) for s in t["statements"])


def test_nothing_is_shown_to_somebody_without_a_name(pair: Path) -> None:
    page = opened("rate")
    assert words.NO_RATER in texts(page)
    assert turns(page) == []


def test_one_run_alone_cannot_be_rated(runs: Path) -> None:
    record(runs / "a" / "own", ANSWER, x=0.0)
    assert words.NO_PAIR in texts(opened("rate"))
