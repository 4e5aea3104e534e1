"""The links of a page that is drawn as markup, followed without loading the page again."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import places, words

FOLDER = Path(__file__).parent / "static"
_GUIDE = st.components.v2.component(
    "sequitur_guide",
    html='<button type="button" hidden></button>\n<span></span>',
    css=(FOLDER / "guide.css").read_text("utf-8"),
    js=(FOLDER / "guide.js").read_text("utf-8"),
)


def draw(at: str = "", article: str = "") -> None:
    """Follows the page's own links, scrolls to what is marked, and lets chosen text be asked about.

    `at` names the passage that is marked, so that the page scrolls there once.
    """
    ask = places.address("ask", article=article) if article else ""
    data = {"kind": "guide", "at": at, "ask": ask, "label": words.ASK_SELECTED}
    _GUIDE(key="guide", data=data)
