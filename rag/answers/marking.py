"""Sides, populations, organs, routes, rates and directions, against those of the sentences."""

from __future__ import annotations

from collections.abc import Iterable

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources
from rag.answers.terms import MALIGNANT_FORM
from rag.answers.vocabulary import (
    INFANT,
    LOWERED,
    MALIGNANT,
    MARKS,
    MAY_STAND_IN_TITLE,
    MINOR,
    RAISED,
    SOFT,
    Mark,
)
from rag.text import stem

YEAR, ADULT = 12, 216  # months
AGED = frozenset("age ages aged old older younger".split())
# They compare an amount, as "below 5 mm" does, and say of nothing that it changes.
SIZES = frozenset("smaller larger bigger lower higher less more fewer greater under over".split())
# "It begins with A", "B follows A": A is first.
ORDERING = frozenset("begin begins follow follows precede precedes before after then".split())


def marks(claim: Parsed, sources: Sources) -> str:
    """A side, population, organ, route, rate or direction of which the sentences do not speak."""
    cited = _given(sources)
    sized = cited | _directions(sources)
    denied = {w.stem for clause in claim.clauses if clause.negative for w in clause.denied}
    explained, around = _marked(sources.plain), _marked(sources.about)
    families = {family for family, _ in cited}
    for word in claim.words:
        said = MARKS.get(word.stem, frozenset())
        held = cited | explained | (sized if word.text.casefold() in SIZES else set())
        if not said or said & held or word.stem in sources.own:
            continue
        if word.stem in denied and _contrary_to(said, cited):  # "not raised" is low
            continue
        soft = all(family in SOFT and family not in families for family, _ in said)
        lent = any(m[0] in MAY_STAND_IN_TITLE and m[0] not in families for m in said & around)
        if not soft and not lent:
            return f"says “{word.text}”, and the sentences that it cites do not"
    return ""


def _contrary_to(said: frozenset[Mark], cited: set[Mark]) -> bool:
    return any(family == other for family, _ in said for other, _ in cited)


def _given(sources: Sources) -> set[Mark]:
    """What the sentences say of each family, also by an age, an ending or a comparator."""
    tokens = {stem(token) for parsed in sources.parsed for token in parsed.tokens}
    found = _marked(sources.known | tokens)
    if not {RAISED, LOWERED} & found:
        found |= _directions(sources)
    if any(not ORDERING.isdisjoint(parsed.tokens) for parsed in sources.parsed):
        found |= MARKS["first"]
    if any(MALIGNANT_FORM.fullmatch(word) for word in sources.own):
        found.add(MALIGNANT)
    aged = (p for p in sources.parsed if not AGED.isdisjoint(p.tokens))
    months = [q.values[-1] for p in aged for q in p.quantities if q.unit == "month"]
    found |= {INFANT} if any(m <= YEAR for m in months) else set()
    return found | ({MINOR} if any(YEAR < m < ADULT for m in months) else set())


def _directions(sources: Sources) -> set[Mark]:
    """The directions of sentences without a word for one: "above 5 mmol/L", "hypotension"."""
    signs = {q.comparator for parsed in sources.parsed for q in parsed.quantities}
    up = signs & {">", ">="} or any(word.startswith("hyper") for word in sources.own)
    down = signs & {"<", "<="} or any(word.startswith("hypo") for word in sources.own)
    return {mark for mark, there in ((RAISED, up), (LOWERED, down)) if there}


def _marked(stems: Iterable[str]) -> set[Mark]:
    return {mark for s in stems for mark in MARKS.get(s, ())}
