"""What the About page says of this installation: counted, read and measured, never typed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from evals.rates import Rates
from rag.articles.article import Article
from rag.search.index import Index
from rag.settings import Settings
from ui import words


def here(
    index: Index, status: Callable[[Article], str], settings: Settings
) -> list[tuple[str, str]]:
    """What is here: each fact with its name."""
    articles = index.articles.values()
    kinds = Counter(r.kind for a in articles for r in a.references)
    manifest = index.manifest
    facts = {
        "articles": _counts(len(articles), Counter(map(status, articles)), words.STATUS),
        "specialties": str(len({a.specialty for a in articles})),
        "references": _counts(kinds.total(), kinds, words.MANY_KINDS),
        "passages": str(manifest.passages),
        "corpus": manifest.corpus_version,
        "built": _moment(manifest.built),
        "embedding": manifest.embedding_model,
        "answerer": answerer(settings),
    }
    return [(words.HERE[name], fact) for name, fact in facts.items()]


def answerer(settings: Settings) -> str:
    """Who answers, in words."""
    if settings.model == "quote":
        return words.QUOTES_ONLY
    how = words.MODEL_WRITES if settings.answers == "write" else words.MODEL_SELECTS
    return how.format(model=settings.model)


def privacy(settings: Settings) -> list[str]:
    """What is kept of a reader and what is sent, by the settings."""
    told: list[str] = list(words.PRIVACY_OFF)
    if settings.conversations != "off":
        file = not settings.conversations or settings.conversations.startswith("sqlite")
        where = words.WHERE_FILE if file else words.WHERE_DATABASE
        whose = words.WHOSE_ACCOUNT if settings.sign_in else words.WHOSE_BROWSER
        told = [line.format(where=where, whose=whose) for line in words.PRIVACY_KEPT]
        told += [words.PRIVACY_EVALUATED] if settings.evaluate else []
    quoting = settings.model == "quote"
    sent = words.PRIVACY_NOT_SENT if quoting else words.PRIVACY_SENT.format(model=settings.model)
    return [*told, sent, words.PRIVACY_SETTING]


def rates_said(rates: Rates, index: Index) -> list[str]:
    """When and on what the rates were measured, and whether that is what is here."""
    day = words.day(rates.measured)
    quoting = rates.answerer == "quote"
    who = words.QUOTES_ONLY if quoting else rates.answerer
    version = rates.corpus_version
    said = [words.RATES_WHEN.format(day=day, answerer=who, version=version), words.RATES_JUDGED]
    return said if version == index.manifest.corpus_version else [*said, words.RATES_OTHER]


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; 100 only where nothing is missing."""
    return f"{min(round(100 * share), 100 if share == 1 else 99)}%"


def _counts(total: int, by_kind: Counter[str], names: dict[str, str]) -> str:
    parts = [f"{by_kind[kind]} {name}" for kind, name in names.items()]
    return f"{total}: {', '.join(parts)}"


def _moment(built: str) -> str:
    """The day that a manifest names, or what it says instead."""
    try:
        return words.day(dt.datetime.fromisoformat(built).date())
    except ValueError:
        return built
