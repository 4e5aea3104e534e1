"""Notices: what a reader has to know of the sources behind an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rag.answers.answer import Notice
from rag.answers.composing import Composed
from rag.articles.article import Article, Reference, dated

GUIDELINE_YEARS = 5


def notices(
    composed: Composed,
    articles: Iterable[Article],
    review_months: int,
    today: dt.date,
) -> tuple[Notice, ...]:
    """The notices of an answer, in the order in which they are shown."""
    found = [
        Notice("disagreement", f"Articles differ on this: {question}")
        for question in composed.differences
    ]
    for question in composed.lapsed:
        text = f"A side is missing, for its article has changed or is gone: {question}"
        found.append(Notice("index-degraded", text))
    waiting = [c for c in composed.citations if c.status != "approved"]
    if waiting:
        found.append(Notice("pending-review", "Not yet reviewed by a clinician."))
    found += _sources(composed)
    found += [n for a in articles for n in _age(a, review_months, today)]
    return tuple(found)


def _sources(composed: Composed) -> list[Notice]:
    found, behind = [], composed.behind
    told = _told(composed.reported)
    if behind and not any(r.primary for r in behind):
        text = (
            "What answers rests on summaries or reviews only, not on a guideline or a study itself."
        )
        found.append(Notice("secondary-source", " ".join([text, *told])))
    elif told:
        found.append(Notice("secondary-source", " ".join(told)))
    if not behind:
        text = "The article gives no reference for what is quoted here."
        found.append(Notice("source-not-consulted", text))
    elif all(r.consulted == "none" for r in behind):
        text = "None of the references behind what answers was open when the article was written."
        found.append(Notice("source-not-consulted", text))
    return found


def _told(reported: Sequence[tuple[str, Reference]]) -> list[str]:
    """One sentence for each body whose advice was read in somebody else's account of it."""
    said = {
        body: f"What {body} advises is told here as a {r.kind} gives it ({r.source}, {dated(r)})."
        for body, r in reversed(reported)
    }
    return list(reversed(said.values()))


def _age(article: Article, review_months: int, today: dt.date) -> list[Notice]:
    months = (today.year - article.updated.year) * 12 + today.month - article.updated.month
    found = []
    if months > review_months:
        text = f"“{article.label}” was last updated on {article.updated:%d %B %Y}."
        found.append(Notice("out-of-date", text))
    years = [r.year for r in article.references if r.kind == "guideline"]
    if years and today.year - max(years) > GUIDELINE_YEARS:
        text = f"The newest guideline that “{article.label}” cites is of {max(years)}."
        found.append(Notice("out-of-date", text))
    return found
