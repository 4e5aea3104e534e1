"""Small stand-ins for collaborators, and small articles to work on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from rag.articles.article import Article
from rag.articles.passage import split
from rag.articles.positions import Difference
from rag.search.encoder import Vectors


class FakeEncoder:
    """Equal vectors for equal texts, unrelated ones for others; remembers what it was asked."""

    name = "fake"
    dimensions = 16

    def __init__(self, fingerprint: str = "f" * 16) -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], kind: str = "document") -> Vectors:
        self.asked += texts
        return np.array([self._vector(t) for t in texts]).reshape(len(texts), self.dimensions)

    def encode_batches(
        self, texts: Sequence[str], kind: str = "document"
    ) -> Iterator[tuple[list[int], Vectors]]:
        for at in range(0, len(texts), 4):
            batch = list(range(at, min(at + 4, len(texts))))
            yield batch, self.encode([texts[i] for i in batch], kind)

    def rarity(self, word: str) -> float:
        return 1.0

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self.dimensions)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def article(title: str, subject: str = "", **sections: str) -> str:
    """An article's file; `short_answer="Text. [1]"` makes the section "Short answer"."""
    body = "\n".join(
        f"## {name.replace('_', ' ').capitalize()}\n\n{text}\n" for name, text in sections.items()
    )
    return f"""---
title: {title}
{f"subject: {subject}" if subject else "origin: written"}
specialty: Paediatrics
status: submitted
updated: 2026-11-22
references:
  - number: 1
    kind: review
    title: A review
    source: A journal
    year: 2025
    consulted: abstract
---

{body}"""


def write_corpus(folder: Path, articles: Mapping[str, str]) -> Path:
    """A corpus folder of articles, given by slug."""
    (folder / "articles").mkdir(parents=True)
    for slug, source in articles.items():
        (folder / "articles" / f"{slug}.md").write_text(source, "utf-8")
    return folder


class FakeIndex:
    """Articles in memory, with what composing an answer asks of an index."""

    def __init__(self, articles: Sequence[Article], differences: Sequence[Difference] = ()) -> None:
        self.articles = {a.slug: a for a in articles}
        self.passages = tuple(p for a in articles for p in split(a))
        self.at = {p.id: i for i, p in enumerate(self.passages)}
        self.differences = tuple(differences)
        self.passages_of = {
            slug: tuple(i for i, p in enumerate(self.passages) if p.article == slug)
            for slug in self.articles
        }


class ScriptedModel:
    """A chat model that gives one reply, raises it, or calls it; remembers what it was sent."""

    def __init__(self, reply: object) -> None:
        self.reply = reply
        self.sent: list[object] = []

    def with_structured_output(self, schema: Mapping[str, object]) -> ScriptedModel:
        self.schema = schema
        return self

    def invoke(self, messages: object) -> object:
        self.sent.append(messages)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply() if callable(self.reply) else self.reply
