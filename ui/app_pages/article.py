"""The Article page: an article to read, at the place that a link names, and to ask about."""

from __future__ import annotations

import streamlit as st

from rag.articles.article import Article
from rag.articles.passage import Passage
from rag.search.index import Index
from ui import guide, places, session, words
from ui.engine import engine
from ui.inert import inert
from ui.reading import article_html, outline_html


def draw() -> None:
    """Draws the article of the address, or says that there is none."""
    index = engine().index
    # Streamlit leaves the query of the page that was gone to in the history of this one.
    slug = st.query_params.get("slug") or st.query_params.get("article", "")
    if slug not in index.articles:
        st.text(words.NO_ARTICLE)
        places.link("library", words.TO_LIBRARY)
        return
    article = index.read_article(slug)
    _read(article, index, st.query_params.get("at", ""))
    _ask(article)


def _read(article: Article, index: Index, at: str) -> None:
    passage = _passage(index, article.slug, at)
    if at and passage is None:
        st.html(f'<div class="sq-note" role="note">{words.PASSAGE_GONE}</div>')
    with st.sidebar:
        st.html(outline_html(article))
    status = engine().status(article)
    st.html(article_html(article, status, index.glossary, session.reader(), passage))
    guide.draw(at if passage else "", article.slug)


def _passage(index: Index, slug: str, at: str) -> Passage | None:
    """The passage that a link names, where it still stands in the article."""
    if at not in index.at:
        return None
    passage = index.passages[index.at[at]]
    return passage if passage.article == slug else None


def _ask(article: Article) -> None:
    """What is often asked next, and the box; both go on at the Ask page, in this article."""
    question = None
    if article.asks:
        st.html(f'<h2 class="sq-asks">{words.ASKS}</h2>')
        with st.container(horizontal=True, key="asks"):
            for number, often in enumerate(article.asks):
                if st.button(inert(often), key=f"asks-{number}"):
                    question = often
    with st.container(key="ask-box"):  # pinned by the stylesheet: Streamlit's own scrolls down
        question = st.chat_input(words.BOX, max_chars=2000, key="follow-up") or question
    if question:
        session.ask_in(article.slug, question)
        places.go("ask", article=article.slug)


if __name__ == "__main__":  # Streamlit runs the file
    draw()
