"""The one chain of this process, shared by every session."""

from __future__ import annotations

import streamlit as st

from rag.chain import AnswerChain, build_answer_chain
from rag.settings import Settings
from ui import words


@st.cache_resource(show_spinner=words.OPENING)
def engine() -> AnswerChain:
    """The chain that the environment's settings describe; it follows new indexes by itself."""
    return build_answer_chain(Settings.from_environ())
