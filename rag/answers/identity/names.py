"""Names of people: what follows a title or another cue, and given names that are no other word.

Eponyms (Wilms, Kawasaki), acronyms of trials and scores, and places are none; a title makes a name
of any of them (Mr Down).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LONGEST = 4  # words of a name
_WORD = re.compile(r"[^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,3}")
_TITLES = frozenset("mr mrs ms miss mx dr prof professor master nurse sister midwife".split())
_YOUNG = frozenset("baby infant neonate newborn toddler twin".split())
_PATIENTS = frozenset("pt pts pat patient client resident".split())
_RELATIVES = frozenset(
    """son daughter wife husband mum mom mother father dad brother sister grandma granny
    grandmother grandfather grandad grandpa nan uncle aunt partner niece nephew twin friend boy
    girl kid child lady man woman gentleman""".split()
)
_PARTICLES = frozenset(
    "van von der den de da di dos del la le bin bint ibn al el abu ben ní ni ó mac".split()
)
_NAMED = re.compile(
    r"\b(?:called|named|initials|surname|re|names?(?:['’]?s)?(?: is)?)\b[:\s(]{1,3}$", re.I
)
# Behind these a name has two words: "I have Sarah Whitfield in resus".
_PRESENTED = re.compile(
    r"(?:\bI(?:['’]|\sa)?m|\bthis is|\b(?:bed|room|bay|cubicle) \w{1,4}[,:]?)\s$", re.I
)
_NEVER = frozenset(
    """the a an is are was were has have had does do did who what which when where why how if and or
    but not no yes in on at to for from with without of by as it its he she they we you this that
    there id ids number numbers note notes safety health blood global reported controlled activity
    centred centered specific education information leaflet outcome outcomes presents presented
    presenting please thanks hello hi dear any can could should would must refuses known unknown
    rh mg ca hb bp hr rr kg iv im po male female boy girl aged day days week weeks month
    months year years old sex dob mrn nhs after before during now today then still also given give
    gets got""".split()
)
_KINDS_OF_THING = (
    r"disease|syndrome|signs?|test|score|criteri\w{2,3}|rules?|scale|tumou?r|classification|method|"
    r"procedure|stag(?:e|es|ing)|palsy|fracture|tongs|clamp|index|formula|law|lines?|nodes?|"
    r"grad(?:e|es|ing)|triad|trial|study|group|bod(?:y|ies)|phenomenon|reflex|ulcer|hernia|"
    r"catheter|protocol|guidelines?|consensus|definition|system|model|wort|o?esophag\w{2,4}|"
    r"disorder|anomaly|malformation|lymphoma|sarcoma|position|mano?euv(?:er|re)|technique|"
    r"operation|repair|needle|tube|stain|agar|virus|fever|cyst|chart|curve|table|nomogram|"
    r"equation|plasma|splints?|pupils?|gland|ducts?|forceps|speculum|tremor|gait|chorea|nodules?|"
    r"contracture|aphasia|area|hospital|university|clinic|college|city|island|county|type|bengal|knife"
)
_THING = re.compile(
    rf"(?:['’]s|s['’])?[\s-](?:[a-z]{{2,9}}\s)?(?:{_KINDS_OF_THING})\b", re.I
)
_AGED = re.compile(
    r"\s?[,(]?\s?(?:is\s|age[d:]?\s)?\d{1,3}\s?(?:-|m\b|f\b|mo\b|y(?:o|r|/|e|\b)|months?\b|weeks?\b|/)",
    re.I,
)
# "Grace, 9, has ...", but no amount.
_AGE = re.compile(r",\s\d{1,2}\b(?:\)|,|$|\s?(?:y|months?|weeks?))", re.I)


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return self.text.casefold().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is: Smith, O'Brien, but not SMITH."""
        return self.text[0].isupper() and any(c.islower() for c in self.text)

    @property
    def initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()

    @property
    def never(self) -> bool:
        """Whether no name is written so; "will" is none, but Will is."""
        small = self.text.islower() and self.key in _listed("words.txt")
        surname = self.key in _PARTICLES or self.key in _listed("surnames.txt")
        return (small and not surname) or (self.key in _NEVER and not self.initial)

    @property
    def given(self) -> bool:
        """Whether it is a given name that is no other word."""
        listed = _listed("given.txt")
        return self.key in listed or all(part in listed for part in self.key.split("-"))

    @property
    def listed(self) -> bool:
        """Whether it is a name that is no other word, or one of the commonest names."""
        return self.given or self.key in _listed("surnames.txt")


