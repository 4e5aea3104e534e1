"""An answer as text for a terminal: what was searched, notices, statements, sources, disclaimer."""

from __future__ import annotations

import re
import textwrap

from rag.answers.answer import Answer, Citation, CitedReference, Statement
from rag.articles.article import dated

WIDTH = 96
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def render(answer: Answer) -> str:
    """The answer for people; the disclaimer closes it, whatever the answer is."""
    parts = [f"Searched for: {answer.resolved_question}"]
    parts += [f"! {n.text}" for n in answer.notices]
    if answer.abstained:
        parts.append(_wrap(answer.gap or ""))
    else:
        parts.append(_statements(answer))
        if answer.glosses:
            said = "; ".join(f"{term}: {plain}" for term, plain in answer.glosses.items())
            parts.append(_wrap(f"In plain words: {said}."))
        if answer.gap:
            parts.append(_wrap(answer.gap))
    if answer.nearest:
        near = [f"  {n.label} › {' › '.join(n.section)}" for n in answer.nearest]
        parts.append("\n".join(["Near, but not an answer:", *near]))
    parts += [_citation(c) for c in answer.citations]
    if answer.suggestions:
        parts.append("\n".join(["Ask next:", *(f"  {s}" for s in answer.suggestions)]))
    parts.append(_wrap(answer.disclaimer))
    return _CONTROL.sub(" ", "\n\n".join(parts))


def _statements(answer: Answer) -> str:
    """The answer's sentences, and after them each difference with all of its sides."""
    lines = [_wrap(_statement(s), "  ") for s in answer.own]
    for question, group in answer.differences.items():
        lines += ["", _wrap(f"Articles differ: {question}")]
        lines += [_wrap(f"{side.said}: {_statement(s)}", "  ") for side, s in group]
    return "\n".join(lines)


def _statement(statement: Statement) -> str:
    return statement.text + " " + "".join(f"[{n}]" for n in statement.citations)


def _citation(citation: Citation) -> str:
    head = f"[{citation.number}] {citation.title} › {' › '.join(citation.section)}"
    state = f"{citation.article}@{citation.version}; {citation.status}; updated {citation.updated}"
    lines = [_wrap(head), _wrap(state, "    ")]
    lines += [_wrap(_reference(r), "    ") for r in citation.references]
    return "\n".join(lines)


def _reference(reference: CitedReference) -> str:
    consulted = "not consulted" if reference.consulted == "none" else f"{reference.consulted} read"
    return (
        f"rests on ({reference.number}) {reference.kind}: {reference.title}. {reference.source}, "
        f"{dated(reference)}; {consulted}"
    )


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
