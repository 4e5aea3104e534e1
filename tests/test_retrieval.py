"""Retrieval over the shipped corpus: the right article first, with the open one preferred."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from rag.search.encoder import OnnxEncoder
from rag.search.followup import Query, as_typed, resolve
from rag.search.index import Index, IndexReader
from rag.search.lexicon import Lexicon
from rag.search.ordering import WEIGHTS
from rag.search.retrieval import CITED_LAST, OPEN_ARTICLE, OTHERS, Found, search

FLANK = "flank-mass-with-calcification"
VERSUS = "neuroblastoma-versus-wilms"
WORKUP = "neuroblastoma-workup-staging"
OPSOCLONUS = "opsoclonus-myoclonus"
PALPABLE = "palpable-abdominal-mass-child"
WILMS = "wilms-tumour-workup"


@cache
def _lexicon(index: Index, encoder: OnnxEncoder) -> Lexicon:
    articles = index.articles.values()
    return Lexicon(articles, index.passages, index.glossary, encoder.rarity)


@pytest.fixture
def index(reader: IndexReader) -> Index:
    return reader()


@pytest.fixture
def lexicon(index: Index, encoder: OnnxEncoder) -> Lexicon:
    return _lexicon(index, encoder)


def every_score(
    query: Query, index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> dict[str, float]:
    """The score of every passage, by id."""
    found = search(query, index, encoder, lexicon, count=len(index.passages))
    return {p.passage.id: p.score for p in found.passages}


@pytest.mark.parametrize(
    ("question", "opened", "expected", "section"),
    [
        ("why not mri?", FLANK, FLANK, "Why not MRI first"),
        ("biopsy straight away?", FLANK, FLANK, "Why not direct biopsy"),
        ("does the ct need contrast", FLANK, FLANK, "Imaging protocol"),
        ("Does calcification mean neuroblastoma?", "", VERSUS, "Does calcification decide it?"),
        ("What is the claw sign?", "", VERSUS, "Vessels, midline and claw sign"),
        ("what if the tumour is not MIBG avid", WORKUP, WORKUP, "If the tumour is not MIBG avid"),
        ("Which infants with an adrenal mass can be observed?", "", WORKUP, "Who may be observed"),
        ("Is removing the tumour enough in opsoclonus?", "", OPSOCLONUS, "If a tumour is found"),
        ("dancing eyes, which immunotherapy", "", OPSOCLONUS, "Which immunotherapy"),
        ("Why US before CT in an abdominal mass?", "", PALPABLE, "Why ultrasound before CT or MRI"),
        ("how fast must it be refered", PALPABLE, PALPABLE, "How fast to refer"),
        ("Why no biopsy before nephrectomy?", "", WILMS, "Why no biopsy before nephrectomy"),
        ("wilms under 6 months of age", "", WILMS, "Who is different"),
        ("von Willebrand", WILMS, WILMS, "First steps at the bedside"),
    ],
)
def test_the_right_article_is_first_or_second_and_its_section_among_three(
    question: str,
    opened: str,
    expected: str,
    section: str,
    index: Index,
    encoder: OnnxEncoder,
    lexicon: Lexicon,
) -> None:
    query = resolve(question, (), lexicon, index.articles.get(opened))
    found = [p.passage for p in search(query, index, encoder, lexicon, count=3).passages]
    assert expected in [p.article for p in found[:2]]
    assert any(p.article == expected and p.path[-1].startswith(section) for p in found)


def test_passages_come_best_first_each_once(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    found = search(as_typed("why not MRI?"), index, encoder, lexicon, count=7)
    scores = [p.score for p in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert len({p.passage.id for p in found.passages}) == 7
    assert all(index.passages[p.position] is p.passage for p in found.passages)
    assert all(0 <= score <= 1.5 + CITED_LAST for score in scores)


def test_a_larger_count_only_adds_to_the_end(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    def ids(found: Found) -> list[str]:
        return [p.passage.id for p in found.passages]

    query = as_typed("biopsy of a renal tumour")
    few = ids(search(query, index, encoder, lexicon, count=3))
    many = ids(search(query, index, encoder, lexicon, count=1000))
    assert many[:3] == few
    assert len(many) == len(index.passages)


def test_the_open_article_is_preferred(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    query = as_typed("Is a biopsy needed?")
    free = every_score(query, index, encoder, lexicon)
    opened = every_score(query._replace(article=WILMS), index, encoder, lexicon)
    for passage in index.passages:
        more = OPEN_ARTICLE if passage.article == WILMS else 0
        assert opened[passage.id] - free[passage.id] == pytest.approx(more, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "opened", "expected"),
    [
        ("How is opsoclonus-myoclonus treated?", WILMS, OPSOCLONUS),
        ("What does the COG risk group of stage MS neuroblastoma rest on?", FLANK, WORKUP),
        ("What is the local stage of a ruptured Wilms tumour?", OPSOCLONUS, WILMS),
    ],
)
def test_the_open_article_is_no_cage(
    question: str,
    opened: str,
    expected: str,
    index: Index,
    encoder: OnnxEncoder,
    lexicon: Lexicon,
) -> None:
    query = resolve(question, (), lexicon, index.articles[opened])
    assert query.article == opened
    first, *_ = search(query, index, encoder, lexicon).passages
    assert first.passage.article == expected


def test_what_was_cited_last_stays_eligible(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    query = as_typed("Is a biopsy needed?")
    free = every_score(query, index, encoder, lexicon)
    last = min(free, key=lambda passage_id: free[passage_id])
    cited = every_score(query._replace(cited=(last,)), index, encoder, lexicon)
    assert cited[last] - free[last] == pytest.approx(CITED_LAST, abs=1e-5)
    assert {i for i in free if abs(cited[i] - free[i]) > 1e-5} == {last}


def test_a_passage_cited_last_that_is_gone_is_passed_over(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    query = as_typed("Is a biopsy needed?")
    free = every_score(query, index, encoder, lexicon)
    gone = query._replace(cited=("0" * 16,), article="no-such-article")
    assert every_score(gone, index, encoder, lexicon) == pytest.approx(free)


def test_the_vectors_are_of_the_resolved_question_and_of_its_own_words(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    query = resolve("why not mri?", (), lexicon, index.articles[FLANK])
    found = search(query, index, encoder, lexicon)
    spelled = "Why not MRI (magnetic resonance imaging) for a child with a calcified flank mass?"
    both = encoder.encode_with_part(spelled, 0, len("why not MRI (magnetic resonance imaging)"))
    assert abs(found.resolved_vector - both[0]).max() < 1e-5
    assert abs(found.own_vector - both[1]).max() < 1e-5


def test_own_words_that_are_no_part_of_the_resolved_question_have_a_vector_of_their_own(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    query = as_typed("Is a biopsy needed?")._replace(own="which scan?")
    found = search(query, index, encoder, lexicon)
    expected = encoder.encode(["Is a biopsy needed?", "which scan?"], "query")
    assert abs(np.stack([found.resolved_vector, found.own_vector]) - expected).max() < 1e-5


def test_an_article_on_others_than_those_asked_about_comes_later(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    child = every_score(as_typed("biopsy in a 6 years old?"), index, encoder, lexicon)
    adult = every_score(as_typed("biopsy in a 60 years old?"), index, encoder, lexicon)
    flank = [p.id for p in index.passages if p.article == FLANK]
    assert max(adult[i] for i in flank) < max(child[i] for i in flank) - OTHERS / 2


def test_a_question_of_unknown_words_still_finds_its_nearest(
    index: Index, encoder: OnnxEncoder, lexicon: Lexicon
) -> None:
    found = search(as_typed("zzyzx qwrtp"), index, encoder, lexicon, count=5)
    assert len(found.passages) == 5
    assert found.passages[0].score <= WEIGHTS.near * 1.5 + 1e-6  # no words
