"""The page: choose an article, read it, ask below it."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from rag.errors import SequiturError
from ui import components
from ui.pages import ask, sidebar

_log = logging.getLogger(__name__)


def main() -> None:
    """Draws the page once; an error is one line with a way out, never a trace."""
    st.set_page_config(page_title="Sequitur", page_icon="📗", layout="centered")
    st.html(components.CSS)
    try:
        chosen = sidebar.draw()
        ask.draw(chosen)
    except SequiturError as error:
        st.text(f"Sequitur cannot answer now. {error}")
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise  # Streamlit stops and reruns scripts by exceptions of its own
        number = secrets.token_hex(4)
        _log.exception("the page failed (reference %s)", number)
        st.text(f"Something went wrong on this page (reference {number}). Reload to go on.")


main()
