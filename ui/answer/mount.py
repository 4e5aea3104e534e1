"""The mounted component: one for each turn, and for what stands around the turns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui import words
from ui.answer.view import View

FOLDER = Path(__file__).parent
SCRIPTS = ("dom.js", "sources.js", "actions.js", "turn.js", "page.js")
EVENTS = ("asked", "judged", "opened", "left", "decided")


def script() -> str:
    """The component's script: the interface's words, then its files in their order."""
    files = [(FOLDER / name).read_text("utf-8") for name in SCRIPTS]
    return "\n".join([f"const WORDS = {json.dumps(words.ANSWER)}", *files])


_COMPONENT = st.components.v2.component(
    "sequitur_answer",
    html=(FOLDER / "answer.html").read_text("utf-8") + "\n<!-- inline -->\n",
    css=(FOLDER / "answer.css").read_text("utf-8"),
    js=script(),
)


def mount(view: View, key: str | None = None, **on: Callable[[object], None]) -> None:
    """Draws a view; `on` names an event and what is called with its value before the next run."""

    def told(event: str, act: Callable[[object], None]) -> Callable[[], None]:
        return lambda: act(st.session_state[key].get(event))

    calls = {f"on_{event}_change": told(event, on[event]) for event in EVENTS if event in on}
    _COMPONENT(key=key, data=view, **calls)
