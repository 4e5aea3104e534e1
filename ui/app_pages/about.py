"""The About page: what this is, what it rests on, how often it is right, what it keeps."""

from __future__ import annotations

import streamlit as st

from evals import rates
from rag.answers.answer import DISCLAIMER
from rag.settings import Settings
from ui import facts, session
from ui.engine import engine
from ui.markup import render


def draw() -> None:
    """Draws the page."""
    settings, index, measured = Settings.from_environ(), engine().index, rates.read()
    page = render(
        "about.html",
        disclaimer=DISCLAIMER[session.reader()],
        here=facts.here(index, engine().status, settings),
        rates=measured,
        rates_said=facts.rates_said(measured, index) if measured else [],
        percent=facts.percent,
        privacy=facts.privacy(settings),
    )
    st.html(page)


if __name__ == "__main__":  # Streamlit runs the file
    draw()
