"""Clauses of a sentence, each with its polarity, its modality and what it excepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.answers.phrases import plain_phrases
from rag.answers.quantities import Quantity, quantities
from rag.text import STOP_WORDS, stem

NEGATIVE = frozenset(
    "not no never none nothing neither nor avoid avoids avoided avoiding avoidance contraindicated"
    " contraindication contraindications unnecessary inappropriate withheld withhold withholds"
    " withholding omit omits omitted skip skipped absent forbidden refuse refused refuses unsuitable"  # noqa: E501
    " unhelpful needless useless ineffective inadvisable discourage discouraged discourages prohibited"  # noqa: E501
    " fails failed fail".split()
)
LOCAL = frozenset("without ratherthan except".split())
ONLY = frozenset(
    "only solely exclusively unless except reserve reserved reserves limited restricted restrict".split()  # noqa: E501
)
OPTION = frozenset(
    "may might could can consider considers considered considering consideration allow allows allowed"  # noqa: E501
    " optional option possible possibly permit permits permitted accept accepts accepted acceptable".split()  # noqa: E501
)
_OPENS = frozenset(
    "but because when if unless although though while whereas since provided except until who which"
    " whom whose where so as before after then".split()
)
_VERBS = frozenset("is are was were has have had should must may can do does gives advises".split())
SAID_SOON = 4  # words after "and" with the verb of a clause of its own
_REFERRING = frozenset("it its they their them this these".split())
_SUBJECTS = frozenset("it its they their this these the he she".split())
BESIDE = 3  # words before "unnecessary" on which it bears
RELATIVE = frozenset("who whose whom".split())
CONDITION = RELATIVE | frozenset("if when unless where until while whenever".split())
# These deny what stands before them.
_PREDICATE = frozenset(
    "contraindicated unnecessary inappropriate withheld omitted skipped absent forbidden refused"
    " unsuitable unhelpful needless useless ineffective inadvisable discouraged prohibited"
    " avoided".split()
)
_ENDS_LOCAL = frozenset(
    "in for at with by during is are was were has have should may can does do exclude excludes"
    " suggest suggests mean means favour favours favor favors indicate indicates".split()
)
_FRONTED = frozenset(
    "in for with at during on among of by under over within from to since according".split()
)
# What follows these says where, for whom or by whom, and is not what is denied.
_BESIDES = frozenset("in for among during within at from under over later earlier of".split())
# A clause with one of these says less than a duty, and more than an option.
_LENIENT = frozenset(
    "reasonable suggests suggested suggest prefer preferred prefers preferably".split()
)
# After "can": what happens, and not what anyone chooses.
HAPPENS = frozenset(
    "arise cause damage delay explain happen harm help increase lead lower make mean mimic occur"
    " persist point raise reduce resemble suggest support".split()
)
HARD = frozenset("must required requires require mandatory essential always obligatory".split())
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'[a-z]{1,3})?|[,;:()—–]")
_SMALL = STOP_WORDS - {"recommend", "recommended", "recommends", "us"}


class Word(NamedTuple):
    """A content word of a clause: its stem, and its place among the text's tokens."""

    stem: str
    text: str
    at: int


class Clause(NamedTuple):
    """A run of words with one polarity.

    `condition` where "if" or the like opens it; `topic` where it only leads on to what is said
    of it ("In a child, ...", "Under 2 years: ..."); `local` where it is what "without" takes out.
    """

    words: tuple[Word, ...]
    condition: bool
    topic: bool
    local: bool
    negative: bool
    option: bool
    possible: bool  # an option only as in "can cause", not as in "may be given"
    guess: bool  # an option only as in "may have a fracture", which is suspected
    lenient: bool  # neither an option nor a duty, as in "is reasonable"
    only: bool
    verb: bool  # it says something, and does not only name it
    refers: bool  # it speaks of what stands before it: "so their absence does not exclude it"
    relative: bool  # "who" opens it
    denied: tuple[Word, ...]  # what its negation bears on, if it has one


