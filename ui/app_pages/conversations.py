"""The Conversations page."""

from __future__ import annotations

import streamlit as st

from ui import words


def draw() -> None:
    """Draws the page."""
    st.header(words.PLACES["conversations"])


if __name__ == "__main__":  # Streamlit runs the file
    draw()
