"""The Ask page: the conversation so far, and the box to ask in."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.answers.answer import Answer
from rag.answers.identifiers import find_identifiers
from rag.answers.privacy import without_identifiers
from rag.answers.screening import MAX_CHARS, cleaned
from rag.chain import FollowUp
from rag.errors import ConversationError
from rag.exports.formats import copy_text
from ui import keeping, opening, places, session, words
from ui.answer import view
from ui.answer.mount import mount
from ui.engine import engine
from ui.session import Asked, Shown, Talk


def draw() -> None:
    """Draws the page, and answers what was asked."""
    opening.follow()
    talk = opening.opened(keeping.conversations(), engine().index.articles, session.user())
    # The box keeps its place in the order, so that it is not made anew between two questions.
    chosen = session.asked()
    first = not (talk.turns or chosen or session.waiting() or st.session_state.get("box"))
    opening.draft("box", MAX_CHARS)
    above = st.container(key="opening" if first else "turns")
    box, below = st.container(key="ask-box"), st.container()
    hint = words.FIRST_BOX if first else words.BOX
    typed = box.chat_input(hint, key="box", max_chars=MAX_CHARS)
    asked = _cleared(Asked(typed) if typed else chosen)
    with above:
        if talk.article:
            _context(talk.article)
        if first:
            _welcome()
        _turns(talk, asked)
        if asked:
            _answer(talk, asked)
        elif held := session.waiting():
            _undecided(held)
    if first:
        with below:
            index = engine().index
            offered = index.suggestions.verified
            mount(view.welcome(index.articles, offered, talk.article), "welcome", **_ON)


def _cleared(asked: Asked | None) -> Asked | None:
    """What was asked, unless it waits for its reader: it may hold a patient's details.

    What waits has not been searched, kept, logged or sent.
    """
    if asked is None:
        return None
    if asked.decided or not find_identifiers(_readable(asked)):
        session.wait(None)
        return asked
    session.wait(asked)
    return None


def _readable(asked: Asked) -> str:
    """The question without hidden characters, and still too long where it was."""
    return cleaned(asked.question[: MAX_CHARS + 1])


def _undecided(held: Asked) -> None:
    text = _readable(held)
    spans = [(i.start, i.end) for i in find_identifiers(text)]
    mount(view.identifiers(text, spans), f"check-{held.key}", decided=_decided)


def _decided(value: object) -> None:
    """Asks what waited: with its identifiers removed, or as typed where its reader says so."""
    held = session.waiting()
    if held and value == "typed":
        session.decide(held, held.question, allowed=True)
    elif held:
        session.decide(held, without_identifiers(held.question), allowed=False)


def _welcome() -> None:
    more = words.WELCOME_MORE.format(articles=len(engine().index.articles))
    st.html(f'<h1 class="sq-welcome">{words.WELCOME}</h1><p class="sq-plainly">{more}</p>')


def _context(slug: str) -> None:
    article = engine().index.articles[slug]
    mount(view.asking(article), "asking", **_ON)


def _turns(talk: Talk, asked: Asked | None) -> None:
    """The turns so far; one that is asked anew makes room for what comes."""
    shown = talk.turns[:-1] if asked and asked.instead else talk.turns
    for place, one in enumerate(shown, start=1):
        with st.empty():
            _turn(one, last=asked is None and place == len(shown))


def _turn(one: Shown, last: bool) -> None:
    def judged(value: object) -> None:
        if isinstance(value, dict):
            _judge(one, value.get("verdict"), value.get("comment"))

    data = view.turn(one.answer, dt.date.today())
    state = {
        "last": last,
        "fresh": one.key if one.fresh else "",
        "copy": copy_text(one.answer),
        "judge": bool(one.turn),
        "verdict": one.verdict,
    }
    mount(data | state, f"turn-{one.key}", judged=judged, **_ON)


def _answer(talk: Talk, asked: Asked) -> None:
    """Answers, statement by statement, and keeps what was answered."""
    follow_up = FollowUp(
        asked.question,
        talk.history[:-1] if asked.instead else talk.history,
        talk.article,
        session.reader(),
        asked.exact,
        identifiers_allowed=asked.allowed,
    )
    slot, draft = st.empty(), view.draft(asked.question)
    _drafted(slot, draft, asked)
    for item in engine().answer_stream(follow_up):
        if isinstance(item, Answer):
            _keep(talk, asked, item)
        elif view.of_draft(item):
            draft = view.draft(asked.question, [*draft["statements"], view.statement(item)])
            _drafted(slot, draft, asked)
    with slot:
        _turn(talk.turns[-1], last=True)


def _drafted(slot: DeltaGenerator, draft: view.View, asked: Asked) -> None:
    with slot:
        mount(draft | {"fresh": asked.key}, f"draft-{asked.key}-{len(draft['statements'])}")


def _keep(talk: Talk, asked: Asked, answer: Answer) -> None:
    """The answer becomes the last turn, in the place of another where it was asked instead."""
    before = talk.turns.pop() if asked.instead and talk.turns else None
    instead = before.turn if before else ""
    talk.turns.append(keeping.kept(keeping.conversations(), talk, answer, session.user(), instead))
    opening.show(talk)


def _judge(one: Shown, verdict: object, comment: object) -> None:
    store = keeping.conversations()
    if store is None:
        return
    try:
        keeping.judge(store, one, session.user(), verdict, comment)
    except ConversationError as error:
        st.toast(places.inert(words.NOT_JUDGED.format(why=error)))


def _ask(value: object) -> None:
    """Takes a question that was chosen or edited in the component."""
    question = value.get("question") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(question, str):
        return
    if isinstance(slug := value.get("article"), str) and slug in engine().index.articles:
        session.ask_in(slug, question)
    else:
        exact, instead = bool(value.get("exact")), bool(value.get("instead"))
        session.ask(question, exact=exact, instead=instead)


def _open(value: object) -> None:
    if isinstance(value, dict):
        opening.lead(str(value.get("slug", "")), str(value.get("at", "")))


def _leave(_value: object) -> None:
    session.talk().article = ""


_ON = {"asked": _ask, "opened": _open, "left": _leave}


if __name__ == "__main__":  # Streamlit runs the file
    draw()
