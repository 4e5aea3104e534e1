"""`python -m evals rates`: how often the shipped suites are answered rightly, for the page."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from evals.cases import find_suite, load_cases
from evals.runner import run_case
from evals.summary import measures
from rag.cli.common import open_chain

SUITES = ("answers", "corpus", "followups", "unseen", "unseen-2")
SHOWN = ("abstention", "source", "facts", "quotes")
FILE = Path(str(files("evals"))) / "results" / "answers.json"


class Rate(NamedTuple):
    """A suite: the number of its cases and, of each scorer that scored any, its mean (0 to 1)."""

    suite: str
    cases: int
    means: dict[str, float]


class Rates(NamedTuple):
    """What was measured: on which day and corpus, by which answerer."""

    measured: dt.date
    corpus_version: str
    answerer: str
    suites: tuple[Rate, ...]


def add_options(_parser: argparse.ArgumentParser) -> None:
    """Adds nothing: `evals rates` has the options of every command that answers."""


def run(chosen: argparse.Namespace) -> int:
    """Runs the suites and writes what came out beside the other results."""
    chain = open_chain(chosen)
    results = {s: [run_case(c, chain) for c in load_cases(find_suite(s))] for s in SUITES}
    found = {
        "measured": dt.date.today().isoformat(),
        "corpus_version": chain.index.manifest.corpus_version,
        "answerer": chosen.model or "quote",
        "suites": {
            name: {"cases": len(rows)} | {n: m.value for n, m in measures(rows).items()}
            for name, rows in results.items()
        },
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(json.dumps(found) if chosen.json else f"{FILE.name}: {len(SUITES)} suites")
    return 0


def read(file: Path = FILE) -> Rates | None:
    """The rates that were written last, None where there are none that can be read."""
    try:
        found = json.loads(file.read_text("utf-8"))
        suites = tuple(_rate(name, means) for name, means in found["suites"].items())
        measured = dt.date.fromisoformat(found["measured"])
        return Rates(measured, str(found["corpus_version"]), str(found["answerer"]), suites)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _rate(name: str, means: dict[str, Any]) -> Rate:
    shown = {scorer: float(means[scorer]) for scorer in SHOWN if scorer in means}
    if not all(0 <= mean <= 1 for mean in shown.values()):
        raise ValueError("a mean is from 0 to 1")
    return Rate(name, int(means["cases"]), shown)
