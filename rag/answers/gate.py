"""The gate: whether the chosen sentences answer the question, and what is missing if not.

Three things close it: the article itself says that it does not cover this; a dose or a cost was
asked for and no sentence gives one; or the evidence is too thin, by a logistic model of six
features (`python -m evals calibrate` fits it, and shows how it errs at each threshold).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from rag.answers.answer import Reason
from rag.answers.population import whom
from rag.answers.quoting import KINDS, REQUIRED, Asked, Pick, asked, covered, share
from rag.articles.passage import NOT_COVERED, Passage
from rag.search.encoder import Vectors
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.retrieval import Found
from rag.text import content_stems, content_tokens

INTERCEPT = -2.64
FITTED = {
    "cover": 2.35,
    "article_cover": 2.47,
    "missing": -0.05,
    "near": 2.45,
    "gap_nearer": -4.17,
    "gap_cover": -1.49,
}
THRESHOLD = 0.6
NEAREST = 3  # passages of which the nearest counts
NO_GAP = -0.3  # `gap_nearer` where no list of gaps was found
FAR = 0.25  # cosine under which a question of unknown words is not about medicine here
LISTED = 0.5  # share of what is asked for that an article's list of gaps must name
SPECIFIC = 0.5  # rarity from which an unknown word is worth naming


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
    features = evidence(query, chosen, found, index, lexicon)
    foreign = len(unknown) == len(wanted.weights) > 0 and not any(map(str.isupper, unknown))
    if foreign and _own_cosine(chosen) < FAR:  # an abbreviation may well be medicine
        return Verdict("out-of-scope", _nothing_on(unknown, query))
    asked_for = whom(query)
    if asked_for and not chosen:
        gap = f"The corpus holds nothing on {_and(asked_for)} here (asked: “{query.resolved}”)."
        return Verdict("not-in-corpus", gap)
    named = [t for t in unknown if lexicon.rarity(t) >= SPECIFIC]
    closed = _says_not_covered(query, wanted, chosen, found, index, lexicon)
    lacking = _lacking(wanted, chosen)
    if closed or lacking or not chosen or probability(features) < THRESHOLD:
        if named:
            return Verdict("not-in-corpus", _nothing_on(named, query))
        return Verdict("not-in-corpus", closed or _no_answer(query, lacking))
    return Verdict(None, f"The corpus does not mention {_listed(named)}." if named else None)


def evidence(
    query: Query, chosen: Sequence[Pick], found: Found, index: Index, lexicon: Lexicon
) -> dict[str, float]:
    """The features that the gate weighs.

    cover, article_cover and gap_cover: the share of what is asked, by weight, that a chosen
    sentence with its heading, the first one's article, and that article's list of gaps hold.
    missing: the weight (0 to about 8) of the weightiest word that the chosen passages lack.
    near: cosine of the resolved question to the nearest passages. gap_nearer: by how much the
    question is nearer to a listed gap than to a chosen sentence.
    """
    if not chosen:
        return dict.fromkeys(FITTED, 0.0)
    wanted = asked(query.own, lexicon)
    slug = chosen[0].passage.article
    read = frozenset().union(*(index.stems_of(p.position).whole for p in chosen))
    lacking = wanted.weights.keys() - covered(read, wanted.weights, lexicon)
    nearest = [index.vectors[s.position] @ found.resolved_vector for s in found.passages[:NEAREST]]
    gaps = [float(c.max()) for _, c in _gaps(found, index)]
    return {
        "cover": max(p.own_cover for p in chosen),
        "article_cover": share(lexicon.stems_of(slug), wanted, lexicon),
        "missing": max((wanted.weights[s] for s in lacking), default=0.0),
        "near": float(max(nearest)),
        "gap_nearer": max(gaps, default=0.0) - _own_cosine(chosen) if gaps else NO_GAP,
        "gap_cover": share(lexicon.gaps_of(slug), wanted, lexicon),
    }


def _own_cosine(chosen: Sequence[Pick]) -> float:
    return max((p.own_cosine for p in chosen), default=0.0)


def _gaps(found: Found, index: Index) -> list[tuple[Passage, Vectors]]:
    """The lists of gaps among what was found, with the cosines of their sentences."""
    return [
        (s.passage, index.sentence_vectors_of(s.position)[1:] @ found.own_vector)
        for s in found.passages
        if s.passage.path[-1] == NOT_COVERED
    ]


def probability(features: dict[str, float]) -> float:
    """The fitted probability that the evidence answers."""
    return 1 / (1 + math.exp(-INTERCEPT - sum(w * features[f] for f, w in FITTED.items())))


def _says_not_covered(
    query: Query,
    wanted: Asked,
    chosen: Sequence[Pick],
    found: Found,
    index: Index,
    lexicon: Lexicon,
) -> str | None:
    """The gap in an article's own words, where its list of gaps fits better than its text."""
    if not wanted.weights:
        return None
    best = max((p.own_cover for p in chosen), default=0.0)
    gaps = _gaps(found, index)
    for passage, cosines in sorted(gaps, key=lambda g: g[0].article != query.article):
        article = index.articles[passage.article]
        about = content_stems(article.subject)
        for sentence, cosine in zip(passage.sentences, cosines, strict=True):
            stems = [*about, *content_stems(sentence.text)]
            better = share(stems, wanted, lexicon) > max(LISTED, best)
            if better and float(cosine) > _own_cosine(chosen) - 0.1:
                text = sentence.text
                return f"“{article.title}” lists this among what it does not cover: “{text}”"
    return None


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
    return _and([f"“{w}”" for w in dict.fromkeys(words)])


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
