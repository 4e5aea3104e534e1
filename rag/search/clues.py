"""Clues: what is known of a follow-up, of its history and of each word that it may carry.

The first word of a clue's name is its group: "q" the question, "h" the history, "said" where the
word stood, "topic" whether the conversation has moved on since, "phrase" what it stood among,
"form" how it is written, "fit" whether it agrees with what the question refers by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.search.candidates import ANSWER_CHARS, TURNS, Candidate, Earlier, candidates, stems_of
from rag.text import content_tokens, stem, tokens

NEVER = 12.0  # turns ago, of what was not seen
Rarity = Callable[[str], float]  # of a word, 0 for the commonest of the language to 1
Values = dict[str, float]

_PREPOSITIONS = frozenset("of for in with about on from to by at between against".split())
_DETERMINERS = frozenset("the a an this that these those his her its their my your our".split())
_AUXILIARIES = frozenset(
    "do does did is are was were can could should would will has have had may might".split()
)
_PERSON = frozenset("he she him her his hers himself herself".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_THIS = frozenset("this that these those".split())
_ONE = frozenset("one ones such same there here then".split())
_OTHER = frozenset("other others else another besides more rest additional also different".split())
_REFERRING = _PERSON | _THEY | _IT | _THIS | _ONE | _OTHER
_WH = ("what", "how", "why", "who", "when", "where", "which")
# Nouns that say little without another one: "what are the symptoms", of what?
_ASPECTS = frozenset(
    stem(w)
    for w in """symptom sign cause treatment effect difference type kind example history role
    benefit risk cost price use purpose function origin name meaning definition part component
    feature characteristic advantage disadvantage reason result impact importance source stage side
    complication diagnosis test prognosis outlook prevention inheritance frequency dose size age
    length color shape population location criticism controversy theory method process rule way
    factor ingredient alternative version variety number percentage amount rate job work
    relationship reaction response review success gene change specialist doctor outcome course
    treat diagnose prevent inherit manage leader member founder author capital career life family
    wife husband children parents brother sister album song book movie film show team season game
    award record critic""".split()
)


class _Asking(NamedTuple):
    """What a question says of itself."""

    words: tuple[str, ...]  # in lower case
    content: tuple[str, ...]  # as written
    stems: tuple[str, ...]  # of `content`
    refers: bool  # to something said before
    aspects: int  # of `content`; the others can name a topic


@lru_cache(maxsize=512)
def _asking(text: str) -> _Asking:
    words = tuple(t.text.casefold() for t in tokens(text))
    content = content_tokens(text)
    return _Asking(
        words,
        tuple(t.text for t in content),
        tuple(t.stem for t in content),
        bool(_REFERRING.intersection(words)),
        sum(t.stem in _ASPECTS for t in content),
    )


class _Step(NamedTuple):
    """What a turn of the history brought."""

    ago: int
    new: int  # words that neither it nor an aspect had been before
    begins: bool  # a topic: refers to nothing, and brings words
    rare: bool  # one of them at least


class Clues(NamedTuple):
    """A follow-up as the models see it."""

    question: Values  # its own clues and those of its history
    candidates: tuple[Candidate, ...]
    words: tuple[Values, ...]  # of each candidate, those of the question left out

    def table(self, names: Sequence[str]) -> list[list[float]]:
        """The clues `names` of each candidate, in that order."""
        known = [self.question | word for word in self.words]
        return [[row[name] for name in names] for row in known]


def clues_of(question: str, history: Sequence[Earlier], rarity: Rarity) -> Clues:
    """All clues of a follow-up with the turns before it, oldest first."""
    found = tuple(candidates(question, history).values())
    steps = _steps(history, rarity)
    asking = _asking(question)
    shared = _of_question(asking, history, rarity) | _of_history(history, steps)
    beside = _Beside(asking, found, len(history), steps, rarity)
    return Clues(shared, found, tuple(beside.clues(c) for c in found))


def _steps(history: Sequence[Earlier], rarity: Rarity) -> list[_Step]:
    seen: set[str] = set()
    found = []
    for i, turn in enumerate(history):
        asking = _asking(turn.question)
        words = zip(asking.stems, asking.content, strict=True)
        new = {s: w for s, w in words if s not in seen and s not in _ASPECTS}
        rare = any(rarity(w) > 0.3 for w in new.values())
        begins = not asking.refers and bool(new)
        found.append(_Step(len(history) - i, len(new), begins, rare))
        seen.update(asking.stems, stems_of(turn.answer[:ANSWER_CHARS]))
    return found


def _of_question(asking: _Asking, history: Sequence[Earlier], rarity: Rarity) -> Values:
    present, own = set(asking.words), set(asking.stems)
    asked = {s for h in history for s in stems_of(h.question)}
    answered = {s for h in history[-TURNS:] for s in stems_of(h.answer[:ANSWER_CHARS])}
    rare = [rarity(w) for w in asking.content]
    new = [r for s, r in zip(asking.stems, rare, strict=True) if s not in asked | answered]
    return {
        "q words": len(asking.words),
        "q content": len(asking.content),
        "q aspects": asking.aspects,
        "q others": len(asking.content) - asking.aspects,
        "q refers": asking.refers,
        "q it": bool(present & _IT),
        "q they": bool(present & _THEY),
        "q person": bool(present & _PERSON),
        "q this": bool(present & _THIS),
        "q other": bool(present & _OTHER),
        "q ends referring": bool(asking.words) and asking.words[-1] in _REFERRING,
        "q auxiliary": asking.words[:1] != () and asking.words[0] in _AUXILIARIES,
        "q wh": next((i + 1 for i, w in enumerate(_WH) if w in asking.words[:3]), 0),
        "q rarest": max(rare, default=0.0),
        "q rare": sum(rare),
        "q capitals": sum(w[0].isupper() for w in asking.content if w != asking.content[0]),
        "q asked before": len(own & asked),
        "q answered before": len(own & answered),
        "q new": len(new),
        "q new rare": sum(new),
    }


def _of_history(history: Sequence[Earlier], steps: Sequence[_Step]) -> Values:
    return {
        "h turns": len(history),
        "h answer": len(history[-1].answer.split()) if history else 0,
        "h last words": len(stems_of(history[-1].question)) if history else 0,
        "h first words": len(stems_of(history[0].question)) if history else 0,
        "h topic ago": _topic_ago(steps),
    }


def _topic_ago(steps: Sequence[_Step]) -> int:
    """How many turns ago the last topic began; the first turn begins one."""
    return min((s.ago for s in steps if s.begins), default=len(steps))


class _Beside:
    """Reads the clues of one candidate after the other beside all the others."""

    def __init__(
        self,
        asking: _Asking,
        found: Sequence[Candidate],
        turns: int,
        steps: Sequence[_Step],
        rarity: Rarity,
    ) -> None:
        self.asking, self.turns, self.steps = asking, turns, steps
        self.own, self.present = frozenset(asking.stems), frozenset(asking.words)
        self.topic_ago = _topic_ago(steps)
        self.rarity = {c.stem: rarity(c.best.spot.token.text) for c in found}
        self.mentions = {c.stem: len(c.mentions) for c in found}
        self.latest = {c.stem for c in found if max(c.asked | c.answered) == 1}
        self.most = max(self.mentions.values(), default=1)
        self.asked = [self.rarity[c.stem] for c in found if c.asked]

    def clues(self, word: Candidate) -> Values:
        """The clues of a candidate."""
        return (
            self._said(word)
            | self._topic(word)
            | self._phrase(word)
            | self._form(word)
            | self._fit(word)
        )

    def _said(self, word: Candidate) -> Values:
        last = [m.spot.place for m in word.mentions if m.kind == "answer" and m.ago == 1]
        return {
            "said first": self.turns in word.asked,
            "said last": 1 in word.asked,
            "said asked": len(word.asked),
            "said asked share": len(word.asked) / self.turns,
            "said asked ago": min(word.asked, default=NEVER),
            "said asked first ago": max(word.asked, default=NEVER),
            "said in last answer": len(last),
            "said answer place": min(last, default=2.0),
            "said answered": len(word.answered),
            "said answered ago": min(word.answered, default=NEVER),
            "said both": bool(word.asked and word.answered),
            "said ago": word.best.ago,
            "said ago share": word.best.ago / self.turns,
            "said mentions": len(word.mentions),
            "said mentions share": len(word.mentions) / self.most,
        }

    def _topic(self, word: Candidate) -> Values:
        ago = min(word.asked, default=NEVER)
        since = [s for s in self.steps if s.ago < ago]
        source = _asking(word.best.spot.source) if word.asked else None
        return {
            "topic its": self.topic_ago in word.asked,
            "topic began": max(word.asked, default=NEVER) == self.topic_ago,
            "topic ago": ago - self.topic_ago,
            "topic newer": sum(s.begins and s.rare for s in since),
            "topic newer words": sum(s.new for s in since),
            "topic kept": sum(not s.new for s in since),
            "topic source refers": source.refers if source else -1,
            "topic source others": len(source.content) - source.aspects if source else -1,
            "topic source content": len(source.content) if source else -1,
        }

    def _phrase(self, word: Candidate) -> Values:
        best = word.best.spot
        run, stems, before, capitals = best.phrase
        source = _asking(best.source) if word.asked else None
        mates = [s for s in stems if s in self.mentions]
        return {
            "phrase length": len(run),
            "phrase from head": best.from_head,
            "phrase rarity": max(self.rarity[s] for s in mates),
            "phrase capitals": capitals,
            "phrase mentions": max(self.mentions[s] for s in mates),
            "phrase new": len(self.latest.intersection(mates)) / len(set(mates)),
            "phrase aspects": sum(s in _ASPECTS for s in stems) / len(stems),
            "phrase own": len({s for m in word.mentions for s in m.spot.phrase.stems} & self.own),
            "phrase before": best.order if source else 0,
            "phrase after": len(source.content) - 1 - best.order if source else 0,
            "phrase place": best.place,
            "phrase preposition": before in _PREPOSITIONS,
            "phrase determiner": before in _DETERMINERS,
            "phrase auxiliary": before in _AUXILIARIES,
            "phrase at start": before == "",
            "phrase plural": best.phrase.plural,
        }

    def _form(self, word: Candidate) -> Values:
        text, rare, every = word.best.spot.token.text, self.rarity[word.stem], len(word.mentions)
        named = sum(m.spot.capital and len(m.spot.phrase.words) > 1 for m in word.mentions)
        return {
            "form capital": sum(m.spot.capital for m in word.mentions) / every,
            "form named": named / every,
            "form upper": text.isupper() and len(text) > 1,
            "form rarity": rare,
            "form rarity rank": sum(r > rare for r in self.asked) / max(1, len(self.asked)),
            "form rarest": rare >= max(self.asked, default=NEVER),
            "form length": len(text),
            "form ed": text.endswith("ed"),
            "form aspect": word.stem in _ASPECTS,
        }

    def _fit(self, word: Candidate) -> Values:
        best, capital = word.best.spot, word.best.spot.capital
        several = bool(self.present & (_THEY | {"these", "those"}))
        refers = several or bool(self.present & _IT)
        agrees = (1 if several == best.phrase.plural else -1) if refers else 0
        person = bool(self.present & _PERSON)
        last = {m.spot.source for m in word.mentions if m.kind == "answer" and m.ago == 1}
        return {
            "fit number": agrees,
            "fit number capital": 2 * agrees + capital,
            "fit person": (1 if capital else -1) if person else 0,
            "fit said beside": len([s for s in last if self.own.intersection(stems_of(s))]),
        }