@lru_cache(maxsize=3)
def _listed(name: str) -> frozenset[str]:
    """The names of a file beside this module, in lower case."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand, in order; a title before a name is no part of it."""
    words = [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        after = _after_name(text, words, place)
        if after > place:
            yield words[place].start, words[after - 1].end
        place = max(after, place + 1)


def _after_name(text: str, words: Sequence[_Word], place: int) -> int:
    """The place after the name that begins at `place`; `place` itself where none begins."""
    if _titled(text, words, place):
        after = _extended(text, words, place)
        plain = words[place - 1].key in ("mr", "mrs", "ms", "miss")
        return place if not plain and _THING.match(text, words[after - 1].end) else after
    if words[place].never and not _asked_for(text, words[place]):
        return place
    if _cued(text, words, place) or _known(text, words, place):
        after = _extended(text, words, place)
        return place if _THING.match(text, words[after - 1].end) else after
    return place


def _titled(text: str, words: Sequence[_Word], place: int) -> bool:
    """Whether a title stands before a word that can be a name."""
    if not place or words[place].key in _NEVER:
        return False
    before, word = words[place - 1], words[place]
    if not re.fullmatch(r"[.:]?\s{1,2}", text[before.end : word.start]):
        return False
    if before.key == "mrs":
        return not word.never
    if len(before.text) > 1 and before.text.isupper() and before.key in _TITLES | _YOUNG:
        return word.listed  # MR SMITH, but neither MR SPECTROSCOPY nor MR Angiography
    if before.key in _TITLES | _YOUNG:
        return word.capital or word.initial or (word.listed and not word.never)
    sexed = before.key in ("boy", "girl") and place > 1 and words[place - 2].key in _YOUNG
    return sexed and word.capital


def _asked_for(text: str, word: _Word) -> bool:
    """Whether what stands before can only be followed by a name: "her name is amelia"."""
    lead = text[max(0, word.start - 12) : word.start].casefold()
    is_name = re.search(r"\bname(?:['’]?s| is|:)\s$", lead) is not None
    return is_name and word.key in _listed("words.txt") and word.key not in _NEVER


def _cued(text: str, words: Sequence[_Word], place: int) -> bool:
    """Whether what stands before says that a person is named."""
    word = words[place]
    lead = text[max(0, word.start - 24) : word.start]
    likely = word.capital and len(word.text) > 2
    follows = words[place + 1] if place + 1 < len(words) else None
    dotted = word.initial and text[word.end : word.end + 1] == "."
    if _NAMED.search(lead):
        return likely or word.listed or dotted or _asked_for(text, word)
    if _PRESENTED.search(lead):
        return likely and follows is not None and follows.capital
    if not place or not re.fullmatch(r"[.:,]?\s{1,2}\(?", text[words[place - 1].end : word.start]):
        return False
    before = words[place - 1].key
    if before in _PATIENTS and not follows:
        return word.listed
    if before in _PATIENTS and follows:
        foreign = word.key in _PARTICLES and (follows.capital or follows.key in _PARTICLES)
        paired = follows.capital and text[word.end : follows.start] == " "
        sure = likely and (paired or word.key not in _listed("words.txt"))
        return sure or word.listed or dotted or foreign
    return before in _RELATIVES and likely and (word.listed or word.key in _listed("words.txt"))


def _known(text: str, words: Sequence[_Word], place: int) -> bool:
    """Whether a word is a name by itself, or with the word behind it."""
    word = words[place]
    if place and words[place - 1].key in ("st", "saint"):
        return False
    if word.capital and word.given:
        return True
    if word.capital and word.key in _listed("words.txt") and _AGE.match(text, word.end):
        return True
    return place + 1 < len(words) and _paired(text, word, words[place + 1])


def _paired(text: str, word: _Word, follows: _Word) -> bool:
    """Whether two words are a name together."""
    between = text[word.end : follows.start]
    surname = follows.key in _listed("surnames.txt")
    if word.initial:
        return between in (".", ". ") and follows.capital and surname
    alike = word.text.isupper() == follows.text.isupper() and word.capital == follows.capital
    if not alike or len(word.text) < 2 or len(follows.text) < 2:
        return False
    if between == ", ":
        return word.key in _listed("surnames.txt") and follows.given
    if between != " ":
        return False
    if word.capital and (word.listed or follows.listed) and _AGED.match(text, follows.end):
        return True
    if word.capital and word.key in _listed("words.txt"):
        return follows.listed
    return surname and word.given


def _extended(text: str, words: Sequence[_Word], place: int) -> int:
    """The place after the last word of the name."""
    end = place + 1
    while end < len(words) and end - place < LONGEST and _continues(text, words, end):
        end += 1
    while end - place > 1 and words[end - 1].key in _PARTICLES and not words[end - 1].capital:
        end -= 1
    return end


def _continues(text: str, words: Sequence[_Word], place: int) -> bool:
    """Whether a word belongs to the name before it."""
    before, word = words[place - 1], words[place]
    between = text[before.end : word.start]
    if between == ", ":  # Smith, John
        return before.listed and word.given
    abbreviated = before.initial and between in (".", ". ")
    if (between not in (" ", "-") and not abbreviated) or word.key in _NEVER:
        return False
    if word.initial:
        rest = text[word.end : word.end + 2]
        return rest[:1] in ("", ".", ",", "?", ")") or (rest[0] == " " and rest[1:].isupper())
    if word.capital:
        return not before.text.isupper() or before.initial or word.listed
    if word.key in _PARTICLES:
        return True
    alike = word.text.isupper() == before.text.isupper() and not before.capital
    return word.listed and alike and not word.never
