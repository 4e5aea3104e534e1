"""A word exchanged for a rival one, or a denial put in or left out, in the midst of the same words.

This is how a copy goes wrong; what is said in other words is for the other checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources
from rag.answers.vocabulary import MARKS
from rag.text import STOP_WORDS, stem

# Words that exclude each other where one stands in the other's place, parted by "|" as in `MARKS`.
_RIVALS = """
must require required requires mandatory demands | may might can could considered permits allows permitted | should advises recommends recommended
before | after
until | after
never | always | sometimes
with | without
"""  # noqa: E501
_DENIALS = frozenset("not no never only without".split())
REACH = 4  # words on one side among which one has to be more than grammar


class _Place(NamedTuple):
    """A word ("" for a gap), and the words on each side up to the first that is not grammar."""

    word: str
    left: tuple[str, ...]  # from the word outwards
    right: tuple[str, ...]


def exchanged(claim: Parsed, sources: Sources) -> str:
    """A word that stands where a sentence has its rival, or a denial that one of both lacks."""
    given = [p for parsed in sources.parsed for p in _places(parsed.tokens, _says)]
    for said in _places(claim.tokens, _says):
        there = [place.word for place in given if _beside(said, place)]
        if said.word not in there and any(_rivals(said.word, word) for word in there):
            return f"says “{said.word}” where the sentences that it cites say something else"
    tokens = [parsed.tokens for parsed in sources.parsed]
    word = next(chain(_denied(claim.tokens, tokens), _left_out(claim.tokens, tokens)), "")
    return f"differs by “{word}” from the sentences that it cites" if word else ""


def _denied(claim: Sequence[str], cited: Sequence[Sequence[str]]) -> Iterator[str]:
    """The denials of the statement of whose words the sentences deny nothing."""
    given = [p for tokens in cited for p in _places(tokens, _DENIALS.__contains__)]
    for said in _places(claim, _DENIALS.__contains__):
        held = any(_around(said, place) for place in given)
        if not held and any(_stand_together(said, tokens) for tokens in cited):
            yield said.word


def _left_out(claim: Sequence[str], cited: Sequence[Sequence[str]]) -> Iterator[str]:
    """The denials of the sentences whose words the statement has without them."""
    said = list(_places(claim, _DENIALS.__contains__))
    for place in (p for tokens in cited for p in _places(tokens, _DENIALS.__contains__)):
        held = any(_around(place, other) for other in said)
        also = any(_stand_together(place, tokens) for tokens in cited)
        if not held and not also and _stand_together(place, claim):
            yield place.word


def _places(tokens: Sequence[str], says: Callable[[str], object]) -> Iterator[_Place]:
    """Of each word that matters, where it stands."""
    for i, token in enumerate(tokens):
        if says(token):
            yield _Place(token, _outwards(tokens[:i][::-1]), _outwards(tokens[i + 1 :]))


def _outwards(side: Sequence[str]) -> tuple[str, ...]:
    """The words of a side up to the first that is not grammar, REACH at most."""
    near = side[:REACH]
    end = next((i for i, t in enumerate(near) if t.isalpha() and t not in STOP_WORDS), REACH)
    return tuple(near[: end + 1])


def _ends_in_content(side: tuple[str, ...]) -> bool:
    return bool(side) and side[-1].isalpha() and side[-1] not in STOP_WORDS


def _beside(one: _Place, other: _Place) -> bool:
    """Whether the words next to both are the same, on one side up to one that is not grammar."""
    next_to = one.left[:1] == other.left[:1] and one.right[:1] == other.right[:1]
    left = one.left == other.left and _ends_in_content(one.left)
    return next_to and (left or (one.right == other.right and _ends_in_content(one.right)))


def _around(one: _Place, other: _Place) -> bool:
    return one.left == other.left and one.right == other.right


def _stand_together(place: _Place, tokens: Sequence[str]) -> bool:
    """Whether the words around a place stand in a text without what stands between them."""
    words = (*place.left[::-1], *place.right)
    whole = _ends_in_content(place.left) and _ends_in_content(place.right)
    n = len(words)
    return whole and any(tuple(tokens[i : i + n]) == words for i in range(len(tokens) - n + 1))


_GROUPS = {
    word: frozenset({(f"rivals {family}", number)})
    for family, line in enumerate(_RIVALS.strip().splitlines())
    for number, group in enumerate(line.split("|"))
    for word in group.split()
}


def _says(word: str) -> frozenset[tuple[str, int]]:
    return MARKS.get(stem(word), frozenset()) | _GROUPS.get(word, frozenset())


def _rivals(word: str, other: str) -> bool:
    """Whether two words have a family in common, and no group."""
    said, there = _says(word), _says(other)
    families = {family for family, _ in said} & {family for family, _ in there}
    return bool(families) and said.isdisjoint(there)
