"""`python -m evals followup`: every system on one file of conversations, side by side."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from typing import Any

from evals.beir import load
from evals.embeddings import CACHE, Embeddings
from evals.followup import BASELINES, Forms, baseline, measured, resolved, without_corpus
from evals.followup_folds import unseen_carriers
from evals.followup_retrieval import cited_before, ndcg
from evals.retrieval import provenance
from evals.systems import Store, sequitur
from evals.turns import Rewritten, TurnsError, load_turns
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.settings import Settings

LIBRARIES = ("numpy", "onnxruntime", "PyStemmer")
COLUMNS = ("precision", "recall", "F1", "first_F1", "added_when_none_needed", "query_F1", "nDCG@10")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("--data", type=Path, required=True, help="turns as JSON lines")
    parser.add_argument("--corpus", type=Path, help="a BEIR folder, its qrels by turn id")
    parser.add_argument("--cache", type=Path, default=CACHE, help="the folder of kept embeddings")
    parser.add_argument("--out", type=Path, help="a file for the figures")


def run(chosen: argparse.Namespace) -> int:
    """Measures and prints; 0."""
    settings = Settings.from_environ()
    folder = ensure_export(settings.embedding_model, settings.models)
    report = measure(
        chosen.data, chosen.corpus, chosen.cache, OnnxEncoder(folder, settings.threads)
    )
    if chosen.out:
        chosen.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report) if chosen.json else table(report))
    return 0


def measure(data: Path, corpus: Path | None, cache: Path, encoder: OnnxEncoder) -> dict[str, Any]:
    """The report of the contract: the data, and each system's measures."""
    every = load_turns(data)
    turns = [t for t in every if t.history]
    if not turns:
        raise TurnsError(f"{data}: no turn in it has a history")
    unseen = unseen_carriers(every)
    queries = resolved(turns, without_corpus(encoder.rarity), unseen)
    forms = {name: baseline(name, turns) for name in BASELINES}
    forms["sequitur"] = [q.resolved for q in queries]
    systems = {name: _row(turns, rewritten) for name, rewritten in forms.items()}
    if corpus:
        forms["manual"] = [t.manual for t in turns]
        systems["manual"] = {}
        found = _retrieved(every, turns, forms, corpus, Embeddings(encoder, cache))
        for name, value in found.items():
            systems[name]["nDCG@10"] = value
    return {
        "data": str(data),
        "turns": len(turns),
        "seen": any(unseen(t.conversation) for t in turns),
        "systems": systems,
        **provenance(encoder.name, LIBRARIES),
    }


def _row(turns: Sequence[Rewritten], forms: Forms) -> dict[str, float | None]:
    of = measured(turns, forms)
    return {
        "precision": round(of.precision, 4),
        "recall": round(of.recall, 4),
        "F1": round(of.f1, 4),
        "first_F1": round(of.first_f1, 4),
        "added_when_none_needed": round(of.added_when_none_needed, 4),
        "query_F1": round(of.query_f1, 4),
        "nDCG@10": None,
    }


def _retrieved(
    every: Sequence[Rewritten],
    turns: Sequence[Rewritten],
    forms: Mapping[str, Forms],
    corpus: Path,
    embeddings: Embeddings,
) -> dict[str, float]:
    dataset = load(corpus)
    judged = dataset.judged
    if not any(t.id in judged for t in turns):
        raise TurnsError(f"{corpus}: its qrels name no turn of the conversations")
    search = lru_cache(maxsize=None)(sequitur(Store(dataset, embeddings)).search)
    before = cited_before(every, judged)
    gains = {
        name: ndcg(turns, rewritten, before, search, dataset.ids, judged)
        for name, rewritten in forms.items()
    }
    return {name: round(fmean(of.values()), 4) for name, of in gains.items()}


def table(report: Mapping[str, Any]) -> str:
    """The report for a terminal, a system a line."""
    seen = "trained on, out of fold" if report["seen"] else "not trained on"
    lines = [f"{report['data']}: {report['turns']} turns with a history ({seen})"]
    lines.append(f"{'':16}" + "".join(f"{c[:12]:>13}" for c in COLUMNS))
    for name, row in report["systems"].items():
        values = (row.get(c) for c in COLUMNS)
        cells = "".join(f"{'-':>13}" if v is None else f"{v:>13.3f}" for v in values)
        lines.append(f"{name:16}{cells}")
    return "\n".join(lines)
