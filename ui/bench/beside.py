"""Two runs of a suite: what differs by kind, and the cases lost and won."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evals.browsing import Found
from evals.compare import Change, differing, setting, won
from ui import bench_words as words
from ui.bench import records
from ui.inert import inert
from ui.markup import render

MOST = 50  # cases listed of each kind of change


def draw(one: Found, other: Found, kind: str, measure: str) -> None:
    """Draws the comparison of a kind and a measure, "" for all of them.

    Raises SuiteError where the runs cannot be compared.
    """
    found = records.beside(one, other)
    title = words.DIFFERS.format(suite=found.suite)
    settings = setting(found)
    rows = [r for r in differing(found) if kind in ("", r[0]) and measure in ("", r[1])]
    st.html(render("bench_beside.html", title=title, settings=settings, rows=rows, w=words))
    for name, is_won in ((words.LOSSES, False), (words.WINS, True)):
        changes = [c for c in found.changes if won(c) is is_won and measure in ("", c.measure)]
        with st.expander(name.format(count=len(changes)), expanded=bool(changes) and not is_won):
            _list(changes, f"case-{'won' if is_won else 'lost'}")


def _list(changes: Sequence[Change], key: str) -> None:
    for number, change in enumerate(changes[:MOST]):
        said = words.FROM_TO.format(before=change.before, after=change.after)
        label = (
            f"**{inert(f'{change.case} {change.measure} {said}')}**  \n{inert(change.why[:300])}"
        )
        st.button(
            label, key=f"{key}-{number}", type="tertiary",
            on_click=_show, args=(change.case,),
        )  # fmt: skip


def _show(case: str) -> None:
    st.query_params["case"] = case
