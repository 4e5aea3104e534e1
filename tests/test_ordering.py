"""Ordering candidates: each kind of evidence by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rag.search.lexical import Lexical
from rag.search.ordering import Terms, Weights, best_of, candidates, order, scaled, top

DOCUMENTS = [["croup", "dose"], ["croup", "steroid"], ["magnet", "reson", "imag"], ["imag"]]
LEXICAL = Lexical.build(DOCUMENTS)
NONE = np.array([], dtype=np.intp)


def ones(places: np.ndarray) -> np.ndarray:
    return np.ones(len(places), dtype=np.float32)


def test_a_passage_covers_the_share_of_the_question_by_rarity() -> None:
    terms = Terms(["croup", "dose"], LEXICAL, {})
    croup, dose = np.log(1 + 4 / 3), np.log(1 + 4 / 2)  # held by two and by one of four passages
    assert terms.cover(np.arange(4)) == pytest.approx([1, croup / (croup + dose), 0, 0])


def test_another_name_counts_only_where_the_whole_of_it_stands() -> None:
    terms = Terms(["mri"], LEXICAL, {"mri": {("magnet", "reson", "imag")}})
    assert (terms.scores[0] > 0).tolist() == [False, False, True, False]
    assert terms.cover(np.arange(4)).tolist() == [0, 0, 1, 0]


def test_names_of_one_term_are_not_added_up() -> None:
    plain = Terms(["croup"], LEXICAL, {})
    named = Terms(["croup"], LEXICAL, {"croup": {("dose",)}})
    dose = LEXICAL.scores(["dose"])[0]
    assert named.words[0] == pytest.approx(max(plain.words[0], dose))
    assert named.words[1] == plain.words[1]


def test_a_question_without_a_known_word_has_no_words_and_no_cover() -> None:
    for stems in ([], ["unknown"]):
        terms = Terms(stems, LEXICAL, {})
        assert terms.words.tolist() == [0, 0, 0, 0]
        assert terms.cover(np.arange(4)).tolist() == [0, 0, 0, 0]


def test_candidates_are_what_is_near_and_what_holds_a_word() -> None:
    words = np.array([0, 2, 0, 1], dtype=np.float32)
    assert candidates(np.array([2]), words).tolist() == [1, 2, 3]
    assert candidates(NONE, words).tolist() == [1, 3]


def test_the_top_are_the_best_of_many_and_all_of_few() -> None:
    scores = np.arange(100, dtype=np.float32)
    assert sorted(top(scores, 3).tolist()) == [97, 98, 99]
    assert top(scores[:2], 3).tolist() == [0, 1]


def test_the_score_weighs_nearness_words_and_cover() -> None:
    terms = Terms(["croup", "dose"], LEXICAL, {})
    cosines = np.array([0.2, 0.6, -0.5, 0.0], dtype=np.float32)
    sentences = np.array([0.8, 0.2, 0.3, 0.0], dtype=np.float32)
    weights = Weights(near=0.5, words=0.3, cover=0.2)
    found = order(
        np.array([0, 1, 2]), lambda at: cosines[at], lambda at: sentences[at], terms, weights
    )
    words = terms.words / terms.words.max()
    expected = 0.5 * np.array([1.0, 0.8, 0.3]) + 0.3 * words[:3] + 0.2 * terms.cover(np.arange(3))
    assert found[:3] == pytest.approx(expected)
    assert found[3] == 0


def test_what_is_no_candidate_scores_zero_and_nothing_found_is_all_zeros() -> None:
    terms = Terms(["unknown"], LEXICAL, {})
    assert order(NONE, ones, ones, terms).tolist() == [0, 0, 0, 0]


def test_the_best_sentence_of_a_passage_is_its_own() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    best = best_of(vectors, np.array([0, 2, 3, 3]), np.array([0, 1], dtype=np.float32))
    assert best(np.array([0, 1])) == pytest.approx([1, 0.8])
    assert best(np.array([2])).tolist() == [-1]  # a passage without a sentence


def test_scaled_scores_are_shares_of_the_greatest() -> None:
    assert scaled(np.array([1, 2], dtype=np.float32)).tolist() == [0.5, 1]
    assert scaled(np.array([-1, 0], dtype=np.float32)).tolist() == [-1, 0]
