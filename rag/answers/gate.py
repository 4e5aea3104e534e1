"""The gate: whether the chosen sentences answer the question, and what is missing if not.

Three things close it: the article itself says that it does not cover this; a dose or a cost was
asked for and no sentence gives one; or the evidence is too thin, by a logistic model of four
features fitted on evals/suites/calibration (`python -m evals calibrate` prints the fit).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.answers.answer import Reason
from rag.answers.quoting import KINDS, REQUIRED, Asked, Pick, asked, share
from rag.articles.passage import NOT_COVERED
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.retrieval import Found
from rag.text import content_stems, content_tokens

INTERCEPT = -4.99
FITTED = {"cover": 6.29, "own_cosine": 1.89, "heading_cosine": 2.84, "unknown": -0.9}
THRESHOLD = 0.5
FAR = 0.25  # cosine under which a question of unknown words is not about medicine here
LISTED = 0.5  # share of what is asked for that an article's list of gaps must name
SPECIFIC = 0.5  # rarity from which an unknown word is worth naming


# Whom a question is about, where that cannot be left unsaid: what is true of a child is no answer
# for an adult, a pregnancy or an animal.
POPULATIONS = {
    "pregnancy": re.compile(r"\bpregnan(?:t|cy|cies)\b", re.I),
    "adults": re.compile(
        r"\badults?\b|\belderly\b|\b(?:wo)?m[ae]n\b|\bgeriatric\b|\bold (?:lady|gentleman)\b"
        r"|\b(?:1[89]|[2-9]\d)[ -]?(?:yo|y/o|years?[ -]old|yrs? old)\b|\b(?:1[89]|[2-9]\d) ?[MF]\b",
        re.I,
    ),
    "children": re.compile(
        r"\bchild(?:ren|hood)?\b|\b(?:infan\w+|neonat\w+|newborns?|bab(?:y|ies)|toddlers?|teenagers?)\b"
        r"|\badolescen\w+|\bp(?:a)?ediatrics?\b|\b(?:boys?|girls?)\b"
        r"|\b\d{1,2}[ -]?(?:month|week|day)s?[ -]old\b"
        r"|\b(?:\d|1[0-7])[ -]?(?:yo|y/o|years?[ -]old|yrs? old)\b",
        re.I,
    ),
    "animals": re.compile(  # "cats" in a note are catecholamines
        r"\b(?:dogs?|pupp(?:y|ies)|kittens?|horses?|rabbits?|veterinary|my cat)\b", re.I
    ),
}


class Verdict(NamedTuple):
    """Answered where `reason` is None; then a `gap`, if any, is the part that is missing."""

    reason: Reason | None
    gap: str | None


def judge(
    query: Query,
    chosen: Sequence[Pick],
    found: Found,
    index: Index,
    lexicon: Lexicon,
) -> Verdict:
    """Whether the `chosen` sentences answer `query`."""
    wanted = asked(query.own, lexicon)
    unknown = [
        t.text
        for t in content_tokens(query.own)
        if t.stem not in lexicon.known and not t.text[0].isdigit()
    ]
    if not wanted.weights and not query.added:
        return Verdict("unclear", f"“{query.typed}” does not say what it asks about.")
    features = evidence(query, chosen, lexicon)
    foreign = len(unknown) == len(wanted.weights) > 0 and not any(map(str.isupper, unknown))
    if foreign and features["own_cosine"] < FAR:  # an abbreviation may well be medicine
        return Verdict("out-of-scope", _nothing_on(unknown, query))
    other = other_population(query, chosen, index)
    if other:
        gap = f"The corpus holds nothing on {other} here (asked: “{query.resolved}”)."
        return Verdict("not-in-corpus", gap)
    named = [t for t in unknown if lexicon.rarity(t) >= SPECIFIC]
    closed = _says_not_covered(query, wanted, features, found, index, lexicon)
    lacking = _lacking(wanted, chosen)
    if closed or lacking or not chosen or probability(features) < THRESHOLD:
        if named:
            return Verdict("not-in-corpus", _nothing_on(named, query))
        return Verdict("not-in-corpus", closed or _no_answer(query, lacking))
    return Verdict(None, f"The corpus does not mention {_listed(named)}." if named else None)


def evidence(query: Query, chosen: Sequence[Pick], lexicon: Lexicon) -> dict[str, float]:
    """The features that the gate weighs, each 0 to about 1."""
    wanted = asked(query.own, lexicon)
    unknown = sum(w for s, w in wanted.weights.items() if s not in lexicon.known)
    return {
        "cover": max((p.own_cover for p in chosen), default=0.0),
        "own_cosine": max((p.own_cosine for p in chosen), default=0.0),
        "heading_cosine": max((p.heading_cosine for p in chosen), default=0.0),
        "unknown": unknown / (sum(wanted.weights.values()) or 1.0),
    }


def probability(features: dict[str, float]) -> float:
    """The fitted probability that the evidence answers."""
    return 1 / (1 + math.exp(-INTERCEPT - sum(w * features[f] for f, w in FITTED.items())))


def _says_not_covered(
    query: Query,
    wanted: Asked,
    features: dict[str, float],
    found: Found,
    index: Index,
    lexicon: Lexicon,
) -> str | None:
    """The gap in an article's own words, where its list of gaps fits better than its text."""
    if not wanted.weights:
        return None
    gaps = [s for s in found.passages if s.passage.path[-1] == NOT_COVERED]
    for scored in sorted(gaps, key=lambda s: s.passage.article != query.article):
        cosines = index.sentence_vectors_of(scored.position)[1:] @ found.own_vector
        about = content_stems(index.articles[scored.passage.article].subject)
        for sentence, cosine in zip(scored.passage.sentences, cosines, strict=True):
            stems = [*about, *content_stems(sentence.text)]
            better = share(stems, wanted, lexicon) > max(LISTED, features["cover"])
            if better and float(cosine) > features["own_cosine"] - 0.1:
                title = index.articles[scored.passage.article].title
                return f"“{title}” lists this among what it does not cover: “{sentence.text}”"
    return None


def other_population(query: Query, chosen: Sequence[Pick], index: Index) -> str:
    """The population asked about that neither a chosen sentence nor its article names."""
    for population, pattern in POPULATIONS.items():
        if not pattern.search(query.own):
            continue
        for pick in chosen:
            article = index.articles[pick.passage.article]
            about = f"{pick.sentence.text} {article.title} {article.subject} {article.applies_to}"
            if pattern.search(about):
                break
        else:
            return population
    return ""


def _lacking(wanted: Asked, chosen: Sequence[Pick]) -> str:
    """The kind of thing that is asked for and that no chosen sentence gives; "" for none."""
    for kind in REQUIRED:
        if kind in wanted.kinds and not any(KINDS[kind][1].search(p.sentence.text) for p in chosen):
            return kind
    return ""


def _nothing_on(words: Sequence[str], query: Query) -> str:
    return f"The corpus holds nothing on {_listed(words)} (asked: “{query.resolved}”)."


def _no_answer(query: Query, lacking: str) -> str:
    if lacking:
        return f"The corpus gives no {lacking.removeprefix('a ')} for “{query.resolved}”"
    return f"The corpus holds nothing that answers “{query.resolved}”"


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{w}”" for w in dict.fromkeys(words)]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
