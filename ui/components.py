"""Data in, markup out: answers and articles as HTML in which every value is escaped.

Streamlit's Markdown fetches remote images and turns `:green-badge[...]` in anybody's text into real
interface, so nothing from an article, a user or a model goes through it. Jinja's autoescape makes
text of everything; `st.html` sanitises the result once more.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.answers.answer import Answer, Citation, Statement
from rag.articles.article import dated
from rag.text import tokens
from ui import words

FOLDER = Path(__file__).parent
CSS = FOLDER / "static" / "page.css"

_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
_templates.globals["dated"] = dated


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
