"""Trees are evaluated as scikit-learn fits them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from evals.train.boosting import record
from rag.search.trees import Trees

# One tree: goes left at a <= 1, to -2; else by b <= 0 to 0 or 1.
BY_HAND = {
    "features": ["a", "b"],
    "baseline": 0.5,
    "depth": 2,
    "roots": [0],
    "nodes": {
        "feature": [0, 0, 1, 0, 0],
        "threshold": [1, 0, 0, 0, 0],
        "left": [1, -1, 3, -1, -1],
        "right": [2, -1, 4, -1, -1],
        "value": [0, -2, 0, 0, 1],
    },
}


@pytest.mark.parametrize(("row", "log_odds"), [((1, 9), -1.5), ((1.1, 0), 0.5), ((2, 0.1), 1.5)])
def test_a_row_goes_left_up_to_the_threshold(row: tuple[float, float], log_odds: float) -> None:
    (found,) = Trees.load(BY_HAND).probabilities([row])
    assert found == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_no_rows_have_no_probabilities() -> None:
    assert Trees.load(BY_HAND).probabilities([]).shape == (0,)


def test_an_exported_model_says_what_the_fitted_one_says() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 3))
    model = HistGradientBoostingClassifier(max_iter=20).fit(rows, rows[:, 0] * rows[:, 1] > 0)
    found = Trees.load(record(model, ["a", "b", "c"])).probabilities(rows)
    assert np.allclose(found, model.predict_proba(rows)[:, 1], atol=2e-3)  # values have 4 digits
