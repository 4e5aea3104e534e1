"""Suggesting follow-ups: a turn only picks from those that were proved when the index was built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from rag.answers.answer import Answer
from rag.search.followup import Turn
from rag.search.index import Index
from rag.search.suggestions import Suggestion
from rag.text import content_stems

MOST = 3
REPEATED = 0.6  # share of the shorter question's own stems that the other holds


def with_suggestions(answer: Answer, index: Index, history: Sequence[Turn]) -> Answer:
    """The answer with up to three follow-ups that it or its history has not asked or told."""
    told = {i for t in (*history, answer.turn) for i in t.cited}
    asked = [answer.question, answer.resolved_question, *(t.question for t in history)]
    offered = index.suggestions.of
    left = [
        s
        for slug in _articles(answer)
        for s in offered.get(slug, ())
        if not set(s.cited) <= told and not _repeats(s, asked, index)
    ]
    return replace(answer, suggestions=tuple(s.ask for s in _spread(left, told)))


def _articles(answer: Answer) -> list[str]:
    """The article whose follow-ups were proved where this answer leaves the reader, if any.

    That is the open one, or the one cited first.
    """
    return [answer.context] if answer.context else [c.article for c in answer.citations[:1]]


def _spread(left: Iterable[Suggestion], told: AbstractSet[str]) -> list[Suggestion]:
    """At most three, one a passage, those first that lead to what was not told yet."""
    picked: list[Suggestion] = []
    for one in sorted(left, key=lambda s: s.cited[0] in told):
        if len(picked) < MOST and one.cited[0] not in {p.cited[0] for p in picked}:
            picked.append(one)
    return picked


def _repeats(one: Suggestion, asked: Iterable[str], index: Index) -> bool:
    """Whether a follow-up asks again what was asked, the article's subject left out."""
    article = index.articles[one.article]
    subject = set(content_stems(article.subject or article.title))
    core = set(content_stems(one.ask)) - subject
    for question in asked:
        other = set(index.glossary.expand(content_stems(question))) - subject
        least = min(len(core), len(other))
        if least and len(core & other) >= REPEATED * least:
            return True
    return not core
