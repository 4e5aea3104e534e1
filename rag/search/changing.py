"""Follow-ups that change the last question: a value corrected, a number given, a side compared.

Each case gives its reading, or None where it is not the case.
"""

from __future__ import annotations

import re

from rag.search.phrasing import ASKS, FILLERS, joined, sentence
from rag.search.telling import with_finding
from rag.search.turn import Context, Reading
from rag.text import content_stems, tokens

_NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_UNITS = (  # those in a line measure the same
    r"(?:hours?|days?|weeks?|months?|years?)",
    r"(?:mm|cm)",
    r"(?:kg|lb)",
    r"(?:°\s?[CF]|degrees)",
    r"(?:mmol/L|mg/dL|µmol/L)",
    r"(?:mg|mcg|µg|mL|ml|units?)",
    r"%",
)
# What can stand in one another's place. The endings of drugs are stems of the WHO's international
# nonproprietary names (The use of stems in the selection of INN, 2018).
KINDS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:left|right|bilateral|both sides)\b",
        r"\b(?:male|female|boy|girl|man|woman|men|women|lady|gentleman)\b",
        r"\b(?:neonates?|newborns?|infants?|bab(?:y|ies)|toddlers?|child(?:ren)?|adolescents?"
        r"|teenagers?|adults?|elderly)\b",
        *(rf"{_NUMBER}[\s-]?{unit}(?![\w/])" for unit in _UNITS),
        r"\b\d{2,3}/\d{2,3}\b(?: ?mmHg)?",
        r"\b\d{1,3}\.\d\b(?!\s?(?:[%°]|(?:[cm]m|k?g|m[cg]?g|mL|mmol|hours?|days?|weeks?|months?"
        r"|years?)\b))",
        r"\b(?:CT|MRI|ultrasound|US|x-?rays?|radiographs?|PET|scintigraphy|echocardiography)\b",
        r"\b(?:oral(?:ly)?|by mouth|intravenous(?:ly)?|IV|intramuscular(?:ly)?|IM|nebuli[sz]ed"
        r"|subcutaneous(?:ly)?)\b",
        r"\b(?:(?:at|in)(?: the)? )?(?:home|hospital|clinic|community|ICU|intensive care"
        r"|primary care)\b",
        r"\b(?:mild|moderate|severe)\b",
        r"\b[a-z]{2,14}(?:mab|nib|statin|pril|sartan|olol|azole|cillin|mycin|oxacin|cycline|parin"
        r"|xaban|gatran|gliptin|gliflozin|glutide|teplase|purinol|xostat|icase|sone|solone|onide"
        r"|terol|butamol|oxetine|opram|setron|prazole|dipine|platin|vir)\b",
    )
)
_CUE = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oops|wait|actually|correction|apologies|my mistake|i meant?"
    r"|make (?:that|it)|rather|ok|and|but)\b[\s,.:;!-]*){1,4}",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:sorry|oops|wait|actually|correction|apologies|mistake|meant?|make|rather)\b|\bno\s*[,.;:-]",
    re.I,
)
_STATES = re.compile(
    r"^(?:(?:it|she|he|the (?:patient|child|baby|mass))(?: is| was|'s|’s)|should be|for)\s+", re.I
)
_CUE_BEHIND = re.compile(r"[\s,]+(?:(?:i meant?|sorry|though|tho|actually)\b\W*){1,3}$", re.I)
_NOT_BUT = (
    re.compile(
        r"^\W*not (?P<old>[^,;:?]{1,40}?)(?:\s*[,;:-]\s*|\s+)(?:but )?(?P<new>[^,;:?]{1,40})"
    ),
    re.compile(r"^\W*(?P<new>[^,;:?]{1,40}?),?\s+not (?P<old>[^,;:?]{1,40})$"),
)
_MOST_CORRECTED = 9  # words of a correction

_NUMBER_ALONE = re.compile(rf"^[<>≥≤~\s]*{_NUMBER}(?:\s?[-–/]\s?{_NUMBER})?\s?.{{0,16}}$")
_VERSUS = re.compile(
    r"^\W*(?:(?:and|or|but|so|ok|how|what)\b\s*){0,2}(?:versus|vs\.?|v|against"
    r"|compared? (?:it )?(?:to|with)|rather than|instead of|as opposed to"
    r"|(?:what is the |any )?differ(?:ence|ent) (?:to|from|with|than))\s+\S",
    re.I,
)
_THAN = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?"
    r"(?:(?:is|are|does|do|would)\s+(?:it|that|this|they|these|those)\s+)?"
    r"(?P<than>(?:(?:be|any|more|less|work|much)\s+){0,3}[\w-]{1,20}\s+than\s+\S.{0,80})$",
    re.I,
)
_BOTH = r"(?:them|they|these|those|the two|both)"
_WHICH = re.compile(
    r"^\W*(?:(?:and|so|but|then|ok)\s+){0,2}"
    rf"(?:(?:which|what)(?: one| of {_BOTH})?(?: is| are| works)?(?: the)? "
    r"(?:better|best|saf\w+|fast\w*|cheap\w*|prefer\w+|more \w+|less \w+)"
    rf"|how do {_BOTH} (?:compare|differ)|(?:what is )?the differences?(?: between {_BOTH})?)"
    r"(?: then)?\W*$",
    re.I,
)
_BARE = re.compile(
    r"^(?:why(?: not| so)?|how(?: come| so)?|when|where|who|which(?: one)?|what for)"
    r"(?: (?:though|then|exactly))?$",
    re.I,
)


