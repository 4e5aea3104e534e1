"""From the address to what is open, and back."""

from __future__ import annotations

from collections.abc import Container

import streamlit as st

from rag.conversation import Conversations
from rag.errors import ConversationError
from ui import keeping, places, session, words
from ui.session import Talk


def opened(store: Conversations | None, articles: Container[str], user: str) -> Talk:
    """The conversation that the address names, or else the one of this session."""
    wanted, article = st.query_params.get("c", ""), st.query_params.get("article", "")
    if store and wanted and wanted != session.talk().id:
        _read(store, wanted, user)
    talk = session.talk()
    if article in articles and article != talk.article:
        talk = session.talk() if wanted else session.begin(article)
        talk.article = article
    if talk.article not in articles:  # a new index may have dropped it
        talk.article = ""
    show(talk)
    return talk


def _read(store: Conversations, wanted: str, user: str) -> None:
    try:
        st.session_state.talk = keeping.opened(store, wanted, user)
    except ConversationError as error:
        session.begin()
        st.text(words.GONE.format(why=error))


def show(talk: Talk) -> None:
    """Makes the address say what is open, so that a reload or a link opens it again."""
    draft = st.query_params.get("draft", "")
    named = {"c": talk.id, "article": talk.article, "draft": draft}
    wanted = {name: value for name, value in named.items() if value}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def lead(slug: str, at: str) -> None:
    """Has the next run open an article at a passage."""
    st.session_state.going = {"slug": slug, "at": at}


def follow() -> None:
    """Opens the article that the last run's event named."""
    going = st.session_state.pop("going", None)
    if going:
        places.go("article", **going)


def draft(box: str, most: int) -> None:
    """Puts the text that a link brings into the box of that key, to be gone on with; once."""
    if "draft" in st.query_params:
        st.session_state[box] = st.query_params.pop("draft")[:most]
