"""The report: worst first, nothing lost, and whatever stands in a run is text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from evals import __main__ as evals
from evals.cases import SuiteError
from evals.given import given
from evals.record import Record, Result, Run, add
from evals.report.chart import chart, picture
from evals.report.page import page
from evals.report.shown import Shown, records_in, shown
from evals.report.told import Texts, told_cases
from evals.scorers.score import Score
from evals.summary import Measure
from rag.answers.answer import Notice
from tests.browsing import ARGUMENTS, CHROMIUM
from tests.test_scorers import ANSWER, CASE, GAP

EVIL = (
    "<script>window.hit=1</script></script><img src=x onerror=window.hit=2>"
    "<!--<script> \u2028 \ud800 ${1} {{7*7}} ]]>"
)
RUN = Run("own", 3, "d" * 16, {"code": "1"}, "2026-01-01T00:00:00+00:00")


def result(name: str, kind: str, value: float | None, why: str = "why") -> Result:
    scores = {"facts": Score(value, why, "2 facts"), "quotes": Score(1.0, "exact")}
    return Result(replace(CASE, id=name, kind=kind), ANSWER, scores, seconds=0.01)


def planted() -> Result:
    """A result of which every text holds markup."""
    case = replace(
        CASE, id=EVIL, kind=EVIL, question=EVIL, after=(EVIL,), article=EVIL, pressure=(EVIL,),
        forbidden=(), facts=((re.escape(EVIL),),),
    )  # fmt: skip
    said = tuple(replace(s, text=EVIL, citations=(1, 99)) for s in ANSWER.statements)
    passage = replace(ANSWER.citations[0], passage=f"{EVIL} {EVIL}", title=EVIL, section=(EVIL,))
    answer = given(
        ANSWER, question=EVIL, resolved_question=EVIL, statements=said, citations=(passage,),
        notices=(Notice(EVIL, EVIL),), gap=EVIL, disclaimer=EVIL,
    )  # fmt: skip
    scores = {EVIL: Score(0.0, EVIL, EVIL), "facts": Score(0.5, EVIL, EVIL)}
    return Result(case, answer, scores, (answer,), (answer,), 0.1, EVIL)


def written(folder: Path, run: Run, *results: Result) -> Path:
    record = Record(folder)
    record.begin(run)
    with record.writer() as file:
        for one in results:
            add(one, file)
    return folder


def of(*results: Result, run: Run = RUN) -> Shown:
    table = {one.case.kind: {"facts": Measure(0.5, 0.4, 0.6, 1, 0)} for one in results}
    return Shown(run, results, table, {}, (), None)


def data_of(html: str) -> dict[str, list[dict[str, object]]]:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    return json.loads(found)  # type: ignore[no-any-return]


def test_measures_that_are_perfect_throughout_get_no_column() -> None:
    one, half = Measure(1.0, 1.0, 1.0, 2, 0), Measure(0.5, 0.25, 0.75, 2, 0)
    none = Measure(0.0, 0.0, 0.0, 2, 0)
    drawn = chart({"a": {"quotes": one, "facts": one, "over-refusal": none}, "b": {"facts": half}})
    assert drawn.columns == ("facts",)
    assert drawn.perfect == ("over-refusal", "quotes")
    assert [r.name for r in drawn.rows] == ["b", "a"]


def test_a_picture_has_its_dot_and_its_interval_in_place() -> None:
    # The line is 94 wide, 84 without its ends: 0.5 is at 5 + 42, 0.25 at 5 + 21.
    drawn = picture(Measure(0.5, 0.25, 0.75, 4, 0))
    assert 'cx="47.0"' in drawn
    assert 'x="26.0"' in drawn
    assert 'width="42.0"' in drawn


def test_cases_are_told_worst_first_and_a_long_text_once() -> None:
    texts = Texts()
    rows = [result("fine", "k", 1.0), result("bad", "k", 0.0), result("half", "k", 0.5)]
    told = told_cases([rows, [result("other", "k", None)]], texts)
    assert [(t["id"], t["run"]) for t in told] == [
        ("bad", 0), ("half", 0), ("fine", 0), ("other", 1),
    ]  # fmt: skip
    assert texts.all.count(ANSWER.disclaimer) == 1


def test_a_failed_case_is_told_with_its_error_and_without_an_answer() -> None:
    failed = Result(replace(CASE, after=("before",)), None, {}, error="OSError: gone")
    (told,) = told_cases([[failed]], Texts())
    assert told["answer"] is None
    assert told["earlier"] == [["before", None]]
    assert told["error"] == "OSError: gone"


def test_the_offsets_that_are_marked_are_those_of_the_sentences() -> None:
    (told,) = told_cases([[result("a", "k", 1.0)]], Texts())
    assert told["answer"]["sources"][0]["spans"] == [[0, 27]]


def test_nothing_from_a_run_becomes_markup() -> None:
    html = page([of(planted(), run=replace(RUN, suite=EVIL, started=EVIL))]).decode()
    assert html.count("<script") == 2
    assert html.count("</script") == 2
    assert "<img" not in html
    assert "<!--" not in html
    assert data_of(html)["cases"][0]["question"] == EVIL


def test_the_page_loads_nothing_from_anywhere() -> None:
    html = page([of(result("a", "k", 0.5))]).decode()
    assert not re.search(r'(?:src|href)="(?!#)', html.partition('id="data"')[0])
    assert "default-src 'none'" in html.replace("&#39;", "'")


def test_a_folder_of_runs_is_its_runs(tmp_path: Path) -> None:
    written(tmp_path / "b", RUN, result("a", "k", 1.0))
    written(tmp_path / "a", RUN, result("a", "k", 1.0))
    assert [r.folder.name for r in records_in([tmp_path])] == ["a", "b"]
    assert [r.folder.name for r in records_in([tmp_path / "b"])] == ["b"]


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no run there"):
        records_in([tmp_path])


def test_a_run_without_a_result_is_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no case is finished"):
        shown(Record(written(tmp_path / "a", RUN)), {})


@pytest.mark.parametrize("name", ["../answers", "/", ".", "", "nowhere"])
def test_a_run_that_names_a_place_for_its_suite_gets_none(tmp_path: Path, name: str) -> None:
    folder = written(tmp_path / "a", replace(RUN, suite=name), result("a", "k", 1.0))
    assert shown(Record(folder), {}).suite is None


def suite_with_gate(folder: Path) -> Path:
    folder.mkdir()
    (folder / "suite.yaml").write_text("name: own\ngates: {facts: 0.9}\n")
    row = {"id": "a", "kind": "k", "question": "q?", "abstain": False}
    (folder / "cases.jsonl").write_text(json.dumps(row) + "\n")
    return folder


def test_the_command_exits_1_where_a_gate_falls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = written(tmp_path / "run", RUN, result("a", "k", 0.5), result("b", "k", 0.0))
    suite = suite_with_gate(tmp_path / "own")
    assert evals.main(["report", str(run)]) == 0
    assert evals.main(["report", str(run), "--suite", str(suite)]) == 1
    assert "gate: facts of all: 0.250, gate 0.9" in capsys.readouterr().out


def test_the_command_writes_the_page_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = written(tmp_path / "run", RUN, result("a", "k", 0.5))
    path = tmp_path / "report.html"
    assert evals.main(["report", str(run), "--html", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(path)
    assert [c["id"] for c in data_of(path.read_text())["cases"]] == ["a"]


def test_markdown_and_terminal_show_no_markup_of_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = "a|b\n# <b>\x1b[31m"
    run = written(tmp_path / "run", RUN, result("a", kind, 0.5))
    assert evals.main(["report", str(run), "--markdown"]) == 0
    assert r"| a\|b \# \<b\>\[31m | 1 |" in capsys.readouterr().out
    assert evals.main(["report", str(run)]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.fixture
def browser() -> Iterator[Page]:
    """A page of a real browser."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        ) as opened,
    ):
        yield opened.new_page()


