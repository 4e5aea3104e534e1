"""Answers: what is said and what it rests on. An Answer that breaks a rule cannot be built."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from rag.search.followup import Turn

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Reader = Literal["clinician", "student", "patient"]
READERS: tuple[Reader, ...] = ("clinician", "student", "patient")
Reason = Literal["not-in-corpus", "out-of-scope", "unclear", "emergency", "unsafe-input", "error"]

_PROFESSIONAL = (
    "For healthcare professionals. Sequitur supports clinical judgement and does not replace it. "
    "Verify what it quotes against the primary literature, the guidelines themselves and current "
    "standards of practice before acting on it. {review} "
    "Responsibility for decisions about a patient stays with the treating clinician."
)
_PATIENT = (
    "Written for healthcare professionals; not advice about your own care. Sequitur does not "
    "replace the judgement of your doctor or nurse: talk to them before you act on anything here. "
    "They should check it against the original research, the guidelines and current standards. "
    "{review}"
)
_NOT_REVIEWED = "No clinician has reviewed these articles."
DISCLAIMER: dict[str, str] = {
    "clinician": _PROFESSIONAL.format(review=_NOT_REVIEWED),
    "student": _PROFESSIONAL.format(review=_NOT_REVIEWED),
    "patient": _PATIENT.format(review=_NOT_REVIEWED),
}


@dataclass(frozen=True)
class CitedSentence:
    """A sentence of a cited passage that a statement rests on."""

    id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class CitedReference:
    """A reference of the article behind a cited sentence."""

    number: int
    kind: str
    title: str
    source: str
    year: int
    primary: bool
    consulted: str
    edition: str = ""
    url: str = ""
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True)
class Citation:
    """A passage that an answer cites, with the article's own references behind its sentences."""

    number: int
    article: str
    title: str
    section: tuple[str, ...]
    passage_id: str
    passage: str
    sentences: tuple[CitedSentence, ...]
    references: tuple[CitedReference, ...]
    status: str
    updated: str
    version: str
    label: str = ""  # a short name of the article


@dataclass(frozen=True)
class Side:
    """Marks a statement as one side, or the limit of one side, of a recorded difference.

    A statement that `answers` the question itself stands among the answer's own sentences too.
    """

    question: str
    label: str
    body: str
    population: str
    answers: bool = False

    @property
    def said(self) -> str:
        """The side in a few words: what, who says it, for whom."""
        return f"{self.label} ({self.body}; for {self.population})" if self.body else self.label


@dataclass(frozen=True)
class Statement:
    """A sentence of an answer: its text, and the sentences that it rests on."""

    text: str
    citations: tuple[int, ...]
    sentences: tuple[str, ...]
    support: Literal["quoted", "supported"] = "quoted"
    side: Side | None = None


@dataclass(frozen=True)
class Notice:
    """Something that the reader has to know of an answer."""

    kind: str
    text: str


