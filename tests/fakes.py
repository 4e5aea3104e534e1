"""Small stand-ins for collaborators, and small articles to work on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from langchain_core.messages import AIMessageChunk

from rag.answers.answer import DISCLAIMER, Answer
from rag.answers.composing import Composed
from rag.articles.article import Article, Rejected, parse, read_corpus
from rag.articles.passage import Passage, split
from rag.articles.positions import Difference, Position
from rag.search.encoder import Vectors
from rag.search.index import Index, IndexReader, published
from rag.search.ingest import Summary, ingest
from rag.search.suggestions import Prover


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

    def encode_with_part(self, text: str, start: int, end: int) -> Vectors:
        return self.encode([text, text[start:end]], "query")

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
    """A chat model that streams one reply, raises it, or calls it; remembers what it was sent."""

    def __init__(self, reply: object, finish: str = "stop") -> None:
        self.reply, self.finish = reply, finish
        self.sent: list[object] = []

    def stream(self, messages: object) -> Iterator[AIMessageChunk]:
        self.sent.append(messages)
        if isinstance(self.reply, Exception):
            raise self.reply
        text = str(self.reply() if callable(self.reply) else self.reply)
        for at in range(0, len(text), 7):
            yield AIMessageChunk(text[at : at + 7])
        yield AIMessageChunk("", response_metadata={"finish_reason": self.finish})


GOOD = article("Why ultrasound first?", short_answer="Ultrasound needs no sedation. [1]")


def with_neighbour(folder: Path) -> Path:
    return write_corpus(folder, {"good": GOOD})


def rejected_beside_a_good_one(folder: Path, source: str | bytes) -> Rejected:
    corpus = with_neighbour(folder)
    data = source if isinstance(source, bytes) else source.encode()
    (corpus / "articles" / "bad.md").write_bytes(data)
    found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    assert list(found.sources) == ["good"]
    (rejected,) = found.rejected
    return rejected


def asking(source: str, *asks: str) -> str:
    """An article's file with questions that it says it answers."""
    lines = "".join(f"  - {a}\n" for a in asks)
    return source.replace("references:\n", f"asks:\n{lines}references:\n", 1)


COUGH = article(
    "What helps a child with a cough?",
    "a child with a cough",
    short_answer="A child with a cough is given honey. [1] A child with a cough rests.",
    when_to_refer="A child with a cough is referred after 3 weeks. [1]",
)
FEVER = article(
    "What helps a child with fever?",
    "a child with fever",
    short_answer="A child with fever drinks often. [1] A child with fever rests.",
    when_to_refer="A child with fever is referred after 5 days. [1]",
)
CROUP = article(
    "What helps a child with croup?",
    short_answer="A child with croup is kept calm. [1]",
)


class World(NamedTuple):
    """A corpus and the index that was made of it."""

    corpus: Path
    index: Path

    def ingest(self, encoder: FakeEncoder | None = None, prover: Prover | None = None) -> Summary:
        return ingest(self.corpus, self.index, encoder or FakeEncoder(), prover=prover)

    def write(self, slug: str, source: str) -> None:
        (self.corpus / "articles" / f"{slug}.md").write_text(source, "utf-8")

    def remove(self, slug: str) -> None:
        (self.corpus / "articles" / f"{slug}.md").unlink()

    def opened(self) -> Index:
        return IndexReader(self.index, FakeEncoder())()

    def text(self) -> str:
        """All that is served."""
        return "\n".join(p.text for p in self.opened().passages)

    def builds(self) -> list[str]:
        return sorted(p.name for p in (self.index / "builds").iterdir())

    def serving(self) -> Path:
        folder = published(self.index)
        assert folder is not None
        return folder


class First(NamedTuple):
    world: World
    summary: Summary
    asked: list[str]


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.unchanged


REFERENCES = "".join(
    f"  - number: {n}\n    kind: review\n    title: T\n    source: S\n    year: 2020\n"
    "    consulted: none\n"
    for n in (1, 2, 3)
)
FRONT = f"""---
title: Which imaging comes first?
specialty: Paediatrics
status: submitted
updated: 2026-11-22
references:
{REFERENCES}---
"""
LAST = "\n## Limits of this article\n\nEverything here is invented. [1-3]\n"


def read(body: str) -> Article:
    return parse(f"{FRONT}\n{body}\n{LAST}".encode(), "imaging")


def passages(body: str) -> list[Passage]:
    """The passages of a body, without the section that cites the references."""
    return split(read(body))[:-1]


def side(slug: str, sentence: str, *sections: str) -> Position:
    """A side of a difference, named after its sentence."""
    return Position(f"says {sentence}", "a body", "children", slug, sentence, sections)


def answered(found: Composed) -> Answer:
    """What was composed, as an answer."""
    return Answer(
        question="which?",
        resolved_question="Which?",
        statements=found.statements,
        citations=found.citations,
        disclaimer=DISCLAIMER["clinician"],
    )
