"""Data in, markup out: answers and articles as HTML in which every value is escaped.

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

from rag.answers.answer import Answer, Citation, Statement
from rag.articles.article import Article, dated
from rag.articles.body import Block, Section
from rag.text import tokens
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


def answer_html(answer: Answer) -> str:
    """A question with its answer, the disclaimer at its end."""
    return _templates.get_template("answer.html").render(
        answer=answer,
        notices=[n for n in answer.notices if n.kind != "disagreement"],
        searched=searched_pieces(answer),
        passage_pieces=passage_pieces,
    )


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


def searched_pieces(answer: Answer) -> list[tuple[str, bool]]:
    """The resolved question in pieces, each with whether it was added to what was typed."""
    text, pieces, at = answer.resolved_question, [], 0
    for token in tokens(text):
        if token.text in answer.added:
            pieces += [(text[at : token.start], False), (text[token.start : token.end], True)]
            at = token.end
    return [*pieces, (text[at:], False)]


def passage_pieces(citation: Citation, statement: Statement) -> list[tuple[str, bool]]:
    """A passage in pieces, each with whether the statement rests on it."""
    pieces, at = [], 0
    for sentence in citation.sentences:
        if sentence.id in statement.sentences:
            pieces.append((citation.passage[at : sentence.start], False))
            pieces.append((citation.passage[sentence.start : sentence.end], True))
            at = sentence.end
    return [*pieces, (citation.passage[at:], False)]


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
