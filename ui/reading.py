"""Articles to be read: sections in pieces, each with what is marked, explained or referred to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count, groupby, pairwise
from typing import NamedTuple

from rag.answers.answer import Reader
from rag.articles.article import Article
from rag.articles.body import Block, Section
from rag.articles.glossary import Glossary
from rag.articles.passage import Passage
from rag.text import sentences, tokens
from ui import outside
from ui.markup import render
from ui.places import address

STEPS = ("submitted", "under-review", "approved")
WORDS_A_MINUTE = 200
MOST_TERMS = 40  # explained in one section
_KINDS = {"item": "list", "header": "table", "row": "table"}
Span = tuple[int, int]


class Piece(NamedTuple):
    """A run of text; the passage's that a link leads to, or a term's, and the marks after it."""

    text: str
    marked: bool = False
    plain: str = ""  # what a term means
    numbers: tuple[int, ...] = ()  # of the references that stand after it


class Line(NamedTuple):
    """A paragraph, list item or table row in pieces, one list for each of its cells."""

    cells: list[list[Piece]]
    marked: bool  # as a whole, which only rows are


class ShownSection(NamedTuple):
    """A section ready to be shown: its anchor, level, heading, and lines grouped by kind."""

    anchor: str
    level: int
    title: str
    groups: list[tuple[str, list[Line]]]
    ask: str  # the address that asks about it


def minutes(text_words: int) -> int:
    """How long a text of so many words is read, in minutes."""
    return max(1, round(text_words / WORDS_A_MINUTE))


def article_html(
    article: Article,
    status: str,
    glossary: Glossary,
    reader: Reader = "clinician",
    passage: Passage | None = None,
    today: Callable[[], dt.date] = dt.date.today,
) -> str:
    """An article with its status, sections and references; `passage` is marked in it."""
    return render(
        "article.html",
        article=article,
        status=status,
        today=today(),
        steps=STEPS,
        minutes=minutes(article.words),
        sections=shown_sections(article, glossary, reader, passage),
        links_of=outside.links_of,
        numbered=count(1).__next__,
    )


def outline_html(article: Article) -> str:
    """The sections of an article as links to their places on its page."""
    named = zip(article.sections, anchors(article.sections), strict=True)
    entries = [(len(section.path), section.path[-1], anchor) for section, anchor in named]
    return render("outline.html", entries=entries, references=len(article.references))


def shown_sections(
    article: Article, glossary: Glossary, reader: Reader, passage: Passage | None
) -> list[ShownSection]:
    """The sections of an article; the sentences of `passage` are marked."""
    shown = []
    for section, anchor in zip(article.sections, anchors(article.sections), strict=True):
        here = passage is not None and passage.path == section.path
        marked = frozenset(s.text for s in passage.sentences) if passage and here else frozenset()
        terms = terms_of(section, glossary, reader)
        lines = [(_KINDS.get(b.kind, "text"), _line(b, marked, terms)) for b in section.blocks]
        groups = [(kind, [b for _, b in each]) for kind, each in groupby(lines, lambda b: b[0])]
        ask = address("ask", article=article.slug, draft=f"{section.path[-1]}: ")
        title = section.path[-1]
        shown.append(ShownSection(anchor, len(section.path) + 1, title, groups, ask))
    return shown


def anchors(sections: Iterable[Section]) -> list[str]:
    """A name for each section's place on the page, made of its heading, no two alike."""
    found: dict[str, None] = {}
    for section in sections:
        name = "s-" + "-".join(t.text for t in tokens(section.path[-1].casefold()))[:60]
        unlike = (name if n == 1 else f"{name}-{n}" for n in count(1))
        found[next(u for u in unlike if u not in found)] = None
    return list(found)


def terms_of(section: Section, glossary: Glossary, reader: Reader) -> dict[str, str]:
    """What terms of a section mean, each as the section writes it.

    A clinician is told what abbreviations mean, and others every term. An abbreviation is spelled
    out before it is explained.
    """
    text = " | ".join(b.text for b in section.blocks)
    names = {t.plain: t.term for t in glossary.terms if t.plain}
    found = {}
    for surface, plain in glossary.plain_words(text, MOST_TERMS).items():
        short = any(sum(c.isupper() for c in word) > 1 for word in surface.split())
        if short or reader != "clinician":
            name = names.get(plain, surface)
            found[surface] = plain if name.casefold() == surface.casefold() else f"{name}: {plain}"
    return found


def _line(block: Block, marked: frozenset[str], terms: dict[str, str]) -> Line:
    """A block in pieces; the terms that it explains are taken out of `terms`."""
    numbers = _numbers(block)
    if block.cells:
        cells = [_pieces(cell, [], {}, terms) for cell in block.cells]
        every = tuple(n for each in numbers.values() for n in each)
        last = next(cell for cell in reversed(cells) if cell)
        last[-1] = last[-1]._replace(numbers=every)
        return Line(cells, block.text in marked)
    spans = [(a, b) for a, b in sentences(block.text) if block.text[a:b] in marked]
    return Line([_pieces(block.text, spans, numbers, terms)], marked=False)


def _numbers(block: Block) -> dict[int, tuple[int, ...]]:
    """The reference numbers of a block by their offset."""
    grouped = groupby(block.marks, key=lambda m: m.offset)
    return {offset: tuple(m.number for m in marks) for offset, marks in grouped}


def _pieces(
    text: str, marked: list[Span], numbers: dict[int, tuple[int, ...]], terms: dict[str, str]
) -> list[Piece]:
    """A text cut where something begins or ends."""
    plain = dict(_explained(text, terms, numbers))
    ends = {i for span in (*marked, *plain) for i in span}
    cuts = sorted({0, len(text), *numbers, *ends})
    pieces = []
    for start, end in pairwise(cuts):
        inside = any(a <= start and end <= b for a, b in marked)
        after = numbers.get(end, ())
        pieces.append(Piece(text[start:end], inside, plain.get((start, end), ""), after))
    return pieces


def _explained(text: str, terms: dict[str, str], cuts: Iterable[int]) -> Iterator[tuple[Span, str]]:
    """Where terms first stand in a text, with what they mean; each is then taken out of `terms`."""
    taken: list[Span] = []
    for surface in sorted(terms, key=len, reverse=True):
        found = re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
        if found is None:
            continue
        start, end = found.span()
        free = not any(a < end and start < b for a, b in taken)
        if free and not any(start < cut < end for cut in cuts):
            taken.append((start, end))
            yield (start, end), terms.pop(surface)
