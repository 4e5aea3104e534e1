"""Data in, markup out: articles as HTML in which every value is escaped.

Streamlit's Markdown fetches remote images and turns `:green-badge[...]` in anybody's text into real
interface, so nothing from an article, a user or a model goes through it. Jinja's autoescape makes
text of everything; `st.html` sanitises the result once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.articles.article import Article, dated
from rag.articles.body import Block, Section
from ui import words

FOLDER = Path(__file__).parent
CSS = FOLDER / "static" / "page.css"
STEPS = (("submitted", "Submitted"), ("under-review", "Under review"), ("approved", "Approved"))
WORDS_A_MINUTE = 200
_KINDS = {"item": "list", "header": "table", "row": "table"}

_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
_templates.globals["dated"] = dated


class ShownSection(NamedTuple):
    """A section ready to be shown: heading level, heading, blocks grouped by kind."""

    level: int
    title: str
    groups: list[tuple[str, list[Block]]]


def brand_html() -> str:
    """The name at the head of the sidebar."""
    return _templates.get_template("brand.html").render(words=words)


def article_html(article: Article, status: str) -> str:
    """An article with its status, sections and references."""
    return _templates.get_template("article.html").render(
        article=article,
        status=status,
        steps=STEPS,
        minutes=max(1, round(article.words / WORDS_A_MINUTE)),
        sections=[shown_section(s) for s in article.sections],
        pieces=marked_pieces,
    )


def marked_pieces(block: Block) -> Iterator[tuple[str, int]]:
    """A block in pieces, each followed by a reference number, 0 for none."""
    at = 0
    for mark in block.marks:
        yield block.text[at : mark.offset], mark.number
        at = mark.offset
    yield block.text[at:], 0


def shown_section(section: Section) -> ShownSection:
    """A section with its list items and its table rows gathered."""
    grouped = groupby(section.blocks, key=lambda b: _KINDS.get(b.kind, "text"))
    groups = [(kind, list(blocks)) for kind, blocks in grouped]
    return ShownSection(len(section.path) + 1, section.path[-1], groups)
