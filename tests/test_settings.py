"""Settings from SEQUITUR_* variables."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import Settings, checkout


def test_without_variables_the_defaults_serve() -> None:
    settings = Settings.from_environ({"HOME": "/root", "PATH": "/bin"})
    assert settings == Settings()
    assert settings.corpus == checkout() / "corpus"
    assert settings.index == checkout() / ".sequitur" / "index"
    assert settings.models == checkout() / ".sequitur" / "models"
    assert (settings.embedding_model, settings.model) == ("bundled", "quote")
    assert (settings.review_months, settings.tracing) == (24, False)
    assert settings.threads == min(4, os.cpu_count() or 1)
    assert settings.approved == frozenset()


def test_the_checkout_holds_the_shipped_corpus() -> None:
    assert (checkout() / "corpus" / "articles").is_dir()


@pytest.mark.parametrize(
    ("variable", "value", "field", "read"),
    [
        ("SEQUITUR_CORPUS", "/srv/corpus", "corpus", Path("/srv/corpus")),
        ("SEQUITUR_INDEX", "/srv/index", "index", Path("/srv/index")),
        ("SEQUITUR_MODELS", "/srv/models", "models", Path("/srv/models")),
        ("SEQUITUR_EMBEDDING_MODEL", "org/name", "embedding_model", "org/name"),
        ("SEQUITUR_MODEL", "ollama:m", "model", "ollama:m"),
        ("SEQUITUR_ANSWERS", "write", "answers", "write"),
        ("SEQUITUR_MODEL_SECONDS", "60", "model_seconds", 60),
        ("SEQUITUR_THREADS", "9999", "threads", 9999),
        ("SEQUITUR_REVIEW_MONTHS", "1", "review_months", 1),
        ("SEQUITUR_TRACING", "1", "tracing", True),
        ("SEQUITUR_TRACING", "0", "tracing", False),
        ("SEQUITUR_SIGN_IN", "1", "sign_in", True),
        ("SEQUITUR_CONVERSATIONS", "off", "conversations", "off"),
        ("SEQUITUR_CONVERSATIONS", "sqlite:////a/b.db", "conversations", "sqlite:////a/b.db"),
        ("SEQUITUR_APPROVED", "", "approved", frozenset()),
        (
            "SEQUITUR_APPROVED",
            "a-b@0123456789ab, c@ba9876543210,",
            "approved",
            frozenset({"a-b@0123456789ab", "c@ba9876543210"}),
        ),
    ],
)
def test_a_variable_sets_its_field(variable: str, value: str, field: str, read: object) -> None:
    settings = Settings.from_environ({variable: value})
    assert settings == dataclasses.replace(Settings(), **{field: read})


def test_a_folder_is_made_absolute_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings = Settings.from_environ({"SEQUITUR_CORPUS": "here", "SEQUITUR_INDEX": "~/there"})
    assert settings.corpus == tmp_path / "here"
    assert settings.index == tmp_path / "home" / "there"


def test_the_variables_of_the_process_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUITUR_REVIEW_MONTHS", "6")
    assert Settings.from_environ().review_months == 6


@pytest.mark.parametrize("variable", ["SEQUITUR_CORPSE", "SEQUITUR_", "SEQUITUR_KEY_ID"])
def test_an_unknown_variable_is_an_error_that_names_it_and_the_known_ones(variable: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"SEQUITUR_MODEL": "quote", variable: "x"})
    assert str(caught.value) == (
        f"{variable} is not a setting; known are SEQUITUR_ANSWERS, SEQUITUR_APPROVED, "
        "SEQUITUR_CONVERSATIONS, SEQUITUR_CORPUS, SEQUITUR_EMBEDDING_MODEL, "
        "SEQUITUR_EVALUATE, SEQUITUR_INDEX, "
        "SEQUITUR_MODEL, SEQUITUR_MODEL_SECONDS, SEQUITUR_MODELS, SEQUITUR_REVIEW_MONTHS, "
        "SEQUITUR_RUNS, SEQUITUR_SIGN_IN, "
        "SEQUITUR_THREADS, SEQUITUR_TRACING"
    )


def number_reason(variable: str, value: str) -> str:
    return f"{variable}={value!r} is not a whole number from 1 to 9999"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("SEQUITUR_CORPUS", "", "SEQUITUR_CORPUS is empty; give it a value or unset it"),
        ("SEQUITUR_INDEX", "", "SEQUITUR_INDEX is empty; give it a value or unset it"),
        ("SEQUITUR_MODEL", "", "SEQUITUR_MODEL is empty; give it a value or unset it"),
        (
            "SEQUITUR_EMBEDDING_MODEL",
            "",
            "SEQUITUR_EMBEDDING_MODEL is empty; give it a value or unset it",
        ),
        ("SEQUITUR_ANSWERS", "both", "SEQUITUR_ANSWERS='both' is neither `select` nor `write`"),
        ("SEQUITUR_TRACING", "yes", "SEQUITUR_TRACING='yes' is neither 0 nor 1"),
        *(
            (name, value, number_reason(name, value))
            for name in ("SEQUITUR_THREADS", "SEQUITUR_REVIEW_MONTHS", "SEQUITUR_MODEL_SECONDS")
            for value in ("0", "-1", "2.5", "two", "10000", " 4", "4\n")
        ),
    ],
)
def test_a_value_that_cannot_be_read_is_an_error_that_shows_it(
    variable: str, value: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({variable: value})
    assert str(caught.value) == reason


@pytest.mark.parametrize("value", ["on", "her:hunter2@host", "her+hunter2//", "/a/b.db", "://x"])
def test_a_place_of_conversations_that_is_none_is_not_shown(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"SEQUITUR_CONVERSATIONS": value})
    assert str(caught.value) == (
        "SEQUITUR_CONVERSATIONS is neither `off` nor an SQLAlchemy URL, such as "
        "sqlite:////srv/kept.db or postgresql+psycopg://user:password@host/name"
    )


@pytest.mark.parametrize(
    "entry", ["a", "a@", "a@0123456789a", "a@0123456789abc", "A@0123456789ab", "a@0123456789AB"]
)
def test_an_approval_names_slug_and_version(entry: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"SEQUITUR_APPROVED": f"b@0123456789ab,{entry}"})
    reason = f"SEQUITUR_APPROVED: {entry!r} is not slug@version (12 hex digits)"
    assert str(caught.value) == reason


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().model = "other"  # type: ignore[misc]
