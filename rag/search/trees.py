"""Boosted decision trees, read from JSON and evaluated with numpy.

The file holds, for all trees one after the other, the nodes' feature, threshold, children and
value. A row goes left where its feature is at most the threshold, as scikit-learn has it; the sum
of the leaves' values and the baseline is the log-odds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Trees:
    """A classifier of rows of named features."""

    features: tuple[str, ...]
    baseline: float
    roots: Whole  # (trees,)
    feature: Whole  # (nodes,)
    threshold: Floats  # (nodes,), infinite at a leaf
    children: Whole  # (2 * nodes,), right and left of each node, itself twice at a leaf
    value: Floats  # (nodes,)
    depth: int

    @classmethod
    def load(cls, record: dict[str, Any]) -> Trees:
        """The trees of a record of the file."""
        nodes = record["nodes"]
        left = np.array(nodes["left"], dtype=np.intp)
        right = np.array(nodes["right"], dtype=np.intp)
        itself = np.arange(len(left))
        leaf = left < 0
        return cls(
            tuple(record["features"]),
            float(record["baseline"]),
            np.array(record["roots"], dtype=np.intp),
            np.array(nodes["feature"], dtype=np.intp),
            np.where(leaf, np.inf, np.array(nodes["threshold"], dtype=np.float64)),
            np.stack([np.where(leaf, itself, right), np.where(leaf, itself, left)], axis=1).ravel(),
            np.array(nodes["value"], dtype=np.float64),
            int(record["depth"]),
        )

    def probabilities(self, rows: npt.ArrayLike) -> Floats:
        """The probability (0 to 1) of each row (rows, features)."""
        table = np.asarray(rows, dtype=np.float64).reshape(-1, len(self.features))
        values = table.ravel()  # "take" from flat arrays is much faster than indices in two
        row = np.arange(len(table))[:, None] * len(self.features)
        at = np.tile(self.roots, (len(table), 1))
        for _ in range(self.depth):
            low = values.take(row + self.feature.take(at)) <= self.threshold.take(at)
            at = self.children.take(2 * at + low)
        log_odds = self.baseline + self.value.take(at).sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)


def read_json(path: Path) -> dict[str, Any]:
    """The record that a file of weights holds."""
    record = json.loads(path.read_text("utf-8"))
    assert isinstance(record, dict), f"{path}: not a record"
    return record