def opened(browser: Page, folder: Path, *runs: Shown) -> Page:
    path = folder / "report.html"
    path.write_bytes(page(runs))
    browser.goto(path.as_uri())
    return browser


def test_a_browser_runs_nothing_that_a_run_holds(browser: Page, tmp_path: Path) -> None:
    refused: list[str] = []
    browser.on("console", lambda said: refused.append(said.text))
    opened(browser, tmp_path, of(planted(), result("b", "k", 0.0, EVIL)))
    for summary in browser.locator(".case > summary").all():
        summary.click()
    for source in browser.locator(".source > summary").all():
        source.click()
    assert browser.evaluate("window.hit") is None
    assert browser.locator("img").count() == 0
    assert browser.locator(".asked").first.inner_text().startswith("<script>window.hit=1</script>")
    assert "99 is not held" in browser.locator(".number.lost").first.inner_text()
    assert refused == []


def test_the_cases_are_filtered_and_found_by_the_keyboard(browser: Page, tmp_path: Path) -> None:
    fine, bad = result("fine", "x", 1.0), result("bad", "y", 0.0)
    silent = replace(result("gap", "y", None), answer=GAP)
    opened(browser, tmp_path, of(fine, bad, silent))
    count = browser.locator("#count")
    assert count.inner_text() == "1 of 3 cases"
    browser.locator("input[name=failures]").press("Space")
    assert count.inner_text() == "3 of 3 cases"
    browser.locator("input[name=words]").press_sequentially("nothing")
    assert count.inner_text() == "1 of 3 cases"
    browser.locator("button[data-kind=y][data-measure=facts]").press("Enter")
    assert browser.locator(".case .where").all_inner_texts() == ["own · y · bad"]
    browser.locator(".case > summary").press("Enter")
    assert browser.locator(".statement").inner_text().startswith("Ultrasound comes before CT.")
    browser.locator(".number").press("Enter")
    assert browser.locator(".source mark").inner_text() == "Ultrasound comes before CT."
