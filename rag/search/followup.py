"""Understanding a follow-up: what "why not mri?" is about, from what was read and asked before.

Rules own the cases that a corpus decides: a question that stands alone is left as it is; a question
that lacks its subject ("which dose?", "is it safe?") gets the running subject, or the patient who
was described; a question that is only a change of the last one ("and in a neonate?", "what about
CT") is put behind it. Where no rule finds the subject, or there is no corpus to know one by, a
learned model (rag.search.carrying) picks the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.articles.article import Article
from rag.search.candidates import TURNS, Earlier
from rag.search.carrying import Carrier, shipped
from rag.search.lexicon import GENERAL, Lexicon
from rag.search.phrasing import BESIDES, FILLERS, about, described, sentence, with_phrases
from rag.text import content_stems, content_tokens, tokens

_PRONOUNS = frozenset("it its this these those they them their he she him her same such".split())
# "That" points back at the end of a question and before what it names; elsewhere it joins clauses.
_THAT = re.compile(r"\bthat\W*$|\bthat (?:is|was|one|child|infant|mass|scan|tumou?r|case)\b", re.I)
_SHIFT = re.compile(
    r"^(?:and|or|but|no)\b|^(?:(?:so|ok|then)\s+)?(?:what|how) (?:about|if)\b"
    r"|^(?:if|in|for|with|without|under|over|at|after|before|during|when|than)\b|^[\d<>≥≤]",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:(?:why|which|who|whom|where|is|are|does|do|should|can|could|must|will|would)\b"
    r"|(?:what|how) (?!about\b|if\b)|when (?:is|are|do|does|should|to|can))",
    re.I,
)
_PREPOSITION = re.compile(r"\b(?:for|in|with|of|about|to)\s+(?=(?:an?|the)\s|[a-z])", re.I)
_VERB = re.compile(r"\s(?:have|has|had|get|gets|needs?|be|is|are|was|comes?|goes?)\b", re.I)
COMMON = 0.1  # rarity up to which a word is common
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


def resolve(
    question: str,
    history: Sequence[Turn],
    lexicon: Lexicon,
    article: Article | None = None,
    carrier: Carrier | None = None,
) -> Query:
    """What a question asks, read with the turns before it and the open article.

    The article counts as read before the first question, so the first question in it is already a
    follow-up. A turn asked in another article than the open one lends no subject.
    """
    own = lexicon.mended(question.strip())
    slug = article.slug if article else ""
    lending = [t for t in history if not slug or t.article == slug]
    last = history[-1] if lending and lending[-1] is history[-1] else None
    subject, base = _running(last, article, lexicon)
    carried = _Carried(carrier, own, history if last else (), lexicon)
    if not lexicon.known:
        resolved = with_phrases(own, carried.phrases())
        base = resolved
    elif not (subject or base) or (
        stands_alone(own, lexicon)
        and not (_was_told(subject, lending, lexicon) and _goes_on(own, subject, lexicon))
    ):
        resolved = sentence(own)
        base, subject = resolved, described(own) or phrase(own, lexicon)
    elif base and is_change(own):
        resolved = f"{base.rstrip('?. ')}, {_joined(own)}?"
    else:
        subject = subject or ", ".join(carried.topics()) or base.rstrip("?. ")
        resolved = about(own, subject)
        base = resolved
    typed = set(content_stems(own))
    added = dict.fromkeys(t.text for t in content_tokens(resolved) if t.stem not in typed)
    cited = history[-1].cited if history else ()
    return Query(question, own, resolved, base, subject, tuple(added), slug, cited)


class _Carried(NamedTuple):
    """What the model would carry, worked out only where it is asked for."""

    carrier: Carrier | None  # None for the shipped one
    own: str
    history: Sequence[Turn]
    lexicon: Lexicon

    def phrases(self) -> list[str]:
        earlier = [Earlier(t.question, t.answer) for t in self.history]
        return (self.carrier or shipped()).phrases(self.own, earlier, self.lexicon.rarity)

    def topics(self) -> list[str]:
        """Those that can stand for a subject."""
        return [p for p in self.phrases() if not p.startswith(BESIDES)]


def _running(last: Turn | None, article: Article | None, lexicon: Lexicon) -> tuple[str, str]:
    """The subject and the whole question that a follow-up goes on from, each "" for none.

    A patient who was described stays the subject, though nothing could be answered then.
    """
    told = described(lexicon.mended(last.question)) if last and not last.subject else ""
    subject = (last.subject if last else "") or told or (_subject(article) if article else "")
    base = (last.base if last else "") or told or (article.title if article else "")
    return subject, base


def _was_told(subject: str, turns: Sequence[Turn], lexicon: Lexicon) -> bool:
    """Whether the subject is a patient whom an earlier turn described."""
    recent = turns[-TURNS:]
    return bool(subject) and any(described(lexicon.mended(t.question)) == subject for t in recent)


def _goes_on(own: str, subject: str, lexicon: Lexicon) -> bool:
    """Whether a question that names a subject still asks about the patient described before.

    It does where an article on that patient's problem holds the subject that it names, and where
    the description names no subject that the corpus knows; a new description begins anew.
    """
    if described(own) or not set(content_stems(own)) & lexicon.known:
        return False
    # "Fever is back" is no question on back pain: a common word of the language begins no subject.
    rare = {t.stem for t in content_tokens(own) if lexicon.rarity(t.text) > COMMON}
    return rare & lexicon.subjects <= lexicon.said_with(content_stems(subject))


def _joined(change: str) -> str:
    core = FILLERS.sub("", change).rstrip("?. ") or change
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
    if words & _PRONOUNS or _THAT.search(question) or not content or is_change(question):
        return False
    if lexicon.names_subject(content) or len(content) >= _FULL_WORDS:
        return True
    return not set(content) & lexicon.known


def is_change(question: str) -> bool:
    """Whether a question only changes the last one: "and under 3 months?", "what about CT"."""
    short = len(tokens(question)) <= _SHIFT_WORDS
    core = FILLERS.sub("", question)
    shifts = _SHIFT.search(question) or _SHIFT.search(core)  # "so in a neonate?"
    return short and bool(shifts) and not _ASKS.search(core)


def phrase(question: str, lexicon: Lexicon | None) -> str:
    """The noun phrase that a question is about: what follows its first fitting preposition."""
    text = question.strip().rstrip("?. ")
    for found in _PREPOSITION.finditer(text):
        rest = text[found.end() :]
        stems = set(content_stems(rest))
        if stems - GENERAL and (lexicon is None or lexicon.names_subject(stems)):
            return " ".join(_VERB.split(rest)[0].split()[:14])
    return _named(text, lexicon) if lexicon else ""


def _named(text: str, lexicon: Lexicon) -> str:
    """From the first to the last word that names a subject, with the general words beside them."""
    words = tokens(text)
    naming = [i for i, t in enumerate(words) if t.stem in lexicon.subjects]
    if not naming:
        return ""
    first, last = naming[0], naming[-1]
    while first > 0 and words[first - 1].stem in GENERAL:
        first -= 1
    while last + 1 < len(words) and words[last + 1].stem in GENERAL:
        last += 1
    return text[words[first].start : words[last].end]
