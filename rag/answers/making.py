"""Making the answer: from what was found to sentences judged, composed and carried by an Answer."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.answers.answer import DISCLAIMER, READERS, Answer, Reader, Statement, abstain
from rag.answers.authoring import Author, Authored, rewritten
from rag.answers.composing import Choice, Composed, compose, nearest
from rag.answers.gate import Verdict, judge, other_population
from rag.answers.notices import notices
from rag.answers.offering import offer
from rag.answers.quoting import Pick, choose, score_sentences
from rag.articles.article import Article
from rag.errors import SettingsError
from rag.search.followup import Query, Turn
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.retrieval import Found
from rag.settings import Settings
from rag.text import content_stems

GLOSSES = 6  # terms that are explained beside an answer


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
    author: Author | None = None
    today: Callable[[], dt.date] = dt.date.today

    def answer(self, work: Work, found: Found, lexicon: Lexicon) -> Answer:
        """The answer, whole."""
        *_, last = self.stream(work, found, lexicon)
        assert isinstance(last, Answer)
        return last

    def stream(self, work: Work, found: Found, lexicon: Lexicon) -> Iterator[Statement | Answer]:
        """The statements as they are finished, and last the Answer that holds them in that order.

        Picks sentences, lets the gate judge them, has a language model say what passes, and
        composes. A model is asked only where the gate finds that the corpus answers.
        """
        query, index = work.query, work.index
        picks = score_sentences(query, found, index, lexicon)
        chosen = choose(picks, index)
        verdict = judge(query, chosen, found, index, lexicon)
        authored = Authored()
        if self.author and not verdict.reason:
            authored = yield from self._author(work, picks, chosen, found, lexicon)
        if authored.outcome == "none":
            verdict = judge(query, [], found, index, lexicon)
        if verdict.reason:
            yield self._abstention(work, verdict, found, authored)
            return
        composed = self._composed(work, authored.picks or chosen, authored.statements, lexicon)
        answer = self._answered(work, verdict, found, composed, authored)
        yield from answer.statements[len(authored.statements) :]
        yield answer

    def _author(
        self,
        work: Work,
        picks: Sequence[Pick],
        chosen: Sequence[Pick],
        found: Found,
        lexicon: Lexicon,
    ) -> Generator[Statement, None, Authored]:
        """What the language model says of the sentences that hold for whom is asked about.

        Its first statement rests on one of the `chosen`, which the gate has let pass, or on
        sentences that pass the gate by themselves.
        """
        assert self.author
        query, index, reader = work.query, work.index, work.follow_up.reader

        def answers(rested: Sequence[Pick]) -> bool:
            passed = any(p in chosen for p in rested)
            return passed or judge(query, rested, found, index, lexicon).reason is None

        fit = [p for p in picks if p in chosen or not other_population(query, [p], index)]
        offered = offer(query.resolved, reader, fit, index.articles, index.glossary)
        return (yield from self.author.author(offered, answers))

    def _abstention(self, work: Work, verdict: Verdict, found: Found, authored: Authored) -> Answer:
        query = work.query
        return abstain(
            query.typed,
            verdict.reason or "not-in-corpus",
            verdict.gap or "",
            reader=work.follow_up.reader,
            nearest=nearest(found, work.index, query.article) if verdict.gap else (),
            withheld=authored.withheld,
            answerer=self.settings.model,
            **(work.known | kept(work.follow_up)),
        )

    def _composed(
        self, work: Work, chosen: Sequence[Pick], written: Sequence[Statement], lexicon: Lexicon
    ) -> Composed:
        """The chosen sentences, or what was written of them, with their citations."""
        choices = [Choice(p.passage, p.sentence) for p in chosen]
        asked = set(lexicon.glossary.expand(content_stems(work.query.own)))
        if not written:
            return compose(choices, work.index, self.status, asked)
        return rewritten(compose(choices, work.index, self.status, asked, most=None), written)

    def _answered(
        self, work: Work, verdict: Verdict, found: Found, composed: Composed, authored: Authored
    ) -> Answer:
        query, index, reader = work.query, work.index, work.follow_up.reader
        cited = [index.articles[s] for s in dict.fromkeys(c.article for c in composed.citations)]
        months, today = self.settings.review_months, self.today()
        said = "\n".join(s.text for s in composed.statements)
        work.mark("answer")
        known = work.known
        known["subject"] = known["subject"] or cited[0].subject or cited[0].title
        return Answer(
            question=query.typed,
            statements=composed.statements,
            citations=composed.citations,
            notices=(*notices(composed, cited, months, today), *authored.notices),
            gap=verdict.gap,
            nearest=nearest(found, index, query.article) if verdict.gap else (),
            withheld=authored.withheld,
            glosses=index.glossary.plain_words(said, GLOSSES) if reader != "clinician" else {},
            answerer=self.settings.model,
            reader=reader,
            disclaimer=DISCLAIMER[reader],
            **known,
        )

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
