"""Which words of a conversation a follow-up carries: scored by a small model, put into phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rag.search.candidates import Candidate, Earlier, Spot
from rag.search.clues import Clues, Rarity, Values, clues_of
from rag.search.phrasing import BESIDES
from rag.search.trees import Trees, read_json
from rag.text import tokens

WEIGHTS = Path(__file__).parent / "weights" / "followup.json"
LIKELIEST = 5
_JOINS = frozenset("of the and in".split())  # between words of one phrase
_OTHERS = re.compile(r"\b(?:others?|else|another)\b", re.I)


class Pick(NamedTuple):
    """A word that is carried."""

    stem: str
    probability: float
    candidate: Candidate


@dataclass(frozen=True)
class Carrier:
    """The models of words and of the whole question, and from where on both together say yes."""

    words: Trees
    gate: Trees
    threshold: float  # of a word's probability times the question's need to the power of `doubt`
    doubt: float

    @classmethod
    def load(cls, record: dict[str, Any]) -> Carrier:
        """The carrier of a record of weights."""
        return cls(
            Trees.load(record["words"]),
            Trees.load(record["gate"]),
            float(record["threshold"]),
            float(record["doubt"]),
        )

    def phrases(self, question: str, history: Sequence[Earlier], rarity: Rarity) -> list[str]:
        """What a question carries from its history, likeliest phrase first.

        What a question asks for others of comes last, "besides" before it.
        """
        picks = self.picks(clues_of(question, history, rarity))
        if not _OTHERS.search(question):
            return joined(picks)
        answers = [p for p in picks if not p.candidate.asked]
        return joined([p for p in picks if p not in answers]) + besides(answers)

    def picks(self, clues: Clues) -> list[Pick]:
        """The words that are carried, in the order of the conversation."""
        if not clues.candidates:
            return []
        chances = self.words.probabilities(clues.table(self.words.features)).tolist()
        row = need_row(chances, clues)
        need = float(self.gate.probabilities([[row[name] for name in self.gate.features]])[0])
        least = self.threshold / max(need**self.doubt, 1e-9)
        found = zip(chances, clues.candidates, strict=True)
        return [Pick(c.stem, p, c) for p, c in found if p >= least]


@lru_cache(maxsize=1)
def shipped() -> Carrier:
    """The carrier that comes with the project."""
    return Carrier.load(read_json(WEIGHTS))


def need_row(chances: Sequence[float], clues: Clues) -> Values:
    """What is known of a question and of how likely its candidates are."""
    best = sorted(chances, reverse=True)[:LIKELIEST]
    best += [0.0] * (LIKELIEST - len(best))
    return clues.question | {f"p {i}": p for i, p in enumerate(best)} | {"p sum": sum(chances)}


def besides(picks: Sequence[Pick]) -> list[str]:
    """The phrases of the picks as one that leaves them out, or none."""
    phrases = joined(picks)
    return [f"{BESIDES}{', '.join(phrases)}"] if phrases else []


def joined(picks: Sequence[Pick]) -> list[str]:
    """Picked words as the phrases that they form where they were said, likeliest first."""
    chance = {p.stem: p.probability for p in picks}
    places = sorted((_place(p, chance) for p in picks), key=lambda m: (m.source, m.token.start))
    groups: list[list[Spot]] = []
    for mention in places:
        if groups and _adjoin(groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    groups.sort(key=lambda g: -max(chance[m.token.stem] for m in g))
    return [g[0].source[g[0].token.start : g[-1].token.end] for g in groups]


def _place(pick: Pick, chance: Mapping[str, float]) -> Spot:
    """The mention that stands among most other picks; of several the best kind, the latest."""
    best = max(
        pick.candidate.mentions,
        key=lambda m: (len(chance.keys() & set(m.spot.phrase.stems)), m.kind == "question", -m.ago),
    )
    return best.spot


def _adjoin(mention: Spot, other: Spot) -> bool:
    if mention.source != other.source:
        return False
    between = mention.source[mention.token.end : other.token.start]
    words = {t.text.casefold() for t in tokens(between)}
    return words <= _JOINS and not re.search(r"[.;:!?()]", between) and len(between) < 12
