"""What one browser session holds: its reader, its conversation, what was just asked."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field, replace

import streamlit as st

from rag.answers.answer import READERS, Answer, Reader
from rag.search.followup import Turn
from ui import signing_in

READER_COOKIE = "sequitur_reader"
BROWSER_COOKIE = "sequitur_browser"


@dataclass
class Shown:
    """A turn on the page: its answer, its id where it is kept, what the reader said of it."""

    answer: Answer
    turn: str = ""
    verdict: str = ""
    comment: str = ""
    fresh: bool = False  # answered in this session
    key: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass
class Talk:
    """The conversation of this session; without an id until it is kept."""

    id: str = ""
    article: str = ""  # the slug of the article that is asked in
    turns: list[Shown] = field(default_factory=list)

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns as the chain takes them."""
        return tuple(t.answer.turn for t in self.turns)


@dataclass(frozen=True)
class Asked:
    """A question on its way to the chain."""

    question: str
    exact: bool = False  # search its own words only
    instead: bool = False  # takes the place of the last turn
    decided: bool = False  # the reader has seen what looks like an identifier, and has decided
    allowed: bool = False  # ... that it is none
    key: str = field(default_factory=lambda: secrets.token_hex(4))


def talk() -> Talk:
    """The conversation of this session."""
    found: Talk = st.session_state.setdefault("talk", Talk())
    return found


def begin(article: str = "") -> Talk:
    """A new conversation in place of the one that was."""
    st.session_state.talk = Talk(article=article)
    st.session_state.pop("asked", None)
    st.session_state.pop("waiting", None)
    return talk()


def ask(question: str, *, exact: bool = False, instead: bool = False) -> None:
    """Hands a question to the Ask page, which answers it in its next run."""
    st.session_state.asked = Asked(question, exact, instead)


def ask_in(article: str, question: str = "") -> None:
    """Asks in an article: in its conversation where that is the one open, else in a new one.

    The Ask page is to be opened next (`places.go("ask", article=article)`).
    """
    if talk().article != article:
        begin(article)
    if question:
        ask(question)


def asked() -> Asked | None:
    """What was asked and not yet answered; it is given once."""
    found: Asked | None = st.session_state.pop("asked", None)
    return found


def wait(question: Asked | None) -> None:
    """Holds a question until its reader has decided about what looks like identifiers in it."""
    st.session_state.waiting = question


def waiting() -> Asked | None:
    """The question that waits for a decision."""
    found: Asked | None = st.session_state.get("waiting")
    return found


def decide(held: Asked, question: str, *, allowed: bool) -> None:
    """Asks what waited, in these words."""
    st.session_state.waiting = None
    st.session_state.asked = replace(held, question=question, decided=True, allowed=allowed)


def reader() -> Reader:
    """Who reads, as chosen in this session, or as this browser remembers."""
    if "reader" not in st.session_state:
        remembered = _cookie(READER_COOKIE)
        st.session_state.reader = remembered if remembered in READERS else READERS[0]
    chosen: Reader = st.session_state.reader
    return chosen


def user() -> str:
    """Whose conversations these are: the account's where readers sign in, else the browser's.

    A browser has a name by the cookie that the server gave it.
    """
    if signing_in.asked_for():
        return signing_in.account()
    browser = _cookie(BROWSER_COOKIE)
    return f"browser:{browser}" if re.fullmatch(r"[\w-]{16,64}", browser) else ""


def _cookie(name: str) -> str:
    found = st.context.cookies.get(name)
    return found if isinstance(found, str) else ""
