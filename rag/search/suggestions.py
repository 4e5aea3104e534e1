"""The follow-ups that an index may offer: proved before it is published, and kept with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rag.search.index import Index

FILE = "suggestions.json"


class Suggestion(NamedTuple):
    """A follow-up that an article names and that the index answers from it."""

    article: str
    ask: str
    cited: tuple[str, ...]  # the passages that its answer cites, first to last


class RefusedAsk(NamedTuple):
    """A follow-up that an article names and that is not offered, with the reason."""

    article: str
    ask: str
    reason: str


class Suggestions(NamedTuple):
    """What was proved of an index's articles."""

    verified: tuple[Suggestion, ...] = ()
    refused: tuple[RefusedAsk, ...] = ()

    @property
    def of(self) -> dict[str, list[Suggestion]]:
        """The verified follow-ups by article, in the order in which it names them."""
        found: dict[str, list[Suggestion]] = {}
        for one in self.verified:
            found.setdefault(one.article, []).append(one)
        return found


class Prover(Protocol):
    """Proves the follow-ups of an index that is not published yet."""

    @property
    def fingerprint(self) -> str:
        """What the proof rests on beside the index; where it changes, it is made again."""

    def __call__(self, index: Index) -> Suggestions:
        """The follow-ups of the index's articles, proved."""


def write_suggestions(folder: Path, found: Suggestions) -> None:
    """Writes them into a build."""
    record = {"verified": found.verified, "refused": found.refused}
    (folder / FILE).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")


def read_suggestions(folder: Path, files: Iterable[str]) -> Suggestions:
    """Those of a build; none where its manifest (`files`) names none, whatever lies there.

    Raises OSError, ValueError, KeyError or TypeError for a file that cannot be read.
    """
    if FILE not in files:
        return Suggestions()
    record = json.loads((folder / FILE).read_text("utf-8"))
    return Suggestions(
        tuple(Suggestion(a, ask, tuple(cited)) for a, ask, cited in record["verified"]),
        tuple(RefusedAsk(*row) for row in record["refused"]),
    )
