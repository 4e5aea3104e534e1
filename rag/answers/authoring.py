"""An answer drafted by a model: what passes becomes statements, numbered as they come."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rag.answers.answer import Notice, Statement
from rag.answers.checking import Unsupported, why_not
from rag.answers.composing import Composed
from rag.answers.grounding import unsupported
from rag.answers.models import build_model
from rag.answers.offering import Offer, whole
from rag.answers.quoting import Pick
from rag.answers.replies import Draft
from rag.answers.writing import Drafter, ModelDrafter, Outcome, hear
from rag.articles.glossary import Glossary
from rag.search.encoder import Encoder
from rag.settings import Settings
from rag.text import unique

_FAILED: Mapping[Outcome, str] = {
    "failed": "The language model gave no answer that its sources bear; sentences were chosen "
    "without it.",
    "stopped": "The language model stopped before it had finished; what it had said until then "
    "was checked and stands.",
}


class Authored(NamedTuple):
    """What a model added: the sentences that it rests on, best first, and what it wrote of them.

    Where it selects there are no statements; where it failed there are no picks either.
    """

    outcome: Outcome = "done"
    picks: tuple[Pick, ...] = ()
    statements: tuple[Statement, ...] = ()
    withheld: int = 0

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader has to know of it."""
        text = _FAILED.get(self.outcome)
        return (Notice("model-failed", text),) if text else ()


@dataclass(frozen=True)
class Author:
    """Has an answer drafted, and lets through what its sources bear."""

    drafter: Drafter
    unsupported: Unsupported

    def author(
        self, offer: Offer, answers: Callable[[Sequence[Pick]], bool]
    ) -> Generator[Statement, None, Authored]:
        """The written statements, each as soon as it is certain to stay.

        `answers` says whether sentences answer the question, which the first statement's must.
        """

        def check(draft: Draft, first: bool) -> str:
            why = why_not(draft, offer, self.unsupported)
            if not why and first and not answers(offer.picked(draft.numbers)):
                return "does not answer"
            return why

        numbers: dict[str, int] = {}
        statements: list[Statement] = []
        heard = hear(self.drafter(offer), check)
        while True:
            try:
                draft = next(heard)
            except StopIteration as end:
                outcome, drafts, withheld = end.value
                break
            if draft.text:
                statements.append(_statement(draft, offer, numbers))
                yield statements[-1]
        picks = {p.sentence.id: p for d in drafts for p in offer.picked(d.numbers)}
        return Authored(outcome, tuple(picks.values()), tuple(statements), withheld)


def build_author(settings: Settings, encoder: Encoder) -> Author:
    """The author that the settings name. Raises ModelError where its model cannot be had."""
    seconds = float(settings.model_seconds)
    drafter = ModelDrafter(build_model(settings.model, seconds), settings.answers, seconds)
    return Author(drafter, supported_by(encoder))


def supported_by(encoder: Encoder) -> Unsupported:
    """The check of support, with nearness of meaning by the encoder."""

    def near(one: str, other: str) -> float:
        first, second = encoder.encode([one, other])
        return float(first @ second)

    def check(statement: str, cited: Sequence[str], about: str, glossary: Glossary) -> str:
        return unsupported(statement, cited, about, near, glossary)

    return check


def _statement(draft: Draft, offer: Offer, numbers: dict[str, int]) -> Statement:
    """A written statement; a passage that is new gets the next of the `numbers`."""
    picks = offer.picked(draft.numbers)
    for pick in picks:
        numbers.setdefault(pick.passage.id, len(numbers) + 1)
    cited = tuple(dict.fromkeys(numbers[p.passage.id] for p in picks))
    return Statement(
        draft.text, cited, unique(s.id for p in picks for s in whole(p)), support="supported"
    )


def rewritten(composed: Composed, statements: Sequence[Statement]) -> Composed:
    """What was composed, with `statements` in place of its own; sides stay quoted, after them.

    The citations take the numbers by which the statements name them; `composed` holds a citation
    of every passage that they rest on.
    """
    at = {s.id: c.number for c in composed.citations for s in c.sentences}
    order = _order([at[i] for s in statements for i in s.sentences], composed)
    new = {old: number for number, old in enumerate(order, start=1)}
    sides = [
        replace(
            s, citations=tuple(new[n] for n in s.citations), side=replace(s.side, answers=False)
        )
        for s in composed.statements
        if s.side
    ]
    citations = [replace(c, number=new[c.number]) for c in composed.citations]
    return composed._replace(
        statements=(*statements, *sides),
        citations=tuple(sorted(citations, key=lambda c: c.number)),
    )


def _order(named: Sequence[int], composed: Composed) -> list[int]:
    """The citations' old numbers in the order of the new ones: those first that are named."""
    return list(dict.fromkeys([*named, *(c.number for c in composed.citations)]))
