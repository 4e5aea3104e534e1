"""A language model as answerer: it selects sentences or writes statements, and each is checked.

Both ways are read alike: a statement at a time, of which only what passes is heard. At most MOST
are heard, and one is let out once so many have passed that what may still come cannot make more
than half of them fail; so nothing that was let out is ever taken back. Where the first statement
fails, or more than half of them, nothing is let out and the answer is quoted without the model. A
model that dies leaves what was let out before.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Literal, NamedTuple

from rag.answers.models import pieces
from rag.answers.offering import Offer, as_data
from rag.answers.prompts import FOR_READER, NONE, SELECT, SELECTION, STATEMENT, WRITE
from rag.answers.replies import Draft, ModelFailedError, NothingAnswersError, drafts
from rag.settings import Way

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST = 4
SURE = MOST - MOST // 2  # so many that passed cannot be outvoted any more

# What drafts an answer: a language model, or any other function of an offer.
Drafter = Callable[[Offer], Generator[Draft, None, None]]
# Why a draft may not be shown, "" where it may; `first` is asked more of: it answers the question.
Check = Callable[[Draft, bool], str]
Outcome = Literal["done", "none", "stopped", "failed"]


class Heard(NamedTuple):
    """What was drafted: the statements that passed, the number that did not, and how it ended.

    `done`; `none` where the model says that nothing answers; `stopped` where it died after some
    had been let out; `failed` where the answer is to be made without it, and `drafts` is empty.
    """

    outcome: Outcome
    drafts: tuple[Draft, ...]
    withheld: int


class ModelDrafter:
    """Drafts answers by a chat model, in one of the two ways."""

    def __init__(self, model: BaseChatModel, way: Way, seconds: float) -> None:
        self._model, self._way, self._seconds = model, way, seconds

    def __call__(self, offer: Offer) -> Generator[Draft, None, None]:
        """The statements of the model's reply. Raises as `drafts` and `pieces` do."""
        written = self._way == "write"
        system = f"{WRITE} {FOR_READER[offer.reader]}" if written else SELECT
        data = as_data(offer, STATEMENT if written else SELECTION, NONE)
        messages = [("system", system), ("human", data)]
        with closing(pieces(self._model, messages, self._seconds)) as reply:
            yield from drafts(reply, written)


def hear(drafted: Generator[Draft, None, None], check: Check) -> Generator[Draft, None, Heard]:
    """The drafts that passed, each when it may be let out; returns what was Heard."""
    passed: list[Draft] = []
    withheld = 0
    with closing(drafted):
        try:
            for draft in _new(drafted):
                if check(draft, not passed):
                    withheld += 1
                else:
                    passed.append(draft)
                    yield from passed if len(passed) == SURE else passed[SURE:][-1:]
                if _settled(len(passed), withheld):
                    break
        except NothingAnswersError:
            if not passed:
                return Heard("none", (), withheld)
        except ModelFailedError:
            stands = len(passed) >= SURE
            return Heard("stopped", tuple(passed), withheld) if stands else _failed(withheld)
    if not passed or withheld > len(passed):
        return _failed(withheld)
    yield from passed if len(passed) < SURE else ()
    return Heard("done", tuple(passed), withheld)


def _new(drafted: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts without those that repeat another."""
    seen = set()
    for draft in drafted:
        key = draft.text.casefold() or draft.numbers
        if not draft.numbers or key not in seen:
            seen.add(key)
            yield draft


def _settled(passed: int, withheld: int) -> bool:
    """Whether no further statement is wanted: the first failed, or MOST are heard."""
    return not passed or passed + withheld == MOST


def _failed(withheld: int) -> Heard:
    return Heard("failed", (), withheld)
