"""What the About page says of an installation follows its settings."""

from __future__ import annotations

import pytest

from evals.rates import read
from rag.search.index import IndexReader
from rag.settings import Settings
from ui import facts, words


def test_who_answers_is_said_as_it_is_set() -> None:
    assert facts.answerer(Settings()) == words.QUOTES_ONLY
    assert facts.answerer(Settings(model="ollama:x", answers="write")).startswith(
        "written by ollama:x"
    )
    assert "ollama:x chooses" in facts.answerer(Settings(model="ollama:x"))


@pytest.mark.parametrize(
    ("settings", "holds"),
    [
        (Settings(), "in a file on this server"),
        (Settings(), "They belong to this browser"),
        (Settings(sign_in=True), "They belong to your account"),
        (Settings(conversations="postgresql://u:hidden@h/d"), "in this site's database"),
        (Settings(conversations="off"), "keeps no conversation"),
        (Settings(model="openai:x"), "are sent to openai:x"),
        (Settings(), words.PRIVACY_NOT_SENT),
    ],
)
def test_what_is_kept_and_sent_is_said_as_it_is_set(settings: Settings, holds: str) -> None:
    told = " ".join(facts.privacy(settings))
    assert holds in told
    assert "hidden" not in told


def test_rates_of_another_corpus_say_that_they_are(reader: IndexReader) -> None:
    rates = read()
    assert rates is not None
    same = rates._replace(corpus_version=reader().manifest.corpus_version)
    assert words.RATES_OTHER not in facts.rates_said(same, reader())
    assert words.RATES_OTHER in facts.rates_said(same._replace(corpus_version="0"), reader())
