"""Words that judge: "safe", "the best test", "useless". Only what a statement cites may lend them.

They are ordinary words, and the whole of a false claim: "MRI is safe" names nothing that a sentence
on MRI does not. Each line holds words that say about the same.
"""

from __future__ import annotations

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources
from rag.text import stem

_FAMILIES = """
safe safely safer safest safety harmless tolerated
unsafe harmful harm dangerous danger hazardous risky risk threat
effective effectively efficacy works helps help helpful useful beneficial benefit benefits improves
useless ineffective unhelpful pointless futile fails failure
best better superior ideal optimal
worse worst inferior poorer
reliable reliably accurate accuracy precise trustworthy
unreliable inaccurate misleading
cheap cheaper cheapest inexpensive affordable
expensive costly
quick quickly fast faster rapid rapidly soon immediately promptly urgent urgently emergency
slow slowly slower gradual gradually
fatal deadly lethal death die dies mortality
curable cures cure cured curative
painless comfortable
painful pain uncomfortable sore hurts
certain definite definitely definitive conclusive proven proves proof confirms confirmed
essential mandatory compulsory obligatory necessary needed required
unnecessary needless superfluous
enough sufficient sufficiently adequate adequately suffices
common commonly frequent frequently often usual usually typical typically
rare rarely uncommon infrequent unusual seldom
easy easier simple simpler straightforward
difficult hard harder
likely probable probably
unlikely improbable
mild milder minor slight
serious severe grave
popular approved licensed licence
"""
_FAMILY = {
    stem(word): number
    for number, line in enumerate(_FAMILIES.strip().splitlines())
    for word in line.split()
}


BRIEF = 3  # words of a statement that has to be held whole


def judges(claim: Parsed, sources: Sources) -> str:
    """A judgement that no cited sentence makes; "" for none."""
    made = _made(sources)
    for token in claim.tokens:
        family = _FAMILY.get(stem(token))
        if family is not None and family not in made and not sources.holds(stem(token)):
            return f"judges “{token}”, which the sentences that it cites do not"
    return ""


def brief(claim: Parsed, sources: Sources) -> str:
    """A strange word in a statement of few, where it makes the whole claim; "" for none."""
    made, about = _made(sources), sources.about | sources.plain
    strange = (
        w.text
        for w in claim.words
        if not sources.holds(w.stem) and w.stem not in about and _FAMILY.get(w.stem) not in made
    )
    few = len({w.stem for w in claim.words}) <= BRIEF and not claim.quantities
    word = next(strange, "") if few else ""
    return f"says “{word}”, and the sentences that it cites do not" if word else ""


def _made(sources: Sources) -> set[int]:
    """The families of judgements that the cited sentences make."""
    tokens = {stem(t) for parsed in sources.parsed for t in parsed.tokens}
    return {_FAMILY[s] for s in sources.known | tokens if s in _FAMILY}
