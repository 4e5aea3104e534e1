"""Screening: what comes from a user is bounded and cleaned before anything reads it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rag.answers.answer import Reason
from rag.answers.emergencies import seeks_means

MAX_CHARS = 2000
MAX_TURNS = 50
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# These stand inside words, so they are taken out: soft hyphen, zero width, "bidi".
_HIDDEN = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_INSTRUCTION = re.compile(
    # Clinicians ask "can I ignore the previous ultrasound?" and "may we override the Ottawa rule?"
    r"\b(?:ignore|forget|disregard|override)\b.{0,40}"
    r"\b(?:instructions?|prompts?|(?:your|the|all|any|these|previous|safety) rules)\b"
    r"|\b(?:ignore|forget|disregard) (?:all |everything |anything )?(?:of )?(?:the )?"
    r"(?:above|previous)(?: and\b|[.,;:!]|$)"
    r"|\b(?:without|drop|omit|remove|skip|leave out)\b.{0,20}\bdisclaimers?\b"
    r"|\b(?:ignore|forget|disregard)\b.{0,20}\b(?:articles|sources|corpus)\b.{0,20}\b(?:tell|say|answer)\b"
    r"|\bsystem prompt\b|\bpretend (?:to be|you are)\b|\bjailbreak\b",
    re.I | re.S,
)

# What an article says to the program that reads it, or to draw its readers elsewhere.
_PLANTED = re.compile(
    r"^(?:system|assistant|developer)\b\s?[:,]"
    r"|\b(?:messages?|notes?|instructions?|prompts?) (?:to|for) (?:the |all |any )?"
    r"(?:AI\b|assistants?\b|chat ?bots?\b|(?:large )?language models?\b)"
    r"|\b(?:assistant|chat ?bot|language model|you,? the model),? (?:must|shall|has to|have to)\b"
    r"|https?://|\bwww\.",
    re.I,
)

_PERSON = (
    r"(?:my |his |her |the |an? |some(?=one|body))(?:\w+ )?"
    r"(?:one|body|wife|husband|partner|mother|father|mum|mom|dad|boss|neighbou?r|ex|girlfriend"
    r"|boyfriend|person|man|woman|grand\w+|roommate|colleague)\b|people\b|him\b|her\b|them\b"
)
_HARMFUL = re.compile(
    r"\bhow (?:do|can|could|would|should|to)\b.{0,20}\b(?:poison\b(?! (?:ivy|oak))"
    rf"|(?:kill|murder|smother|suffocate) (?:{_PERSON}))"
    r"|\b(?:lethal|fatal|deadly)\b.{0,80}\b(?:to (?:kill|end|murder)|end (?:a|his|her|someone))"
    r"|\b(?:how (?:much|many)|what dose|which drug|what drug)\b.{0,60}"
    rf"\b(?:to|would|will) (?:kill|murder) (?:{_PERSON})"
    r"|\b(?:undetect\w+|untrac\w+)\b.{0,40}\b(?:poison|overdose|kill|murder)"
    r"|\b(?:poison|overdose|kill|murder)\w*\b.{0,60}\b(?:undetect\w+|untrac\w+|autopsy"
    r"|(?:being|getting) (?:caught|found out|detected)|without (?:a )?trace)"
    r"|\b(?:drug|sedate|dose|medicate|spike)\b.{0,60}\bwithout (?:her|him|them|anyone|anybody)"
    r" (?:knowing|noticing)"
    r"|\b(?:forg(?:e|ing)|fak(?:e|ing)|counterfeit|falsify)\b.{0,30}"
    r"\b(?:prescriptions?|scripts?|sick notes?|certificates?|medical records?)\b"
    r"|\b(?:make|cook|synthesi[sz]e|brew)\b.{0,20}\b(?:meth(?!-)|methamphetamine|heroin|ricin|sarin"
    r"|mdma|nerve agents?|bombs?)\b",
    re.I | re.S,
)
_ANOTHER_TASK = re.compile(
    r"\b(?:write|compose|tell|sing|draw|draft)\b.{0,30}"
    r"\b(?:poem|jokes?|songs?|story|haiku|limerick|essay|novel|code|script|program)\b"
    r"|\bweather (?:forecast|today|tomorrow|in|like)\b|\bcapital (?:city )?of [A-Z]?\w+"
    r"|\b(?:stock|share|bitcoin|house) prices?\b|\b(?:football|cricket|basketball) (?:score|match)"
    r"|\bwho (?:won(?!['’]?t)|will win)\b|\brecipe for\b"
    r"|\btranslate\b.{0,60}\b(?:in)?to [A-Z]?[a-z]+(?:ese|ish|an|ch)\b",
    re.I | re.S,
)
HARM = "Sequitur does not help to harm anyone; it answers questions on the care of patients."
ALONE = "Sequitur cannot help with that; please talk to someone now, you do not have to be alone."
ELSEWHERE = "Sequitur answers clinical questions from its guideline articles, and not this one."


class Screened(NamedTuple):
    """A question fit to be read, or the reason why it is not answered and the gap to say so."""

    question: str
    reason: Reason | None
    gap: str | None


def cleaned(text: str) -> str:
    """`text` without control and hidden characters and outer space, each space one."""
    return re.sub(r"\s+", " ", _HIDDEN.sub("", _CONTROL.sub(" ", text))).strip()


@lru_cache(maxsize=16_384)
def planted(sentence: str) -> bool:
    """Whether a sentence of an article is an order to a program, or an address: never quoted.

    Kept for each sentence, for articles do not change between questions.
    """
    return bool(_INSTRUCTION.search(sentence) or _PLANTED.search(sentence))


def screen(question: str) -> Screened:
    """The question without control and hidden characters and outer space, or why it is refused."""
    clean = cleaned(question[: MAX_CHARS + 1])
    if len(question) > MAX_CHARS:
        gap = f"The question is longer than {MAX_CHARS} characters; ask it in fewer words."
        return Screened(clean[:200], "unsafe-input", gap)
    if not any(c.isalnum() for c in clean):
        return Screened(clean, "unclear", "There is no question to answer.")
    if _INSTRUCTION.search(clean):
        gap = (
            "This is an instruction, not a question; it is not carried out. Ask only the question."
        )
        return Screened(clean, "unsafe-input", gap)
    if seeks_means(clean):
        return Screened(clean, "unsafe-input", ALONE)
    if _HARMFUL.search(clean):
        return Screened(clean, "unsafe-input", HARM)
    if _ANOTHER_TASK.search(clean):
        return Screened(clean, "out-of-scope", ELSEWHERE)
    return Screened(clean, None, None)
