"""Making the answer: from what was found to sentences judged, composed and carried by an Answer."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.answers.answer import DISCLAIMER, READERS, Answer, Notice, Reader, abstain
from rag.answers.composing import Choice, compose, nearest
from rag.answers.doses import whole_doses
from rag.answers.gate import judge
from rag.answers.notices import notices
from rag.answers.premises import differing
from rag.answers.quoting import Pick, choose, score_sentences
from rag.articles.article import Article
from rag.errors import SettingsError
from rag.search.followup import Query, Turn
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.retrieval import Found
from rag.settings import Settings
from rag.text import content_stems

Selector = Callable[[str, Sequence[Pick]], list[Pick] | None]


@dataclass(frozen=True)
class FollowUp:
    """A question with what it follows on."""

    question: str
    history: tuple[Turn, ...] = ()
    article: str = ""  # the slug of the open article
    reader: Reader = "clinician"
    exact: bool = False  # search the question's own words only

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise SettingsError(f"there is no reader {self.reader!r}; use {', '.join(READERS)}")


@dataclass
class Work:
    """What is known of an answer while it is being made."""

    follow_up: FollowUp
    query: Query
    index: Index
    started: float
    marks: dict[str, float] = field(default_factory=dict)

    def mark(self, stage: str) -> None:
        """Notes that a stage has just ended."""
        self.marks[stage] = time.perf_counter()

    @property
    def known(self) -> dict[str, Any]:
        """The fields that an answer and an abstention share."""
        query, times, before = self.query, {}, self.started
        for stage, at in self.marks.items():
            times[stage], before = round((at - before) * 1000, 2), at
        times["total"] = round((time.perf_counter() - self.started) * 1000, 2)
        return {
            "resolved_question": query.resolved,
            "added": query.added,
            "base": query.base,
            "subject": query.subject,
            "context": query.article,
            "corpus_version": self.index.manifest.corpus_version,
            "timings_ms": times,
        }


@dataclass(frozen=True)
class Maker:
    """Makes answers from what was found, by the settings and with the model that they name."""

    settings: Settings
    selector: Selector | None = None
    today: Callable[[], dt.date] = dt.date.today

    def answer(self, work: Work, found: Found, lexicon: Lexicon) -> Answer:
        """Picks sentences, lets the gate judge them, and composes what passes."""
        query, index = work.query, work.index
        picks = score_sentences(query, found, index, lexicon)
        chosen, failed = self._choose(query, picks, index)
        verdict = judge(query, chosen, found, index, lexicon)
        near = nearest(found, index, query.article) if verdict.gap else ()
        extra = (_model_failed(),) if failed else ()
        premise = differing(query, found, index)
        if verdict.reason and not premise:
            return abstain(
                query.typed,
                verdict.reason,
                verdict.gap or "",
                reader=work.follow_up.reader,
                nearest=near,
                notices=extra,
                answerer=self.settings.model,
                **(work.known | kept(work.follow_up)),
            )
        answering = [] if verdict.reason else chosen
        choices = [Choice(p.passage, p.sentence) for p in answering]
        if premise:
            others = (c for c in choices if c.sentence != premise.choice.sentence)
            choices = [premise.choice, *others]
        choices = whole_doses(choices, query.own)
        asked = set(lexicon.glossary.expand(content_stems(query.own)))
        composed = compose(choices, index, self.status, asked)
        cited = [index.articles[s] for s in dict.fromkeys(c.article for c in composed.citations)]
        months, today = self.settings.review_months, self.today()
        found_notices = notices(composed, cited, months, today)
        work.mark("answer")
        known = work.known
        known["subject"] = known["subject"] or cited[0].subject or cited[0].title
        return Answer(
            question=query.typed,
            statements=composed.statements,
            citations=composed.citations,
            notices=(*found_notices, *((premise.notice,) if premise else ()), *extra),
            gap=verdict.gap,
            nearest=near,
            answerer=self.settings.model,
            reader=work.follow_up.reader,
            disclaimer=DISCLAIMER[work.follow_up.reader],
            **known,
        )

    def _choose(self, query: Query, picks: Sequence[Pick], index: Index) -> tuple[list[Pick], bool]:
        """The sentences to quote, best first, and whether a language model was asked and failed."""
        selected = self.selector(query.resolved, picks) if self.selector else None
        if selected is not None:
            return selected, False
        return choose(picks, index), self.selector is not None

    def status(self, article: Article) -> str:
        """The review status of an article: only the operator's setting can say approved."""
        mark = f"{article.slug}@{article.version}"
        return "approved" if mark in self.settings.approved else article.status


def kept(follow_up: FollowUp) -> dict[str, str]:
    """What a question without an answer leaves as it was: the subject of the conversation."""
    last = follow_up.history[-1] if follow_up.history else None
    if isinstance(last, Turn) and follow_up.article in ("", last.article):
        return {"base": last.base, "subject": last.subject, "context": follow_up.article}
    if follow_up.article:
        return {"base": "", "subject": "", "context": follow_up.article}
    return {}


def _model_failed() -> Notice:
    return Notice(
        "model-failed", "The language model did not answer; sentences were chosen without it."
    )
