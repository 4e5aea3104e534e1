"""The sidebar: which article, which reader, a new conversation."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from rag.answers.answer import READERS, Reader
from rag.articles.article import Article
from ui.engine import engine

ALL = "All articles"
BRAND = '<div class="sq-brand">Sequitur<small>every answer follows from its source</small></div>'


class Chosen(NamedTuple):
    """What the reader chose."""

    article: str  # a slug, "" for all
    reader: Reader


def draw() -> Chosen:
    """Draws the sidebar and returns what is chosen in it."""
    articles = engine().index.articles
    with st.sidebar:
        st.html(BRAND)
        slug = _article(articles)
        reader = st.segmented_control(
            "I am a", READERS, default=READERS[0], format_func=str.capitalize, key="reader"
        )
        if st.button("New conversation", icon=":material/add:", width="stretch"):
            st.session_state.turns = []
            st.session_state.conversation = st.session_state.get("conversation", 0) + 1
        approved = sum(engine().status(a) == "approved" for a in articles.values())
        st.caption(f"{len(articles)} articles, {approved or 'none'} approved on this site")
    return Chosen(slug, reader or READERS[0])


def _article(articles: dict[str, Article]) -> str:
    """The chosen article; it is in the address, so a link opens it."""
    slugs = ["", *sorted(articles, key=lambda s: (articles[s].specialty, articles[s].label))]
    if "article" not in st.session_state:
        asked = st.query_params.get("article", "")
        st.session_state.article = asked if asked in slugs else ""
    elif st.session_state.article not in slugs:  # a new index may have dropped it
        st.session_state.article = ""
    slug = st.selectbox(
        "Article",
        slugs,
        format_func=lambda s: f"{articles[s].specialty}: {articles[s].label}" if s else ALL,
        key="article",
    )
    if slug:
        st.query_params["article"] = slug
    else:
        st.query_params.pop("article", None)
    return slug or ""
