"""A word of the sentences exchanged for a rival one, in the midst of the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources
from rag.answers.vocabulary import MARKS
from rag.text import STOP_WORDS, stem

# Words of one line exclude each other where one stands in the other's place; "|" as in `MARKS`.
_RIVALS = """
must require required requires mandatory demands | may might can could considered permits allows permitted | should advises recommends recommended
before | after
until | after
never | always | sometimes
with | without
"""  # noqa: E501
REACH = 4  # words on one side among which one has to be more than grammar


class _Place(NamedTuple):
    """A word, with the words next to it, and those on each side up to one that is not grammar."""

    word: str
    before: str
    after: str
    left: tuple[str, ...]
    right: tuple[str, ...]


def exchanged(claim: Parsed, sources: Sources) -> str:
    """A word that stands where a sentence has its rival; "" for none."""
    given = [place for parsed in sources.parsed for place in _places(parsed.tokens)]
    for said in _places(claim.tokens):
        there = [place for place in given if _same_place(said, place)]
        same = any(place.word == said.word for place in there)
        if not same and any(_rivals(said.word, place.word) for place in there):
            return f"says “{said.word}” where the sentences that it cites say something else"
    return ""


def _places(tokens: Sequence[str]) -> Iterator[_Place]:
    """Of each word that has rivals, where it stands."""
    for i, token in enumerate(tokens):
        if _says(token):
            before, after = tokens[max(0, i - REACH) : i][::-1], tokens[i + 1 : i + 1 + REACH]
            left, right = _upto_content(before), _upto_content(after)
            yield _Place(token, *(side[0] if side else "" for side in (before, after)), left, right)


def _upto_content(side: Sequence[str]) -> tuple[str, ...]:
    """The words of a side up to the first that is not grammar; none where all of them are."""
    end = next((i for i, t in enumerate(side) if t.isalpha() and t not in STOP_WORDS), -1)
    return tuple(side[: end + 1])


def _same_place(one: _Place, other: _Place) -> bool:
    beside = one.before == other.before and one.after == other.after
    return beside and (bool(one.left) and one.left == other.left or _right(one, other))


def _right(one: _Place, other: _Place) -> bool:
    return bool(one.right) and one.right == other.right


_GROUPS = {
    word: frozenset({(family, number)})
    for family, line in enumerate(_RIVALS.strip().splitlines())
    for number, group in enumerate(line.split("|"))
    for word in group.split()
}


def _says(word: str) -> frozenset[tuple[str | int, int]]:
    return frozenset((*MARKS.get(stem(word), ()), *_GROUPS.get(word, ())))


def _rivals(word: str, other: str) -> bool:
    """Whether two words have a family in common, and no group."""
    said, there = _says(word), _says(other)
    families = {family for family, _ in said} & {family for family, _ in there}
    return bool(families) and said.isdisjoint(there)
