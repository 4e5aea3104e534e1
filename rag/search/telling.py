"""Findings: what a reader tells of the patient, for the question that stands and for those to come.

"Numb saddle, can't pee" asks nothing. It is answered for what it means beside the last question,
and every later question is read for the patient who has it, until another patient or topic comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.search.ages import AGE
from rag.search.lexicon import Lexicon
from rag.search.phrasing import FILLERS, described, sentence
from rag.search.turn import Context, Reading, Turn
from rag.text import content_stems, tokens

MOST = 4  # findings that are kept, the latest
MOST_WORDS = 30  # of a telling; a longer line is a story with a question in it
LONGEST = 160  # characters of a finding that is carried

_BE = r"(?:is|are|was|were|does|do|did|has|have|had|should|shall|can|could|must|will|would|may)"
_ASKS = re.compile(
    rf"\?|\b(?:why|which|what|who|whom|where|how|when|whether|or|versus|vs|worth|should|shall)\b"
    rf"|\b{_BE} (?:it|he|she|they|i|we|you|there)\b|\b(?:compare|explain|tell me)\b"
    rf"|(?:^|[,;.]\s*)(?:{_BE}|any|needs?|ok to|safe to|still (?:need|give|ok)|give|gives)\b",
    re.I,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|am|has|had|have|cannot|can ?not|could not|does not|did not|will not"
    r"|looks?|feels?|weighs?|shows?|showed|comes? back|came back|became|becomes|developed|develops|vomited"
    r"|fell|lost|started|stopped|went|now|same|also|since|no longer)\b",
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
    rf"^(?:an? |the )?(?:(?:well|sick|previously|\w+ing) ){{0,2}}(?:{AGE}|\d{{1,3}} ?[MF]\b"
    r"|(?:new|next|another) (?:patient|case|pt)\b)",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:not|no longer|never|isn.t) (?:a |an |been )?(?P<what>[\w-]{3,30})", re.I
)
_CUE = re.compile(
    r"^\W*(?:(?:sorry|actually|correction|also|now|oh|wait|ps|btw|by the way|he|she|it|and|but"
    r"|is|has|the (?:patient|child|baby|pt)|pt|patient)\b[\s,.:;-]*){1,4}",
    re.I,
)
_TAIL = re.compile(r"[\s,]+(?:instead|actually|though|tho|btw)\W*$", re.I)


def told(context: Context) -> Reading | None:
    """The last question for a patient of whom more is told now, judged by what is told."""
    running = context.subject or context.base
    if not running or not tells(context.own) or _begins_anew(context.own, context.lexicon):
        return None
    return with_finding(context, context.own)


def with_finding(context: Context, said: str, denied: str = "") -> Reading:
    """What a finding means beside the last question; else that question for who has it.

    The subject is from then on what answers it. `denied` is what is taken back with it.
    """
    finding = _TAIL.sub("", FILLERS.sub("", said)).strip(" ?.!,;")[:LONGEST]
    what = {*content_stems(denied), *_denied(finding)}
    kept = [f for f in context.findings if not what & set(content_stems(f))]
    before = kept or [who(context.subject)]
    findings = tuple(dict.fromkeys(f for f in (*before, finding) if f))[-MOST:]
    asked = without(context.base, context.findings).rstrip("?. ") or context.subject
    new = [f for f in findings if f not in asked]
    base = read_for(asked, findings)
    beside = sentence(f"{', '.join(reversed(new))}? ({asked})")
    return Reading(
        beside,
        finding,
        base,
        context.subject,
        findings=findings,
        told=sentence(read_for(asked, new)),
    )


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
    """What a question tells of the patient before it asks; "" for nothing."""
    part = described(FILLERS.sub("", question))
    whole = part.rstrip("?. ") == question.strip().rstrip("?. ")
    return part if part and not whole and tells(part) and not _OF_NEW.search(part) else ""


def who(text: str) -> str:
    """The age, sex or pregnancy that a description gives, as it is said; "" for none."""
    return ", ".join(dict.fromkeys(m[0].strip() for m in _WHO.finditer(text)))


_WHO = re.compile(
    rf"\b(?:\d{{1,2}} weeks pregnant|pregnant|{AGE}(?: (?:boy|girl|man|woman))?)\b", re.I
)


def read_for(question: str, findings: Sequence[str]) -> str:
    """A question with the patient's findings behind it."""
    if not findings:
        return question
    core = question.rstrip("?. ")
    return (
        f"{core[:-1]}, {', '.join(findings)})"
        if core.endswith(")")
        else f"{core}?{_told(findings)}"
    )


def without(question: str, findings: Sequence[str]) -> str:
    """A question without the findings that `read_for` put behind it."""
    listed = f", {', '.join(findings)})"
    if question.endswith(listed):
        return f"{question.removesuffix(listed)})"
    return question.removesuffix(_told(findings)) if findings else question


def _told(findings: Sequence[str]) -> str:
    return f" ({', '.join(findings)})"


def missing(turn: Turn | None, turns: Sequence[Turn], lexicon: Lexicon) -> str:
    """What a turn was about, if nothing was found for it or before it; "" if the corpus knows it.

    What only tells of a patient may be found with the next question.
    """
    subject = (turn.subject or turn.base.rstrip("?. ")) if turn else ""
    if not turn or turn.cited or not subject or tells(turn.question):
        return ""
    found = any(t.cited and subject in (t.subject, t.base.rstrip("?. ")) for t in turns)
    names = lexicon.glossary.expand(content_stems(subject))
    return "" if found or lexicon.names_subject(names) else subject


def _begins_anew(own: str, lexicon: Lexicon) -> bool:
    """Whether a line describes another patient, or names a topic without saying of whom."""
    topic = lexicon.names_subject(content_stems(own)) and not _STATES.search(own)
    return bool(_OF_NEW.search(own)) or topic


def _denied(said: str) -> set[str]:
    """The stems of what a finding takes back: "not pregnant" does "24 weeks pregnant"."""
    return {s for m in _DENIES.finditer(said) for s in content_stems(m["what"])}
