"""Boosted trees, fitted by scikit-learn and written as rag.search.trees reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
_DIGITS = 4  # of a leaf's value


def boosted(
    options: Mapping[str, Any], rows: Any, right: Floats, weights: Floats | None = None
) -> Any:
    """A fitted classifier of rows into `right` (1) and not (0)."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**options).fit(rows, right > 0, sample_weight=weights)


def record(model: Any, names: Sequence[str]) -> dict[str, Any]:
    """A fitted model as rag.search.trees reads it."""
    nodes: dict[str, list[Any]] = {
        k: [] for k in ("feature", "threshold", "left", "right", "value")
    }
    roots, depth = [], 1
    for (predictor,) in model._predictors:
        base = len(nodes["left"])
        roots.append(base)
        depth = max(depth, int(predictor.get_max_depth()))
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            nodes["feature"].append(0 if leaf else int(node["feature_idx"]))
            nodes["threshold"].append(0 if leaf else float(node["num_threshold"]))
            nodes["left"].append(-1 if leaf else base + int(node["left"]))
            nodes["right"].append(-1 if leaf else base + int(node["right"]))
            nodes["value"].append(round(float(node["value"]), _DIGITS) if leaf else 0)
    baseline = float(np.ravel(model._baseline_prediction)[0])
    return {
        "features": list(names),
        "baseline": baseline,
        "depth": depth,
        "roots": roots,
        "nodes": nodes,
    }
