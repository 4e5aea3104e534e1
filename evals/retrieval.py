"""`python -m evals retrieval`: retrieval systems side by side on one set."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from evals.beir import Dataset, load, sample
from evals.embeddings import CACHE, Embeddings
from evals.measures import DEPTH, MEASURES, PerQuery, means, p_value, per_query
from evals.split import seen
from evals.systems import ABLATIONS, SYSTEMS, Built, Store, top
from rag.cli.common import settings_of

OWN = "sequitur"
JUDGED_BY = "nDCG@10"  # the measure that systems are compared by
_LIBRARIES = (
    "bm25s", "chromadb", "ir-measures", "langchain-chroma", "langchain-text-splitters", "numpy",
    "onnxruntime",
)  # fmt: skip
_DIGITS = 4


class Measured(NamedTuple):
    """What one system reached: values of each query, its time, and ingested documents a second."""

    values: PerQuery
    milliseconds: list[float]  # of each whole query: embedding, search and ranking
    documents_per_s: float | None  # None where vectors came from the cache


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals retrieval`."""
    parser.add_argument("--data", type=Path, required=True, help="corpus, queries and qrels")
    parser.add_argument(
        "--system", action="append", choices=list(SYSTEMS), help="one of them; all by default"
    )
    parser.add_argument("--ablations", action="store_true", help="also with each lever off in turn")
    parser.add_argument("--queries", type=_count, help="at most so many questions, always the same")
    parser.add_argument("--cache", type=Path, default=CACHE, help="the folder of kept embeddings")
    parser.add_argument("--out", type=Path, help="a file for the figures, of each query as well")


def run(chosen: argparse.Namespace) -> int:
    """Runs the command; 0. Raises DataError for a set that cannot be read."""
    from rag.search.encoder import OnnxEncoder
    from rag.search.export import ensure_export

    whole = load(chosen.data)
    settings = settings_of(chosen)
    folder = ensure_export(settings.embedding_model, settings.models)
    embeddings = Embeddings(OnnxEncoder(folder, settings.threads), chosen.cache)
    dataset = sample(whole, chosen.queries) if chosen.queries else whole
    for line in remarks(dataset):
        print(f"note: {line}", file=sys.stderr)
    names = (chosen.system or list(SYSTEMS)) + (list(ABLATIONS) if chosen.ablations else [])
    found = measure(dataset, embeddings, names)
    report = {
        "data": str(chosen.data),
        **summary(dataset, found),
        "seen": seen(whole.queries.values()),
        **provenance(embeddings.encoder.name),
    }
    if chosen.out:
        _write(chosen.out, report | {"per_query": {n: m.values for n, m in found.items()}})
    print(json.dumps(report) if chosen.json else table(report))
    return 0


def measure(dataset: Dataset, embeddings: Embeddings, systems: list[str]) -> dict[str, Measured]:
    """What each of the named systems reaches on a set, all of them over one store."""
    store = Store(dataset, embeddings)
    return {name: _measured((SYSTEMS | ABLATIONS)[name](store), dataset, name) for name in systems}


def _measured(built: Built, dataset: Dataset, name: str) -> Measured:
    print(f"{name}: {len(dataset.queries)} questions ...", file=sys.stderr)
    built.search(next(iter(dataset.queries.values())))  # the first one pays for warming up
    ranked, spent = {}, []
    for query, question in dataset.queries.items():
        start = time.perf_counter()
        best = top(built.search(question), DEPTH)
        spent.append(1000 * (time.perf_counter() - start))
        ranked[query] = [dataset.ids[i] for i in best]
    rate = None if built.seconds is None else len(dataset.ids) / built.seconds
    return Measured(per_query(dataset.judged, ranked), spent, rate)


def summary(dataset: Dataset, found: dict[str, Measured]) -> dict[str, Any]:
    """The figures of a report: sizes, and of each system its means, times and p-value.

    `p` is that of the paired randomisation test of a system against `sequitur`, on nDCG@10.
    """
    own = found.get(OWN)
    systems: dict[str, dict[str, float | None]] = {}
    for name, result in found.items():
        row: dict[str, float | None] = {
            measure: round(value, _DIGITS) for measure, value in means(result.values).items()
        }
        row |= {
            f"query_ms_p{q}": round(float(np.percentile(result.milliseconds, q)), 2)
            for q in (50, 95)
        }
        rate = result.documents_per_s
        row["documents_per_s"] = None if rate is None else round(rate, 1)
        row["p"] = None if own is None or name == OWN else _p(own, result)
        systems[name] = row
    return {
        "queries": len(dataset.queries),
        "documents": len(dataset.ids),
        "repeated_ids": len(dataset.repeated),
        "ambiguous_queries": len(dataset.ambiguous),
        "absent_documents": dataset.absent,
        "systems": systems,
    }


def _p(own: Measured, other: Measured) -> float:
    values = [list(m.values[JUDGED_BY].values()) for m in (own, other)]
    return round(p_value(*values), _DIGITS)


def remarks(dataset: Dataset) -> list[str]:
    """What is odd about a set, in sentences."""
    found = []
    if dataset.repeated:
        found.append(
            f"{len(dataset.repeated)} ids of documents are those of several rows; each counts as "
            f"one document, and {len(dataset.ambiguous)} of the questions ask for such a one"
        )
    if dataset.absent:
        found.append(f"{dataset.absent} relevant documents are not in the corpus and count as lost")
    return found


def provenance(model: str, libraries: Sequence[str] = _LIBRARIES) -> dict[str, Any]:
    """When, on what machine and with which versions figures were made."""
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine()},
        "versions": {"python": platform.python_version()} | {n: version(n) for n in libraries},
        "embedding_model": model,
    }


def table(report: dict[str, Any]) -> str:
    """The report for a terminal, one system a line."""
    columns = [*MEASURES, "p", "query_ms_p50", "query_ms_p95", "documents_per_s"]
    widths = [max(9, len(c) + 2) for c in columns]
    head = "".join(f"{c:>{w}}" for c, w in zip(columns, widths, strict=True))
    lines = [
        f"{report['data']}: {report['queries']} questions, {report['documents']} documents"
        f"{', seen in training' if report['seen'] else ''}",
        f"{'system':16}{head}",
    ]
    for name, row in report["systems"].items():
        cells = (_cell(row[c], digits=4 if c == "p" else 3) for c in columns)
        lines.append(
            f"{name:16}" + "".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))
        )
    return "\n".join(lines)


def _cell(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.4g}" if value >= 10 else f"{value:.{digits}f}"


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _write(path: Path, report: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