@dataclass(frozen=True)
class Near:
    """A passage that comes near a question without answering it."""

    article: str
    title: str
    section: tuple[str, ...]
    passage_id: str
    label: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    Raises ValueError when it is built without its disclaimer; unabstained without a statement, a
    citation, or a number or sentence that a statement names; abstained with any of them or without
    a reason and a gap; or where a quoted statement differs from the sentences that it quotes.
    """

    question: str
    resolved_question: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    reason: Reason | None = None
    gap: str | None = None
    nearest: tuple[Near, ...] = ()
    suggestions: tuple[str, ...] = ()
    withheld: int = 0  # statements of a language model that did not pass
    glosses: dict[str, str] = field(default_factory=dict)  # term of a statement: plain words
    answerer: str = "quote"
    corpus_version: str = ""
    reader: Reader = "clinician"
    added: tuple[str, ...] = ()
    base: str = ""
    subject: str = ""
    context: str = ""  # the slug of the article that the question was asked in
    timings_ms: dict[str, float] = field(default_factory=dict)
    disclaimer: str = ""

    def __post_init__(self) -> None:
        if self.reader not in DISCLAIMER or self.disclaimer != DISCLAIMER[self.reader]:
            raise ValueError("an answer carries the whole disclaimer of its reader")
        if self.abstained:
            if self.statements or self.citations or not self.gap:
                raise ValueError("an abstention states and cites nothing, and names its gap")
            return
        if not self.statements or not self.citations:
            raise ValueError("an answer has a statement and a citation; without them it abstains")
        for statement in self.statements:
            self._check(statement)

    def _check(self, statement: Statement) -> None:
        cited = [c for c in self.citations if c.number in statement.citations]
        texts = {s.id: s.text for c in cited for s in c.sentences}
        if {c.number for c in cited} != set(statement.citations):
            raise ValueError("a statement cites a number that the answer does not hold")
        if not statement.sentences or not texts.keys() >= set(statement.sentences):
            raise ValueError("a statement rests on sentences of its own citations")
        for citation in cited:
            if any(citation.passage[s.start : s.end] != s.text for s in citation.sentences):
                raise ValueError("a cited sentence stands in its passage where it says it does")
        quote = " ".join(texts[i] for i in statement.sentences)
        if statement.support == "quoted" and statement.text != quote:
            raise ValueError("a quoted statement is the sentences that it quotes, word for word")

    @property
    def abstained(self) -> bool:
        """Whether the corpus was found not to answer."""
        return self.reason is not None

    @property
    def text(self) -> str:
        """The statements with their citation numbers, or the gap."""
        if self.abstained:
            return self.gap or ""
        return " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in self.statements)

    @property
    def own(self) -> tuple[Statement, ...]:
        """The statements that answer the question itself."""
        return tuple(s for s in self.statements if s.side is None or s.side.answers)

    @property
    def differences(self) -> dict[str, list[tuple[Side, Statement]]]:
        """The statements that are sides of a difference, by its question."""
        found: dict[str, list[tuple[Side, Statement]]] = {}
        for statement in self.statements:
            if statement.side:
                found.setdefault(statement.side.question, []).append((statement.side, statement))
        return found

    @property
    def turn(self) -> Turn:
        """What the next follow-up may need of this answer."""
        return Turn(
            self.question,
            self.resolved_question,
            self.base,
            self.subject,
            self.context,
            self.text,
            tuple(c.passage_id for c in self.citations),
            self.suggestions,
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as the JSON of the contract."""
        found = asdict(self)
        return {
            "question": found.pop("question"),
            "resolved_question": found.pop("resolved_question"),
            "abstained": self.abstained,
            "reason": found.pop("reason"),
            "text": self.text,
            **found,
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Answer:
        """The answer that `to_dict` gave, also as JSON has it; fields that are not there are empty.

        Raises ValueError for anything else, and for an answer that breaks a rule.
        """
        answer = _adapter().validate_json(json.dumps(found), strict=True)
        if not _holds(answer.to_dict(), found):
            raise ValueError("these are not the fields of an answer")
        return answer


@cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def _holds(whole: Any, part: Any) -> bool:
    """Whether everything that `part` says stands in `whole`."""
    if isinstance(part, Mapping):
        return isinstance(whole, dict) and all(
            key in whole and _holds(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list | tuple):
        same = isinstance(whole, list | tuple) and len(whole) == len(part)
        return same and all(map(_holds, whole, part))
    return bool(whole == part)


def abstain(
    question: str, reason: Reason, gap: str, *, reader: Reader = "clinician", **known: Any
) -> Answer:
    """An abstention with its disclaimer."""
    known.setdefault("resolved_question", question)
    known.setdefault("timings_ms", {"total": 0.0})
    return Answer(
        question=question,
        reason=reason,
        gap=gap,
        reader=reader,
        disclaimer=DISCLAIMER[reader],
        **known,
    )
