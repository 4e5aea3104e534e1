"""Polarity: how often a sentence denies, and the sentence that says the opposite."""

from __future__ import annotations

import re

from rag.text import sentences

_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|without|cannot|untrue|incorrect|(?:false|wrong) that)\b"
    r"|n['’]t\b",
    re.I,
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did)"
)
_DENIED = re.compile(rf"\b({_VERB}) (?:not|never)\b", re.I)
_PLAIN = re.compile(rf"\b({_VERB})\b", re.I)


def denies(sentence: str) -> bool:
    """Whether a sentence has an odd number of denials: two of them affirm."""
    return len(_DENIAL.findall(sentence)) % 2 == 1


def units(text: str) -> list[str]:
    """The sentences of `text`, each of which has a polarity of its own."""
    return [line[a:b] for line in text.splitlines() for a, b in sentences(line)]


def negated(sentence: str) -> str:
    """The opposite of a sentence, by one denial more or less at its first verb."""
    if _DENIED.search(sentence):
        return _DENIED.sub(r"\1", sentence, count=1)
    if _PLAIN.search(sentence):
        return _PLAIN.sub(r"\1 not", sentence, count=1)
    return f"It is not true that {sentence[:1].lower()}{sentence[1:]}"
