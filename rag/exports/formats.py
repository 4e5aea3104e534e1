"""A conversation as a file of one of five formats, and an answer as text for the clipboard."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.answers.answer import DISCLAIMER, Answer, CitedReference
from rag.articles.article import dated
from rag.errors import ConversationMissingError
from rag.exports.references import bibtex, listed, ris
from rag.kept import Conversation, one_line

SCHEMA, SCHEMA_VERSION = "sequitur.conversation", 1
_TEMPLATES = Path(__file__).parent / "templates"
# What Markdown reads anywhere in a line, and what it reads where a line begins.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&#|~$^@]|:(?=[\w/])|(?<=[wW]{3})\.|!(?=\[)")
_BEGINNING = re.compile(r"^(?:[-+=]|(?<!\d)(\d{1,9})(?=[.)]))")


class File(NamedTuple):
    """A file to be saved: its name, its media type, its text."""

    name: str
    media_type: str
    text: str


def export(conversation: Conversation, format: str, turn: str = "") -> File:  # noqa: A002
    """A conversation, or one turn of it, as a file of a format of FORMATS.

    Raises ConversationMissingError for a turn that is not in it.
    """
    media_type, write = FORMATS[format]
    if turn:
        turns = tuple(t for t in conversation.turns if t.id == turn)
        if not turns:
            raise ConversationMissingError("there is no such turn in this conversation")
        conversation = replace(conversation, turns=turns)
    words = re.findall("[a-z0-9]{1,30}", conversation.title.casefold())[:6]
    name = "-".join(["sequitur", f"{conversation.created:%Y-%m-%d}", *words])
    return File(f"{name}.{format}", media_type, write(conversation))


def copy_text(answer: Answer) -> str:
    """An answer as plain text: question, statements, numbered sources, disclaimer."""
    text = _plain.get_template("answer.txt").render(answer=answer)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def to_json(conversation: Conversation) -> str:
    """A conversation with all that was kept; `schema` and `version` say how to read it."""
    turns = [
        {
            "id": turn.id,
            "asked_at": turn.asked_at.isoformat(),
            "verdict": turn.verdict or None,
            "comment": turn.comment,
            "answer": turn.answer.to_dict(),
        }
        for turn in conversation.turns
    ]
    whole = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "id": conversation.id,
        "title": conversation.title,
        "created": conversation.created.isoformat(),
        "updated": conversation.updated.isoformat(),
        "disclaimer": _disclaimer(conversation),
        "turns": turns,
    }
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def to_markdown(conversation: Conversation) -> str:
    """A conversation in CommonMark, in which all that anybody wrote is text and nothing else."""
    return re.sub(r"\n{3,}", "\n\n", _render(_markdown, "conversation.md", conversation))


def to_html(conversation: Conversation) -> str:
    """A conversation as a page to be printed: nothing in it runs or is fetched."""
    return _render(_html, "conversation.html", conversation)


def to_ris(conversation: Conversation) -> str:
    """The references of a conversation in RIS."""
    return ris(listed(t.answer for t in conversation.turns), [_disclaimer(conversation)])


def to_bibtex(conversation: Conversation) -> str:
    """The references of a conversation in BibTeX."""
    return bibtex(listed(t.answer for t in conversation.turns), [_disclaimer(conversation)])


FORMATS: dict[str, tuple[str, Callable[[Conversation], str]]] = {
    "md": ("text/markdown", to_markdown),
    "json": ("application/json", to_json),
    "html": ("text/html", to_html),
    "ris": ("application/x-research-info-systems", to_ris),
    "bib": ("application/x-bibtex", to_bibtex),
}


def escape_markdown(value: object) -> str:
    """Text on one line that Markdown shows as it is."""
    text = _ANYWHERE.sub(lambda m: "\\" + m.group(), one_line(str(value)))
    return _BEGINNING.sub(lambda m: f"{m[1]}\\" if m[1] else "\\" + m.group(), text)


def _render(environment: Environment, template: str, conversation: Conversation) -> str:
    return environment.get_template(template).render(
        conversation=conversation, disclaimer=_disclaimer(conversation)
    )


def _disclaimer(conversation: Conversation) -> str:
    """That of the last answer's reader; a clinician's where nothing was asked."""
    reader = conversation.turns[-1].answer.reader if conversation.turns else "clinician"
    return DISCLAIMER[reader]


def _environment(finalize: Callable[[Any], Any], autoescape: bool = False) -> Environment:
    """An environment in which every value passes `finalize`: no template can forget to."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - Markdown and text have `finalize`
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"reference_line": _reference_line, "how": _how, "at": _at}
    return environment


def _reference_line(reference: CitedReference) -> str:
    read = reference.consulted
    addresses = {"doi": reference.doi, "PubMed": reference.pmid, "": reference.url}
    return "; ".join(
        [
            f"{reference.kind}, {'primary' if reference.primary else 'not a primary source'}: "
            f"{reference.title}. {reference.source}, {dated(reference)}",
            "not consulted" if read == "none" else f"{read} read",
            *(f"{name} {value}".strip() for name, value in addresses.items() if value),
        ]
    )


def _how(answer: Answer) -> str:
    """Who worded an answer, and what was held back."""
    if answer.answerer == "quote":
        return "quote (sentences of the articles, word for word)"
    return f"{answer.answerer} ({answer.withheld} of its statements withheld)"


def _at(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _said(value: object) -> str:
    return one_line(str(value))


_plain = _environment(_said)
_markdown = _environment(escape_markdown)
_html = _environment(_said, autoescape=True)
