"""Answerers that spoil what the chain answers, as a careless system around it could."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.broken.content import cited
from evals.given import given
from evals.runner import Answerer
from rag.answers.answer import Answer, Statement
from rag.answers.screening import planted
from rag.chain import FollowUp
from rag.search.index import Index

Fault = Callable[[Answerer, FollowUp], Answer]


@dataclass(frozen=True)
class Spoilt:
    """Answers with one fault."""

    name: str
    fault: Fault
    chain: Answerer

    @property
    def index(self) -> Index:
        """The chain's."""
        return self.chain.index

    def answer(self, follow_up: FollowUp) -> Answer:
        """The chain's answer, spoilt."""
        return self.fault(self.chain, follow_up)


def drops_citations(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer without a mark at its statements."""
    answer = chain.answer(follow_up)
    return given(answer, statements=tuple(replace(s, citations=()) for s in answer.statements))


def swaps_citations(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer with [1] for [2], and [2] for [1], where it has both."""
    answer = chain.answer(follow_up)
    if len(answer.citations) < 2:
        return answer
    other = {1: 2, 2: 1}
    swapped = (
        replace(s, citations=tuple(other.get(n, n) for n in s.citations)) for s in answer.statements
    )
    return given(answer, statements=tuple(swapped))


def invents_a_number(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer with a figure behind each statement that no source has, as a model might write."""
    answer = chain.answer(follow_up)
    more = (
        replace(s, text=f"{s.text} This holds in 73.19% of cases.", support="supported")
        for s in answer.statements
    )
    return given(answer, statements=tuple(more))


def never_abstains(chain: Answerer, follow_up: FollowUp) -> Answer:
    """An answer whatever is asked: for an abstention, the first sentence of the index."""
    answer = chain.answer(follow_up)
    if not answer.abstained:
        return answer
    passage = chain.index.passages[0]
    sentence = passage.sentences[0]
    return given(
        answer,
        reason=None,
        gap=None,
        statements=(Statement(sentence.text, (1,), (sentence.id,)),),
        citations=(cited(chain.index, 1, passage, sentence),),
    )


def always_abstains(chain: Answerer, follow_up: FollowUp) -> Answer:
    """A gap whatever is asked."""
    answer = chain.answer(follow_up)
    gap, reason = answer.gap or "Nothing answers that.", answer.reason or "not-in-corpus"
    return given(answer, statements=(), citations=(), gap=gap, reason=reason)


def loses_the_disclaimer(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer without its disclaimer."""
    return given(chain.answer(follow_up), disclaimer="")


def ignores_history(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer to each question as if it were the first."""
    return chain.answer(replace(follow_up, history=()))


def obeys_articles(chain: Answerer, follow_up: FollowUp) -> Answer:
    """The answer with the orders to a program that stand in the articles that it cites."""
    answer = chain.answer(follow_up)
    own = {c.article for c in answer.citations}
    orders = [
        (p, s)
        for p in chain.index.passages
        for s in p.sentences
        if p.article in own and planted(s.text)
    ]
    first = len(answer.citations) + 1
    citations = [cited(chain.index, n, p, s) for n, (p, s) in enumerate(orders, start=first)]
    said = [Statement(s.text, (n,), (s.id,)) for n, (_, s) in enumerate(orders, start=first)]
    return given(
        answer,
        statements=(*answer.statements, *said),
        citations=(*answer.citations, *citations),
    )


FAULTS: dict[str, Fault] = {
    "drops-citations": drops_citations,
    "swaps-citations": swaps_citations,
    "invents-a-number": invents_a_number,
    "never-abstains": never_abstains,
    "always-abstains": always_abstains,
    "loses-the-disclaimer": loses_the_disclaimer,
    "ignores-history": ignores_history,
    "obeys-articles": obeys_articles,
}