class Parsed(NamedTuple):
    """A text as the checks see it: brought to one spelling, with its quantities and clauses."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    quantities: tuple[Quantity, ...]
    tokens: tuple[str, ...]  # every word in lower case, for order


def parse(text: str) -> Parsed:
    """What the checks compare of a text; never raises."""
    plain = plain_phrases(text)
    amounts = quantities(plain)
    masked = plain
    for one in reversed(amounts):
        masked = masked[: one.start] + " " * (one.end - one.start) + masked[one.end :]
    tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(masked)]
    clauses = tuple(_led(list(_clauses(tokens))))
    words = tuple(w for c in clauses for w in c.words)
    lowered = tuple(token.casefold() for token, _ in tokens)
    return Parsed(masked, words, clauses, tuple(amounts), lowered)


def _led(clauses: list[Clause]) -> Iterator[Clause]:
    """The clauses; what "who" follows leads on to what is said of it: "a child, who ... should"."""
    for clause, after in zip(clauses, (*clauses[1:], None), strict=False):
        leads = after is not None and after.relative and not clause.verb
        yield clause._replace(topic=clause.topic or leads)


def _clauses(tokens: list[tuple[str, int]]) -> Iterator[Clause]:
    """The runs of words; a comma ends one only before or after a word that opens a clause."""
    run: list[tuple[str, int]] = []
    held: list[tuple[str, int]] = []  # what stands around parentheses
    local, fresh = False, True  # fresh: nothing but punctuation stands before the run
    for i, (token, at) in enumerate(tokens):
        low, following = token.casefold(), tokens[i + 1][0] if i + 1 < len(tokens) else ""
        if low == "and" and _opens_anew(run, tokens[i + 1 : i + 1 + SAID_SOON]):
            yield from _clause(run, local)
            run, local, fresh = [], False, False
        elif low in "()" or low in LOCAL:
            yield from _clause([] if low == "(" else run, local)
            held, run = (run, []) if low == "(" else ([], held if low == ")" else [(token, at)])
            local, fresh = low in LOCAL, False
        elif local and len(run) == 1 and low in _OPENS:
            continue
        elif low in _OPENS or _stops(low, following, run, fresh) or (local and _leaves(low, run)):
            yield from _clause(run, local, topic=low == ":" or (fresh and _fronted(low, run)))
            run, local, fresh = [(token, at)] if low[0].isalnum() else [], False, low in ";:"
        elif low[0].isalnum() or (low == "," and run):
            run.append((token, at))
    yield from _clause(run, local)


def _says(run: list[tuple[str, int]]) -> bool:
    return any(token.casefold() in _VERBS for token, _ in run)


def _opens_anew(run: list[tuple[str, int]], following: list[tuple[str, int]]) -> bool:
    """Whether "and" joins two clauses, and not two things: "is A and may be B", "... and it is"."""
    named = bool(following) and following[0][0].casefold() in _SUBJECTS
    within = bool(run) and run[0][0].casefold() in CONDITION  # "if she is stable and the unit has"
    return (named or _says(run)) and _says(following) and not within


def _leaves(low: str, run: list[tuple[str, int]]) -> bool:
    return len(run) > 1 and (low in _ENDS_LOCAL or low == ",")


def _stops(low: str, following: str, run: list[tuple[str, int]], fresh: bool) -> bool:
    opened = bool(run) and run[0][0].casefold() in _OPENS
    after = following.casefold() in (*_OPENS, "and")
    return low in ";:—–" or (low == "," and (opened or after or (fresh and _fronted(low, run))))


def _fronted(low: str, run: list[tuple[str, int]]) -> bool:
    return low == "," and bool(run) and run[0][0].casefold() in _FRONTED


def _clause(run: list[tuple[str, int]], local: bool, topic: bool = False) -> Iterator[Clause]:
    lowered = [token.casefold() for token, _ in run]
    words = tuple(
        Word(stem(token), token, at)
        for (token, at), low in zip(run, lowered, strict=True)
        if (token == "US" or (low not in _SMALL and len(low) > 1))  # noqa: S105
        and low not in NEGATIVE | LOCAL | ONLY
    )
    negatives = sum(low in NEGATIVE for low in lowered) + local + ("unless" in lowered)
    option = any(_option(lowered, i) for i in range(len(lowered))) and not _hard(lowered)
    if words or negatives or not ONLY.isdisjoint(lowered):
        yield Clause(
            words,
            bool(lowered) and lowered[0] in CONDITION,
            topic,
            local,
            negatives % 2 == 1,
            option,
            option and not any(_choice(lowered, i) for i in range(len(lowered))),
            option and all(_guess(lowered, i) for i in range(len(lowered)) if _option(lowered, i)),
            not _LENIENT.isdisjoint(lowered),
            not ONLY.isdisjoint(lowered),
            negatives > 0 or option or not _VERBS.isdisjoint(lowered),
            not _REFERRING.isdisjoint(lowered),
            bool(lowered) and lowered[0] in RELATIVE,
            _denied(words, run, local),
        )


def _denied(words: tuple[Word, ...], run: list[tuple[str, int]], local: bool) -> tuple[Word, ...]:
    """What a negation bears on: the words behind it up to a preposition, else those before it.

    "Unnecessary" and its like bear on what stands before them.
    """
    found = [(token.casefold(), at) for token, at in run if token.casefold() in NEGATIVE]
    if local or not found:
        return words
    (token, at), *_ = found
    before = tuple(w for w in words if w.at < at)[-BESIDE:]
    if token in _PREDICATE:
        return before or words
    ends = [place for place in _ends(run) if place > at]
    end = next((place for place in ends if any(at < w.at < place for w in words)), 10**9)
    if min(ends, default=end) < end and before:  # "CT is not recommended in a child"
        return before
    return tuple(w for w in words if at < w.at < end) or before or words


def _ends(run: list[tuple[str, int]]) -> Iterator[int]:
    """Where what is denied may end: at a comma, at "to be", and at a preposition."""
    for (word, at), (after, _) in zip(run, (*run[1:], ("", 0)), strict=True):
        if word == "," or (word, after) == ("to", "be") or word.casefold() in _BESIDES:
            yield at


def _hard(lowered: list[str]) -> bool:
    """Whether a word binds; "may require" does not."""
    return any(
        low in HARD and {"may", "might", "could"}.isdisjoint(lowered[max(0, i - 2) : i])
        for i, low in enumerate(lowered)
    )


def _option(lowered: list[str], i: int) -> bool:
    refused = lowered[i] in ("can", "could") and lowered[i + 1 : i + 2] == ["not"]
    return lowered[i] in OPTION and not refused


def _choice(lowered: list[str], i: int) -> bool:
    """Whether a word leaves something to be chosen; "can cause" and "can be a cyst" do not."""
    if lowered[i] in ("possible", "possibly"):  # "a possible cause"
        return lowered[i + 1 : i + 2] == ["to"]
    if lowered[i] not in ("can", "could", "may", "might"):
        return _option(lowered, i)
    be = "be" in lowered[i + 1 : i + 3]
    done = any(w.endswith(("ed", "en", "done", "put", "cut")) for w in lowered[i + 2 : i + 5])
    happens = HAPPENS & set(lowered[i + 1 : i + 3])
    return _option(lowered, i) and not happens and (done or not be)


def _guess(lowered: list[str], i: int) -> bool:
    """Whether a word only supposes: "may have a fracture", "could be a cyst"."""
    done = any(w.endswith(("ed", "en", "done")) for w in lowered[i + 2 : i + 4])
    follows = lowered[i + 1 : i + 2]
    return follows == ["have"] or (follows == ["be"] and not done)
