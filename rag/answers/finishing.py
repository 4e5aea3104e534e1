"""The last touch on an answer: what it takes for granted of a patient, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.assuming import assumption
from rag.answers.doses import not_calculated
from rag.answers.premises import unchecked
from rag.answers.suggesting import with_suggestions
from rag.search.followup import Turn
from rag.search.index import Index


def finished(answer: Answer, index: Index, history: Sequence[Turn]) -> Answer:
    """The answer with the notices that its question and history call for, and follow-ups."""
    before = [t.question for t in history]
    found = [not_calculated(answer.question, before)]
    if answer.citations:
        known = any(n.kind == "premise" for n in answer.notices)
        found.append(None if known else unchecked(answer.question))
        slug = answer.citations[0].article
        said = (answer.question, *before)
        found.append(assumption(slug, index, said, answer.resolved_question, answer.context))
    notices = (*answer.notices, *(n for n in found if n))
    return with_suggestions(replace(answer, notices=notices), index, history)
