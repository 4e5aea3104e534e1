"""Retrieval: the passages that a query finds, by both its forms and by what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from rag.articles.passage import Passage
from rag.search.ages import age_of, of_age
from rag.search.encoder import Encoder, Vectors
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.ordering import DEPTH, Places, Scores, Terms, best_of, order, scaled
from rag.search.population import named, of_others, read_by, whom
from rag.text import content_stems, stems

# The resolved question finds the article, the follow-up's own words the place in it; so where it
# takes its subject from what came before, its own words weigh less and the article more.
OWN_WEIGHT = 0.5  # of the own words against the resolved question
OWN_WEIGHT_LEANING = 0.3  # the same for a question that leans on what came before
BEST_OF_ARTICLE = 0.5  # of an article's best passage, by the resolved question, for all of them
OPEN_ARTICLE = 0.10  # a question asked in an article prefers it, without being caged in it
OPEN_ARTICLE_LEANING = 0.20
CITED_LAST = 0.05
RUNNING = 0.05  # the article that answered last, for what is told of the patient
OTHERS = 0.20  # an article on others than those asked about, or on another age


class ScoredPassage(NamedTuple):
    """A passage with its fused score (0 to about 1.8) and its place in the index."""

    passage: Passage
    score: float
    position: int


class Found(NamedTuple):
    """What a search brought: passages best first, and the vectors that it searched by."""

    passages: tuple[ScoredPassage, ...]
    resolved_vector: Vectors  # (dimensions,)
    own_vector: Vectors
    articles: Mapping[str, float]  # how well each fits the resolved question, against the best one


def search(
    query: Query, index: Index, encoder: Encoder, lexicon: Lexicon, count: int = 10
) -> Found:
    """The `count` passages that fit a query best, best first.

    The resolved question and the follow-up's own words are both searched: the first finds the
    article, the second the place in it.
    """
    forms = _forms(query)
    vectors = _vectors([lexicon.spelled_out(f) for f in forms], encoder)
    near = index.nearest(vectors, DEPTH)
    scores = [_fit(*each, index) for each in zip(forms, vectors, near, strict=True)]
    own = OWN_WEIGHT_LEANING if query.added else OWN_WEIGHT
    fit = _best_of_articles(scores[0], index)
    total = (1 - own) * scores[0] + own * scores[-1] + BEST_OF_ARTICLE * fit[index.owners]
    for position in index.passages_of.get(query.article, ()):
        total[position] += OPEN_ARTICLE_LEANING if query.added else OPEN_ARTICLE
    for passage_id in query.cited:
        if passage_id in index.at:
            total[index.at[passage_id]] += CITED_LAST
    for slug in _running(query, index) if query.otherwise else ():
        total[list(index.passages_of[slug])] += RUNNING
    asked, age = whom(query), age_of(query)
    for slug, article in index.articles.items() if asked or age else ():
        others = _of_others(asked, slug, index) or not of_age(age, article.applies_to)
        if slug != query.article and others:
            total[list(index.passages_of.get(slug, ()))] -= OTHERS
    best = np.argsort(-total, kind="stable")[:count]
    ranked = tuple(ScoredPassage(index.passages[i], float(total[i]), int(i)) for i in best)
    share = dict(zip(index.articles, scaled(fit).tolist(), strict=True))
    return Found(ranked, vectors[0], vectors[-1], share)


def _running(query: Query, index: Index) -> set[str]:
    """The article that the last turn was answered from."""
    first = [index.passages[index.at[p]].article for p in query.cited if p in index.at]
    return set(first[:1])


def _of_others(asked: tuple[str, ...], slug: str, index: Index) -> bool:
    """Whether an article is about others; one on adults that speaks of pregnancy is not."""
    if not of_others(asked, index.articles[slug]):
        return False
    texts = (index.passages[at].text for at in index.passages_of.get(slug, ()))
    pregnant = asked == ("pregnancy",) and "adults" in read_by(index.articles[slug])
    return not (pregnant and any("pregnancy" in named(t) for t in texts))


def _best_of_articles(scores: Scores, index: Index) -> Scores:
    """Of each article the best score of its passages."""
    best = np.zeros(len(index.articles), dtype=scores.dtype)
    np.maximum.at(best, index.owners, scores)
    return best


def _forms(query: Query) -> tuple[str, ...]:
    """What is searched: the resolved question, and its own words where they are others."""
    same = stems(query.resolved) == stems(query.own)
    return (query.resolved,) if same else (query.resolved, query.own)


def _vectors(forms: Sequence[str], encoder: Encoder) -> Vectors:
    """A vector of each form, in one pass where the second is a part of the first."""
    whole, own = forms[0].casefold(), forms[-1].casefold().rstrip("?. ")
    at = whole.find(own)
    if len(forms) == 1 or at < 0 or len(whole) != len(forms[0]):
        return encoder.encode(forms, kind="query")
    return encoder.encode_with_part(forms[0], at, at + len(own))


def _fit(form: str, vector: Vectors, near: Places, index: Index) -> Scores:
    """One score (0 to 1) for every passage."""
    words = content_stems(form)
    terms = Terms(words, index.lexical, index.glossary.alike(words))
    best = best_of(index.sentence_vectors, index.first_sentence, vector)
    return order(near, lambda at: index.vectors[at] @ vector, best, terms)
