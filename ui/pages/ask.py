"""The conversation: an article to read, the turns so far, the box to ask in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rag.answers.answer import Answer
from rag.chain import FollowUp
from rag.search.index import Index
from ui.components import answer_html, article_html
from ui.engine import engine
from ui.pages.sidebar import Chosen

PLACEHOLDER = "Have a follow-up question?"
_SCROLL = st.components.v2.component(
    "sequitur_scroll",
    html="<span></span>",
    js="""
export default function ({ parentElement }) {
  const host = parentElement.host ?? parentElement
  if (host.dataset.scrolled) return
  host.dataset.scrolled = "yes"
  host.style.scrollMarginTop = "4.5rem"
  const show = () => host.scrollIntoView({ block: "start", behavior: "smooth" })
  show()
  setTimeout(show, 500)  // once more when the answer below has its height
}
""",
)


def draw(chosen: Chosen) -> None:
    """Draws the page's main part, and answers what was asked."""
    turns: list[Answer] = st.session_state.setdefault("turns", [])
    index = engine().index
    main, box = st.container(), st.container(key="ask-box")
    # Inside a container, because the box that Streamlit pins scrolls the page to its end.
    typed = box.chat_input(PLACEHOLDER, max_chars=2000)
    asked = _asked(typed, chosen, turns)
    with main:
        if chosen.article:
            _article(chosen.article, index, open_=not turns and asked is None)
        elif not turns and asked is None:
            _welcome(index)
        for number, answer in enumerate(turns, start=1):
            _anchor(number, len(turns) if asked is None else 0)
            st.html(answer_html(answer))
        if asked is not None:
            _anchor(len(turns) + 1, len(turns) + 1)
            turns.append(_answer(asked))
        if turns:
            _below(turns[-1], len(turns))


def _anchor(turn: int, newest: int) -> None:
    """Where a turn begins; the page scrolls there once, when the newest appears."""
    if turn == newest:
        _SCROLL(key=f"scroll-{turn}-{st.session_state.setdefault('conversation', 0)}")


def _asked(typed: str | None, chosen: Chosen, turns: list[Answer]) -> FollowUp | None:
    """What was asked in this run, by the box or by a button."""
    asked: FollowUp | None = st.session_state.pop("asked", None)
    instead = st.session_state.pop("instead", False)
    if typed:
        asked, instead = FollowUp(typed), False
    if asked is None:
        return None
    if instead and turns:
        turns.pop()  # an edited search takes the place of the one that it edits
    history = tuple(a.turn for a in turns)
    return replace(asked, history=history, article=chosen.article, reader=chosen.reader)


def _answer(follow_up: FollowUp) -> Answer:
    """The answer, shown."""
    with st.spinner("Reading the articles ..."):
        answer = engine().answer(follow_up)
    st.html(answer_html(answer))
    return answer


def _article(slug: str, index: Index, open_: bool) -> None:
    article = index.articles[slug]
    status = engine().status(article)
    with st.expander("Read the article", expanded=open_):
        st.html(article_html(index.read_article(slug), status))
    if open_ and article.asks:
        _buttons("Often asked next", article.asks)


def _welcome(index: Index) -> None:
    st.header("Ask what the article left open")
    st.text("Open an article on the left and ask below it, or ask across all of them.")
    first = {a.specialty: a for a in reversed(index.articles.values()) if a.asks}
    for specialty, article in sorted(first.items()):
        st.button(
            _inert(f"{specialty} — {article.label}: {article.asks[0]}"),
            key=f"first-{article.slug}",
            on_click=_open_and_ask,
            args=(article.slug, article.asks[0]),
            width="stretch",
        )


def _buttons(title: str, questions: tuple[str, ...]) -> None:
    st.caption(title)
    for number, question in enumerate(questions):
        st.button(_inert(question), key=f"asks-{number}", on_click=_ask, args=(FollowUp(question),))


def _below(answer: Answer, turn: int) -> None:
    """What can be done with the last answer: ask on, change its search, open its articles."""
    if answer.suggestions:
        _buttons("Ask next", answer.suggestions)
    with st.popover("Change what was searched for"):
        text = st.text_input("Search for", answer.resolved_question, key=f"edit-{turn}")
        edited, exact = st.columns(2)
        edited.button(
            "Search this",
            key=f"this-{turn}",
            on_click=_ask,
            args=(FollowUp(text, exact=True), True),
        )
        exact.button(
            "My exact words",
            key=f"exact-{turn}",
            on_click=_ask,
            args=(FollowUp(answer.question, exact=True), True),
        )
    for slug in dict.fromkeys(c.article for c in answer.citations):
        if slug != st.session_state.get("article"):
            article = engine().index.articles.get(slug)
            if article:
                st.button(
                    _inert(f"Open: {article.label}"),
                    key=f"open-{turn}-{slug}",
                    on_click=_open,
                    args=(slug,),
                )


def _ask(follow_up: FollowUp, instead: bool = False) -> None:
    st.session_state.asked = follow_up
    st.session_state.instead = instead


def _open(slug: str) -> None:
    st.session_state.article = slug


def _open_and_ask(slug: str, question: str) -> None:
    _open(slug)
    _ask(FollowUp(question))


def _inert(text: str) -> str:
    """`text` for a label, which Streamlit reads as Markdown: nothing in it does anything."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!:|~<>$&^=/@" else c for c in text)
