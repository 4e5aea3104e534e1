"""The page: navigation, the sidebar, and one page of the five."""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from rag.errors import SequiturError
from ui import markup, places, sidebar, signing_in, words

CSS = Path(__file__).parent / "static" / "page.css"
_log = logging.getLogger(__name__)


def main() -> None:
    """Draws the page once; an error is one line with a way out, never a trace."""
    st.set_page_config(page_title=words.NAME, page_icon="📗", layout="centered")
    st.html(CSS)
    st.html(markup.CSS)
    try:
        signing_in.gate()
        page = st.navigation(places.pages(), position="hidden")
        today = sidebar.draw(page.url_path or "ask")
        page.run()
        sidebar.draw_today(today)  # last, for the page may have added to it
        signing_in.draw()
    except SequiturError as error:
        st.text(words.UNABLE.format(why=error))
    except Exception as error:
        number = secrets.token_hex(4)
        # Only where and what: an exception's message can hold the question.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("the page failed (reference %s): %s\n%s", number, type(error).__name__, where)
        st.text(words.FAILED.format(number=number))


main()
