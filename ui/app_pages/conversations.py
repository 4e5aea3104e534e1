"""The Conversations page: those kept for this user, to open, rename, take along and delete."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rag.answers.identifiers import find_identifiers
from rag.conversation import Conversation, Conversations, Listed
from rag.errors import ConversationError
from rag.exports.formats import export
from ui import keeping, places, session, words
from ui.markup import render

EVERY = "every"  # no id of a conversation: those are longer
A_TIME = 20  # conversations shown before more are asked for
MAX_TITLE, MAX_SEARCH = 120, 200  # characters


def draw() -> None:
    """Draws the user's conversations, or says that none are kept."""
    st.html(f'<h1 class="sq-title">{words.PLACES["conversations"]}</h1>')
    store = keeping.conversations()
    if store is None:
        st.text(words.KEPT_OFF)
        return
    search = st.text_input(
        words.SEARCH_CONVERSATIONS,
        max_chars=MAX_SEARCH,
        key="find",
        type="search",
        placeholder=words.SEARCH_CONVERSATIONS,
        label_visibility="collapsed",
        persist_state="session",
    )
    if search and find_identifiers(search):
        st.text(words.IDENTIFIERS_HERE)
        return
    try:
        _list(store, search or "")
    except ConversationError as error:
        st.text(words.NO_LIST.format(why=error))


def _list(store: Conversations, search: str) -> None:
    most = st.session_state.get("most", A_TIME)
    found = store.list(session.user(), search, limit=most + 1)
    if not found:
        st.text(words.NONE_LIKE if search.strip() else words.NONE_KEPT)
        return
    for one in found[:most]:
        _row(store, one)
    if len(found) > most:
        st.button(words.MORE, on_click=lambda: st.session_state.update(most=most + A_TIME))
    if not search.strip():
        st.button(
            words.DELETE_ALL, key="delete-all", type="tertiary", on_click=_open, args=(EVERY,)
        )
    if st.session_state.get("managed") == EVERY:
        _delete_all(store)


def _row(store: Conversations, one: Listed) -> None:
    """A conversation: what opens it, when it was, and what can be done with it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"kept-{one.id}"):
        with st.container(gap=None):
            places.link("ask", one.title, c=one.id)
            st.html(render("kept.html", one=one, local=one.updated.astimezone()))
        st.button(
            words.MANAGE,
            key=f"manage-{one.id}",
            type="tertiary",
            on_click=_open,
            args=(one.id,),
        )
    if st.session_state.get("managed") == one.id:
        _manage(store, one)


def _open(managed: str) -> None:
    st.session_state.managed, st.session_state.deleting = managed, False


def _close() -> None:
    st.session_state.managed = None


@st.dialog(words.MANAGE, on_dismiss=_close)
def _manage(store: Conversations, one: Listed) -> None:
    """What can be done with a conversation; to delete it is asked once more."""
    try:
        if st.session_state.get("deleting"):
            what = words.DELETE_WHAT.format(title=one.title)
            _confirm(what, lambda: store.delete(one.id, session.user()), one.id)
            return
        _title(store, one)
        _files(store.read(one.id, session.user()))
    except ConversationError as error:
        st.text(words.NO_CHANGE.format(why=error))
    st.button(words.DELETE, key="delete", on_click=lambda: st.session_state.update(deleting=True))


def _title(store: Conversations, one: Listed) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(words.TITLE, one.title, max_chars=MAX_TITLE, key=f"title-{one.id}")
        renamed = st.button(words.RENAME, key="rename")
    if title and find_identifiers(title):
        st.text(words.IDENTIFIERS_HERE)
    elif renamed and title:
        store.rename(one.id, session.user(), title)
        _close()
        st.rerun()


def _files(conversation: Conversation) -> None:
    st.html(f'<div class="sq-heading">{words.TAKE_ALONG}</div>')
    with st.container(horizontal=True, gap="small"):
        for kind, label in words.FORMATS.items():
            file = export(conversation, kind)
            st.download_button(
                label,
                file.text,
                file_name=file.name,
                mime=file.media_type,
                key=f"file-{kind}",
                on_click="ignore",
            )


@st.dialog(words.DELETE_ASK, on_dismiss=_close)
def _delete_all(store: Conversations) -> None:
    """Asks once more before everything is deleted."""
    _confirm(words.DELETE_EVERY, lambda: store.delete_all(session.user()))


def _confirm(what: str, delete: Callable[[], object], conversation: str = "") -> None:
    """Deletes when that is pressed once more, and lets go of what is open ("" for all)."""
    st.text(what)
    with st.container(horizontal=True):
        sure = st.button(words.DELETE_YES, key="delete-yes", type="primary")
        if st.button(words.DELETE_NO, key="delete-no"):
            _close()
            st.rerun()
    if not sure:
        return
    try:
        delete()
    except ConversationError as error:
        st.text(words.NO_CHANGE.format(why=error))
        return
    if conversation in ("", session.talk().id):
        session.begin()
    _close()
    st.rerun()


if __name__ == "__main__":  # Streamlit runs the file
    draw()
