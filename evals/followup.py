"""How well follow-ups are understood, against manual rewrites.

The added words of a rewrite are its content stems that the question lacks (stop words and question
words left out, rag.text). Precision, recall and F1 are micro-averaged over the turns that have a
history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from evals.turns import Exchange, Rewritten
from rag.articles.glossary import Glossary
from rag.search.carrying import Carrier
from rag.search.followup import Query, Turn, resolve
from rag.search.lexicon import Lexicon
from rag.text import content_stems, unique

CarrierOf = Callable[[str], Carrier | None]  # by conversation; None for the shipped one
Forms = list[str]  # the question of each turn, as one system puts it

BASELINES: Mapping[str, Callable[[Sequence[str]], Sequence[str]]] = {
    "raw": lambda _: (),
    "first+raw": lambda earlier: earlier[:1],
    "prev+raw": lambda earlier: earlier[-1:],
    "first+prev+raw": lambda earlier: unique((earlier[0], earlier[-1])),
}


@dataclass(frozen=True)
class Measured:
    """The measures of one system, each from 0 to 1 but the words added where none was needed."""

    precision: float
    recall: float
    f1: float
    first_f1: float  # of the first follow-up of each conversation
    added_when_none_needed: float  # words, mean over turns whose manual rewrite adds none
    query_f1: float  # of all content words, micro


def baseline(name: str, turns: Iterable[Rewritten]) -> Forms:
    """Each turn's question with the earlier questions that a baseline puts before it."""
    choose = BASELINES[name]
    return [" ".join([*choose([e.question for e in t.history]), t.question]) for t in turns]


def resolved(turns: Iterable[Rewritten], lexicon: Lexicon, carrier_of: CarrierOf) -> list[Query]:
    """Each turn as the project resolves it, its history resolved before it in the same way."""
    known: dict[tuple[str, tuple[Exchange, ...]], Turn] = {}

    def replay(turn: Rewritten) -> tuple[Turn, ...]:
        carrier = carrier_of(turn.conversation)
        replayed: tuple[Turn, ...] = ()
        for i, earlier in enumerate(turn.history):
            key = (turn.conversation, turn.history[: i + 1])
            if key not in known:
                query = resolve(earlier.question, replayed, lexicon, carrier=carrier)
                known[key] = turn_of(query, earlier.answer)
            replayed += (known[key],)
        return replayed

    return [
        resolve(t.question, replay(t), lexicon, carrier=carrier_of(t.conversation)) for t in turns
    ]


def turn_of(query: Query, answer: str) -> Turn:
    """A resolved question and its answer as a turn of a history."""
    return Turn(query.typed, query.resolved, query.base, query.subject, "", answer, ())


def without_corpus(rarity: Callable[[str], float]) -> Lexicon:
    """The lexicon of no corpus: all that is known of a word is its rarity in the language."""
    return Lexicon((), (), Glossary([]), rarity)


def added(form: str, question: str) -> set[str]:
    """The content stems of `form` that the question lacks."""
    return set(content_stems(form)) - set(content_stems(question))


def measured(turns: Sequence[Rewritten], forms: Sequence[str]) -> Measured:
    """The measures of one system's forms of the turns, which all have a history."""
    pairs = [
        (added(form, t.question), added(t.manual, t.question))
        for t, form in zip(turns, forms, strict=True)
    ]
    first = [pair for pair, t in zip(pairs, turns, strict=True) if len(t.history) == 1]
    whole = [
        (set(content_stems(form)), set(content_stems(t.manual)))
        for t, form in zip(turns, forms, strict=True)
    ]
    idle = [len(ours) for ours, wanted in pairs if not wanted]
    return Measured(
        *micro(pairs),
        first_f1=micro(first)[2],
        added_when_none_needed=fmean(idle) if idle else 0.0,
        query_f1=micro(whole)[2],
    )


def micro(pairs: Iterable[tuple[set[str], set[str]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all (ours, wanted) together; 0 where nothing is to count."""
    counted = [(len(ours & wanted), len(ours), len(wanted)) for ours, wanted in pairs]
    hit, ours, wanted = (sum(c[i] for c in counted) for i in range(3))
    precision, recall = hit / max(1, ours), hit / max(1, wanted)
    return precision, recall, 2 * hit / max(1, ours + wanted)
