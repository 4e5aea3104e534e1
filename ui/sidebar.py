"""The sidebar: where to go, who reads, what was asked today."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.answers.answer import READERS
from ui import keeping, session, words
from ui.answer.mount import mount
from ui.markup import render
from ui.places import Place, go, link, open_places


def draw(here: str) -> DeltaGenerator:
    """Draws the sidebar on the page `here`, and returns the place of what was asked today."""
    with st.sidebar:
        st.html(render("brand.html"))
        _heading(words.GO_TO)
        with st.container(key="go-to", gap=None):
            for place in open_places():
                if place != "article":
                    _row(place == here, place, words.PLACES[place])
        _heading(words.I_AM)
        _reader()
        anew = st.button(words.NEW_CONVERSATION, key="new", on_click=_anew, width="stretch")
        if anew and here != "ask":
            go("ask")
        mount({"kind": "page", "reader": session.reader()}, key="page")
        return st.container(key="today", gap=None)


def draw_today(place: DeltaGenerator) -> None:
    """Draws what was asked today, the open conversation marked."""
    found = keeping.today(keeping.conversations(), session.user())
    with place:
        if found:
            _heading(words.TODAY)
        for one in found:
            _row(one.id == session.talk().id, "ask", one.title, c=one.id)


def _row(is_open: bool, place: Place, label: str, **query: str) -> None:
    """A link on a row of its own, marked where it is what is open."""
    name = query.get("c", place)
    with st.container(key=f"open-{name}" if is_open else f"row-{name}"):
        link(place, label, **query)


def _heading(text: str) -> None:
    st.html(f'<div class="sq-heading">{text}</div>')  # interface text, nobody's data


def _reader() -> None:
    session.reader()
    st.segmented_control(
        words.I_AM,
        READERS,
        required=True,
        format_func=words.READERS.__getitem__,
        key="reader",
        label_visibility="collapsed",
        width="stretch",
    )


def _anew() -> None:
    """Before the page is drawn, so that the Ask page draws once."""
    st.query_params.clear()
    session.begin()
