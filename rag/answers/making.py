"""Making the answer: from what was found to sentences judged, composed and carried by an Answer."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from rag.answers.answer import DISCLAIMER, READERS, Answer, Near, Notice, Reader, abstain
from rag.answers.composing import Choice, Composed, compose, nearest
from rag.answers.doses import whole_doses
from rag.answers.evidence import Evidence
from rag.answers.gate import Verdict, judge
from rag.answers.notices import notices
from rag.answers.premises import Differing, differing
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

    @property
    def questions(self) -> tuple[Query, ...]:
        """The questions that were asked: several, where one line asks several."""
        return self.query.parts or (self.query,)

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


class Judged(NamedTuple):
    """One question with what was found for it, what of that was chosen, and whether it answers."""

    query: Query
    found: Found
    chosen: Sequence[Pick]
    verdict: Verdict
    failed: bool  # a language model was asked and failed
    premise: Differing | None = None  # what the question takes for granted and the corpus denies


@dataclass(frozen=True)
class Maker:
    """Makes answers from what was found, by the settings and with the model that they name."""

    settings: Settings
    selector: Selector | None = None
    today: Callable[[], dt.date] = dt.date.today

    def answer(self, work: Work, found: Sequence[Found], lexicon: Lexicon) -> Answer:
        """Picks sentences, lets the gate judge them, and composes what passes.

        `found` is what each of the work's questions found. Where some of several are answered, the
        gap names the others.
        """
        query, index = work.query, work.index
        judged = [
            self._judged(one, brought, index, lexicon)
            for one, brought in zip(work.questions, found, strict=True)
        ]
        answered = [j for j in judged if j.premise or not j.verdict.reason]
        extra = (_model_failed(),) if any(j.failed for j in judged) else ()
        if not answered:
            return abstain(
                query.typed,
                judged[0].verdict.reason or "not-in-corpus",
                _gap(judged) or "",
                reader=work.follow_up.reader,
                nearest=_near(judged, index),
                notices=extra,
                answerer=self.settings.model,
                **(work.known | kept(work.follow_up)),
            )
        choices = whole_doses(_choices(answered), query.own)
        asked = set(
            lexicon.glossary.expand(s for j in answered for s in content_stems(j.query.own))
        )
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
            notices=(*found_notices, *(j.premise.notice for j in answered if j.premise), *extra),
            gap=_gap(judged, composed),
            nearest=_near(judged, index),
            answerer=self.settings.model,
            reader=work.follow_up.reader,
            disclaimer=DISCLAIMER[work.follow_up.reader],
            **known,
        )

    def _judged(self, query: Query, found: Found, index: Index, lexicon: Lexicon) -> Judged:
        if query.unclear:
            return Judged(query, found, (), Verdict("unclear", query.unclear), failed=False)
        picks = score_sentences(query, found, index, lexicon)
        chosen, failed = self._choose(query, picks, index)
        evidence = Evidence(query, chosen, found, index, lexicon)
        premise = differing(query, found, index)
        return Judged(query, found, chosen, judge(evidence), failed, premise)

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


def _choices(answered: Sequence[Judged]) -> list[Choice]:
    """What denies a premise first, then what was chosen for the questions in turn."""
    denying = [j.premise.choice for j in answered if j.premise]
    said = {c.sentence.id for c in denying}
    picks = _in_turn([j for j in answered if not j.verdict.reason])
    others = (Choice(p.passage, p.sentence) for p in picks if p.sentence.id not in said)
    return [*denying, *others]


def _in_turn(answered: Sequence[Judged]) -> list[Pick]:
    """What was chosen for each question, the best of each first, then the second best of each."""
    rows = zip_longest(*(j.chosen for j in answered))
    picks = {p.sentence.id: p for row in reversed(list(rows)) for p in reversed(row) if p}
    return list(picks.values())[::-1]


def _gap(judged: Sequence[Judged], composed: Composed | None = None) -> str | None:
    """What of the questions stays unanswered, None for nothing.

    That is what the gate found missing, and a question whose sentences found no room.
    """
    said = {i for s in composed.statements for i in s.sentences} if composed else set()
    gaps = [j.verdict.gap for j in judged if j.verdict.gap]
    for j in judged if composed else ():
        if not j.verdict.reason and not any(p.sentence.id in said for p in j.chosen):
            gaps.append(f"There was no room to answer “{j.query.resolved}” here; ask it by itself.")
    return " ".join(dict.fromkeys(gaps)) or None


def _near(judged: Sequence[Judged], index: Index) -> tuple[Near, ...]:
    """What comes near the first question that has a gap."""
    lacking = [j for j in judged if j.verdict.gap and not j.query.unclear]
    return nearest(lacking[0].found, index, lacking[0].query.article) if lacking else ()


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
