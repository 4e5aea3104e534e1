"""Measures of a tiny ranking worked by hand, and the randomisation test."""

from __future__ import annotations

from itertools import product
from math import log2

import numpy as np
import pytest

from evals.measures import MEASURES, PERMUTATIONS, means, p_value, per_query


def test_the_measures_of_a_ranking_are_those_worked_by_hand() -> None:
    judged = {"q": {"a": 1, "b": 1, "c": 0}}
    found = per_query(judged, {"q": ["c", "a", "x", "b"]})
    # Gains at ranks 2 and 4: 1/log2(3) + 1/log2(5); ideal, at ranks 1 and 2: 1/log2(2) + 1/log2(3).
    assert found["nDCG@10"]["q"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert {n: found[n]["q"] for n in MEASURES if n != "nDCG@10"} == {
        "R@5": 1.0,
        "R@10": 1.0,
        "R@100": 1.0,
        "RR@10": 0.5,
        "Success@1": 0.0,
        "Success@3": 1.0,
    }


def test_a_grade_is_its_own_gain() -> None:
    found = per_query({"q": {"a": 2, "b": 1}}, {"q": ["b", "a"]})
    # 1/log2(2) + 2/log2(3) of 2/log2(2) + 1/log2(3)
    assert found["nDCG@10"]["q"] == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))


def test_what_comes_after_the_cut_does_not_count() -> None:
    ranking = [f"x{n}" for n in range(10)]
    found = per_query({"q": {"a": 1}}, {"q": [*ranking, "a"]})
    values = {name: of["q"] for name, of in found.items()}
    assert values == dict.fromkeys(MEASURES, 0.0) | {"R@100": 1.0}


def test_a_question_that_found_nothing_counts_as_zero() -> None:
    found = per_query({"q": {"a": 1}, "none": {"a": 1}}, {"q": ["a"], "none": []})
    assert found["RR@10"] == {"q": 1.0, "none": 0.0}
    assert means(found) == dict.fromkeys(MEASURES, 0.5)


def test_systems_that_do_not_differ_have_a_p_of_one() -> None:
    assert p_value([0.1, 0.7, 0.3], [0.1, 0.7, 0.3]) == 1.0


def test_the_p_value_is_near_the_exact_one() -> None:
    a, b = [0.9, 0.8, 0.5, 0.7, 0.4, 0.6], [0.5, 0.7, 0.3, 0.2, 0.5, 0.1]
    # The differences 0.4 0.1 0.2 0.5 -0.1 0.5 add up to 1.6, all their sizes to 1.8. As far out
    # come all signs alike (1.8) and all but that of one 0.1 (1.6, twice), up and down: 6 of 64.
    differences = np.subtract(a, b)
    sums = [abs(np.dot(signs, differences)) for signs in product((1, -1), repeat=6)]
    exact = np.mean(np.array(sums) >= abs(differences.sum()) - 1e-12)
    assert exact == 6 / 64
    assert p_value(a, b) == pytest.approx(exact, abs=0.01)
    assert p_value(b, a) == p_value(a, b)


def test_the_p_value_is_never_zero_and_the_same_every_time() -> None:
    better, worse = [1.0] * 40, [0.0] * 40
    assert p_value(better, worse) == 1 / (PERMUTATIONS + 1)
    assert p_value(better[:5], worse[:5]) == p_value(better[:5], worse[:5])
