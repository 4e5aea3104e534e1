"""The chain: one path from a follow-up to its answer, whoever asks."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rag.answers.answer import Answer, Statement, abstain
from rag.answers.authoring import Author, build_author
from rag.answers.emergencies import attended
from rag.answers.finishing import finished
from rag.answers.identifiers import searchable
from rag.answers.making import FollowUp, Maker, Work, kept
from rag.answers.privacy import told, unidentified, without_identifiers
from rag.answers.screening import MAX_TURNS, screen
from rag.articles.article import Article
from rag.errors import SequiturError, SettingsError
from rag.search.encoder import Encoder, OnnxEncoder
from rag.search.export import ensure_export
from rag.search.followup import Query, as_typed, resolve
from rag.search.index import Index, IndexReader
from rag.search.lexicon import Lexicon
from rag.search.retrieval import ScoredPassage, search
from rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

__all__ = ["AnswerChain", "FollowUp", "build_answer_chain", "build_chain"]
_log = logging.getLogger(__name__)


class AnswerChain:
    """Answers follow-ups from the published index."""

    def __init__(
        self,
        reader: Callable[[], Index],
        encoder: Encoder,
        settings: Settings,
        author: Author | None = None,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        self._reader, self.encoder = reader, encoder
        self._maker = Maker(settings, author, today)
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
        question = searchable(without_identifiers(question))
        return search(resolve(question, (), lexicon), index, self.encoder, lexicon, count).passages

    def answer_stream(self, follow_up: FollowUp) -> Iterator[Statement | Answer]:
        """The statements of the answer as they are finished, and last the Answer itself.

        Raises SequiturError where there is nothing to answer from. Any other failure ends in an
        abstention with a reference number; the log holds what failed and no question. Identifiers
        of patients are replaced before anything reads the question.
        """
        asked = replace(follow_up, question="", history=())  # until they are, nothing is shown
        try:
            asked = unidentified(follow_up)
            for item in self._stream(asked):
                yield attended(told(item)) if isinstance(item, Answer) else item
        except SequiturError:
            raise
        except Exception as error:
            number = secrets.token_hex(4)
            # Only where and what: an exception's message can hold the question.
            what, where = type(error).__name__, traceback.format_tb(error.__traceback__)
            _log.error("answering failed (reference %s): %s\n%s", number, what, "".join(where))
            gap = f"Something went wrong here and nothing was answered (reference {number})."
            known = kept(asked)
            failed = abstain(asked.question, "error", gap, reader=asked.reader, **known)
            yield attended(told(failed))

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
                **kept(follow_up),
            )
            return
        lexicon = self.lexicon_of(index)
        query = self._resolve(follow_up, searchable(screened.question), article, lexicon)
        query = query._replace(typed=screened.question)
        work = Work(follow_up, query, index, started)
        work.mark("resolve")
        found = [search(q, index, self.encoder, lexicon) for q in work.questions]
        work.mark("retrieve")
        for item in self._maker.stream(work, found, lexicon):
            yield finished(item, index, follow_up.history) if isinstance(item, Answer) else item

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

    def status(self, article: Article) -> str:
        """The review status of an article: only the operator's setting can say approved."""
        return self._maker.status(article)


def build_answer_chain(
    settings: Settings, today: Callable[[], dt.date] = dt.date.today
) -> AnswerChain:
    """The chain that the settings describe. Raises SequiturError where a part is missing."""
    _keep_private(settings)
    folder = ensure_export(settings.embedding_model, settings.models)
    encoder = OnnxEncoder(folder, settings.threads)
    author = build_author(settings, encoder) if settings.model != "quote" else None
    reader = IndexReader(settings.index, encoder)
    reader()
    return AnswerChain(reader, encoder, settings, author, today)


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
