"""Signing in by OpenID Connect, where the operator's setting asks for it."""

from __future__ import annotations

from importlib.util import find_spec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from rag.errors import SettingsError
from rag.settings import Settings
from ui import words

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
MAX_SUBJECT = 240  # characters; OpenID Connect allows 255, a user's column holds them with a prefix


def asked_for() -> bool:
    """Whether the operator wants readers to sign in."""
    return Settings.from_environ().sign_in


def gate() -> None:
    """Lets pass who is signed in, or whoever comes where nobody has to be; else ends the run.

    Raises SettingsError where signing in is asked for and cannot be done.
    """
    if not asked_for():
        return
    _check()
    if not st.user.get("is_logged_in"):
        st.html(f'<h1 class="sq-title">{words.NAME}</h1>')
        st.text(words.SIGN_IN_WHY)
        st.button(words.SIGN_IN, key="sign-in", type="primary", on_click=st.login)
        st.stop()


def account() -> str:
    """Whose conversations these are: the account's, by the subject that its provider names.

    Raises SettingsError where the provider names none.
    """
    subject = st.user.get("sub")
    if not st.user.get("is_logged_in") or not isinstance(subject, str):
        raise SettingsError("the sign-in provider names no subject (`sub`); ask its operator")
    if not 0 < len(subject) <= MAX_SUBJECT or not subject.isprintable():
        raise SettingsError(f"the sign-in provider's subject is not 1 to {MAX_SUBJECT} characters")
    return f"account:{subject}"


def draw() -> None:
    """Draws who is signed in, and the way out, in the sidebar."""
    if asked_for():
        name = st.user.get("name") or st.user.get("email") or ""
        with st.sidebar:
            if isinstance(name, str) and name:
                st.text(words.SIGNED_IN.format(name=name[:80]))
            st.button(words.SIGN_OUT, key="sign-out", type="tertiary", on_click=st.logout)


def _check() -> None:
    """Raises SettingsError for what signing in lacks."""
    if find_spec("authlib") is None:
        raise SettingsError("SEQUITUR_SIGN_IN=1 needs Authlib; install `sequitur-rag[auth]`")
    try:
        there = st.secrets.load_if_toml_exists()
        provider = st.secrets.get("auth", {}) if there else {}
        missing = [name for name in NEEDED if not provider.get(name)]
    except (AttributeError, StreamlitAPIException):
        missing = list(NEEDED)
    if missing:
        raise SettingsError(
            f"SEQUITUR_SIGN_IN=1 needs {', '.join(missing)} under [auth] in "
            "~/.streamlit/secrets.toml, as Streamlit's guide to st.login says"
        )
