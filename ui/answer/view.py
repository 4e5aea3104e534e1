"""Answers as the plain data that the component draws: everything is decided here, in Python."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rag.answers.answer import Answer, Citation, CitedReference, Near, Side, Statement
from rag.articles.article import Article, dated
from rag.search.suggestions import Suggestion
from rag.text import tokens
from ui import words
from ui.places import address

View = dict[str, Any]  # what JSON holds, and nothing else
Pieces = list[tuple[str, bool]]

# Told where they belong, or apart from the others.
_ELSEWHERE = frozenset({"disagreement", "emergency"})
MOST_ASKS = 6
MOST_SIDES = 2  # with more, the sides are told in a line each


def turn(answer: Answer, today: dt.date) -> View:
    """A question with its answer."""
    return {
        "kind": "turn",
        "question": answer.question,
        "searched": searched(answer),
        "carried": bool(answer.added),
        "resolved": answer.resolved_question,
        "emergencies": _texts(answer, "emergency".__eq__),
        "remarks": _texts(answer, lambda kind: kind not in _ELSEWHERE | words.CAUTIONS.keys()),
        "cautions": _texts(answer, words.CAUTIONS.__contains__),
        "in_short": _in_short(answer),
        "statements": [statement(s) for s in answer.own],
        "differences": [_difference(q, sides) for q, sides in answer.differences.items()],
        "citations": {str(c.number): citation(c, today) for c in answer.citations},
        "glosses": list(answer.glosses.items()),
        "gap": answer.gap or "",
        "abstained": answer.abstained,
        "nearest": [_near(n) for n in answer.nearest],
        "suggestions": list(answer.suggestions),
        "disclaimer": answer.disclaimer,
    }


def without_sources(shown: View) -> View:
    """A turn whose citations, and what is said of its sources, are left out."""
    bare = [_bare(s) for s in shown["statements"]]
    differences = [
        {**d, "sides": [_bare(s) for s in d["sides"]], "limits": [_bare(s) for s in d["limits"]]}
        for d in shown["differences"]
    ]
    changed = {"statements": bare, "differences": differences, "citations": {}}
    return shown | changed | {"cautions": [], "in_short": "", "nearest": []}


def _bare(said: View) -> View:
    return said | {"cites": [], "sentences": [], "checked": False}


def draft(question: str, statements: Sequence[View] = ()) -> View:
    """A question whose answer is still being made, with the statements so far."""
    return {"kind": "draft", "question": question, "statements": list(statements)}


def of_draft(said: Statement) -> bool:
    """Whether a statement answers the question itself, and so is shown as soon as it is there."""
    return said.side is None or said.side.answers


def searched(answer: Answer) -> Pieces:
    """The resolved question in pieces, each with whether it was added to what was typed."""
    text, marked = answer.resolved_question, set(answer.added)
    pieces: Pieces = []
    at = 0
    for token in tokens(text):
        if token.text in marked:
            pieces += [(text[at : token.start], False), (text[token.start : token.end], True)]
            at = token.end
    return joined([*pieces, (text[at:], False)])


def joined(pieces: Pieces) -> Pieces:
    """The pieces without empty ones, added words that follow each other as one piece."""
    kept: Pieces = []
    for text, marked in (p for p in pieces if p[0]):
        if len(kept) > 1 and marked and kept[-1][0] == " " and kept[-2][1]:
            kept[-2:] = [(f"{kept[-2][0]} {text}", True)]
        else:
            kept.append((text, marked))
    return kept


def citation(cited: Citation, today: dt.date) -> View:
    """A source: its place, its passage cut at the cited sentences, and what it rests on."""
    return {
        "number": cited.number,
        "path": [cited.label or cited.title, *cited.section],
        **_place(cited.article, cited.passage_id),
        "passage": _passage(cited),
        "references": [_reference(r) for r in cited.references],
        "tags": _tags(cited, today),
    }


def _passage(cited: Citation) -> list[tuple[str, str]]:
    """The passage in pieces, each with the id of the cited sentence that it is, or ""."""
    pieces, at = [], 0
    for sentence in sorted(cited.sentences, key=lambda s: s.start):
        pieces.append((cited.passage[at : sentence.start], ""))
        pieces.append((cited.passage[sentence.start : sentence.end], sentence.id))
        at = sentence.end
    return [p for p in [*pieces, (cited.passage[at:], "")] if p[0]]


def _reference(reference: CitedReference) -> View:
    kind = words.REFERENCE_KINDS[reference.kind]
    return {
        "number": reference.number,
        "title": reference.title,
        "about": f"{kind}, {reference.source}, {dated(reference)}",
        "read": words.CONSULTED[reference.consulted],
        "unread": reference.consulted == "none",
        "primary": reference.primary,
    }


def _tags(cited: Citation, today: dt.date) -> list[View]:
    primary = any(r.primary for r in cited.references)
    updated = dt.date.fromisoformat(cited.updated)
    return [
        {"text": words.PRIMARY if primary else words.NO_PRIMARY, "warn": not primary},
        {"text": words.STATUS[cited.status], "warn": cited.status != "approved"},
        {"text": words.updated(updated, today), "warn": False},
    ]


def statement(said: Statement) -> View:
    """A sentence of an answer."""
    return {
        "text": said.text,
        "cites": list(said.citations),
        "sentences": list(said.sentences),
        "checked": said.support == "supported",
    }


def _difference(question: str, found: Sequence[tuple[Side, Statement]]) -> View:
    sides = [_side(side, s) for side, s in found if side.body]
    return {
        "question": question,
        "sides": sides,
        "compact": len(sides) > MOST_SIDES,
        "limits": [statement(s) for side, s in found if not side.body],
    }


def _side(side: Side, said: Statement) -> View:
    of = {
        "label": side.label[:1].upper() + side.label[1:],
        "body": side.body,
        "population": side.population,
    }
    return {**of, "above": side.answers, **statement(said)}


def _near(near: Near) -> View:
    path = [near.label or near.title, *near.section]
    return {"path": path, **_place(near.article, near.passage_id)}


def _place(slug: str, passage: str) -> View:
    return {"slug": slug, "at": passage, "href": address("article", slug=slug, at=passage)}


def _texts(answer: Answer, wanted: Callable[[str], bool]) -> list[str]:
    return [n.text for n in answer.notices if wanted(n.kind)]


def _in_short(answer: Answer) -> str:
    """What to know of the sources, a few words for each kind of notice."""
    kinds = dict.fromkeys(n.kind for n in answer.notices)
    return " · ".join(words.CAUTIONS[k] for k in kinds if k in words.CAUTIONS)


def asking(article: Article) -> View:
    """The article that is asked in."""
    place = {"slug": article.slug, "href": address("article", slug=article.slug)}
    return {"kind": "asking", "label": article.label, **place}


def welcome(articles: Mapping[str, Article], offered: Iterable[Suggestion], slug: str) -> View:
    """The first page: questions that the index was found to answer, and the specialties.

    The questions are those of the article `slug`, or where it is "" one of each specialty.
    """
    counts = Counter(a.specialty for a in articles.values())
    asks = [(articles[s.article], s.ask) for s in offered if s.article in articles]
    if slug:
        chosen = [(a, q) for a, q in asks if a.slug == slug]
    else:
        first = {a.specialty: (a, q) for a, q in reversed(asks)}
        chosen = [first[s] for s, _ in counts.most_common() if s in first]
    return {
        "kind": "welcome",
        "asks": [_raised(a, q) for a, q in chosen[:MOST_ASKS]],
        "specialties": [
            {"name": s, "count": n, "href": address("library", specialty=s)}
            for s, n in sorted(counts.items())
        ],
    }


def identifiers(question: str, found: Iterable[tuple[int, int]]) -> View:
    """A question with what looks like patient details marked, at their starts and ends."""
    pieces, at = [], 0
    for start, end in sorted(found):
        pieces += [(question[at:start], False), (question[max(at, start) : end], True)]
        at = max(at, end)
    shown = [p for p in [*pieces, (question[at:], False)] if p[0]]
    return {"kind": "identifiers", "pieces": shown}


def _raised(article: Article, question: str) -> View:
    return {"label": article.label, "slug": article.slug, "question": question}
