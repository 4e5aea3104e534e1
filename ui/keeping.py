"""Conversations as the page keeps them; an answer that cannot be kept is given all the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import streamlit as st

from rag.answers.answer import Answer, Notice
from rag.conversation import VERDICTS, Conversations, Listed, open_conversations
from rag.errors import ConversationError
from rag.settings import Settings
from ui import words
from ui.session import Shown, Talk

MOST_TODAY = 8


@st.cache_resource(show_spinner=False)
def conversations() -> Conversations | None:
    """The store of this process, None where the settings say that nothing is kept."""
    return open_conversations(Settings.from_environ())


def opened(store: Conversations, conversation: str, user: str) -> Talk:
    """A kept conversation. Raises ConversationError where it is not the user's, or unreadable."""
    found = store.read(conversation, user)
    turns = [Shown(k.answer, k.id, k.verdict, k.comment) for k in found.turns]
    context = turns[-1].answer.context if turns else ""
    return Talk(found.id, context, turns)


def kept(store: Conversations | None, talk: Talk, answer: Answer, user: str, instead: str) -> Shown:
    """The answer as a turn of `talk`, kept in the place of turn `instead` where that is named.

    An answer that cannot be kept says so.
    """
    if store is None:
        return Shown(answer, fresh=True)
    try:
        talk.id = talk.id or store.start(user)
        return Shown(answer, store.keep(talk.id, user, answer, instead), fresh=True)
    except ConversationError as error:
        notice = Notice("not-kept", words.NOT_KEPT.format(why=error))
        return Shown(replace(answer, notices=(*answer.notices, notice)), fresh=True)


def judge(store: Conversations, shown: Shown, user: str, verdict: object, comment: object) -> None:
    """Keeps what a reader said of an answer. Raises ConversationError where it cannot."""
    if verdict not in VERDICTS or not isinstance(comment, str):
        return  # not from our page
    store.judge(shown.turn, user, verdict, comment)
    shown.verdict, shown.comment = verdict, comment


def today(store: Conversations | None, user: str) -> tuple[Listed, ...]:
    """The user's conversations of this day, newest first; none where they cannot be read."""
    if store is None:
        return ()
    try:
        found = store.list(user, limit=MOST_TODAY)
    except ConversationError:
        return ()
    day = dt.datetime.now().astimezone().date()
    return tuple(c for c in found if c.updated.astimezone().date() == day)
