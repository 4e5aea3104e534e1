"""The Evaluate page: runs, their cases and why each scored as it did; complaints become cases."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evals.browsing import Found, wanted
from evals.cases import SuiteError
from evals.record import Result
from evals.summary import LESS_IS_BETTER
from evals.table import worst_first, worst_measures
from ui import bench_words as words
from ui import opening
from ui.bench import CSS, beside, complaints, records
from ui.bench.case import draw_case, draw_wanted
from ui.inert import inert
from ui.markup import render
from ui.words import PLACES

A_TIME = 20  # cases listed before more are asked for


def draw() -> None:
    """Draws what was chosen to be looked at."""
    opening.follow()
    st.set_page_config(layout="wide")
    st.html(CSS)
    st.html(f'<h1 class="sq-title">{PLACES["evaluate"]}</h1>')
    view = st.segmented_control(
        words.VIEW, list(words.VIEWS), format_func=words.VIEWS.__getitem__, default="runs",
        required=True, key="view", label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    if view == "complaints":
        complaints.draw()
        return
    try:
        _runs()
    except SuiteError as error:
        st.text(words.CANNOT.format(why=error))


def _runs() -> None:
    found, unread = records.runs()
    if unread:
        st.text(words.UNREAD.format(count=len(unread), why=unread[0].why))
    if not found:
        st.text(words.NO_RUNS.format(folder=records.folder()))
        return
    with st.container(horizontal=True, key="filters"):
        one = choose_run(found, words.RUN, "run")
        others = [f for f in found if f.run.suite == one.run.suite and f.name != one.name]
        other = choose_run(others, words.BESIDE, "beside", words.NONE)
        results = records.results(one)
        kind = _choice(words.KIND, sorted({r.case.kind for r in results}), "kind")
        measure = _choice(words.MEASURE, _measures(results), "measure")
    said = words.ABOUT_RUN.format(suite=one.run.suite, cases=len(results), started=one.run.started)
    st.text(said)
    if not results:
        return
    case = st.query_params.get("case", "")
    if open_ := next((r for r in results if r.case.id == case), None):
        _case(open_, wanted(results, kind, measure), other)
        return
    short = st.toggle(words.FAILURES, value=True, key="short", persist_state="session")
    chosen = wanted(results, kind, measure, short)
    if other:
        beside.draw(one, other, kind, measure)
    else:
        _plot(one, kind, measure)
    _list(chosen, len(results))


def choose_run(found: Sequence[Found], label: str, key: str, none: str = "") -> Found | None:
    """The run that is chosen; the first of them where one has to be."""
    by_name = {f.name: f for f in found}
    index = None if none else 0
    name = st.selectbox(
        label, list(by_name), index=index, key=key, placeholder=none or None, bind="query-params"
    )
    return by_name.get(name or "")


def _choice(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(
        label, options, index=None, key=key, placeholder=words.ANY, bind="query-params"
    )
    return chosen or ""


def _measures(results: Sequence[Result]) -> list[str]:
    """The measures that any case has a value for."""
    return sorted({n for r in results for n, s in r.scores.items() if s.value is not None})


def _plot(one: Found, kind: str, measure: str) -> None:
    """The measures of a kind with their intervals, or one measure by kind."""
    table = records.table(one)
    whole = "all" if "all" in table else next(iter(table))
    if measure:
        title = words.BY_KIND.format(measure=measure)
        kinds = [k for k in worst_first(table, measure) if kind in ("", k)]
        rows = [(k, table[k][measure], measure in LESS_IS_BETTER) for k in kinds]
    else:
        title, row = f"{words.MEASURES} · {kind or words.ALL_KINDS}", table[kind or whole]
        rows = [(n, row[n], n in LESS_IS_BETTER) for n in worst_measures(row)]
    st.html(render("bench_measures.html", title=title, rows=rows, w=words))


def _list(chosen: Sequence[Result], every: int) -> None:
    """The cases that are left by the filters, each a row that opens it."""
    st.text(words.CASES.format(count=len(chosen), all=every) if chosen else words.NO_CASES)
    most = st.session_state.get("most-cases", A_TIME)
    for number, result in enumerate(chosen[:most]):
        short = ", ".join(
            f"{n} {s.value:.2f}" for n, s in result.scores.items() if s.value not in (None, 1.0)
        )
        case = result.case
        label = f"**{inert(case.question[:160])}**  \n{inert(f'{case.id} · {case.kind} · {short}')}"
        st.button(label, key=f"case-{number}", type="tertiary", on_click=_show, args=(case.id,))
    if len(chosen) > most:
        more = {"most-cases": most + A_TIME}
        st.button(words.MORE, key="more", on_click=lambda: st.session_state.update(more))


def _case(open_: Result, chosen: Sequence[Result], other: Found | None) -> None:
    """One case, beside the other run's where there is one."""
    ids = [r.case.id for r in chosen]
    at = ids.index(open_.case.id) if open_.case.id in ids else -1
    with st.container(horizontal=True):
        st.button(words.BACK, key="back", on_click=_show, args=("",))
        if at > 0:
            st.button(words.PREVIOUS, key="previous", on_click=_show, args=(ids[at - 1],))
        if -1 < at < len(ids) - 1:
            st.button(words.NEXT, key="next", on_click=_show, args=(ids[at + 1],))
    st.text(f"{open_.case.id} · {open_.case.kind}")
    if other is None:
        draw_case(open_, "one")
    else:
        theirs = next((r for r in records.results(other) if r.case.id == open_.case.id), None)
        left, right = st.columns(2, gap="medium")
        with left:
            draw_case(open_, "one")
        with right:
            draw_case(theirs, "other") if theirs else st.text(words.NOT_THERE)
    draw_wanted(open_.case)


def _show(case: str) -> None:
    """Opens a case, or goes back to the list where that is ""; in a callback."""
    st.query_params["case"] = case


if __name__ == "__main__":  # Streamlit runs the file
    draw()
