"""Understanding a follow-up: what "why not mri?" is about, from what was read and asked before.

Each phenomenon has a case: a function from a question and what it may lean on to its reading, or to
None where it is another phenomenon. The first case that reads a question has it (`CASES`). Rules
own the cases that a corpus decides: a question that stands alone is left as it is; one that lacks
its subject ("which dose?", "is it safe?") gets the running subject, or the patient who was
described; what is told of a patient (rag.search.telling) goes with every later question; one that
only changes the last ("and in a neonate?") is put behind it. Where no rule
finds the subject, or there is no corpus to know one by, a learned model (rag.search.carrying) picks
the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.articles.article import Article
from rag.search.alone import stands_alone
from rag.search.candidates import TURNS, Earlier
from rag.search.carrying import Carrier, shipped
from rag.search.changing import bare, compared, corrected, numbered
from rag.search.lexicon import GENERAL, Lexicon
from rag.search.phrasing import (
    BESIDES,
    about,
    described,
    is_change,
    joined,
    sentence,
    with_phrases,
)
from rag.search.pointing import accepted, challenged, returned, shifted, sourced
from rag.search.splitting import questions
from rag.search.telling import LONGEST, added, read_for, tells, told, told_in
from rag.search.turn import Context, Query, Reading, Turn
from rag.search.unfound import missing, unfound
from rag.text import content_stems, content_tokens, tokens, unique

__all__ = ["Query", "Turn", "as_typed", "is_change", "phrase", "resolve", "stands_alone"]

_PREPOSITION = re.compile(r"\b(?:for|in|with|of|about|to)\s+(?=(?:an?|the)\s|[a-z])", re.I)
_VERB = re.compile(r"\s(?:have|has|had|get|gets|needs?|be|is|are|was|comes?|goes?)\b", re.I)
COMMON = 0.1  # rarity up to which a word is common


def resolve(
    question: str,
    history: Sequence[Turn],
    lexicon: Lexicon,
    article: Article | None = None,
    carrier: Carrier | None = None,
) -> Query:
    """What a question asks, read with the turns before it and the open article.

    The article counts as read before the first question, so the first question in it is already a
    follow-up. A turn asked in another article than the open one lends no subject. Of several
    questions in one line each is read as one that follows on those before it.
    """
    parts: tuple[Query, ...] = ()
    turns = tuple(history)
    for part in questions(question.strip()) if lexicon.known else (question.strip(),):
        parts += (_read_one(part, turns, lexicon, article, carrier),)
        cited = history[-1].cited if history else ()
        turns += (_as_turn(parts[-1], cited),)
    return parts[0]._replace(typed=question) if len(parts) == 1 else _together(question, parts)


def _as_turn(query: Query, cited: tuple[str, ...]) -> Turn:
    """A question of a line, for the questions behind it: it has no answer yet."""
    base, subject, slug = query.base, query.subject, query.article
    return Turn(query.typed, query.resolved, base, subject, slug, "", cited, (), query.findings)


def _together(question: str, parts: tuple[Query, ...]) -> Query:
    """The questions of a line as one, which shows and searches them all."""
    clear = [p for p in parts if not p.unclear]
    return parts[-1]._replace(
        typed=question,
        own=" ".join(p.own for p in parts),
        resolved=" ".join(
            p.resolved if p.resolved[-1:] in "?)" else f"{p.resolved}?" for p in parts
        ),
        added=unique(w for p in parts for w in p.added),
        cited=parts[0].cited,
        unclear="" if clear else parts[0].unclear,
        parts=parts,
        otherwise=(),
    )


def _read_one(
    question: str,
    history: Sequence[Turn],
    lexicon: Lexicon,
    article: Article | None,
    carrier: Carrier | None,
) -> Query:
    slug = article.slug if article else ""
    lending = [t for t in history if not slug or t.article == slug]
    last = history[-1] if lending and lending[-1] is history[-1] else None
    missed = missing(last, lending, lexicon)
    lender = next((t for t in reversed(lending) if not missing(t, lending, lexicon)), None)
    subject, base = _running(lender if missed else last, article, lexicon)
    opened = _running(None, article, lexicon)
    findings = last.findings if last else ()
    own = lexicon.mended(question)
    context, reading = _read(
        Context(
            own, history, lending, last, subject, base, opened, lexicon, carrier, findings, missed
        )
    )
    findings = context.findings if reading.findings is None else reading.findings
    before = context.history[-1].cited if context.history else ()
    cited = before if reading.cited is None else reading.cited
    query = Query(
        question,
        reading.own,
        reading.resolved,
        reading.base,
        reading.subject,
        _lent(reading.resolved, own),
        slug,
        cited,
        reading.unclear,
        findings=findings,
        tells=reading.tells,
    )
    others = (query._replace(own=o, resolved=o, added=_lent(o, own)) for o in reading.otherwise)
    return query._replace(otherwise=tuple(others))


def _lent(resolved: str, own: str) -> tuple[str, ...]:
    """The content words of a resolved question that were not typed."""
    typed = set(content_stems(own))
    return unique(t.text for t in content_tokens(resolved) if t.stem not in typed)


def _read(context: Context) -> tuple[Context, Reading]:
    """The reading of the first case that has one, and the context in which it was read."""
    for case in CASES:
        found = case(context)
        if isinstance(found, Context):  # a case may hand the question on
            return _read(found)
        if found:
            return context, found
    return context, _leaning(context)


def _learned(context: Context) -> Reading | None:
    """With no corpus to know a subject by, the learned model picks what is carried."""
    if context.lexicon.known:
        return None
    resolved = with_phrases(context.own, _carried(context))
    return Reading(resolved, context.own, resolved, context.subject)


def _alone(context: Context) -> Reading | None:
    """A question with nothing before it, or one that names its own subject, as it is."""
    own, subject, lexicon = context.own, context.subject, context.lexicon
    known = bool(context.findings) or _was_told(subject, context.lending, lexicon)
    goes_on = known and _goes_on(own, subject, lexicon)
    if (subject or context.base) and (goes_on or not stands_alone(own, lexicon)):
        return None
    resolved, of = sentence(own), described(own) or phrase(own, lexicon)
    story = tells(own) and not lexicon.names_subject(content_stems(own))
    findings = (own.strip()[:LONGEST],) if story and lexicon.known else ()
    return Reading(resolved, own, resolved, of, findings=findings, tells=bool(findings))


def _changed(context: Context) -> Reading | None:
    """A change of the last question, put behind it."""
    if not context.base or not is_change(context.own):
        return None
    resolved = joined(context.base, context.own)
    return Reading(resolved, context.own, context.base, context.subject)


def _leaning(context: Context) -> Reading:
    """A question that lacks its subject, with the running one."""
    topics = [] if context.subject else [p for p in _carried(context) if not p.startswith(BESIDES)]
    subject = context.subject or ", ".join(topics) or context.base.rstrip("?. ")
    resolved = read_for(about(context.own, subject), context.findings)
    own = context.own if context.lexicon.telling(context.own) or not subject else resolved
    more = told_in(context.own)
    findings = added(context, more) if more else None
    return Reading(resolved, own, resolved, subject, findings=findings, tells=bool(more))


# The phenomena, in the order in which they are tried: what points at something said comes first,
# what any question could be comes last.
CASES: tuple[Callable[[Context], Reading | Context | None], ...] = (
    _learned,
    accepted,
    shifted,
    returned,
    unfound,
    sourced,
    challenged,
    corrected,
    told,
    compared,
    bare,
    numbered,
    _alone,
    _changed,
)


def _carried(context: Context) -> list[str]:
    """The phrases that the model would carry."""
    turns = context.history if context.last else ()
    earlier = [Earlier(t.question, t.answer) for t in turns]
    carrier = context.carrier or shipped()
    return carrier.phrases(context.own, earlier, context.lexicon.rarity)


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


def as_typed(question: str, article: str = "") -> Query:
    """A query for exactly the words of a question, with nothing carried."""
    return Query(question, question, question, question, "", (), article, ())


def _subject(article: Article) -> str:
    return article.subject or phrase(article.title, None) or article.title.rstrip("?")


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
