"""A follow-up without patient identifiers: what is searched, kept, logged and sent."""

from __future__ import annotations

from dataclasses import replace

from rag.answers.answer import Answer, Notice
from rag.answers.identifiers import SAID, find_identifiers, remove, removed
from rag.answers.making import FollowUp
from rag.answers.screening import MAX_CHARS, cleaned
from rag.search.followup import Turn


def unidentified(follow_up: FollowUp) -> FollowUp:
    """The follow-up with placeholders for the identifiers of its question and of its history.

    As it is where a person has said that what looks like identifiers is none.
    """
    if follow_up.identifiers_allowed:
        return follow_up
    history = tuple(_unidentified_turn(turn) for turn in follow_up.history)
    return replace(follow_up, question=without_identifiers(follow_up.question), history=history)


def without_identifiers(text: str) -> str:
    """`text` with placeholders for its identifiers, and still too long where it was."""
    head = cleaned(text[: MAX_CHARS + 1])  # a hidden character would hide what it stands in
    found = find_identifiers(head)
    if not found:
        return text
    room = MAX_CHARS + 1 if len(text) > MAX_CHARS else 0
    return remove(head, found).ljust(room)


def _unidentified_turn(turn: Turn) -> Turn:
    return turn._replace(
        question=without_identifiers(turn.question),
        resolved=without_identifiers(turn.resolved),
        base=without_identifiers(turn.base),
        subject=without_identifiers(turn.subject),
    )


def told(answer: Answer) -> Answer:
    """The answer, with a notice where its question has placeholders for identifiers."""
    kinds = [SAID[kind] for kind in removed(answer.question)]
    if not kinds:
        return answer
    said = " and ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    text = f"Taken out before anything was searched or kept: what looked like {said}."
    notices = (Notice("identifiers-removed", text), *answer.notices)
    return replace(answer, notices=notices)
