"""Clauses of a sentence, each with its polarity, its modality and what it excepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.answers.quantities import Quantity, plain_numbers, quantities
from rag.text import STOP_WORDS, stem

# Phrases that are one word to the checks; rewritten in this order.
_PHRASES = tuple(
    (re.compile(pattern, re.I), to)
    for pattern, to in (
        (r"[’‘]", "'"),
        (r"\bcannot\b|\bcan't\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"n't\b", " not"),
        (r"\brul(?:es|ed|ing|e)[ -]out\b", "excludes"),
        (r"\b(?:rather than|instead of|in place of|in preference to|as opposed to)\b", "ratherthan"),  # noqa: E501
        (r"(?:,| and| but) not(?= (?!(?:be|to|been|all|every|always|only)\b)\w)", " ratherthan"),
        (r"\b(?:other than|apart from|aside from|except(?:ing)?(?: for| in| when| if)?|save for"
         r"|with the exception of|excluding)\b", "except"),
        (r"\bonly (?:if|when|in|for|with|after|as|where)\b", "only"),
        (r"\bunless\b", ", unless"),
        (r"\bno longer\b", "not"),
        (r"\bno (?:reason|need) (?:to|for)\b", "not"),
        (r"\bneeds? not\b", "not"),
        (r"\b(?:in the |the |an? )?(?:absence|lack) of\b|\blacking\b|\blacks?\b|\bfree of\b", "without"),  # noqa: E501
        (r"\bas long as\b", "provided"),
        (r"\beven (?:when|if)\b", "with"),
        (r"\b(?:non|un)-?(?:contrast|enhanced)\b", "without contrast"),
        (r"\bwithout and with\b|\bwith and without\b", "with multiphase"),
        (r",? and no\b(?! (?:more|less|later|longer|older) than)", ", and no"),
        (r"\b(?:with|or) no\b(?! (?:more|less|later|longer|older) than)", "without"),
        (r"\bnon[- ]?pregnant\b|\bnot pregnant\b", "nonpregnant"),
        (r"\bprior to\b|\bahead of\b|\bin advance of\b", "before"),
        (r"\bfollowed by\b|\bafter (?:that|which)\b|\band then\b|, then\b", "then"),
        (r"\b(?:following|once)(?= (?:the|an?|it|he|she|they|resus\w+)\b)|\bsubsequent to\b", "after"),  # noqa: E501
        (r"\bonce(?= [\w ]{1,40}\b(?:has|have|is|are)\b)", "after"),
        (r"\bby mouth\b|\bPO\b|\borally\b", "oral"),
        (r"\bi\.?v\.?\b|\binto (?:a|the) veins?\b|\bby vein\b", "intravenous"),
        (r"\bI\.?M\.?\b(?! [a-z]+ing)|\binto (?:a|the) muscles?\b", "intramuscular"),
        (r"\bs\.c\.|\bSC\b|\bunder the skin\b", "subcutaneous"),
        (r"\b(?:both sides|both)(?= (?:ears|eyes|kidneys|sides|testes))", "bilateral"),
        (r"\b(?:the )?(?:same|affected) side\b", "ipsilateral"),
        (r"\b(?:the )?(?:other|opposite) side\b", "contralateral"),
        (r"\bat (?:once|first presentation)\b|\bright away\b|\bstraight away\b|\bwithout delay\b",
         "immediately"),
        (r"\bblood sugar\b|\bsugar level\b", "glucose"),
        (r"\b(?:plain|chest|x-ray) films?\b|\bx-?rays?\b|\bplain films?\b", "radiograph"),
        (r"\bat least one\b", "any"),
        (r"\bas (\w+) as possible\b|\b(?:wherever|whenever|where|if) possible\b", r"as \1 as feasible"),  # noqa: E501
        (r"\bnot (appropriate|suitable|necessary|needed)\b", "unnecessary"),
        (r"\bgo(?:es)? home\b|\bsent home\b", "discharged"),
        (r"\bby (?:a )?camera test\b|\bcamera test\b", "endoscopy"),
        (r"\bmore than once\b", "repeatedly"),
    )
)  # fmt: skip

NEGATIVE = frozenset(
    "not no never none neither nor avoid avoids avoided avoiding avoidance against contraindicated"
    " contraindication contraindications unnecessary inappropriate withheld withhold withholds"
    " withholding omit omits omitted skip skipped absent forbidden refuse refused refuses unsuitable"  # noqa: E501
    " unhelpful needless useless ineffective inadvisable discourage discouraged discourages prohibited"  # noqa: E501
    " fails failed fail".split()
)
LOCAL = frozenset("without ratherthan except non".split())
ONLY = frozenset(
    "only solely exclusively unless except reserve reserved reserves limited restricted restrict".split()  # noqa: E501
)
OPTION = frozenset(
    "may might could can consider considers considered considering consideration allow allows allowed"  # noqa: E501
    " optional option possible possibly permit permits permitted accept accepts accepted acceptable".split()  # noqa: E501
)
_OPENS = frozenset(
    "but because when if unless although though while whereas since provided except until who which"
    " whom where so as before after then".split()
)
CONDITION = frozenset("if when unless where until while whenever".split())
_ENDS_LOCAL = frozenset(
    "in for at with by during is are was were has have should may can does do exclude excludes"
    " suggest suggests mean means favour favours favor favors indicate indicates".split()
)
_FRONTED = frozenset(
    "in for with at during on among of by under over within from to since according".split()
)
# After "can": what happens, and not what anyone chooses.
HAPPENS = frozenset(
    "arise cause damage delay happen harm help increase lead lower mimic occur persist raise reduce"
    " resemble".split()
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
    possible: bool  # an option only as in "can cause", not as in "can be given"
    only: bool


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
    clauses = tuple(_clauses(tokens))
    words = tuple(w for c in clauses for w in c.words)
    lowered = tuple(token.casefold() for token, _ in tokens)
    return Parsed(masked, words, clauses, tuple(amounts), lowered)


def plain_phrases(text: str) -> str:
    """`text` with its numbers and the phrases that matter in one spelling."""
    for pattern, to in _PHRASES:
        text = pattern.sub(to, text)
    return plain_numbers(text)


def _clauses(tokens: list[tuple[str, int]]) -> Iterator[Clause]:
    """The runs of words; a comma ends one only before or after a word that opens a clause."""
    run: list[tuple[str, int]] = []
    held: list[tuple[str, int]] = []  # what stands around parentheses
    local, fresh = False, True  # fresh: nothing but punctuation stands before the run
    for (token, at), (following, _) in zip(tokens, (*tokens[1:], ("", 0)), strict=False):
        low = token.casefold()
        if low in "()" or low in LOCAL:
            yield from _clause([] if low == "(" else run, local)
            held, run = (run, []) if low == "(" else ([], held if low == ")" else [(token, at)])
            local, fresh = low in LOCAL, False
        elif local and len(run) == 1 and low in _OPENS:
            continue
        elif low in _OPENS or _stops(low, following, run, fresh) or (local and _leaves(low, run)):
            yield from _clause(run, local, topic=low == ":" or (fresh and _fronted(low, run)))
            run, local, fresh = [(token, at)] if low[0].isalnum() else [], False, low in ";:"
        elif low[0].isalnum():
            run.append((token, at))
    yield from _clause(run, local)


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
    option = any(_option(lowered, i) for i in range(len(lowered))) and HARD.isdisjoint(lowered)
    if words or negatives or not ONLY.isdisjoint(lowered):
        yield Clause(
            words,
            bool(lowered) and lowered[0] in CONDITION,
            topic,
            local,
            negatives % 2 == 1,
            option,
            option and not any(_choice(lowered, i) for i in range(len(lowered))),
            not ONLY.isdisjoint(lowered),
        )


def _option(lowered: list[str], i: int) -> bool:
    refused = lowered[i] in ("can", "could") and lowered[i + 1 : i + 2] == ["not"]
    return lowered[i] in OPTION and not refused


def _choice(lowered: list[str], i: int) -> bool:
    """Whether a word leaves something to be chosen; "can cause" and "can be a cyst" do not."""
    if lowered[i] not in ("can", "could", "may", "might"):
        return _option(lowered, i)
    be = "be" in lowered[i + 1 : i + 3]
    done = any(w.endswith(("ed", "en", "done", "put", "cut")) for w in lowered[i + 2 : i + 5])
    happens = HAPPENS & set(lowered[i + 1 : i + 3])
    return _option(lowered, i) and not happens and (done or not be)
