"""Answerers whose sentences are wrong: a measure of facts that they do well on measures nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from evals.polarity import negated, units
from evals.runner import Answerer
from rag.answers.answer import Answer, Citation, CitedSentence, Statement
from rag.articles.passage import Passage, Sentence
from rag.chain import FollowUp
from rag.search.index import Index


@dataclass(frozen=True)
class Random:
    """Answers from the article that the chain cites first, in as many sentences, drawn by lot."""

    chain: Answerer
    seed: int = 0
    name: str = "random"

    @property
    def index(self) -> Index:
        """The chain's."""
        return self.chain.index

    def answer(self, follow_up: FollowUp) -> Answer:
        """The chain's answer with its sentences exchanged for others, quoted as exactly."""
        answer = self.chain.answer(follow_up)
        if answer.abstained:
            return answer
        first = answer.citations[0]
        sentences = [
            (p, s) for p in self.index.passages if p.article == first.article for s in p.sentences
        ]
        lot = random.Random(f"{self.seed}\0{follow_up.question}")  # noqa: S311 - no secret
        drawn = lot.sample(sentences, min(len(answer.statements), len(sentences)))
        citations = [cited(self.index, n, *pair) for n, pair in enumerate(drawn, start=1)]
        statements = [Statement(s.text, (n,), (s.id,)) for n, (_, s) in enumerate(drawn, start=1)]
        return replace(answer, statements=tuple(statements), citations=tuple(citations))


@dataclass(frozen=True)
class Negated:
    """Says of each sentence that the chain quotes the opposite, and cites the same."""

    chain: Answerer
    name: str = "negated"

    @property
    def index(self) -> Index:
        """The chain's."""
        return self.chain.index

    def answer(self, follow_up: FollowUp) -> Answer:
        """The chain's answer with every sentence denied, as a model might write it."""
        answer = self.chain.answer(follow_up)
        return replace(answer, statements=tuple(_denied(s) for s in answer.statements))


def cited(index: Index, number: int, passage: Passage, sentence: Sentence) -> Citation:
    """A citation of one sentence, without the article's own references."""
    article = index.articles[passage.article]
    return Citation(
        number,
        article.slug,
        article.title,
        passage.path,
        passage.id,
        passage.text,
        (CitedSentence(sentence.id, sentence.text, sentence.start, sentence.end),),
        (),
        article.status,
        article.updated.isoformat(),
        article.version,
    )


def _denied(statement: Statement) -> Statement:
    text = " ".join(negated(u) for u in units(statement.text))
    return replace(statement, text=text, support="supported")
