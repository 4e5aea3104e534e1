"""The sidebar: where to go, who reads, what was asked today."""

from __future__ import annotations

import streamlit as st

from rag.answers.answer import READERS
from ui import keeping, session, words
from ui.answer.mount import mount
from ui.components import brand_html
from ui.places import PLACES, go, link


def draw() -> None:
    """Draws the sidebar."""
    with st.sidebar:
        st.html(brand_html())
        _heading(words.GO_TO)
        with st.container(key="go-to", gap=None):
            for place in PLACES:
                if place != "article":
                    link(place, words.PLACES[place])
        _heading(words.I_AM)
        _reader()
        _today()
        mount({"kind": "page", "reader": session.reader()}, key="page")


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


def _today() -> None:
    if st.button(words.NEW_CONVERSATION, key="new", width="stretch"):
        session.begin()
        go("ask")
    found = keeping.today(keeping.conversations(), session.user())
    if found:
        _heading(words.TODAY)
        with st.container(key="today", gap=None):
            for one in found:
                open_now = one.id == session.talk().id
                with st.container(key=f"now-{one.id}" if open_now else None):
                    link("ask", one.title, c=one.id)
