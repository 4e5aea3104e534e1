"""The chain: one path from a follow-up to its answer, whoever asks."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rag.answers.answer import DISCLAIMER, READERS, Answer, Notice, Reader, Statement, abstain
from rag.answers.composing import Choice, compose, nearest
from rag.answers.gate import judge
from rag.answers.notices import notices
from rag.answers.quoting import Pick, choose, score_sentences
from rag.answers.screening import MAX_TURNS, screen
from rag.articles.article import Article
from rag.errors import SequiturError, SettingsError
from rag.search.encoder import Encoder, OnnxEncoder
from rag.search.export import ensure_export
from rag.search.followup import Query, Turn, as_typed, resolve
from rag.search.index import Index, IndexReader
from rag.search.lexicon import Lexicon
from rag.search.retrieval import Found, ScoredPassage, search
from rag.settings import Settings
from rag.text import content_stems

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Selector = Callable[[str, Sequence[Pick]], list[Pick] | None]
_log = logging.getLogger(__name__)


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
class _Work:
    """What is known of an answer while it is being made."""

    follow_up: FollowUp
    query: Query
    index: Index
    started: float
    marks: dict[str, float] = field(default_factory=dict)

    def mark(self, stage: str) -> None:
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


class AnswerChain:
    """Answers follow-ups from the published index."""

    def __init__(
        self,
        reader: Callable[[], Index],
        encoder: Encoder,
        settings: Settings,
        selector: Selector | None = None,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        self._reader, self.encoder, self._settings = reader, encoder, settings
        self._selector, self._today = selector, today
        self._lexicon: tuple[Index, Lexicon] | None = None

    @property
    def index(self) -> Index:
        """The index that is published now."""
        return self._reader()

    def answer(self, follow_up: FollowUp) -> Answer:
        """The answer to a follow-up."""
        *_, last = self.answer_stream(follow_up)
        assert isinstance(last, Answer)
        return last

    def passages(self, question: str, count: int) -> tuple[ScoredPassage, ...]:
        """The `count` passages that a question finds, best first."""
        index = self._reader()
        lexicon = self.lexicon_of(index)
        return search(resolve(question, (), lexicon), index, self.encoder, lexicon, count).passages

    def answer_stream(self, follow_up: FollowUp) -> Iterator[Statement | Answer]:
        """The statements of the answer as they are finished, and last the Answer itself.

        Raises SequiturError where there is nothing to answer from. Any other failure ends in an
        abstention with a reference number; the log holds what failed and no question.
        """
        try:
            yield from self._stream(follow_up)
        except SequiturError:
            raise
        except Exception as error:
            number = secrets.token_hex(4)
            # Only where and what: an exception's message can hold the question.
            what, where = type(error).__name__, traceback.format_tb(error.__traceback__)
            _log.error("answering failed (reference %s): %s\n%s", number, what, "".join(where))
            gap = f"Something went wrong here and nothing was answered (reference {number})."
            kept = _kept(follow_up)
            yield abstain(follow_up.question, "error", gap, reader=follow_up.reader, **kept)

    def _stream(self, follow_up: FollowUp) -> Iterator[Statement | Answer]:
        started = time.perf_counter()
        index = self._reader()
        article = self._open_article(follow_up.article, index)
        screened = screen(follow_up.question)
        if screened.reason:
            yield abstain(
                screened.question,
                screened.reason,
                screened.gap or "",
                reader=follow_up.reader,
                corpus_version=index.manifest.corpus_version,
                **_kept(follow_up),
            )
            return
        lexicon = self.lexicon_of(index)
        query = self._resolve(follow_up, screened.question, article, lexicon)
        work = _Work(follow_up, query, index, started)
        work.mark("resolve")
        found = search(query, index, self.encoder, lexicon)
        work.mark("retrieve")
        answer = self._answered(work, found, lexicon)
        yield from answer.statements
        yield answer

    def _open_article(self, slug: str, index: Index) -> Article | None:
        if slug and slug not in index.articles:
            raise SettingsError(
                f"there is no article {slug!r}; the index holds {len(index.articles)}"
            )
        return index.articles[slug] if slug else None

    def lexicon_of(self, index: Index) -> Lexicon:
        """The words of an index, read once for each."""
        if self._lexicon is None or self._lexicon[0] is not index:
            lexicon = Lexicon(
                index.articles.values(), index.passages, index.glossary, self.encoder.rarity
            )
            self._lexicon = (index, lexicon)
        return self._lexicon[1]

    @staticmethod
    def _resolve(
        follow_up: FollowUp, question: str, article: Article | None, lexicon: Lexicon
    ) -> Query:
        if follow_up.exact:
            return as_typed(question, follow_up.article)
        return resolve(question, follow_up.history[-MAX_TURNS:], lexicon, article)

    def _answered(self, work: _Work, found: Found, lexicon: Lexicon) -> Answer:
        """Picks sentences, lets the gate judge them, and composes what passes."""
        query, index = work.query, work.index
        picks = score_sentences(query, found, index, lexicon)
        chosen, failed = self._choose(query, picks, index)
        verdict = judge(query, chosen, found, index, lexicon)
        near = nearest(found, index, query.article) if verdict.gap else ()
        extra = (_model_failed(),) if failed else ()
        if verdict.reason:
            return abstain(
                query.typed,
                verdict.reason,
                verdict.gap or "",
                reader=work.follow_up.reader,
                nearest=near,
                notices=extra,
                answerer=self._settings.model,
                **(work.known | _kept(work.follow_up)),
            )
        choices = [Choice(p.passage, p.sentence) for p in chosen]
        asked = set(lexicon.glossary.expand(content_stems(query.own)))
        composed = compose(choices, index, self.status, asked)
        cited = [index.articles[s] for s in dict.fromkeys(c.article for c in composed.citations)]
        months, today = self._settings.review_months, self._today()
        found_notices = notices(composed, cited, months, today)
        work.mark("answer")
        known = work.known
        known["subject"] = known["subject"] or cited[0].subject or cited[0].title
        return Answer(
            question=query.typed,
            statements=composed.statements,
            citations=composed.citations,
            notices=(*found_notices, *extra),
            gap=verdict.gap,
            nearest=near,
            answerer=self._settings.model,
            reader=work.follow_up.reader,
            disclaimer=DISCLAIMER[work.follow_up.reader],
            **known,
        )

    def _choose(self, query: Query, picks: Sequence[Pick], index: Index) -> tuple[list[Pick], bool]:
        """The sentences to quote, best first, and whether a language model was asked and failed."""
        selected = self._selector(query.resolved, picks) if self._selector else None
        if selected is not None:
            return selected, False
        return choose(picks, index), self._selector is not None

    def status(self, article: Article) -> str:
        """The review status of an article: only the operator's setting can say approved."""
        mark = f"{article.slug}@{article.version}"
        return "approved" if mark in self._settings.approved else article.status


