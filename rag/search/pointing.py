"""Follow-ups that point at what was said: an offer taken up, an earlier topic, an answer doubted.

Each case gives its reading, the context in which to read on, or None where it is not the case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.search.phrasing import ASKS, FILLERS, sentence
from rag.search.turn import OFFERED, Context, Reading, Turn
from rag.text import content_stems, tokens

_NOTHING_OFFERED = "No follow-up was offered that “{}” could mean; type the question itself."
_YES = frozenset("yes yep yeah yup y sure ok okay please go continue do".split())
_WITH_YES = frozenset("that it so on ahead the this one then thanks let's lets us and".split())
_ORDINALS = {
    **dict.fromkeys(("1", "first"), 0),
    **dict.fromkeys(("2", "two", "second"), 1),
    **dict.fromkeys(("3", "three", "third"), 2),
    "last": -1,
}
_WITH_ORDINAL = frozenset("the one option number question no please yes ok okay and".split())

_FIRST = r"(?:and|so|ok|okay|but|now|then|well|no|wait|hm+|oh|thanks|can we|let us)"
_LEAD = rf"^\W*(?:{_FIRST}\b[\s,.]*){{0,4}}"
_BACK = re.compile(
    _LEAD + r"(?:(?:go|going|come|coming|get|getting|circling) )?(?:back to|return(?:ing)? to"
    r"|revisit(?:ing)?)\s+(?P<rest>.+)$",
    re.I,
)
_AGAIN = re.compile(
    _LEAD + r"(?:(?:what |how )?about|for|on|re|regarding|as for)\s+(?P<topic>[^,:;?]{1,60}?)\s+"
    r"again\b[\s,:;?-]*(?P<rest>.*)$",
    re.I,
)
_NTH = re.compile(
    _LEAD + r"(?:(?:(?:what |how )?about|for|in|on|with|as for|back to)\s+)?(?:the|my)\s+"
    r"(?P<which>first|second|third|previous|earlier|other|original)\s+"
    r"(?P<what>one|question|case|patient|topic|child|baby|infant)\b(?: again)?"
    r"[\s,:;?-]*(?P<rest>.*)$",
    re.I,
)
_ELSE = re.compile(
    _LEAD
    + r"(?:(?:a |an )?(?:new|different|another|next|other|unrelated) (?:question|patient|topic"
    r"|case|thing|subject)|(?:on|to) (?:a|another) (?:different|new)? ?(?:topic|note|subject)"
    r"|change of (?:topic|subject)|next(?=\s*:)|unrelated(?: to that)?)\b[\s,.:;-]+(?P<rest>.+)$",
    re.I,
)
_ONE = re.compile(
    _LEAD + r"(?:(?:for|with|about) )?the (?P<topic>[\w -]{3,40}?) (?:one|case|patient|question)"
    r"(?: again)?\s*[,:;-]\s*(?P<rest>.+)$",
    re.I,
)
_TOPIC_END = re.compile(
    r"[,:;]\s*|\s+-+\s+|\s+(?=(?:why|which|who|whom|what|how|when|where|is|are|does|do|should|can"
    r"|could|must|will|would|any)\b)",
    re.I,
)

_MOST_NAMED = 5  # words behind a doubt that name another answer; more of them tell why one doubts
_DOUBT = re.compile(
    _LEAD + r"(?:(?:(?:are|r) )?(?:you|u) (?:really |quite |absolutely )?(?:sure|certain)\b"
    r"|(?:really|seriously|sure)(?=\s*[?!.,]|$)"
    r"|is (?:that|this|it) (?:really )?(?:right|correct|true)\b"
    r"|(?:that|this) (?:cannot be|does not (?:sound|seem|look)|sounds|seems|looks|is)"
    r" (?:wrong|odd|off|right|not right)\b"
    r"|that (?:sounds|seems) (?:too |very |a bit |so )?\w+$|no way\b|come on\b"
    r"|i (?:doubt (?:it|that)|disagree|do not (?:think so|believe (?:it|that|you)|agree)))\W*",
    re.I,
)
_SAYS = re.compile(
    _LEAD + r"(?P<who>(?:[\w'’-]+\s+){1,4}?)"
    r"(?:read|heard|thought|learn(?:ed|t)|saw|believe|was (?:told|taught)|says?|said|thinks?|wants?"
    r"|wanted|told|tells|insists?(?: on)?|prefers?|claims?|recommends?|reckons?"
    r"|(?:always|usually|never|often)\s+\w+)\b\s*"
    r"(?:(?:me|us|that|to|about|it is|it was|you|we|they|should|must|do|give|get|use)\s+){0,5}"
    r"(?P<claim>.*)$",
    re.I,
)
_TRAILING = re.compile(r"[\s,]+(?:though|tho|anyway|instead|first thing|tbh)\W*$", re.I)
_THIS = r"(?:that|this|so|it)"
_SOURCE = re.compile(
    _LEAD + r"(?:(?:what is |show me |any )?(?:the |your )?"
    r"(?:sources?|references?|refs?|citations?|evidence)"
    r"|(?:which|what) (?:guidelines?|paper|study|article|source|body) (?:says?|said|is|was)"
    rf" {_THIS}(?: from)?|(?:who|where)(?: does it)? (?:says?|said)(?: {_THIS})?|says who"
    rf"|(?:where|what)(?: does| is| did)? {_THIS} (?:come |came |based )?(?:from|on)"
    r"|(?:based|according) (?:on|to) (?:what|whom?|which(?: guideline)?))\W*$",
    re.I,
)
_MOST_SAID = 20  # words of a doubt or a claim


def accepted(context: Context) -> Reading | Context | None:
    """Yes, or a number, to the follow-ups that were offered: the one that is meant, asked."""
    words = [t.text.casefold() for t in tokens(context.own)]
    picked = [w for w in words if w in _ORDINALS]
    if picked:
        meant = len(picked) == 1 and set(words) <= {picked[0], *_WITH_ORDINAL}
    else:
        meant = not context.own.endswith("?") and _says_yes(words)
    if not meant or not context.history:
        return None
    offered = context.history[-1].offered[:OFFERED]
    at = _ORDINALS[picked[0]] if picked else 0
    if not -len(offered) <= at < len(offered):
        return _nothing_offered(context, picked)
    before = (*context.history[:-1], context.history[-1]._replace(offered=()))
    return context._replace(own=context.lexicon.mended(offered[at].strip()), history=before)


def _says_yes(words: Sequence[str]) -> bool:
    first = words[0] if words else ""
    bare = first in ("go", "do") and len(words) == 1  # "go on", "do that", and neither alone
    return first in _YES and not bare and set(words) <= _YES | _WITH_YES


def _nothing_offered(context: Context, picked: Sequence[str]) -> Reading | None:
    """That nothing was offered; a number may mean something else: a value, an earlier question."""
    if picked and (picked[0].isdigit() or len(context.history) > 1):
        return None
    own, said = context.own, _NOTHING_OFFERED.format(context.own)
    return Reading(own, own, context.base, context.subject, unclear=said)


def shifted(context: Context) -> Context | None:
    """A new topic, announced: the rest of the question, with no history behind it."""
    found = _ELSE.search(context.own)
    if not found or not context.history:
        return None
    subject, base = context.opened
    rest = found["rest"]
    context = context._replace(own=rest, history=(), lending=(), last=None, findings=(), missed="")
    return context._replace(subject=subject, base=base)


def returned(context: Context) -> Reading | Context | None:
    """Back to an earlier topic: what was asked of it, or the rest of the question read there."""
    if len(context.history) < 2:
        return None
    turn, rest = _pointed_at(context)
    if turn is None:
        return None
    context = context._replace(
        own=rest,
        history=context.history[: context.history.index(turn) + 1],
        lending=(turn,),
        last=turn,
        subject=turn.subject,
        base=turn.base,
        findings=turn.findings,
        missed="",
    )
    if content_stems(rest):
        return context
    again = asked_again(context)
    return again and again._replace(cited=turn.cited)


def _pointed_at(context: Context) -> tuple[Turn | None, str]:
    """The turn that a question goes back to, and what it asks there."""
    own, history = context.own, context.history
    if nth := _NTH.search(own):
        return _nth(nth["which"].casefold(), nth["what"].casefold(), history), nth["rest"]
    if back := _BACK.search(own):
        topic, _, rest = _cut(back["rest"], _TOPIC_END)
        return _on(topic, context), rest
    if again := _AGAIN.search(own) or _ONE.search(own):
        return _on(again["topic"], context), again["rest"]
    return None, ""


def _cut(text: str, at: re.Pattern[str]) -> tuple[str, str, str]:
    """What stands before the first match, the match, and what stands behind it."""
    found = at.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _nth(which: str, what: str, history: Sequence[Turn]) -> Turn | None:
    """The first, second or third question or topic; the topic before the running one."""
    topics = list({t.subject: t for t in history}.values())
    if which in ("previous", "earlier", "other"):
        others = [t for t in history if t.subject != history[-1].subject]
        return (others or history[:-1])[-1]
    turns = history if what == "question" or len(topics) == 1 else topics
    at = _ORDINALS.get(which, 0)
    return turns[at] if at < len(turns) else None


def _on(topic: str, context: Context) -> Turn | None:
    """The latest turn that speaks of most of a topic, under any of its names."""
    wanted = set(context.lexicon.glossary.expand(content_stems(topic)))
    shared = [
        len(wanted & set(content_stems(f"{t.question} {t.resolved} {t.subject}")))
        for t in context.history
    ]
    best = max(shared)
    return context.history[len(shared) - 1 - shared[::-1].index(best)] if best else None


def challenged(context: Context) -> Reading | None:
    """The answer doubted: the same question again, with what is named against it."""
    if not context.last or not context.again or len(tokens(context.own)) > _MOST_SAID:
        return None
    doubt = _DOUBT.search(context.own)
    rest = context.own[doubt.end() :] if doubt else context.own
    says = _SAYS.search(_TRAILING.sub("", rest))
    before = says["who"] if says else rest  # "who told the parents?"
    asked = ASKS.match(before.lstrip(" ,;")) if doubt else ASKS.search(before)
    if asked or not (doubt or says):
        return None
    story = doubt and not says and len(tokens(rest)) > _MOST_NAMED  # "he has done plenty of lumps"
    claim = "" if story else (says["claim"] if says else rest).strip(" ?.!,")
    new = set(content_stems(claim)) - {"one", *content_stems(context.again)}
    counts = any(c.isdigit() for c in claim) and claim not in context.again
    return asked_again(context, claim if new or counts else "")


def sourced(context: Context) -> Reading | None:
    """Where an answer comes from: the same question again, for its evidence stands beside it."""
    asks = context.last and context.again and _SOURCE.search(context.own)
    return asked_again(context) if asks else None


def asked_again(context: Context, claim: str = "") -> Reading | None:
    """The last question as it was answered, or with another answer put to it."""
    if not context.again:
        return None
    core = FILLERS.sub("", claim) or claim
    again = sentence(f"{context.again}, or {core}?" if core else f"{context.again}?")
    return Reading(again, again, context.base, context.subject)
