"""What a follow-up is read from, and what it is read as: the records of rag.search.followup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.search.carrying import Carrier
from rag.search.lexicon import Lexicon

LONGEST = 400  # characters of a question that is asked again with something put to it
OFFERED = 3  # follow-ups that are offered with an answer


class Turn(NamedTuple):
    """An earlier turn of a conversation, as much of it as a follow-up may need."""

    question: str  # as typed
    resolved: str  # as searched
    base: str  # the last whole question that this turn belongs to
    subject: str
    article: str  # the slug of the article open at the time, "" for none
    answer: str
    cited: tuple[str, ...]  # passage ids
    offered: tuple[str, ...] = ()  # the follow-ups that were shown with the answer
    findings: tuple[str, ...] = ()  # what had been told of the patient, oldest first


class Query(NamedTuple):
    """A question made ready for the search."""

    typed: str
    own: str  # what the question itself says, typing errors mended; what is judged as asked for
    resolved: str  # as searched and shown
    base: str
    subject: str  # carried, or its own
    added: tuple[str, ...]  # the content words of `resolved` that were not typed
    article: str  # the open article's slug, "" for none
    cited: tuple[str, ...]  # passages that the last turn cited
    unclear: str = ""  # why it cannot be searched; "" where it can
    parts: tuple[Query, ...] = ()  # the questions of a line that asks several
    findings: tuple[str, ...] = ()  # what has been told of the patient, oldest first
    tells: bool = False  # something of the patient: the conversation is then on what answers it
    otherwise: tuple[Query, ...] = ()  # what to ask, in order, where this finds nothing


class Context(NamedTuple):
    """A question with all that it may lean on."""

    own: str  # the question, typing errors mended
    history: Sequence[Turn]  # oldest first
    lending: Sequence[Turn]  # those of them that may lend a subject
    last: Turn | None  # the last turn, if it may
    subject: str  # the running one, "" for none
    base: str  # the last whole question, "" for none
    opened: tuple[str, str]  # subject and base that the open article alone gives
    lexicon: Lexicon
    carrier: Carrier | None  # None for the shipped one
    findings: tuple[str, ...] = ()  # what has been told of the patient
    missed: str = ""  # what the last question was about, where the corpus does not hold it

    @property
    def again(self) -> str:
        """The question that was answered last, to be asked again, without its question mark.

        Of a turn without an answer only the whole question before it: its own may have been
        refused, and what was refused is never asked again.
        """
        last = self.last
        answered = last is not None and last.cited and len(last.resolved) <= LONGEST
        return (last.resolved if last and answered else self.base).rstrip("?. ")


class Reading(NamedTuple):
    """How a question is read: what of a Query its case decides."""

    resolved: str
    own: str
    base: str
    subject: str
    unclear: str = ""
    cited: tuple[str, ...] | None = None  # None for what the turn before cited
    findings: tuple[str, ...] | None = None  # None for those that the context holds
    tells: bool = False
    otherwise: tuple[str, ...] = ()
