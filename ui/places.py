"""The pages and their addresses.

`/?c=CONVERSATION` is a conversation, `/?article=SLUG` asks in an article,
`/article?slug=SLUG&at=PASSAGE_ID` opens an article at a passage. `/evaluate` and `/rate` are there
only where the setting `evaluate` is on, for they show what every reader complained of.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NoReturn, get_args
from urllib.parse import urlencode

import streamlit as st

from rag.settings import Settings
from ui import words
from ui.inert import inert

Place = Literal["ask", "library", "conversations", "about", "article", "evaluate", "rate"]
PLACES: tuple[Place, ...] = get_args(Place)
EVALUATORS: tuple[Place, ...] = ("evaluate", "rate")
FOLDER = Path(__file__).parent / "app_pages"  # a folder `pages` would be run past app.py


def open_places() -> tuple[Place, ...]:
    """The pages of this site: those of evaluators only where the settings ask for them."""
    if Settings.from_environ().evaluate:
        return PLACES
    return tuple(p for p in PLACES if p not in EVALUATORS)


def pages() -> list[st.Page]:
    """The pages; the first is the one that the bare address opens."""
    return [
        st.Page(
            FOLDER / f"{place}.py",
            title=f"{words.PLACES[place]} · {words.NAME}",
            url_path=None if place == "ask" else place,
            default=place == "ask",
        )
        for place in open_places()
    ]


def link(place: Place, label: str, **query: str) -> None:
    """Draws a link to a page; `label` may be anybody's text."""
    st.page_link(FOLDER / f"{place}.py", label=inert(label), query_params=query, width="stretch")


def go(place: Place, **query: str) -> NoReturn:
    """Ends this run and opens a page; not to be called in a callback."""
    st.switch_page(FOLDER / f"{place}.py", query_params=query)


def address(place: Place, **query: str) -> str:
    """The address of a page, relative to the others, for links that a component draws."""
    path = "./" if place == "ask" else place
    return f"{path}?{urlencode(query)}" if query else path
