"""Making the answer: from what was found to sentences judged, composed and carried by an Answer."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from rag.answers.answer import DISCLAIMER, READERS, Answer, Near, Reader, Statement, abstain
from rag.answers.authoring import Author, Authored, rewritten
from rag.answers.composing import Choice, Composed, compose, nearest
from rag.answers.doses import asks_dose, whole_doses
from rag.answers.evidence import Evidence
from rag.answers.gate import Verdict, judge, nothing_answers
from rag.answers.notices import notices
from rag.answers.offering import offer
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

GLOSSES = 6  # terms that are explained beside an answer


@dataclass(frozen=True)
class FollowUp:
    """A question with what it follows on."""

    question: str
    history: tuple[Turn, ...] = ()
    article: str = ""  # the slug of the open article
    reader: Reader = "clinician"
    exact: bool = False  # search the question's own words only
    identifiers_allowed: bool = False  # a person has said that what looks like them is none

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


FAIR = 0.7  # of the best sentence's score, for one that a model's first statement rests on


class Judged(NamedTuple):
    """One question with what was found for it, what of that was chosen, and whether it answers."""

    query: Query
    found: Found
    picks: Sequence[Pick]
    chosen: Sequence[Pick]
    verdict: Verdict
    premise: Differing | None = None  # what the question takes for granted and the corpus denies


@dataclass(frozen=True)
class Maker:
    """Makes answers from what was found, by the settings and with the model that they name."""

    settings: Settings
    author: Author | None = None
    today: Callable[[], dt.date] = dt.date.today

    def stream(
        self, work: Work, found: Sequence[Found], lexicon: Lexicon
    ) -> Iterator[Statement | Answer]:
        """The statements as they are finished, and last the Answer that holds them in that order.

        Picks sentences, lets the gate judge them, has a language model say what passes, and
        composes. `found` is what each of the work's questions found. Where some of several are
        answered, the gap names the others.
        """
        judged = [
            self._judged(one, brought, work.index, lexicon)
            for one, brought in zip(work.questions, found, strict=True)
        ]
        answered = [j for j in judged if j.premise or not j.verdict.reason]
        authored = Authored()
        if self.author and _may_be_phrased(work, answered):
            authored = yield from self._author(self.author, work, answered, lexicon)
        if authored.outcome == "none":
            judged = [j._replace(verdict=nothing_answers(j.query)) for j in judged]
        if authored.outcome == "none" or not answered:
            yield self._abstention(work, judged, authored)
            return
        composed = self._composed(work, answered, authored, lexicon)
        answer = self._answer(work, judged, composed, authored)
        yield from answer.statements[len(authored.statements) :]
        yield answer

    def _judged(self, query: Query, found: Found, index: Index, lexicon: Lexicon) -> Judged:
        if query.unclear:
            return Judged(query, found, (), (), Verdict("unclear", query.unclear))
        picks = score_sentences(query, found, index, lexicon)
        chosen = choose(picks, index)
        verdict = judge(Evidence(query, chosen, found, index, lexicon))
        return Judged(query, found, picks, chosen, verdict, differing(query, found, index))

    def _author(
        self, author: Author, work: Work, answered: Sequence[Judged], lexicon: Lexicon
    ) -> Generator[Statement, None, Authored]:
        """What the language model says.

        Its first statement rests on a sentence that quoting chose, which the gate has let pass, or
        on sentences nearly as good that pass the gate by themselves.
        """
        index = work.index

        def answers(rested: Sequence[Pick]) -> bool:
            for j in answered:
                good = [p for p in rested if p in j.chosen or p.score >= FAIR * j.picks[0].score]
                passes = not judge(Evidence(j.query, good, j.found, index, lexicon)).reason
                if passes or any(p in j.chosen for p in good):
                    return True
            return False

        picks = _in_turn([j.picks for j in answered])
        reader = work.follow_up.reader
        offered = offer(work.query.resolved, reader, picks, index.articles, index.glossary)
        return (yield from author.author(offered, answers))

    def _abstention(self, work: Work, judged: Sequence[Judged], authored: Authored) -> Answer:
        return abstain(
            work.query.typed,
            judged[0].verdict.reason or "not-in-corpus",
            _gap(judged) or "",
            reader=work.follow_up.reader,
            nearest=_near(judged, work.index),
            withheld=authored.withheld,
            answerer=self.settings.model,
            **(work.known | kept(work.follow_up)),
        )

    def _composed(
        self, work: Work, answered: Sequence[Judged], authored: Authored, lexicon: Lexicon
    ) -> Composed:
        """The chosen sentences, or what was written of them, with their citations."""
        stems = (s for j in answered for s in content_stems(j.query.own))
        asked = set(lexicon.glossary.expand(stems))
        choices = [Choice(p.passage, p.sentence) for p in authored.picks] or _choices(answered)
        if authored.statements:
            whole = compose(choices, work.index, self.status, asked, most=None)
            return rewritten(whole, authored.statements)
        return compose(whole_doses(choices, work.query.own), work.index, self.status, asked)

    def _answer(
        self, work: Work, judged: Sequence[Judged], composed: Composed, authored: Authored
    ) -> Answer:
        index, reader = work.index, work.follow_up.reader
        cited = [index.articles[s] for s in dict.fromkeys(c.article for c in composed.citations)]
        found = notices(composed, cited, self.settings.review_months, self.today())
        denied = (j.premise.notice for j in judged if j.premise)
        said = "\n".join(s.text for s in composed.statements)
        work.mark("answer")
        known = work.known
        known["subject"] = known["subject"] or cited[0].subject or cited[0].title
        return Answer(
            question=work.query.typed,
            statements=composed.statements,
            citations=composed.citations,
            notices=(*found, *denied, *authored.notices),
            gap=_gap(judged, composed, bool(authored.picks)),
            nearest=_near(judged, index),
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


def _choices(answered: Sequence[Judged]) -> list[Choice]:
    """What denies a premise first, then what was chosen for the questions in turn."""
    denying = [j.premise.choice for j in answered if j.premise]
    said = {c.sentence.id for c in denying}
    picks = _in_turn([j.chosen for j in answered if not j.verdict.reason])
    others = (Choice(p.passage, p.sentence) for p in picks if p.sentence.id not in said)
    return [*denying, *others]


def _may_be_phrased(work: Work, answered: Sequence[Judged]) -> bool:
    """Whether a model may answer: a dose, and what denies a premise, are quoted by code."""
    return bool(answered) and not asks_dose(work.query.own) and not any(j.premise for j in answered)


def _in_turn(picks: Sequence[Sequence[Pick]]) -> list[Pick]:
    """What was found for each question, the best of each first, then the second best of each."""
    rows = zip_longest(*picks)
    first = {p.sentence.id: p for row in reversed(list(rows)) for p in reversed(row) if p}
    return list(first.values())[::-1]


def _gap(
    judged: Sequence[Judged], composed: Composed | None = None, by_model: bool = False
) -> str | None:
    """What of the questions stays unanswered, None for nothing.

    That is what the gate found missing, and a question whose sentences found no room.
    """
    said = {i for s in composed.statements for i in s.sentences} if composed else set()
    gaps = [j.verdict.gap for j in judged if j.verdict.gap]
    for j in judged if composed else ():
        picks = j.picks if by_model else j.chosen
        if not j.verdict.reason and not any(p.sentence.id in said for p in picks):
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
