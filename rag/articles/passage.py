"""Passages: what is retrieved, and their sentences: what a statement cites."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from rag.articles.article import Article
from rag.articles.body import Block, Section
from rag.text import sentences

MAX_CHARS = 800  # with title and headings some 230 of the encoder's 256 tokens

# Sections with a meaning (corpus/README.md).
SHORT_ANSWER = "Short answer"
NOT_COVERED = "Not covered here"

SentenceKind = Literal["sentence", "lead-in", "item", "header", "row"]


class Sentence(NamedTuple):
    """A sentence, list item or table row; `passage.text[start:end] == text`."""

    id: str
    text: str
    start: int
    end: int
    kind: SentenceKind
    references: tuple[int, ...]
    lead: str  # the id of its list's lead-in, "" where there is none


class Passage(NamedTuple):
    """A section's leaf or a part of it; `id` comes from its content, so it is stable."""

    id: str
    article: str
    path: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]

    def embedded_text(self, title: str) -> str:
        """What the encoder sees: title and heading path, then the text."""
        return f"{title}\n{' › '.join(self.path)}\n{self.text}"


# What goes with an item or a row when a passage is cut before it.
_CONTEXT = {"item": "lead-in", "row": "header"}


class _Unit(NamedTuple):
    text: str
    kind: SentenceKind
    references: tuple[int, ...]
    opens_line: bool
    context: _Unit | None  # the lead-in or header row that goes with it when a passage is cut


def split(article: Article) -> list[Passage]:
    """The passages of an article, in reading order."""
    seen: Counter[str] = Counter()
    passages = []
    for section in article.sections:
        for units in _packed(list(_units(section))):
            text = _joined(units)
            key = "\0".join((article.slug, *section.path, "", text))
            digest = hashlib.sha256(key.encode()).hexdigest()[:16]
            seen[digest] += 1
            passage_id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
            passages.append(
                Passage(passage_id, article.slug, section.path, text, _numbered(passage_id, units))
            )
    return passages


def _units(section: Section) -> Iterator[_Unit]:
    context: _Unit | None = None
    for block in section.blocks:
        if context is not None and context.kind != _CONTEXT.get(block.kind):
            context = None
        found = list(cited_sentences(block))
        for n, (text, references) in enumerate(found):
            kind = _kind(block, first=n == 0, last=n + 1 == len(found))
            unit = _Unit(text, kind, references, n == 0, context)
            yield unit
        if block.kind in ("lead-in", "header"):
            context = unit


def _kind(block: Block, first: bool, last: bool) -> SentenceKind:
    """An item is its first sentence, a lead-in its last; what else stands there is a sentence."""
    if block.kind == "paragraph" or (block.kind == "item" and not first):
        return "sentence"
    return "sentence" if block.kind == "lead-in" and not last else block.kind


def cited_sentences(block: Block) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The sentences of a block, each with the numbers of the marks that follow it."""
    whole = block.kind in ("header", "row")
    spans = [(0, len(block.text))] if whole else sentences(block.text)
    for i, (start, end) in enumerate(spans):
        upto = spans[i + 1][0] if i + 1 < len(spans) else len(block.text)
        after = spans[i][0] if i else -1
        numbers = dict.fromkeys(m.number for m in block.marks if after < m.offset <= upto)
        yield block.text[start:end], tuple(numbers)


def _packed(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """The units in runs of at most MAX_CHARS, each run opened by the context that it needs."""
    run: list[_Unit] = []
    for unit in units:
        if run and len(_joined([*run, unit])) > MAX_CHARS:
            yield run
            run = [unit.context] if unit.context else []
            unit = unit._replace(opens_line=True)
        run.append(unit)
    if run:
        yield run


def _joined(units: list[_Unit]) -> str:
    text = units[0].text
    for unit in units[1:]:
        text += ("\n" if unit.opens_line else " ") + unit.text
    return text


def _numbered(passage_id: str, units: list[_Unit]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    at, lead = 0, ""
    for n, unit in enumerate(units):
        sentence_id = f"{passage_id}.{n}"
        if unit.kind == "lead-in":
            lead = sentence_id
        end = at + len(unit.text)
        own_lead = lead if unit.kind == "item" and unit.context else ""
        found.append(
            Sentence(sentence_id, unit.text, at, end, unit.kind, unit.references, own_lead)
        )
        at = end + 1
    return tuple(found)
