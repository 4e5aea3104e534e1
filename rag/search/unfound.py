"""A question that leans on what the corpus was found not to hold has nothing to be searched by."""

from __future__ import annotations

from collections.abc import Sequence

from rag.search.alone import stands_alone
from rag.search.lexicon import Lexicon
from rag.search.telling import begins_anew, tells
from rag.search.turn import Context, Reading, Turn
from rag.text import content_stems

_NOT_FOUND = "Nothing was found on “{}”, so this cannot be searched; say what it is about."


def missing(turn: Turn | None, turns: Sequence[Turn], lexicon: Lexicon) -> str:
    """What a turn was about, if nothing was found for it or before it; "" if the corpus knows it.

    A patient who was described may be found with the next question, and so may what some article
    speaks of with two rare words.
    """
    subject = (turn.subject or turn.base.rstrip("?. ")) if turn else ""
    if not turn or turn.cited or not turn.answer or not subject:
        return ""
    found = any(t.cited and subject in (t.subject, t.base.rstrip("?. ")) for t in turns)
    names = lexicon.glossary.expand(content_stems(subject))
    patient = tells(turn.question) or begins_anew(subject)
    known = lexicon.names_subject(names) or lexicon.may_hold(subject)
    return "" if found or patient or known else subject


def unfound(context: Context) -> Reading | None:
    """That a question leans on what was not found.

    One that tells by itself what it is about goes back to what was spoken of before.
    """
    own, last, lexicon = context.own, context.last, context.lexicon
    if not context.missed or not last or stands_alone(own, lexicon):
        return None
    about = lexicon.said_with(content_stems(context.subject)) if context.subject else frozenset()
    if lexicon.telling(own) and set(content_stems(own)) & about:
        return None
    return Reading(own, own, last.base, last.subject, unclear=_NOT_FOUND.format(context.missed))
