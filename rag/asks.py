"""Proving the follow-ups that articles name: each is asked, in the contexts in which it is offered.

An ask is offered where its article is open, and after a question that was answered from it. So it
is answered twice: with the article open, and after the article's title.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from rag.answers.answer import Answer
from rag.articles.article import Article
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import Encoder
from rag.search.followup import Turn
from rag.search.index import Index
from rag.search.suggestions import RefusedAsk, Suggestion, Suggestions
from rag.settings import Settings

_ANSWERING = ("search", "answers", "text.py", "chain.py", "asks.py")  # what an answer depends on


class AskProver:
    """Answers every ask of an index by the chain, without a language model."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the modules and models that decide an answer."""
        return digest_of(Path(__file__).parent, _ANSWERING)

    def __call__(self, index: Index) -> Suggestions:
        """The asks that are answered from their own article, and why the others are not offered."""
        chain = AnswerChain(lambda: index, self._encoder, Settings())
        verified: list[Suggestion] = []
        refused: list[RefusedAsk] = []
        for article in (a for a in index.articles.values() if a.asks):
            opened = chain.answer(FollowUp(article.title))
            for ask in article.asks:
                answer = chain.answer(FollowUp(ask, article=article.slug))
                why = _lacks(answer, article) or _not_after(chain, opened, ask, article)
                if why:
                    refused.append(RefusedAsk(article.slug, ask, why))
                else:
                    verified.append(Suggestion(article.slug, ask, answer.turn.cited))
        return Suggestions(tuple(verified), tuple(refused))


def _not_after(chain: AnswerChain, opened: Answer, ask: str, article: Article) -> str:
    """What an ask lacks after the article's title was asked, "" for nothing."""
    if _lacks(opened, article):
        return "the article's title is not answered from it"
    history: tuple[Turn, ...] = (opened.turn,)
    lacking = _lacks(chain.answer(FollowUp(ask, history)), article)
    return f"after the article's title, {lacking}" if lacking else ""


def _lacks(answer: Answer, article: Article) -> str:
    """What an answer lacks to be one from an article, "" for nothing."""
    if answer.abstained or answer.gap:
        return answer.gap or "it is not answered"
    first = answer.citations[0].article
    return "" if first == article.slug else f"it is answered from {first} first"


def digest_of(folder: Path, names: tuple[str, ...]) -> str:
    """A digest over the modules and the weights (.py, .json) below some entries of a folder."""
    found = hashlib.sha256()
    for entry in (folder / name for name in names):
        files = sorted(p for p in entry.rglob("*") if p.suffix in (".py", ".json"))
        for file in files if entry.is_dir() else [entry]:
            found.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]
