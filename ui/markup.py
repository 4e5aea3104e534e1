"""Markup from templates in which every value is escaped: text of anybody's stays text.

Streamlit's Markdown fetches remote images and turns `:green-badge[...]` in anybody's text into real
interface, so nothing from an article, a user or a model goes through it. Jinja's autoescape makes
text of everything; `st.html` sanitises the result once more.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.articles.article import dated
from ui import words

FOLDER = Path(__file__).parent
CSS = FOLDER / "static" / "reading.css"


_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(words=words, dated=dated)


def render(template: str, **values: object) -> str:
    """The markup that a template makes of values, each of them escaped."""
    return _templates.get_template(template).render(values)
