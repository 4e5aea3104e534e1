"""`python -m evals followup`: every system on one file of conversations, side by side."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from evals import followup_retrieval as found_by
from evals.followup import BASELINES, Forms, baseline, measured, resolved, without_corpus
from evals.followup_folds import unseen_carriers
from evals.turns import Rewritten, TurnsError, load_turns
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.settings import Settings, checkout

COLUMNS = ("precision", "recall", "F1", "first_F1", "added_when_none_needed", "query_F1", "nDCG@10")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("--data", type=Path, required=True, help="turns as JSON lines")
    parser.add_argument("--corpus", type=Path, help="a BEIR folder, its qrels by turn id")
    parser.add_argument("--cache", type=Path, help="a folder for embeddings of the corpus")


def run(chosen: argparse.Namespace) -> int:
    """Measures and prints; 0."""
    settings = Settings.from_environ()
    folder = ensure_export(settings.embedding_model, settings.models)
    report = measure(chosen, OnnxEncoder(folder, settings.threads))
    print(json.dumps(report) if chosen.json else table(report))
    return 0


def measure(chosen: argparse.Namespace, encoder: OnnxEncoder) -> dict[str, Any]:
    """The report of the contract: the data, and each system's measures."""
    every = load_turns(chosen.data)
    turns = [t for t in every if t.history]
    if not turns:
        raise TurnsError(f"{chosen.data}: no turn in it has a history")
    unseen = unseen_carriers(every)
    queries = resolved(turns, without_corpus(encoder.rarity), unseen)
    seen = any(unseen(t.conversation) for t in turns)
    forms = {name: baseline(name, turns) for name in BASELINES}
    forms["sequitur"] = [q.resolved for q in queries]
    report = {"data": str(chosen.data), "turns": len(turns), "seen": seen}
    systems = {name: _row(turns, rewritten) for name, rewritten in forms.items()}
    if chosen.corpus:
        forms["manual"] = [t.manual for t in turns]
        systems["manual"] = {}
        for name, value in _retrieved(every, turns, forms, chosen, encoder).items():
            systems[name]["nDCG@10"] = value
    return report | {"systems": systems}


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
    chosen: argparse.Namespace,
    encoder: OnnxEncoder,
) -> dict[str, float]:
    cache = chosen.cache or checkout() / ".sequitur" / "evals-cache"
    documents = found_by.load_documents(chosen.corpus, encoder, cache)
    before = found_by.cited_before(every, documents.qrels)
    gains = {
        name: found_by.ndcg(turns, rewritten, before, documents, encoder)
        for name, rewritten in forms.items()
    }
    if not gains["manual"]:
        raise TurnsError(f"{chosen.corpus}: its qrels name no turn of {chosen.data}")
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
