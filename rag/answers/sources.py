"""What is cited, read once for all checks: its words, their other names, and what explains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.answers.clauses import Parsed, Word, parse
from rag.answers.roots import explained, parts
from rag.answers.terms import DRUG_ENDING, DRUGS
from rag.answers.vocabulary import ALIKE
from rag.articles.glossary import Glossary
from rag.text import content_stems

SHARED_START = 5  # letters that "metastases" and "metastatic" share


class Sources(NamedTuple):
    """What is cited: its sentences, the stems that they hold, and those under any other name."""

    parsed: tuple[Parsed, ...]
    own: frozenset[str]
    known: frozenset[str]  # with the other names of the glossary
    plain: frozenset[str]  # the words that explain them, by the glossary and by their parts
    about: frozenset[str]  # of title, subject and headings, under any name
    glossary: Glossary

    def holds(self, stem: str) -> bool:
        """Whether a sentence has the stem, or a word that says the same."""
        return (
            stem in self.known
            or not ALIKE.get(stem, frozenset()).isdisjoint(self.known)
            or (len(stem) > SHARED_START and any(_one_word(stem, s) for s in self.own))
        )

    def explains(self, word: Word) -> bool:
        """Whether the sentences say in plain words what each part of a medical word says."""
        found = parts(word.text)
        return bool(found) and not any(part.isdisjoint(self.known) for part in found)


def sources_of(cited: Sequence[str], about: str, glossary: Glossary) -> Sources:
    """What the sentences hold, read once for all checks."""
    parsed = tuple(parse(text) for text in cited)
    stems = [w.stem for p in parsed for w in p.words]
    own = frozenset(stems)
    return Sources(
        parsed,
        own,
        frozenset(expanded(stems, glossary)),
        _explained(own, glossary) | explained(w.text for p in parsed for w in p.words),
        frozenset(expanded([w.stem for w in parse(about).words], glossary)),
        glossary,
    )


def expanded(stems: Iterable[str], glossary: Glossary) -> set[str]:
    """The stems, with those of the other names; a name with "non" says what something is not."""
    present = list(stems)
    others = (names for found in glossary.alike(present).values() for names in found)
    return {*present, *(s for names in others if "non" not in names for s in names)}


def _explained(present: frozenset[str], glossary: Glossary) -> frozenset[str]:
    """The plain words of what the stems name."""
    names = _names(glossary)
    return frozenset(
        word
        for stem in present
        for name, plain in names.get(stem, ())
        if name <= present
        for word in plain
    )


@lru_cache(maxsize=4)
def _names(glossary: Glossary) -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Of each first stem of a name, the name's stems and those of its plain words."""
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for term in glossary.terms:
        plain = frozenset(content_stems(term.plain))
        for name in filter(None, map(content_stems, (term.term, *term.also))):
            found.setdefault(name[0], []).append((frozenset(name), plain))
    return found


def _one_word(stem: str, other: str) -> bool:
    """Whether two stems are forms of one word, as "metastas" and "metastat" are."""
    longest = max(len(stem), len(other))
    same = next((i for i, (a, b) in enumerate(zip(stem, other, strict=False)) if a != b), len(stem))
    return same >= SHARED_START and same >= 0.7 * longest and not is_drug(stem)


def is_drug(stem: str) -> bool:
    """Whether a stem is a drug's, by a list or by its ending."""
    return stem in DRUGS or bool(DRUG_ENDING.fullmatch(stem))


def alike(stems: Iterable[str]) -> frozenset[str]:
    """The stems, each with those that say the same."""
    return frozenset(other for s in stems for other in ALIKE.get(s, {s}))
