"""Text as search, follow-ups, the gate and the evals see it: one tokeniser, one sentence splitter.

What is made here is for matching only; the text that is stored and shown is never altered by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[.,/’'-][^\W_]+){0,8}", re.UNICODE)
_PART = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?", re.UNICODE)
_stemmer = Stemmer.Stemmer("english")

# British spellings are folded into American ones, so that each finds the other.
_SPELLING = (
    (re.compile(r"aem"), "em"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"naes(?=th)"), "nes"),
    (re.compile(r"ynaec"), "ynec"),
    (re.compile(r"^faec"), "fec"),
    (re.compile(r"^aetiol"), "etiol"),
    (re.compile(r"oede"), "ede"),
    (re.compile(r"^oes(?=o|tr)"), "es"),
    (re.compile(r"^coel"), "cel"),
    (re.compile(r"rrhoea"), "rrhea"),
    (re.compile(r"pnoea"), "pnea"),
    (re.compile(r"foet"), "fet"),
    (re.compile(r"(tum|col|behavi|neighb|lab|fav|od)our"), r"\1or"),
    (re.compile(r"ys(e|ed|es|er|ing)$"), r"yz\1"),
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z])([bt])re(s?)$"), r"\1er\2"),
)

# Control characters, and those that hide or reorder text (Unicode TR36): bidi, zero width, soft
# hyphens, line ends other than "\n", half characters, variation selectors and tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

# Words that carry no subject: grammar, and the words that only ask.
STOP_WORDS = frozenset(
    """
    a about after come comes came go goes going again all also am an and any are as at be been
    before being but by can could did do does doing done each else ever few for from further get
    gets give given had has have having he her here hers him his how i if in into is it its
    itself just know let like make many may me mean might mine more most much must my need needs
    no nor not now of off ok okay on only or other our out over own per please really same shall
    she should so some still such take tell than that the their them then there these they this
    those though through to too under until up upon us use used very want was we well were what
    when where whether which while who whom whose why will with within would yes you your
    actually instead say says said there's what's dont don isn doesn thing things patient
    patients case cases best recommended recommend recommends usually happens happen
    yesterday today tonight
    """.split()
)


class Token(NamedTuple):
    """A word of a text: where it stands, as it stands, and the stem that matches."""

    start: int
    end: int
    text: str
    stem: str


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The matching form of one word: folded case, width and spelling, without its ending."""
    key = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    for pattern, to in _SPELLING:
        if len(key) > 4:
            key = pattern.sub(to, key)
    return str(_stemmer.stemWord(key))


def tokens(text: str) -> list[Token]:
    """The words and numbers of `text` in order; "claw-sign" is two, "5.5" is one."""
    found = []
    for word in _WORD.finditer(text):
        for part in _PART.finditer(word.group()):
            start = word.start() + part.start()
            found.append(Token(start, start + len(part.group()), part.group(), stem(part.group())))
    return found


def stems(text: str) -> list[str]:
    """The stems of `text` in order, stop words included."""
    return [t.stem for t in tokens(text)]


def content_tokens(text: str) -> list[Token]:
    """The tokens of `text` that say what it is about; "US" in capitals is ultrasound, not "us"."""
    return [
        t
        for t in tokens(text)
        if t.text == "US"
        or (t.text.casefold() not in STOP_WORDS and t.stem not in STOP_WORDS and len(t.stem) > 1)
    ]


def content_stems(text: str) -> list[str]:
    """The stems of `content_tokens`, each once, in order of first appearance."""
    return list(dict.fromkeys(t.stem for t in content_tokens(text)))


_BOUNDARY = re.compile(r"[.!?][\"'”’)\]]{0,2}(\s+)(?=[\"'“‘(\[]?[A-Z0-9<>≥≤~])")
_NEVER_LAST = frozenset("e.g i.e vs dr mr mrs ms prof cf approx al viz resp incl st u.s".split())
_BEFORE_NUMBER = frozenset("fig figs no nos ref refs eq tab vol p pp ch sect max ca".split())
_LAST_WORD = re.compile(r"([\w.]{1,12})\.$")
# "J. Smith", but neither "5 mmol/L." nor "hepatitis B."
_INITIAL = re.compile(r"(?:(\w+)\s|[\s(.]|^)[A-Z]\.$")
_LETTERED = frozenset("vitamin hepatitis influenza type group class category grade stage".split())


def hidden_character(text: str) -> re.Match[str] | None:
    """The first character of `text` that controls, hides or reorders it."""
    return _HIDDEN.search(text)


def visible(text: str) -> str:
    """`text` without the characters that control, hide or reorder it."""
    return _HIDDEN.sub("", text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of one paragraph, in order, without outer space.

    Clinical prose breaks ready-made splitters: "vs. MRI", "Fig. 2", "Dr. X", "5.5 mg/kg"
    (tests/test_text.py shows one that is maintained, and where it fails).
    """
    ends = [m.start(1) for m in _BOUNDARY.finditer(text) if _ends_sentence(text, m)]
    found, start = [], 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = left + len(piece.strip())
        if right > left:
            found.append((left, right))
        start = end
    return found


def _ends_sentence(text: str, boundary: re.Match[str]) -> bool:
    upto = text[max(0, boundary.start() - 20) : boundary.start() + 1]
    last = _LAST_WORD.search(upto)
    if last is None:
        return True
    word = last.group(1).casefold()
    following = text[boundary.end() : boundary.end() + 1]
    title = word in _NEVER_LAST and not (last.group(1).isupper() and word.isalpha())  # stage MS
    if title or (word in _BEFORE_NUMBER and following.isdigit()):
        return False
    initial = _INITIAL.search(upto)
    return initial is None or (initial.group(1) or "").casefold() in _LETTERED


def one_edit_apart(word: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap makes `other` of `word`."""
    if abs(len(word) - len(other)) > 1:
        return False
    i = 0
    while i < min(len(word), len(other)) and word[i] == other[i]:
        i += 1
    rest, goal = word[i:], other[i:]
    swapped = rest[1::-1] + rest[2:]
    replaced = rest[1:] == goal[1:]
    return word != other and (replaced or rest[1:] == goal or rest == goal[1:] or swapped == goal)


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """The items without repeats, in order of first appearance."""
    return tuple(dict.fromkeys(items))
