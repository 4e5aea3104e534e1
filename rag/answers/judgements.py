"""Words that judge: "safe", "the best test", "useless". Only what a statement cites may lend them.

They are ordinary words, and the whole of a false claim: "MRI is safe" names nothing that a sentence
on MRI does not. Duty, frequency, degree and likelihood are compared elsewhere (turning, marking);
here stand merit, harm, cost, haste, certainty and death.
"""

from __future__ import annotations

from rag.answers.clauses import Parsed
from rag.answers.sources import Sources
from rag.text import stem

# What a line's words judge alike; those behind "<" do not judge, but lend the judgement.
_FAMILIES = """
safe safely safer safest safety harmless tolerated < benign
unsafe harmful dangerous hazardous risky < harm risk danger threat
effective efficacy beneficial useful helpful < benefit works help helps improves answers serves
useless ineffective unhelpful pointless futile < fails fail failure
best better superior ideal optimal < improve improves improving prefer preferred choice
worst inferior poorer < worse
reliable reliably accurate accuracy trustworthy < precise sensitive specific
unreliable inaccurate misleading < poor variable depends
cheap cheaper cheapest inexpensive affordable < cost costs
expensive costly < cost costs
quick fast rapid < quickly rapidly soon short promptly urgent once
urgent urgently immediately emergency promptly < once soon quickly rapidly rapid hours hour delay
fatal deadly lethal death die dies mortality < died dead survive survival
curable cures cure cured curative < eradication eradicated
painless < pain
painful uncomfortable sore hurts < pain tender tenderness
definite definitely definitive conclusive proves proof < proven confirm confirms confirmed
serious severe severely grave critical < severity seriously
common commonly frequent frequently < often usual usually most mostly typical
rare rarely uncommon infrequent seldom < few unusual
easy easier < easily simple readily
popular approved licensed licence < approval
"""


def _judging() -> tuple[dict[str, int], dict[str, frozenset[int]]]:
    """The family of each word that judges; those that each stem lends."""
    said: dict[str, int] = {}
    lent: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_FAMILIES.strip().splitlines()):
        own, _, others = line.partition("<")
        said |= dict.fromkeys(own.split(), number)
        for word in (*own.split(), *others.split()):
            lent[stem(word)] = lent.get(stem(word), frozenset()) | {number}
    return said, lent


_SAID, _LENT = _judging()
BRIEF = 3  # words of a statement that has to be held whole


def judges(claim: Parsed, sources: Sources) -> str:
    """A judgement that no cited sentence makes; "" for none."""
    made = _made(sources)
    for token in claim.tokens:
        family = _SAID.get(token)
        if family is not None and family not in made and not sources.holds(stem(token)):
            return f"judges “{token}”, which the sentences that it cites do not"
    return ""


def brief(claim: Parsed, sources: Sources) -> str:
    """A strange word in a statement of few, where it makes the whole claim; "" for none."""
    made, about = _made(sources), sources.about | sources.plain
    strange = (
        w.text
        for w in claim.words
        if not sources.holds(w.stem)
        and w.stem not in about
        and made.isdisjoint(_LENT.get(w.stem, ()))
    )
    few = len({w.stem for w in claim.words}) <= BRIEF and not claim.quantities
    word = next(strange, "") if few else ""
    return f"says “{word}”, and the sentences that it cites do not" if word else ""


def _made(sources: Sources) -> set[int]:
    """The families of judgements that the cited sentences make or lend."""
    tokens = {stem(t) for parsed in sources.parsed for t in parsed.tokens}
    return {family for s in sources.known | tokens for family in _LENT.get(s, ())}
