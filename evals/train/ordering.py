"""Chooses the ordering's weights on all sets but one, and measures them on the one left out.

`python -m evals.train.ordering SET SET ... [--queries N] [--cache DIR] [--out FILE]` prints for
each set (a folder in BEIR's layout) what the weights chosen on the others give on it, beside those
that are shipped and those that would suit it best.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import Any

from evals.beir import Dataset, load, sample
from evals.embeddings import CACHE, Embeddings
from evals.measures import means, per_query
from evals.retrieval import provenance
from evals.systems import Store, sequitur, top
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.search.ordering import WEIGHTS, Weights
from rag.settings import Settings

JUDGED_BY = "nDCG@10"
NEAR, WORDS = (0.35, 0.45, 0.55, 0.65, 0.75), (0.0, 0.05, 0.15)
GRID = tuple(Weights(n, w, round(1 - n - w, 2)) for n, w in product(NEAR, WORDS))
QUERIES = 200


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--queries", type=int, default=QUERIES, help="of each set, at most")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args(arguments)
    settings = Settings.from_environ()
    encoder = OnnxEncoder(
        ensure_export(settings.embedding_model, settings.models), settings.threads
    )
    embeddings = Embeddings(encoder, chosen.cache)
    found = {p.name: curve(sample(load(p), chosen.queries), embeddings) for p in chosen.sets}
    report = {"left_out": left_out(found), "queries": chosen.queries, **provenance(encoder.name)}
    text = json.dumps(report, indent=1)
    if chosen.out:
        chosen.out.write_text(text + "\n", "utf-8")
    print(text)
    return 0


def curve(dataset: Dataset, embeddings: Embeddings) -> dict[Weights, float]:
    """What each of the weights of the grid, and the shipped ones, give on a set."""
    store = Store(dataset, embeddings)
    return {w: _measured(store, w) for w in dict.fromkeys((WEIGHTS, *GRID))}


def _measured(store: Store, weights: Weights) -> float:
    search, dataset = sequitur(store, weights).search, store.dataset
    ranked = {q: [dataset.ids[i] for i in top(search(text))] for q, text in dataset.queries.items()}
    return means(per_query(dataset.judged, ranked))[JUDGED_BY]


def left_out(found: dict[str, dict[Weights, float]]) -> dict[str, dict[str, Any]]:
    """Of each set what the weights that are best on the others (by mean of shares) give on it."""
    report = {}
    for name, here in found.items():
        others = [f for other, f in found.items() if other != name]
        best = max(GRID, key=lambda w: fmean(f[w] / max(f.values()) for f in others))
        report[name] = {
            "chosen_on_the_others": best._asdict(),
            "left_out": round(here[best], 4),
            "shipped": round(here[WEIGHTS], 4),
            "best_here": round(max(here.values()), 4),
        }
    return report


if __name__ == "__main__":
    sys.exit(main())
