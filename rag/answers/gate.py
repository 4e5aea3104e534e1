"""The gate: whether the chosen sentences answer the question, and what is missing if not.

It is a list of checks, each of which may close it: the question says nothing, or is not about
medicine; nobody whom it is about is spoken of; a dose or a cost was asked for and no sentence gives
one; or the evidence is too thin, by a logistic model of what it weighs (`python -m evals calibrate`
fits it, and shows how it errs). In an emergency what is on its condition is shown all the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rag.answers.answer import Reason
from rag.answers.evidence import Evidence
from rag.answers.kinds import KINDS, REQUIRED
from rag.answers.quoting import share
from rag.search.followup import Query
from rag.search.population import of_others, whom
from rag.text import content_stems, stem

INTERCEPT = -3.06
FITTED = {
    "article_cover": 3.83,
    "near": 1.86,
    "gap_nearer": -4.46,
    "own_cosine": 3.01,
    "asked_missing": -0.13,
    "asked_words": -0.18,
    "valueless": -4.67,
}
THRESHOLD = 0.55
FAR = 0.25  # cosine under which a question is not about medicine here
OF_THING = 0.4  # share of what a dose or a cost is asked of that the sentence giving it must hold
LISTED = 0.5  # share of what is asked for that an article's list of gaps must name
SPECIFIC = 0.5  # rarity from which an unknown word is worth naming


class Verdict(NamedTuple):
    """Answered where `reason` is None; then a `gap`, if any, is the part that is missing."""

    reason: Reason | None
    gap: str | None


def judge(evidence: Evidence) -> Verdict:
    """Whether the chosen sentences answer the question: the verdict of the first check with one."""
    for check in CHECKS:
        if verdict := check(evidence):
            return verdict
    if evidence.urgent:
        return Verdict(None, _listed_gap(evidence))
    named = _named(evidence)
    return Verdict(None, f"The corpus does not mention {_listed(named)}." if named else None)


def probability(features: Mapping[str, float]) -> float:
    """The fitted probability that the evidence answers."""
    return 1 / (1 + math.exp(-INTERCEPT - sum(w * features[f] for f, w in FITTED.items())))


def nothing_answers(query: Query) -> Verdict:
    """The verdict on a question that no sentence answers."""
    return Verdict("not-in-corpus", f"The corpus holds nothing that answers “{query.resolved}”")


def _says_nothing(evidence: Evidence) -> Verdict | None:
    if evidence.wanted.weights or evidence.query.added:
        return None
    return Verdict("unclear", f"“{evidence.query.typed}” does not say what it asks about.")


def _is_foreign(evidence: Evidence) -> Verdict | None:
    """All words are unknown and far from everything, or known ones are, and no subject is named."""
    query, unknown = evidence.query, evidence.unknown
    all_unknown = len(unknown) == len(evidence.wanted.weights) > 0
    if all_unknown and not any(map(str.isupper, unknown)) and evidence.cosine < FAR:
        return Verdict("out-of-scope", _nothing_on(unknown, query))  # an abbreviation may be known
    leans = query.added or query.article or evidence.lexicon.names_subject(evidence.wanted.weights)
    if evidence.near < FAR and not leans:
        return Verdict("out-of-scope", f"“{query.typed}” is not what these articles are about.")
    return None


def _is_of_others(evidence: Evidence) -> Verdict | None:
    """Nothing is left once the sentences on other populations are taken out."""
    people, fit = whom(evidence.query), evidence.found.articles
    nearest = max(fit, key=lambda slug: fit[slug], default="")
    if evidence.chosen or not nearest or not of_others(people, evidence.index.articles[nearest]):
        return None
    asked = evidence.query.resolved
    gap = f"The corpus holds nothing on {_and(people)} here (asked: “{asked}”)."
    return Verdict("not-in-corpus", gap)


def _lacks_its_kind(evidence: Evidence) -> Verdict | None:
    """A dose or a cost was asked for, and no chosen sentence gives one, or one of another thing."""
    asked = evidence.asked_for
    for kind in set(REQUIRED) & set(asked.kinds):
        asks, given = KINDS[kind]
        things = {t: w for t, w in asked.weights.items() if not asks.search(t)}
        giving = (p for p in evidence.chosen if given.search(p.sentence.text))
        gives = any(evidence.speaks_of(things, p) >= OF_THING for p in giving)
        unknown = (w for w in evidence.unknown if stem(w) in asked.weights)
        if not gives or any(evidence.lexicon.rarity(w) == 1.0 for w in unknown):
            silent = (
                f"The corpus gives no {kind.removeprefix('a ')} for “{evidence.query.resolved}”"
            )
            return Verdict("not-in-corpus", _missing(evidence, silent))
    return None


def _is_thin(evidence: Evidence) -> Verdict | None:
    likely = probability(evidence.features) >= THRESHOLD
    if evidence.chosen and (evidence.on_subject if evidence.urgent else likely):
        return None
    silent = nothing_answers(evidence.query)
    return silent._replace(gap=_missing(evidence, silent.gap or ""))


CHECKS: tuple[Callable[[Evidence], Verdict | None], ...] = (
    _says_nothing,
    _is_foreign,
    _is_of_others,
    _lacks_its_kind,
    _is_thin,
)


def _missing(evidence: Evidence, silent: str) -> str:
    """What is missing: words that nobody mentions, a gap that an article lists, or `silent`.

    With it the words, two at most, of which what comes nearest does not speak.
    """
    named, rarity = _named(evidence), evidence.lexicon.rarity
    told = _nothing_on(named, evidence.query) if named else _listed_gap(evidence)
    known = " ".join(named) if named else told or ""
    rare = (w for w in evidence.unspoken if w.isalpha() and rarity(w) >= SPECIFIC)
    more = [w for w in rare if w.casefold() not in known.casefold()][:2]
    said = f": what comes nearest does not speak of {_listed(more)}." if more else ""
    return f"{(told or silent).rstrip('.')}{said}" if more else told or silent


def _listed_gap(evidence: Evidence) -> str | None:
    """What an article says that it does not cover, the open one first, if it fits better."""
    query, wanted, lexicon = evidence.query, evidence.wanted, evidence.lexicon
    for passage, cosines in sorted(evidence.gaps, key=lambda g: g[0].article != query.article):
        article = evidence.index.articles[passage.article]
        about = content_stems(article.subject)
        for sentence, cosine in zip(passage.sentences, cosines, strict=True):
            stems = [*about, *content_stems(sentence.text)]
            better = share(stems, wanted, lexicon) > max(LISTED, evidence.cover)
            if better and float(cosine) > evidence.cosine - 0.1:
                return (
                    f"“{article.title}” lists this among what it does not cover: “{sentence.text}”"
                )
    return None


def _named(evidence: Evidence) -> list[str]:
    """The unknown words of the question that are worth naming."""
    return [w for w in evidence.unknown if evidence.lexicon.rarity(w) >= SPECIFIC]


def _nothing_on(words: Sequence[str], query: Query) -> str:
    return f"The corpus holds nothing on {_listed(words)} (asked: “{query.resolved}”)."


def _listed(words: Sequence[str]) -> str:
    return _and([f"“{w}”" for w in dict.fromkeys(words)])


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
