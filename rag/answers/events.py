"""What happens in an emergency, by the names that articles have for it.

Who types in front of a patient says what is seen ("fitting", "not rousable"); guidelines speak of
seizures and of mental status. A question that tells of an emergency is searched with both, and is
judged by those names, by the conditions that it names, and by what it asks for: the rest is story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rag.answers.emergencies import plain
from rag.search.followup import Query
from rag.search.lexicon import Lexicon
from rag.text import content_tokens, unique

Kind = Literal["event", "self-harm"]
_PREGNANT = r"(?:/40|pregnan|gestation|postpartum|postnatal)"
# Forms of words, in small letters and without apostrophes, and the names of what they tell of.
_NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), name)
    for form, name in (
        (r"\b(?:fitting|fits?|convuls\w+|seizing|tonic[ -]clonic|in status)\b(?! for\b)",
         "seizure"),
        (r"\b(?:rous\w+|unconscious|unresponsive|wont wake|passed out|obtunded|gcs [3-9])\b"
         r"|\b(?:un|not )a?rous\w+", "altered mental status"),
        (r"\b(?:no (?:pulse|output|signs of life)|pulseless|(?:losing|lost) \w* ?(?:output|pulse)"
         r"|arrest\w*|cpr|compressions|asystole)\b", "cardiac arrest"),
        (r"\b(?:stopped|not|isnt|no) (?:\w+ )?breath\w*|\bapno?e\w+|\bno resp\w* effort", "apnoea"),
        (r"\b(?:blue|purple|cyanos\w+|dusky)\b", "central cyanosis"),
        (r"\bvomiting (?:\w+ ){0,3}blood\b|\bblood(?:y)? vomit|\bha?ematemesis\b",
         "upper gastrointestinal bleeding"),
        (r"\b(?:lips?|tongue|throat|face)\b.{0,30}\b(?:swell\w+|swollen|closing)\b"
         r"|\b(?:swell\w+|swollen) (?:lips?|tongue|throat|face)\b"
         r"|\b(?:stung|sting|wasp|bee|pea-?nuts?|nuts?|antibiotics?|penicillin|contrast)\b.{0,80}"
         r"\b(?:stridor|wheez\w*|hives|bp|swollen|collapsed)\b", "anaphylaxis"),
        (r"\b(?:face|facial|mouth)\b.{0,12}\b(?:droop\w*|dropp?ed)\b"
         r"|\b(?:floppy|weak|limp|numb) (?:down |on )?(?:\w+ )?(?:left|right|one|l|r) side\b",
         "acute ischaemic stroke"),
        (r"\b(?:fell|fallen|dropped) (?:off|down|out|from (?!\d))"
         r"|\b(?:after|had|from) (?:a )?fall\b|\bhead (?:knock|bang)\b", "head injury"),
        (rf"\beclamptic\b|{_PREGNANT}.{{0,80}}\b(?:fitting|seiz|convuls)"
         rf"|\b(?:fitting|seiz\w+|convuls\w+)\b.{{0,80}}{_PREGNANT}", "eclampsia"),
        (r"\bpupils? (?:is |has |are )?(?:blown|fixed|dilated)\b|\bblown (?:\w+ )?pupil",
         "raised intracranial pressure, cerebral oedema"),
        (r"\b(?:bp|systolic) (?:\d{2}\b|unrecordable)|\b(?:mottled|clammy)\b"
         r"|\bgoing gr[ea]y\b", "hypotension"),
        (r"\b(?:swallow\w+|overdose\w*)\b|\b(?:empty|whole|took|taken) (?:\w+ ){0,3}"
         r"(?:box|bottle|strips?|packet)\b", "overdose, poisoning"),
        (r"\b(?:k|potassium) ?(?:of |is )?(?:6\.[5-9]|(?:[7-9]|1[0-2])(?:\.\d)?)\b",
         "severe hyperkalaemia"),
        (r"\b(?:sine wave|broad complex\w*|peaked t|qrs)\b", "ECG changes"),
        (r"\b(?:glucose|bm|sugar) ?(?:of |is )?[01]\.\d\b", "severe hypoglycaemia"),
        (r"\bbleeding (?:out|heavily|everywhere)\b|\bblood everywhere\b|\bexsanguinat\w+",
         "massive bleeding"),
    )
)  # fmt: skip
_SELF_HARM = "depression with risk of suicide"
_WANTED = {"event": "treated at once", "self-harm": "urgent referral"}  # where nothing is asked
_ASKS = re.compile(r"\b(?:dose|which|what|how|when|who|where|should|can|do)\b", re.I)
_CLAUSE = re.compile(r"[^.,;:?!]+")


def with_names(question: str, kind: Kind) -> str:
    """A question that tells of an emergency, and behind it the names of what it tells of."""
    named = names(question, kind)
    return f"{question.rstrip('?. ')} ({', '.join(named)})" if named else question


def names(question: str, kind: Kind) -> tuple[str, ...]:
    """The names of what a question tells of; not those that stand in it."""
    line = plain(question)
    found = (name for form, name in _NAMES if form.search(line))
    told = (_SELF_HARM,) if kind == "self-harm" else found
    return tuple(name for name in told if name not in line)


def as_emergency(query: Query, question: str, kind: Kind, lexicon: Lexicon) -> Query:
    """A query read from `with_names`: one question, judged without its story."""
    asked = " ".join(_asked(question)) or _WANTED[kind]
    own = ", ".join([*names(question, kind), *unique(_conditions(question, lexicon)), asked])
    return query._replace(typed=question, own=own, parts=())


def _conditions(question: str, lexicon: Lexicon) -> Iterator[str]:
    """The words that name what some article is about, under any of their names."""
    for token in content_tokens(lexicon.mended(question)):
        if lexicon.names_subject(lexicon.glossary.expand([token.stem])):
            yield token.text


def _asked(question: str) -> Iterator[str]:
    """The words of the clauses that ask for something."""
    for clause in _CLAUSE.findall(question):
        if _ASKS.search(clause):
            yield from (t.text for t in content_tokens(clause))
