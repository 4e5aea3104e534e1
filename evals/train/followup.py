"""Fits the model of rag.search.carrying: `python -m evals.train.followup DATA [--check]`.

DATA holds the folders cast2019, canard and medquad-followup, each with turns.jsonl. Trained on the
part "train" of each (evals.split); the figures are out of fold by conversation there, on the
held-out fifth, and for each set by a model that saw none of it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from evals.followup import added, measured
from evals.followup_folds import FOLDS, FOLDS_FILE, known_as
from evals.split import fold, part
from evals.turns import Rewritten, load_turns
from rag.search.candidates import Earlier, candidates
from rag.search.carrying import WEIGHTS, Carrier, need_row, table
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.settings import Settings

SETS = ("cast2019", "canard", "medquad-followup")
SEED = 4
THRESHOLD, LEAST_NEED = 0.25, 0.7
WORDS = {
    "max_iter": 200, "learning_rate": 0.06, "max_leaf_nodes": 14, "min_samples_leaf": 30,
    "l2_regularization": 5.0, "max_features": 0.4,
}  # fmt: skip
GATE = {
    "max_iter": 80, "learning_rate": 0.05, "max_leaf_nodes": 6, "min_samples_leaf": 20,
    "l2_regularization": 5.0,
}  # fmt: skip
INNER = 4  # folds in which the gate's training probabilities are made


class Example(NamedTuple):
    """A turn with the features of its candidates."""

    turn: Rewritten
    history: tuple[Earlier, ...]
    rows: npt.NDArray[np.float32]  # (candidates, features)
    wanted: npt.NDArray[np.bool_]  # (candidates,)
    needs: bool


class Names(NamedTuple):
    """The features of the two models, in order."""

    words: tuple[str, ...]
    gate: tuple[str, ...]


def examples(turns: Iterable[Rewritten], rarity: Any, names: Names) -> list[Example]:
    """Each turn that has a history, made ready."""
    found = []
    for turn in turns:
        if turn.history:
            history = tuple(Earlier(e.question, e.answer) for e in turn.history)
            words = list(candidates(turn.question, history).values())
            rows = table(words, turn.question, history, rarity, names.words)
            lacking = added(turn.manual, turn.question)
            wanted = np.array([c.stem in lacking for c in words], dtype=bool)
            flat = np.array(rows, dtype=np.float32).reshape(-1, len(names.words))
            found.append(Example(turn, history, flat, wanted, bool(lacking)))
    return found


def names_of(rarity: Any) -> Names:
    """The names of the features, read off one question."""
    from rag.search.candidates import features, question_features

    history = (Earlier("Which scan?", ""),)
    (candidate, *_) = candidates("why?", history).values()
    words = features(candidate, frozenset(), 1, rarity) | question_features("why?", history, rarity)
    return Names(tuple(words), tuple(need_row([], "why?", history, rarity)))


def fitted(train: Sequence[Example], rarity: Any, names: Names) -> dict[str, Any]:
    """The record of a carrier trained on `train`; its gate sees out-of-fold probabilities."""
    inner: dict[int, npt.NDArray[np.float64]] = {}
    for k in range(INNER):
        rest = [e for e in train if _inner(e) != k]
        model = _boosted(WORDS, *_stacked(rest))
        for i, example in enumerate(train):
            if _inner(example) == k and len(example.rows):
                inner[i] = model.predict_proba(example.rows)[:, 1]
    rows = [
        [
            need_row(list(inner.get(i, ())), e.turn.question, e.history, rarity)[n]
            for n in names.gate
        ]
        for i, e in enumerate(train)
    ]
    gate = _boosted(GATE, np.array(rows), np.array([e.needs for e in train]))
    words = _boosted(WORDS, *_stacked(train))
    return {
        "threshold": THRESHOLD,
        "least_need": LEAST_NEED,
        "words": record(words, names.words),
        "gate": record(gate, names.gate),
    }


def _inner(example: Example) -> int:
    return fold(f"inner {example.turn.conversation}", INNER)


def _stacked(of: Sequence[Example]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    return np.vstack([e.rows for e in of]), np.concatenate([e.wanted for e in of])


def _boosted(options: Mapping[str, Any], rows: Any, right: Any) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**options, random_state=SEED).fit(rows, right)


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
            nodes["value"].append(round(float(node["value"]), 4) if leaf else 0)
    baseline = float(np.ravel(model._baseline_prediction)[0])
    return {
        "features": list(names),
        "baseline": baseline,
        "depth": depth,
        "roots": roots,
        "nodes": nodes,
    }


def forms(of: Sequence[Example], found: dict[str, Any], rarity: Any) -> list[str]:
    """The questions with what a carrier adds."""
    carrier = Carrier.load(found)
    return [
        " ".join([e.turn.question, *carrier.phrases(e.turn.question, e.history, rarity)])
        for e in of
    ]


def figures(of: Sequence[Example], rewritten: Sequence[str]) -> dict[str, float]:
    """The measures of the questions as rewritten."""
    found = measured([e.turn for e in of], rewritten)
    return {k: round(v, 3) for k, v in vars(found).items()}


def main() -> int:
    """Trains, prints the figures, and writes the weights and their card; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--check", action="store_true", help="figures only, nothing is written")
    chosen = parser.parse_args()
    settings = Settings.from_environ()
    folder = ensure_export(settings.embedding_model, settings.models)
    rarity = OnnxEncoder(folder, 1).rarity
    names = names_of(rarity)
    every = {s: examples(load_turns(chosen.data / s / "turns.jsonl"), rarity, names) for s in SETS}
    train = [e for of in every.values() for e in of if part(e.turn.conversation) == "train"]
    whole = fitted(train, rarity, names)
    folds = [
        fitted([e for e in train if fold(e.turn.conversation, FOLDS) != k], rarity, names)
        for k in range(FOLDS)
    ]
    table_of = report(every, whole, folds, rarity, names)
    print(json.dumps(table_of, indent=1))
    if not chosen.check:
        _write(whole, folds, train)
    return 0


def report(
    every: Mapping[str, Sequence[Example]],
    whole: dict[str, Any],
    folds: Sequence[dict[str, Any]],
    rarity: Any,
    names: Names,
) -> dict[str, Any]:
    """Of each set the figures out of fold, on the held-out fifth, and left out whole."""
    found: dict[str, Any] = {}
    for name, of in every.items():
        seen = [e for e in of if part(e.turn.conversation) == "train"]
        seen.sort(key=lambda e: fold(e.turn.conversation, FOLDS))
        out = [
            form
            for k in range(FOLDS)
            for form in forms(
                [e for e in seen if fold(e.turn.conversation, FOLDS) == k], folds[k], rarity
            )
        ]
        rest = [e for e in of if part(e.turn.conversation) != "train"]
        others = [
            e
            for s, o in every.items()
            if s != name
            for e in o
            if part(e.turn.conversation) == "train"
        ]
        found[name] = {
            "out of fold": figures(seen, out),
            "held out": figures(rest, forms(rest, whole, rarity)),
            "set left out": figures(of, forms(of, fitted(others, rarity, names), rarity)),
        }
    return found


def _write(
    whole: dict[str, Any], folds: Sequence[dict[str, Any]], train: Sequence[Example]
) -> None:
    WEIGHTS.write_text(json.dumps(whole, separators=(",", ":")) + "\n", "utf-8")
    seen = sorted({known_as(e.turn) for e in train})
    packed = json.dumps({"seen": seen, "folds": folds}, separators=(",", ":")).encode()
    FOLDS_FILE.write_bytes(gzip.compress(packed, mtime=0))
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12]
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size} bytes, {digest}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
