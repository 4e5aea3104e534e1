"""The words that a follow-up may lean on: where each stood in the conversation.

Every content word of the earlier questions and answers is a candidate; rag.search.clues says what
is known of it, rag.search.carrying scores it. What earlier questions were resolved to is not read:
an error would breed the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from rag.text import Token, content_stems, content_tokens, tokens

TURNS = 8  # earlier turns that are read, beside the first
ANSWER_CHARS = 600  # of each answer

_GAP = re.compile(r"[.,;:!?()\[\]\"“”|]|\s[-–—]\s|\n")
_BEGINS = re.compile(r"[.!?\"“]\s*$")

Kind = Literal["question", "answer"]


class Phrase(NamedTuple):
    """A run of content words without a stop word or a mark between them."""

    words: tuple[Token, ...]
    stems: tuple[str, ...]
    before: str  # the word before it, in lower case, "" at a start
    capitals: int  # of its words are written with a capital

    @property
    def plural(self) -> bool:
        """Whether its last word looks like a plural."""
        head = self.words[-1].text
        return head.endswith("s") and not head.endswith(("ss", "us", "is"))


class Spot(NamedTuple):
    """A content word of a text, and where it stands."""

    token: Token
    place: float  # in its text, 0 first to 1 last
    phrase: Phrase
    from_head: int  # words after it in its phrase
    order: int  # content words before it in its text
    capital: bool  # written with a capital, and not because a sentence begins
    source: str  # the text


class Mention(NamedTuple):
    """One occurrence of a candidate word."""

    spot: Spot
    ago: int  # turns, 1 for the last
    kind: Kind


@dataclass
class Candidate:
    """A word that might be carried, with all its occurrences."""

    stem: str
    mentions: list[Mention] = field(default_factory=list)

    @cached_property
    def best(self) -> Mention:
        """The occurrence that tells most: in the latest question, else in the latest answer."""
        return max(self.mentions, key=lambda m: (m.kind == "question", -m.ago))

    @cached_property
    def asked(self) -> frozenset[int]:
        """How many turns ago the questions that hold it stood."""
        return frozenset(m.ago for m in self.mentions if m.kind == "question")

    @cached_property
    def answered(self) -> frozenset[int]:
        """How many turns ago the answers that hold it stood."""
        return frozenset(m.ago for m in self.mentions if m.kind == "answer")


class Earlier(NamedTuple):
    """What candidates are taken from, of one turn."""

    question: str
    answer: str


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Spot, ...]:
    """The content words of a text, with the phrase that each stands in."""
    words, content = tokens(text), {t.start for t in content_tokens(text)}
    found: list[Spot] = []
    for start, end in _runs(text, words, content):
        run = tuple(words[start:end])
        before = words[start - 1].text.casefold() if start and not _gap(text, words, start) else ""
        capitals = [_capital(text, words, i) for i in range(start, end)]
        phrase = Phrase(run, tuple(t.stem for t in run), before, sum(capitals))
        for i, token in enumerate(run):
            place = (start + i) / max(1, len(words) - 1)
            left = len(run) - 1 - i
            found.append(Spot(token, place, phrase, left, len(found), capitals[i], text))
    return tuple(found)


@lru_cache(maxsize=512)
def stems_of(text: str) -> tuple[str, ...]:
    """The content stems of a text."""
    return tuple(content_stems(text))


def _capital(text: str, words: Sequence[Token], i: int) -> bool:
    word = words[i].text
    begins = i == 0 or bool(_BEGINS.search(text[words[i - 1].end : words[i].start]))
    return word[0].isupper() and (not begins or word[1:2].isupper())


def _gap(text: str, words: Sequence[Token], i: int) -> bool:
    return bool(_GAP.search(text[words[i - 1].end : words[i].start]))


def _runs(text: str, words: Sequence[Token], content: set[int]) -> Iterator[tuple[int, int]]:
    start = None
    for i, token in enumerate(words):
        if token.start not in content or (start is not None and _gap(text, words, i)):
            if start is not None:
                yield start, i
            start = i if token.start in content else None
        elif start is None:
            start = i
    if start is not None:
        yield start, len(words)


def candidates(question: str, history: Sequence[Earlier]) -> dict[str, Candidate]:
    """The words that a follow-up lacks and its history holds, by stem."""
    own = set(stems_of(question))
    found: dict[str, Candidate] = {}
    for i, turn in enumerate(history):
        ago = len(history) - i
        if ago <= TURNS or i == 0:
            said: tuple[tuple[Kind, str], ...] = (
                ("question", turn.question),
                ("answer", turn.answer[:ANSWER_CHARS]),
            )
            for kind, text in said:
                for spot in read(text):
                    stem = spot.token.stem
                    if stem not in own:
                        found.setdefault(stem, Candidate(stem)).mentions.append(
                            Mention(spot, ago, kind)
                        )
    return found
