"""The links of a page that is drawn as markup, followed without loading the page again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from ui import places, words

MOST = 400  # characters of a value in an address
QUERY = frozenset({"article", "at", "c", "draft", "slug"})
_GUIDE = st.components.v2.component(
    "sequitur_guide",
    html='<button type="button" hidden></button>\n<span></span>',
    css=(Path(__file__).parent / "static" / "guide.css").read_text("utf-8"),
    js=(Path(__file__).parent / "guide.js").read_text("utf-8"),
)


def draw(at: str = "", article: str = "") -> None:
    """Follows the page's own links, scrolls to what is marked, and lets chosen text be asked about.

    `at` names the passage that is marked, so that the page scrolls there once.
    """
    ask = places.address("ask", article=article) if article else ""
    data = {"at": at, "ask": ask, "label": words.ASK_SELECTED}
    followed = _GUIDE(key="guide", data=data, on_go_change=lambda: None).go
    if followed:
        follow(followed)


def follow(followed: Any) -> None:
    """Opens the page that a link of the browser names; what is no page of ours is passed over."""
    if not isinstance(followed, dict) or not isinstance(followed.get("query"), dict):
        return
    place = followed.get("path") or "ask"
    query = {k: v[:MOST] for k, v in followed["query"].items() if k in QUERY and isinstance(v, str)}
    if place in places.PLACES:
        places.go(place, **query)