def corrected(context: Context) -> Reading | None:
    """The last question with the value that was wrong in it replaced, or with what it lacked."""
    if not context.last or not context.again or len(tokens(context.own)) > _MOST_CORRECTED:
        return None
    return _put_right(context) or _swapped(context)


def _put_right(context: Context) -> Reading | None:
    """A cue and the value: "sorry, i meant 3 weeks", "no febuxostat"."""
    ahead, behind = _CUE.search(context.own), _CUE_BEHIND.search(context.own)
    cues = " ".join(found[0] for found in (ahead, behind) if found)
    value = _CUE_BEHIND.sub("", _CUE.sub("", context.own, count=1))
    value = _STATES.sub("", value).strip(" ?.!,")
    denied, strong = re.search(r"\bno\b", cues, re.I), _STRONG.search(cues)
    if not (denied or strong) or not content_stems(value) or ASKS.search(value):
        return None
    right = replaced(context.again, value)
    if right != context.again:
        return _right(right, replaced(context.subject, value))
    if strong and not denied:
        return with_finding(context, value)
    return None  # "no contrast?" denies, and "no, with contrast" only adds


def _swapped(context: Context) -> Reading | None:
    """Both values named: "not CT, MRI"."""
    for pattern in _NOT_BUT:
        found = pattern.search(context.own)
        if not found or not content_stems(found["new"]) or ASKS.search(context.own):
            continue
        old = re.compile(rf"\b{re.escape(found['old'].strip())}\b", re.I)
        new = found["new"].strip(" ?.!")
        named, _, value = new.rpartition(" ")
        if named and f"{named} {found['old']}".casefold() in context.again.casefold():
            new = value  # "eGFR 25, not 40"
        if any(old.search(f) for f in context.findings):
            return with_finding(context, new, found["old"])
        if old.search(context.again):
            text = new.replace("\\", r"\\")  # text, not a template
            right, subject = (old.sub(text, s, count=1) for s in (context.again, context.subject))
            return _right(right, subject)
    return None


def _right(right: str, subject: str) -> Reading:
    resolved = sentence(f"{right}?")
    return Reading(resolved, resolved, resolved, subject)


def replaced(text: str, value: str) -> str:
    """`text` with the first value of each kind that `value` holds replaced by that of `value`."""
    for kind in KINDS:
        new, old = kind.search(value), kind.search(text)
        if new and old and not re.search(rf"\b{re.escape(new[0])}\b", text, re.I):
            text = text[: old.start()] + new[0] + text[old.end() :]
    return text


def numbered(context: Context) -> Reading | None:
    """A number alone: the last question for it, in place of one that measures the same."""
    found = _NUMBER_ALONE.search(context.own.rstrip("?. "))
    if not found or not context.again or len(tokens(context.own)) > 4 or ASKS.search(context.own):
        return None
    value = context.own.rstrip("?. ")
    right = replaced(context.again, value)
    if right == context.again:  # nothing in it measures the same
        right = joined(context.base, value)
    resolved = sentence(f"{right.rstrip('?')}?")
    return Reading(resolved, resolved, context.base, context.subject)


def compared(context: Context) -> Reading | None:
    """The last question with the other side, or with which of its sides is meant."""
    own = context.own.strip(" ?.!")
    than = _THAN.search(own)
    which = _WHICH.search(own)
    if not context.last or not context.again or not (than or which or _VERSUS.search(own)):
        return None
    tail = than["than"] if than else FILLERS.sub("", own)
    resolved = sentence(f"{context.again}, {tail}?")
    return Reading(resolved, resolved, context.base, context.subject)


def bare(context: Context) -> Reading | None:
    """The last question, asked why, why not, how or when it is so."""
    asks = FILLERS.sub("", context.own).strip(" ?.!").casefold()
    if not context.again or not _BARE.search(asks):
        return None
    resolved = sentence(f"{context.again}: {asks}?")
    return Reading(resolved, resolved, context.base, context.subject)
