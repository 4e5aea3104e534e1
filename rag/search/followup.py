"""Understanding a follow-up: what "why not mri?" is about, from what was read and asked before.

A deterministic first version. It owns three cases: a question that stands alone is left as it is; a
question that lacks its subject ("which dose?", "is it safe?") gets the running subject; a question
that is only a change of the last one ("and in a neonate?", "what about CT") is put behind it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from rag.articles.article import Article
from rag.articles.glossary import Glossary
from rag.articles.passage import Passage
from rag.text import Token, content_stems, content_tokens, one_edit_apart, stem, tokens

_PRONOUNS = frozenset(
    "it its this that these those they them their he she him her same such".split()
)
_FILLERS = re.compile(
    r"^(?:(?:so|and|or|but|ok|okay|well|then|also|thanks|no|yes|hm+)\b[\s,.:-]*)+", re.I
)
_SHIFT = re.compile(
    r"^(?:and|or|but|no)\b|^(?:(?:so|ok|then)\s+)?(?:what|how) (?:about|if)\b"
    r"|^(?:if|in|for|with|without|under|over|at|after|before|during|when|than)\b|^[\d<>≥≤]",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:why|which|who|whom|how|where|is|are|does|do|should|can|could|must|will|would"
    r"|what (?!about\b|if\b)|when (?:is|are|do|does|should|to|can))",
    re.I,
)
_PREPOSITION = re.compile(r"\b(?:for|in|with|of|about|to)\s+(?=(?:an?|the)\s|[a-z])", re.I)
# Words of a subject that fit many subjects: they cannot say which article a question is about.
_GENERAL = frozenset(
    stem(w)
    for w in """child children infant infants newborn newborns neonate neonates baby adult adults
    woman women man men girl boy age aged young old suspected acute chronic mass masses tumour
    tumours lesion disease syndrome disorder severe well appearing first new year years month
    months day days week weeks raised large hard firm abdominal abdomen""".split()
)
_SHIFT_WORDS = 7  # a change of the last question is short
_FULL_WORDS = 6  # so many content words make a question of their own


class Turn(NamedTuple):
    """An earlier turn of a conversation, as much of it as a follow-up may need."""

    question: str  # as typed
    resolved: str  # as searched
    base: str  # the last whole question that this turn belongs to
    subject: str
    article: str  # the slug of the article open at the time, "" for none
    answer: str
    cited: tuple[str, ...]  # passage ids


class Query(NamedTuple):
    """A question made ready for the search."""

    typed: str
    own: str  # what the question itself says, typing errors mended
    resolved: str  # as searched and shown
    base: str
    subject: str  # carried, or its own
    added: tuple[str, ...]  # the content words of `resolved` that were not typed
    article: str  # the open article's slug, "" for none
    cited: tuple[str, ...]  # passages that the last turn cited


class Lexicon:
    """The words of a corpus: which there are, and which of them name a subject."""

    def __init__(
        self,
        articles: Iterable[Article],
        passages: Iterable[Passage],
        glossary: Glossary,
        rarity: Callable[[str], float] = lambda _: 1.0,
    ) -> None:
        self._articles = tuple(articles)
        self.passages = tuple(passages)
        self.glossary = glossary
        self.rarity = rarity  # 0 for the commonest words of the language, 1 for rare ones

    @cached_property
    def frequency(self) -> Mapping[str, int]:
        """How many sentences, headings counted in, hold each stem."""
        found: Counter[str] = Counter()
        for passage in self.passages:
            heading = set(content_stems(" ".join(passage.path)))
            for sentence in passage.sentences:
                found.update(heading | set(content_stems(sentence.text)))
        for article in self._articles:
            found.update(set(content_stems(article.title)) - found.keys())
        return found

    def weight(self, token: Token) -> float:
        """How much it matters that a text holds a word: its rarity here and in the language."""
        total = max(2, sum(len(p.sentences) for p in self.passages))
        here = math.log(1 + total / (1 + self.frequency.get(token.stem, 0)))
        return here * (0.35 + 0.65 * self.rarity(token.text))

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems that the corpus or the glossary holds."""
        names = (n for t in self.glossary.terms for n in (t.term, *t.also))
        return frozenset(self.frequency).union(*(content_stems(n) for n in names))

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The stems that name what some article is about."""
        found: set[str] = set()
        for article in self._articles:
            found.update(content_stems(article.subject or article.title))
        return frozenset(self.glossary.expand(sorted(found - _GENERAL))) - _GENERAL

    @cached_property
    def _abbreviations(self) -> frozenset[str]:
        names = (n for t in self.glossary.terms for n in t.also)
        return frozenset(n for n in names if n.isupper() and n.isalpha() and len(n) > 1)

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """How abbreviations are written: "mri" is MRI."""
        return {n.casefold(): n for n in self._abbreviations}

    def mended(self, text: str) -> str:
        """`text` with abbreviations as they are written and unknown words of one slip mended."""
        for token in reversed(tokens(text)):
            word = self._written.get(token.text.casefold()) or self._mend(token)
            if word and not (word == "US" and token.text == "us"):
                text = text[: token.start] + word + text[token.end :]
        return text

    def spelled_out(self, text: str) -> str:
        """`text` with the full term behind each abbreviation, for an encoder that knows no MIBG."""
        for token in reversed(tokens(text)):
            term = self._terms.get(token.text)
            if term and term.casefold() not in text.casefold():
                text = f"{text[: token.end]} ({term}){text[token.end :]}"
        return text

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        """The full term of each abbreviation."""
        return {n: t.term for t in self.glossary.terms for n in t.also if n in self._abbreviations}

    def _mend(self, token: Token) -> str:
        if len(token.text) < 6 or not token.text.isalpha() or token.stem in self.known:
            return ""
        near = [w for w in self._spelled if one_edit_apart(token.text.casefold(), w)]
        return max(near, key=lambda w: self._spelled[w], default="")

    @cached_property
    def _spelled(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for passage in self.passages:
            found.update(t.text.casefold() for t in content_tokens(passage.text) if len(t.text) > 4)
        return found


def resolve(
    question: str, history: Sequence[Turn], lexicon: Lexicon, article: Article | None = None
) -> Query:
    """What a question asks, read with the turns before it and the open article.

    The article counts as read before the first question, so the first question in it is already a
    follow-up. A turn asked in another article than the open one lends no subject.
    """
    own = lexicon.mended(question.strip())
    slug = article.slug if article else ""
    last = history[-1] if history and (not slug or history[-1].article == slug) else None
    subject = (last.subject if last else "") or (_subject(article) if article else "")
    base = (last.base if last else "") or (article.title if article else "")
    if not subject or stands_alone(own, lexicon):
        resolved = _sentence(own)
        base, subject = resolved, phrase(own, lexicon)
    elif base and is_change(own):
        resolved = f"{base.rstrip('?. ')}, {_joined(own)}?"
    else:
        resolved = _sentence(f"{own.rstrip('?. ')} for {subject}?")
        base = resolved
    typed = set(content_stems(own))
    added = dict.fromkeys(t.text for t in content_tokens(resolved) if t.stem not in typed)
    cited = history[-1].cited if history else ()
    return Query(question, own, resolved, base, subject, tuple(added), slug, cited)


def _joined(change: str) -> str:
    core = _FILLERS.sub("", change).rstrip("?. ") or change
    return core if re.match(r"(?:what|how)\b", core, re.I) else f"and {core}"


def as_typed(question: str, article: str = "") -> Query:
    """A query for exactly the words of a question, with nothing carried."""
    return Query(question, question, question, question, "", (), article, ())


def _subject(article: Article) -> str:
    return article.subject or phrase(article.title, None) or article.title.rstrip("?")


def stands_alone(question: str, lexicon: Lexicon) -> bool:
    """Whether a question names its subject, or one that the corpus does not know."""
    words = {t.text.casefold() for t in tokens(question)}
    content = content_stems(question)
    if words & _PRONOUNS or not content or is_change(question):
        return False
    if set(content) & lexicon.subjects or len(content) >= _FULL_WORDS:
        return True
    return not set(content) & lexicon.known


def is_change(question: str) -> bool:
    """Whether a question only changes the last one: "and under 3 months?", "what about CT"."""
    short = len(tokens(question)) <= _SHIFT_WORDS
    core = _FILLERS.sub("", question)
    return short and bool(_SHIFT.search(question)) and not _ASKS.search(core)


def phrase(question: str, lexicon: Lexicon | None) -> str:
    """The noun phrase that a question is about: what follows its first fitting preposition."""
    text = question.strip().rstrip("?. ")
    for found in _PREPOSITION.finditer(text):
        rest = text[found.end() :]
        stems = set(content_stems(rest))
        if stems - _GENERAL and (lexicon is None or stems & lexicon.subjects):
            return " ".join(rest.split()[:14])
    if lexicon is None or not set(content_stems(text)) & lexicon.subjects:
        return ""
    return " ".join(t.text for t in content_tokens(text))


def _sentence(text: str) -> str:
    core = _FILLERS.sub("", text) or text
    return core[:1].upper() + core[1:]
