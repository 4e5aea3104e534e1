"""Cohen's kappa, worked out by hand."""

from __future__ import annotations

import pytest

from evals.kappa import Kappa, kappa, told


def test_fifty_items_as_in_the_textbook() -> None:
    # Both yes 20, only the first 5, only the second 10, both no 15: po 0.7, pe 0.5, kappa 0.4.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = kappa(pairs)
    assert found.value == pytest.approx(0.4)
    assert (found.observed, found.items) == (0.7, 50)


def test_three_labels() -> None:
    # po = 3/4; the first says a 2/4, b 1/4, c 1/4, the second a 1/4, b 2/4, c 1/4:
    # pe = (2*1 + 1*2 + 1*1) / 16 = 5/16, kappa = (12/16 - 5/16) / (11/16) = 7/11.
    found = kappa([("a", "a"), ("a", "b"), ("b", "b"), ("c", "c")])
    assert found.value == pytest.approx(7 / 11)


def test_agreement_below_chance_is_negative() -> None:
    # po = 0, pe = 1/2: kappa = -1.
    assert kappa([(True, False), (False, True)]).value == -1.0


def test_one_label_for_everything_tells_nothing_from_chance() -> None:
    found = kappa([("a", "a")] * 5)
    assert found == Kappa(None, 1.0, 5)
    assert told(found) == "kappa not defined (one label only), 100% equal of 5"


def test_nothing_labelled_is_no_kappa() -> None:
    assert kappa([]) == Kappa(None, 0.0, 0)
    assert told(kappa([])) == "nothing labelled by both"