def _kept(follow_up: FollowUp) -> dict[str, str]:
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


def build_answer_chain(settings: Settings) -> AnswerChain:
    """The chain that the settings describe. Raises SequiturError where a part is missing."""
    _keep_private(settings)
    selector: Selector | None = None
    if settings.model != "quote":
        from rag.answers.writing import Selector as ModelSelector
        from rag.answers.writing import build_model

        selector = ModelSelector(build_model(settings.model))
    folder = ensure_export(settings.embedding_model, settings.models)
    encoder = OnnxEncoder(folder, settings.threads)
    reader = IndexReader(settings.index, encoder)
    reader()
    return AnswerChain(reader, encoder, settings, selector)


def build_chain(settings: Settings) -> Runnable[Any, Answer]:
    """The chain as a LangChain Runnable.

    In goes a question, a dict of FollowUp's fields, or a FollowUp; out comes an Answer. `stream`
    gives the statements one by one, and the Answer last.
    """
    from rag.runnable import AnswerRunnable

    return AnswerRunnable(build_answer_chain(settings))


def _keep_private(settings: Settings) -> None:
    """LangChain sends every prompt away where tracing is on in the environment."""
    if settings.tracing:
        return
    for variable in ("LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING"):
        os.environ[variable] = "false"
    if "langsmith.utils" in sys.modules:  # it may have read them already
        sys.modules["langsmith.utils"].get_env_var.cache_clear()
