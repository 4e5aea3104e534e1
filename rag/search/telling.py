"""Findings: what a reader tells of the patient, for the question that stands and for those to come.

"Numb saddle, can't pee" asks nothing. It is answered for what it means beside the last question,
and every later question is read for the patient who has it, until another patient or topic comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.search.ages import AGE
from rag.search.alone import stands_alone
from rag.search.lexicon import Lexicon
from rag.search.phrasing import ASKING, FILLERS, SEGMENT, described, sentence
from rag.search.turn import Context, Reading
from rag.text import content_stems, tokens

MOST = 4  # findings that are kept, the latest
MOST_WORDS = 30  # of a telling; a longer line is a story with a question in it
LONGEST = 160  # characters of a finding that is carried

_BE = r"(?:is|are|was|were|does|do|did|has|have|had|should|shall|can|could|must|will|would|may)"
_ASKS = re.compile(
    rf"\?|\b(?:why|which|what|who|whom|where|how|when|whether|or|versus|vs|worth|should|shall)\b"
    rf"|\b{_BE} (?:it|he|she|they|i|we|you|there)\b|\b(?:compare|explain|tell me|asks|asking"
    r"|wonders?|wants? to know)\b"
    rf"|(?:^|[,;.-]\s*)(?:{_BE}|any|needs?|ok to|safe to|still (?:need|give|ok)|give|gives)\b",
    re.I,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|am|has|had|have|cannot|can ?not|could not|does not|did not|will not"
    r"|looks?|feels?|weighs?|shows?|showed|comes? back|came back|became|becomes|developed|develops"
    r"|vomited|fell|lost|started|stopped|went|now|same|also|since|no longer)\b",
    re.I,
)
_STATE = re.compile(
    r"\b(?:deficient|unknown|positive|negative|raised|elevated|low|high|normal|abnormal|pregnant"
    r"|allergic|numb|weak|worse|better|swollen|drowsy|febrile|afebrile|stable|unstable)$",
    re.I,
)
_VALUE = re.compile(r"\b[a-z][\w+-]{0,15} [<>≥≤]?\s?\d", re.I)  # "CRP 60", "K 6.9"
# What a phrase without a verb asks for by name: "dose of dex", "endoscopy timing".
_BY_NAME = re.compile(
    r"\b(?:dos(?:es?|ing|age)|rates?|timing|times?|thresholds?|criteria|treatments?|therapy|drugs?"
    r"|management|imaging|work-?up|investigations?|follow-?up|duration|targets?|regimens?|options?"
    r"|(?:contra)?indications?|evidence|prognosis|outlook|price|costs?|routes?|intervals?|maximum"
    r"|scores?|definition|differen\w+|causes?|risks?|screening|monitoring|prophylaxis|alternatives?"
    r"|next|first|diagnosis|tests?|bloods|referral|sources?|references?|antibiotics?|cut-?offs?"
    r"|limits?|signs?|symptoms?|stag(?:e|es|ing)|signs?|complications?|advice|guidelines?)\b",
    re.I,
)
_OF_NEW = re.compile(
    rf"^(?:an? |the )?(?:(?:well|sick|previously|\w{1, 12}ing) ){{0,2}}(?:{AGE}|\d{{1,3}} ?[MF]\b"
    r"|(?:new|next|another) (?:patient|case|pt)\b)",
    re.I,
)
_WHO = re.compile(
    rf"\b(?:\d{{1,2}} weeks pregnant|pregnant|{AGE}(?: (?:boy|girl|man|woman))?)\b", re.I
)
_DENIES = re.compile(
    r"\b(?:not|no longer|never|isn.t) (?:a |an |been )?(?P<what>[\w-]{3,30})", re.I
)
_TAIL = re.compile(r"[\s,]+(?:instead|actually|though|tho|btw)\W*$", re.I)


def told(context: Context) -> Reading | None:
    """The last question for a patient of whom more is told now, judged by what is told."""
    running = context.subject or context.base
    if not running or not tells(context.own) or _is_new(context.own, context.lexicon):
        return None
    return with_finding(context, context.own)


def with_finding(context: Context, said: str, denied: str = "") -> Reading:
    """What a finding means beside the last question. `denied` is what is taken back with it.

    Where that finds nothing, the last question is tried for who has it, then the finding alone;
    what tells only the patient's age or kind is that question from the first.
    """
    finding = _TAIL.sub("", FILLERS.sub("", said)).strip(" ?.!,;")[:LONGEST]
    findings = added(context, finding, denied)
    asked = without(context.base, context.findings).rstrip("?. ") or context.subject
    new = [f for f in findings if f not in asked]
    beside = context.subject if asked.endswith(")") else asked
    alone = [f"{finding}?"] if stands_alone(finding, context.lexicon) else []
    means = sentence(f"{', '.join(reversed(new)) or finding}? ({beside})")
    asks = sentence(read_for(asked, new))
    of_whom = not context.lexicon.telling(_WHO.sub("", finding))  # "pregnant" means nothing alone
    return Reading(
        asks if of_whom else means,
        asks if of_whom else finding,
        read_for(asked, findings),
        context.subject,
        findings=findings,
        tells=True,
        otherwise=() if of_whom else tuple(map(sentence, (asks, *alone))),
    )


def added(context: Context, finding: str, denied: str = "") -> tuple[str, ...]:
    """The findings with one more, without what it takes back, the latest MOST of them."""
    what = {*content_stems(denied), *_denied(finding)}
    kept = [_left(f, what) for f in context.findings] or [who(context.subject)]
    return tuple(dict.fromkeys(f for f in (*kept, finding[:LONGEST]) if f))[-MOST:]


def _left(finding: str, taken_back: set[str]) -> str:
    """The parts of a finding that hold nothing of what is taken back."""
    parts = finding.split(", ")
    return ", ".join(p for p in parts if not taken_back & set(content_stems(p)))


def tells(text: str) -> bool:
    """Whether a line states something of a patient and asks nothing."""
    text = FILLERS.sub("", text).strip()
    if not content_stems(text) or len(tokens(text)) > MOST_WORDS or _ASKS.search(text):
        return False
    if _STATES.search(text):
        return True
    valued = _VALUE.search(text) and len(tokens(text)) > 1
    states = bool(valued or _STATE.search(text) or described(text) == text.rstrip("?. "))
    return states and not _BY_NAME.search(text)


def told_in(question: str) -> str:
    """What a question tells of the patient before it asks; "" for nothing.

    "Same CT shows an adrenal mass. hormones?" asks with its last part.
    """
    pieces = SEGMENT.split(FILLERS.sub("", question).strip())
    asking = [i for i, p in enumerate(pieces) if p.endswith("?") or ASKING.search(p)]
    part = ", ".join(pieces[: asking[0]]) if asking else ""
    return part if part and tells(part) and not _OF_NEW.search(part) else ""


def who(text: str) -> str:
    """The age, sex or pregnancy that a description gives, as it is said; "" for none."""
    return ", ".join(dict.fromkeys(m[0].strip() for m in _WHO.finditer(text)))


def read_for(question: str, findings: Sequence[str]) -> str:
    """A question with those of the patient's findings behind it that it does not hold."""
    new = [f for f in findings if f.casefold() not in question.casefold()]
    core = question.rstrip("?. ")
    if not new:
        return question
    return f"{core[:-1]}, {', '.join(new)})" if core[-1:] == ")" else f"{core}? ({', '.join(new)})"


def without(question: str, findings: Sequence[str]) -> str:
    """A question without the findings that `read_for` put behind it."""
    body = question.removesuffix(")")
    for finding in reversed(findings) if question.endswith(")") else ():
        body = body.removesuffix(finding).removesuffix(", ")
    if body == question.removesuffix(")"):
        return question
    return body.removesuffix(" (") if body.endswith(" (") else f"{body})"


def begins_anew(text: str) -> bool:
    """Whether a text begins with whom it is about: with an age, or another patient."""
    return bool(_OF_NEW.search(text))


def _is_new(own: str, lexicon: Lexicon) -> bool:
    """Whether a line describes another patient, or names a topic without saying of whom."""
    topic = lexicon.names_subject(content_stems(own)) and not _STATES.search(own)
    return begins_anew(own) or topic


def _denied(said: str) -> set[str]:
    """The stems of what a finding takes back: "not pregnant" does "24 weeks pregnant"."""
    return {s for m in _DENIES.finditer(said) for s in content_stems(m["what"])}
