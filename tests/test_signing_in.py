"""Signing in: off by default, refused with a way out where it cannot be done, else whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui import words
from ui.engine import engine
from ui.keeping import conversations

APP = Path(__file__).parent.parent / "ui" / "app.py"
AUTH = {
    "redirect_uri": "http://localhost/oauth2callback",
    "cookie_secret": "c",
    "client_id": "i",
    "client_secret": "s",
    "server_metadata_url": "https://idp.invalid/.well-known/openid-configuration",
}


@pytest.fixture
def page(
    built_index: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppTest]:
    monkeypatch.setenv("SEQUITUR_INDEX", str(built_index))
    monkeypatch.setenv("SEQUITUR_CORPUS", str(corpus))
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", f"sqlite:///{tmp_path / 'kept.db'}")
    monkeypatch.setenv("SEQUITUR_SIGN_IN", "1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    engine.clear()
    conversations.clear()
    yield AppTest.from_file(str(APP), default_timeout=30)
    st.secrets._reset()


def test_without_its_secrets_the_page_says_what_is_missing(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert "under [auth] in ~/.streamlit/secrets.toml" in page.text[0].value
    assert not page.chat_input


def test_with_half_its_secrets_the_page_names_the_others(page: AppTest) -> None:
    page.secrets["auth"] = {"client_id": "i", "cookie_secret": "c"}
    page.run()
    assert "needs redirect_uri, client_secret, server_metadata_url" in page.text[0].value
    assert not page.chat_input


def test_who_is_not_signed_in_sees_nothing_but_the_way_in(page: AppTest) -> None:
    page.secrets["auth"] = AUTH
    page.user = {"is_logged_in": False}
    page.run()
    assert [b.label for b in page.button] == [words.SIGN_IN]
    assert not page.chat_input


def test_conversations_belong_to_the_account(page: AppTest) -> None:
    page.secrets["auth"] = AUTH
    page.user = {"is_logged_in": True, "sub": "u-1", "name": "Dr <b>A</b>"}
    page.run()
    page.chat_input[0].set_value("How is gout treated?").run()
    assert not page.exception
    store = conversations()
    assert store is not None
    assert len(store.list("account:u-1")) == 1
    assert store.list("") == ()
    assert words.SIGNED_IN.format(name="Dr <b>A</b>") in [t.value for t in page.sidebar.text]
    assert words.SIGN_OUT in [b.label for b in page.sidebar.button]


@pytest.mark.parametrize("subject", ["", "x" * 300, "a\nb", 7, None])
def test_an_account_without_a_sound_subject_is_let_to_nothing(
    page: AppTest, subject: object
) -> None:
    page.secrets["auth"] = AUTH
    page.user = {"is_logged_in": True, "sub": subject}
    page.run()
    assert not page.exception
    assert "subject" in page.text[0].value
    assert not page.chat_input
