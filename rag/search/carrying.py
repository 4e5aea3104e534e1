"""Which words of a conversation a follow-up carries: scored by a small model, put into phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rag.search.candidates import (
    Candidate,
    Earlier,
    Mention,
    candidates,
    features,
    question_features,
    stems_of,
)
from rag.search.trees import Trees, read_json
from rag.text import content_stems, content_tokens, tokens

WEIGHTS = Path(__file__).parent / "weights" / "followup.json"
LIKELIEST = 5
REFERRING = ("it", "they", "person", "this", "one", "other", "change")
_JOINS = frozenset("of the and in".split())  # between words of one phrase


class Pick(NamedTuple):
    """A word that is carried."""

    stem: str
    probability: float
    candidate: Candidate


@dataclass(frozen=True)
class Carrier:
    """The models of words and of the whole question, and from where on each says yes."""

    words: Trees
    gate: Trees
    threshold: float
    least_need: float  # below it a question is left alone

    @classmethod
    def load(cls, record: dict[str, Any]) -> Carrier:
        """The carrier of a record of weights."""
        return cls(
            Trees.load(record["words"]),
            Trees.load(record["gate"]),
            float(record["threshold"]),
            float(record["least_need"]),
        )

    def scored(
        self, question: str, history: Sequence[Earlier], rarity: Callable[[str], float]
    ) -> list[Pick]:
        """Every candidate with its probability, in the order of the conversation."""
        found = list(candidates(question, history).values())
        rows = table(found, question, history, rarity, self.words.features)
        chances = self.words.probabilities(rows) if found else ()
        return [Pick(c.stem, float(p), c) for c, p in zip(found, chances, strict=True)]

    def phrases(
        self,
        question: str,
        history: Sequence[Earlier],
        rarity: Callable[[str], float],
    ) -> list[str]:
        """What a question carries from its history, likeliest phrase first."""
        if names_its_own(question, history, rarity):
            return []
        scored = self.scored(question, history, rarity)
        if not scored or self.need(scored, question, history, rarity) < self.least_need:
            return []
        return joined([p for p in scored if p.probability >= self.threshold])

    def need(
        self,
        scored: Sequence[Pick],
        question: str,
        history: Sequence[Earlier],
        rarity: Callable[[str], float],
    ) -> float:
        """The probability that a question leans on its history at all."""
        row = need_row([p.probability for p in scored], question, history, rarity)
        return float(self.gate.probabilities([[row[name] for name in self.gate.features]])[0])


@lru_cache(maxsize=1)
def shipped() -> Carrier:
    """The carrier that comes with the project."""
    return Carrier.load(read_json(WEIGHTS))


def table(
    found: Sequence[Candidate],
    question: str,
    history: Sequence[Earlier],
    rarity: Callable[[str], float],
    names: Sequence[str],
) -> list[list[float]]:
    """The features of each candidate, in the order of `names`."""
    shared = question_features(question, history, rarity)
    own = frozenset(content_stems(question))
    rows: list[list[float]] = []
    for candidate in found:
        known: Mapping[str, float] = features(candidate, own, len(history), rarity) | shared
        rows.append([known[name] for name in names])
    return rows


def names_its_own(
    question: str, history: Sequence[Earlier], rarity: Callable[[str], float]
) -> bool:
    """Whether a question refers to nothing and holds a rare word that was not said before.

    The model alone lets a topic drag on through "How is neuroblastoma staged?".
    """
    known = question_features(question, history, rarity)
    if any(known[f"q {word}"] for word in REFERRING):
        return False
    said = {s for turn in history for text in turn for s in stems_of(text)}
    return any(rarity(t.text) >= 1.0 and t.stem not in said for t in content_tokens(question))


def need_row(
    chances: Sequence[float],
    question: str,
    history: Sequence[Earlier],
    rarity: Callable[[str], float],
) -> dict[str, float]:
    """What is known of a question and of how likely its candidates are."""
    best = sorted(chances, reverse=True)[:LIKELIEST]
    best += [0.0] * (LIKELIEST - len(best))
    row = question_features(question, history, rarity)
    return row | {f"p {i}": p for i, p in enumerate(best)} | {"p sum": float(sum(chances))}


def joined(picks: Sequence[Pick]) -> list[str]:
    """Picked words as the phrases that they form where they were said, likeliest first."""
    chance = {p.stem: p.probability for p in picks}
    places = sorted((_place(p, chance) for p in picks), key=lambda m: (m.source, m.token.start))
    groups: list[list[Mention]] = []
    for mention in places:
        if groups and _adjoin(groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    groups.sort(key=lambda g: -max(chance[m.token.stem] for m in g))
    return [g[0].source[g[0].token.start : g[-1].token.end] for g in groups]


def _place(pick: Pick, chance: Mapping[str, float]) -> Mention:
    """The mention that stands among most other picks; of several the best kind, the latest."""
    return max(
        pick.candidate.mentions,
        key=lambda m: (len(chance.keys() & set(m.phrase)), m.kind == "question", -m.ago),
    )


def _adjoin(mention: Mention, other: Mention) -> bool:
    if mention.source != other.source:
        return False
    between = mention.source[mention.token.end : other.token.start]
    words = {t.text.casefold() for t in tokens(between)}
    return words <= _JOINS and not re.search(r"[.;:!?()]", between) and len(between) < 12
