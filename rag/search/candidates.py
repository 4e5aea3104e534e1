"""The words that a follow-up may lean on, and what is known of each.

Every content word of the earlier questions and answers is a candidate; rag.search.carrying scores
it. What earlier questions were resolved to is not read: an error would breed the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rag.text import Token, content_stems, content_tokens, tokens

TURNS = 8  # earlier turns that are read, beside the first
ANSWER_CHARS = 600  # of each answer
NEVER = 12.0  # turns ago, of what was not seen

_PREPOSITIONS = frozenset("of for in with about on from to by at between against".split())
_DETERMINERS = frozenset("the a an this that these those his her its their my your our".split())
_AUXILIARIES = frozenset(
    "do does did is are was were can could should would will has have had may might".split()
)
_SUBJECTS = frozenset("i you he she it we they who that this".split())
_PERSON = frozenset("he she him her his hers himself herself".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_THIS = frozenset("this that these those".split())
_ONE = frozenset("one ones such same there here then".split())
_OTHER = frozenset("other others else another besides more rest additional also different".split())
_WH = ("what", "how", "why", "who", "when", "where", "which")
_GAP = re.compile(r"[.,;:!?()\[\]\"“”|]|\s[-–—]\s|\n")


class Mention(NamedTuple):
    """One occurrence of a candidate word."""

    token: Token
    ago: int  # turns, 1 for the last
    kind: str  # "question" or "answer"
    place: float  # in its text, 0 first to 1 last
    phrase: tuple[str, ...]  # the stems of the phrase it stands in
    from_head: int  # words after it in its phrase
    before: str  # the word before its phrase, in lower case, "" at a start
    capital: bool  # written with a capital, and not because a sentence begins
    source: str  # the text


@dataclass
class Candidate:
    """A word that might be carried, with all its occurrences."""

    stem: str
    mentions: list[Mention] = field(default_factory=list)


class Earlier(NamedTuple):
    """What candidates are taken from, of one turn."""

    question: str
    answer: str


@lru_cache(maxsize=512)
def read(text: str, ago: int, kind: str) -> tuple[Mention, ...]:
    """The content words of a text, with the phrase that each stands in.

    A phrase is a run of content words without a stop word or a mark between them; "of" joins two
    runs that are capitalised.
    """
    words, content = tokens(text), {t.start for t in content_tokens(text)}
    found: list[Mention] = []
    for start, end in _runs(text, words, content):
        run = words[start:end]
        stems = tuple(t.stem for t in run)
        before = words[start - 1].text.casefold() if start and not _gap(text, words, start) else ""
        for i, token in enumerate(run):
            first = start + i == 0 or bool(re.search(r"[.!?\"“]\s*$", text[: token.start]))
            capital = token.text[0].isupper() and (not first or token.text[1:2].isupper())
            place = (start + i) / max(1, len(words) - 1)
            found.append(
                Mention(token, ago, kind, place, stems, len(run) - 1 - i, before, capital, text)
            )
    return tuple(found)


@lru_cache(maxsize=512)
def stems_of(text: str) -> tuple[str, ...]:
    """The content stems of a text."""
    return tuple(content_stems(text))


def _gap(text: str, words: Sequence[Token], i: int) -> bool:
    return bool(_GAP.search(text[words[i - 1].end : words[i].start]))


def _runs(text: str, words: Sequence[Token], content: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = None
    for i, token in enumerate(words):
        if token.start not in content or (start is not None and _gap(text, words, i)):
            if start is not None:
                runs.append((start, i))
            start = i if token.start in content else None
        elif start is None:
            start = i
    return [*runs, (start, len(words))] if start is not None else runs


def candidates(question: str, history: Sequence[Earlier]) -> dict[str, Candidate]:
    """The words that a follow-up lacks and its history holds, by stem."""
    own = set(content_stems(question))
    found: dict[str, Candidate] = {}
    for i, turn in enumerate(history):
        ago = len(history) - i
        if ago <= TURNS or i == 0:
            asked = read(turn.question, ago, "question")
            for mention in asked + read(turn.answer[:ANSWER_CHARS], ago, "answer"):
                stem = mention.token.stem
                if stem not in own:
                    found.setdefault(stem, Candidate(stem)).mentions.append(mention)
    return found


def question_features(
    question: str, history: Sequence[Earlier], rarity: Callable[[str], float]
) -> dict[str, float]:
    """What is known of the question alone, and of it beside its history."""
    words = tokens(question)
    lower = [t.text.casefold() for t in words]
    present = set(lower)
    content = content_tokens(question)
    own = {t.stem for t in content}
    earlier = {s for h in history for s in stems_of(h.question)}
    answers = {s for h in history[-TURNS:] for s in stems_of(h.answer[:ANSWER_CHARS])}
    rare = [rarity(t.text) for t in content]
    first = lower[0] if lower else ""
    return {
        "q words": len(words),
        "q content": len(content),
        "q it": bool(present & _IT),
        "q they": bool(present & _THEY),
        "q person": bool(present & _PERSON),
        "q this": bool(present & _THIS),
        "q one": bool(present & _ONE),
        "q other": bool(present & _OTHER),
        "q the": lower.count("the"),
        "q aux": first in _AUXILIARIES,
        "q change": first in ("and", "but", "or", "so") or lower[1:2] == ["about"],
        "q wh": next((i + 1.0 for i, w in enumerate(_WH) if w in lower[:3]), 0.0),
        "q prep last": bool(lower) and lower[-1] in _PREPOSITIONS,
        "q rare most": max(rare, default=0.0),
        "q rare sum": sum(rare),
        "q capital": sum(t.text[0].isupper() for t in words[1:]),
        "q seen": len(own & earlier),
        "q seen answer": len(own & answers),
        "q new rare": sum(rarity(t.text) for t in content if t.stem not in earlier | answers),
        "q new": len(own - earlier - answers),
        "h turns": len(history),
        "h answer": len(history[-1].answer.split()) if history else 0,
        "h last words": len(stems_of(history[-1].question)) if history else 0,
        "h first words": len(stems_of(history[0].question)) if history else 0,
    }


def features(
    candidate: Candidate, own: AbstractSet[str], n: int, rarity: Callable[[str], float]
) -> dict[str, float]:
    """What is known of a candidate, beside a question of stems `own` after `n` turns."""
    asked = [m for m in candidate.mentions if m.kind == "question"]
    answered = [m for m in candidate.mentions if m.kind == "answer"]
    last_answer = [m for m in answered if m.ago == 1]
    every = candidate.mentions
    best = max(every, key=lambda m: (m.kind != "answer", -m.ago))
    text = best.token.text
    phrases = {m.phrase for m in every}
    near = {s for p in phrases for s in p}
    rare = rarity(text)
    q_ago = {m.ago for m in asked}
    a_ago = {m.ago for m in answered}
    return {
        "in first": n in q_ago,
        "in last": 1 in q_ago,
        "in last but one": 2 in q_ago,
        "asked": len(q_ago),
        "asked share": len(q_ago) / max(1, n),
        "asked ago": min(q_ago, default=NEVER),
        "asked first ago": max(q_ago, default=NEVER),
        "in last answer": len(last_answer),
        "answer place": min((m.place for m in last_answer), default=2.0),
        "answered": len(a_ago),
        "answered ago": min(a_ago, default=NEVER),
        "capital": sum(m.capital for m in every) / len(every),
        "upper": text.isupper() and len(text) > 1,
        "digit": text[0].isdigit(),
        "rarity": rare,
        "length": len(text),
        "ed": text.endswith("ed"),
        "ing": text.endswith("ing"),
        "s": text.endswith("s"),
        "ly": text.endswith("ly"),
        "place": best.place,
        "phrase length": len(best.phrase),
        "from head": best.from_head,
        "phrase seen": len(near & own),
        "after preposition": best.before in _PREPOSITIONS,
        "after determiner": best.before in _DETERMINERS,
        "after auxiliary": best.before in _AUXILIARIES,
        "after subject": best.before in _SUBJECTS,
        "at start": best.before == "",
        "best ago": best.ago,
        "best asked": best.kind == "question",
    }
