"""What readers found wrong, to be made cases of."""

from __future__ import annotations

import streamlit as st

from evals.cases import SuiteError
from evals.complaints import add_cases, id_of, made
from rag.conversation import Complaint
from rag.errors import ConversationError
from ui import bench_words as words
from ui import keeping
from ui.bench import records
from ui.bench.case import draw_answer
from ui.inert import inert

MOST = 50


def draw() -> None:
    """Draws the complaints, newest first."""
    store, folder = keeping.conversations(), records.folder() / "complaints"
    try:
        found = store.complaints()[::-1] if store else ()
        held = made(folder)
    except (ConversationError, SuiteError, OSError) as error:
        st.text(words.CANNOT.format(why=error))
        return
    if not found:
        st.text(words.NO_COMPLAINTS)
        return
    st.text(words.MADE_WHERE.format(folder=folder))
    if why := st.session_state.pop("not-made", ""):
        st.text(words.CANNOT.format(why=why))
    for number, complaint in enumerate(found[:MOST]):
        with st.container(key=f"complaint-{number}"):
            _complaint(complaint, number, id_of(complaint) in held)


def _complaint(complaint: Complaint, number: int, is_made: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        verdict = words.VERDICTS[complaint.verdict]
        day = f"{complaint.judged_at.astimezone():%Y-%m-%d %H:%M}"
        remark = f" · {complaint.comment}" if complaint.comment else ""
        st.text(f"{verdict}{remark} · {day}")
        label = words.MADE if is_made else words.MAKE
        key = f"make-{number}"
        st.button(label, key=key, disabled=is_made, on_click=_make, args=(complaint,))
    with st.expander(inert(complaint.question[:200]) or words.QUESTION):
        for earlier in complaint.history:
            st.text(earlier)
        draw_answer(complaint.answer, f"answer-{complaint.turn}")


def _make(complaint: Complaint) -> None:
    """Adds the draft case; in a callback, so that the list is drawn with it."""
    try:
        add_cases(records.folder() / "complaints", [complaint])
    except (SuiteError, OSError) as error:
        st.session_state["not-made"] = str(error)
