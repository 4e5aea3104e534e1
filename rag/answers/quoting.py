"""Choosing the sentences that answer: each scored against the question, the best few quoted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from rag.answers.bands import Value, bands, values, verdict
from rag.answers.kinds import given, kinds_asked
from rag.answers.organs import another, organs
from rag.answers.screening import planted
from rag.articles.article import Article
from rag.articles.glossary import Glossary
from rag.articles.passage import NOT_COVERED, Passage, Sentence
from rag.search.ages import Span, age_of, of_age, spans
from rag.search.followup import COMMON, Query
from rag.search.index import Index
from rag.search.lexicon import Lexicon
from rag.search.ordering import OtherNames
from rag.search.population import fits, whom
from rag.search.retrieval import Found, ScoredPassage
from rag.text import content_stems, content_tokens

PASSAGES = 8
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
MOST = 5
ENOUGH = 0.83  # a further sentence is quoted from this share of the best one's score
SAME_PASSAGE = 0.73  # or this share where it stands in the best one's passage
# The article is found by the resolved question; inside it the follow-up's own words discriminate,
# for the carried topic is in every sentence.
WEIGHTS = {
    "own_cover": 0.17,  # of what the question asks, the share that sentence and heading hold
    "own_words": 0.08,  # the share that the sentence holds by itself
    "own_cosine": 0.25,
    "resolved_cosine": 0.15,
    "heading_cosine": 0.20,
    "passage": 0.30,  # the passage's score against the best one's
    "subject": 0.15,  # how well the article fits a carried subject
    "open": 0.05,  # in the open article
    "findings": 0.10,  # what is told beyond the article's subject, as far as the sentence holds it
    "kind": 0.10,  # of the kinds of thing asked for, the share that the sentence gives
    "holds": 0.06,  # it is true of the values or the age that the question gives
    "excludes": -0.15,  # it is true of other values only
}
MUCH = 20.0  # weight of some four rare words: as much as findings can count
LEAST_SUBJECT = 0.85  # of the best article's fit to a carried subject; below it is another one


class Pick(NamedTuple):
    """A sentence with its score and what the score was made of (each 0 to about 1)."""

    position: int  # of its passage in the index
    number: int  # of the sentence in its passage
    passage: Passage
    sentence: Sentence
    score: float
    own_cover: float
    own_cosine: float
    heading_cosine: float


class Patient(NamedTuple):
    """Whom a question is about: populations, parts of the body, age; none of them where unsaid.

    Also the values that it gives, and what it or its history tells, as stems with their weights.
    """

    people: tuple[str, ...]
    parts: frozenset[str]
    age: Span | None
    values: tuple[Value, ...]
    told: Mapping[str, float]


class Asked(NamedTuple):
    """What a question asks for: its stems with their weights, and the kinds of thing."""

    weights: dict[str, float]
    kinds: tuple[str, ...]


def asked(text: str, lexicon: Lexicon) -> Asked:
    """What `text` asks for."""
    weights = {t.stem: lexicon.weight(t) for t in content_tokens(text)}
    return Asked(weights, kinds_asked(text))


def covered(stems: Collection[str], weights: Mapping[str, float], lexicon: Lexicon) -> set[str]:
    """Those of the weighted stems that a text with `stems` holds, under any of their names."""
    present = stems if isinstance(stems, AbstractSet) else set(stems)
    other_names = _other_names(lexicon.glossary, tuple(weights))
    return {
        s
        for s in weights
        if s in present or any(set(name) <= present for name in other_names.get(s, ()))
    }


@lru_cache(maxsize=64)  # the same for every sentence of a question
def _other_names(glossary: Glossary, words: tuple[str, ...]) -> OtherNames:
    return glossary.alike(words)


def score_sentences(query: Query, found: Found, index: Index, lexicon: Lexicon) -> list[Pick]:
    """The sentences of the best passages, scored, best first."""
    wanted = asked(query.own, lexicon)
    if not wanted.weights:  # "what next?": only the carried words say anything
        wanted = asked(query.resolved, lexicon)
    # "Fever is back" is no question on back pain.
    telling = {t.stem for t in content_tokens(query.own) if lexicon.rarity(t.text) > COMMON}
    named = lexicon.subjects.intersection(wanted.weights) & telling
    told = asked(query.resolved, lexicon).weights
    said = values(query, lexicon)
    patient = Patient(whom(query), organs(query.own), age_of(query), said, told)
    picks: list[Pick] = []
    for scored in found.passages[:PASSAGES]:
        subject = subject_share(query, scored.passage.article, found)
        foreign = bool(named) and scored.passage.article != query.article
        other = foreign and not _speaks_of(named, scored, index, lexicon)
        if scored.passage.path[-1] != NOT_COVERED and subject >= LEAST_SUBJECT and not other:
            shared = {
                "passage": scored.score / (found.passages[0].score or 1.0),
                "subject": subject,
                "open": float(scored.passage.article == query.article),
            }
            picks += _picks(scored, shared, wanted, patient, found, index, lexicon)
    return sorted(picks, key=lambda p: -p.score)


def _picks(
    scored: ScoredPassage,
    shared: Mapping[str, float],
    wanted: Asked,
    patient: Patient,
    found: Found,
    index: Index,
    lexicon: Lexicon,
) -> Iterator[Pick]:
    """The sentences of one passage, scored; `shared` are the features that they have in common."""
    passage = scored.passage
    article = index.articles[passage.article]
    about = f"{article.title} {article.subject} {' '.join(passage.path)}"
    vectors = index.sentence_vectors_of(scored.position)  # the heading's, then the sentences'
    own, resolved = vectors @ found.own_vector, vectors @ found.resolved_vector
    heading, stems_of_sentences, _ = index.stems_of(scored.position)
    subject = _subject(f"{article.title} {article.subject} {article.applies_to}")
    leads = {s.id: s.text for s in passage.sentences}
    for number, sentence in enumerate(passage.sentences):
        if sentence.kind in ("lead-in", "header") or planted(sentence.text):
            continue
        said = (sentence.text, leads.get(sentence.lead, ""), passage.path[-1], article.applies_to)
        if not _of(patient, said, about, article):
            continue
        held = _holds(patient, sentence, said[1])
        stems = stems_of_sentences[number]
        beyond = covered(stems, patient.told, lexicon) - subject
        alone = share(stems, wanted, lexicon)
        under_heading = share([*heading, *stems], wanted, lexicon)
        features = {
            **shared,
            "own_cover": under_heading,
            "own_words": alone,
            "own_cosine": float(own[1 + number]),
            "resolved_cosine": float(resolved[1 + number]),
            "heading_cosine": float(max(own[0], resolved[0])),
            "findings": min(sum(patient.told[s] for s in beyond) / MUCH, 1.0),
            "kind": given(sentence.text, wanted.kinds),
            "holds": float(held is True),
            "excludes": float(held is False),
        }
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        yield Pick(
            scored.position,
            number,
            passage,
            sentence,
            score,
            features["own_cover"],
            features["own_cosine"],
            features["heading_cosine"],
        )


def _of(patient: Patient, said: Sequence[str], about: str, article: Article) -> bool:
    """Whether a sentence can be true of the patient; `said` are its text and what stands above."""
    text = said[0]
    if patient.people and not fits(patient.people, text, article):
        return False
    return not another(patient.parts, f"{about} {text}") and of_age(patient.age, *said)


def _holds(patient: Patient, sentence: Sentence, lead: str) -> bool | None:
    """Whether a sentence is true of the patient's values and age; None where it cannot be said.

    One that is true of another age was left out before.
    """
    held = None
    if patient.values:
        held = verdict(patient.values, bands(sentence.text, lead, sentence.kind == "row"))
    of_that_age = patient.age and any(map(patient.age.meets, spans(sentence.text)))
    return True if held is None and of_that_age else held


@lru_cache(maxsize=4096)
def _subject(about: str) -> frozenset[str]:
    """The stems that say what an article is about, and so no one sentence of it."""
    return frozenset(content_stems(about))


def _speaks_of(
    named: AbstractSet[str], scored: ScoredPassage, index: Index, lexicon: Lexicon
) -> bool:
    """Whether a passage or its article's title holds one of the subjects that a question names.

    Salbutamol for a high potassium is no answer on asthma, however much it speaks of nebulisers.
    """
    held = index.stems_of(scored.position).whole | lexicon.named_by(scored.passage.article)
    return bool(covered(held, dict.fromkeys(named, 1.0), lexicon))


def subject_share(query: Query, slug: str, found: Found) -> float:
    """How well an article fits a carried subject, 0 to 1; 1 where nothing was carried."""
    if not query.added or slug == query.article:
        return 1.0
    return found.articles.get(slug, 0.0)


def share(stems: Collection[str], wanted: Asked, lexicon: Lexicon) -> float:
    """How much of what is asked for a text with `stems` holds, by weight, 0 to 1."""
    whole = sum(wanted.weights.values())
    if not whole:
        return 0.0
    return sum(wanted.weights[s] for s in covered(stems, wanted.weights, lexicon)) / whole


def choose(picks: Sequence[Pick], index: Index) -> list[Pick]:
    """The sentences to quote, best first: the best, and those nearly as good that add to it."""
    chosen: list[Pick] = []
    for pick in picks:
        share = SAME_PASSAGE if chosen and pick.position == chosen[0].position else ENOUGH
        if chosen and pick.score < share * picks[0].score:
            continue
        if not any(_repeats(pick, other, index) for other in chosen):
            chosen.append(pick)
        if len(chosen) == MOST:
            break
    return chosen


def _repeats(pick: Pick, other: Pick, index: Index) -> bool:
    """Whether a sentence says nearly what another does, and gives no number that it does not."""
    numbers = set(_NUMBER.findall(pick.sentence.text))
    if not numbers <= set(_NUMBER.findall(other.sentence.text)):
        return False
    one = index.sentence_vectors_of(pick.position)[1 + pick.number]
    two = index.sentence_vectors_of(other.position)[1 + other.number]
    return float(np.dot(one, two)) > 0.92
