"""The Ask page."""

from __future__ import annotations

import streamlit as st

from ui import words
from ui.session import talk


def draw() -> None:
    """Draws the page."""
    st.text(talk().article)
    st.chat_input(words.FIRST_BOX, max_chars=2000)


if __name__ == "__main__":  # Streamlit runs the file
    draw()
