"""`python -m evals run`: suites against the chain, as records, tables and gates."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals import judge_command
from evals.broken import BROKEN
from evals.judge import with_scores
from evals.record import Record, Result
from evals.runner import Answerer, run_of, run_suite
from evals.suites import Suite, load_suite, shipped
from evals.summary import DRAWS, Table, by_half, by_kind, fallen
from evals.table import plain_table, text_table
from rag.cli.common import open_chain, run_ingest, settings_of


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals run`."""
    parser.add_argument(
        "suites",
        nargs="*",
        help="shipped suites, or folders; all shipped ones by default",
    )
    parser.add_argument("--out", type=Path, help="a folder in which each suite's run is recorded")
    parser.add_argument("--broken", choices=BROKEN, help="answers spoilt, to try the scorers on")
    parser.add_argument("--judge", help="PROVIDER:NAME of a model that judges the answers besides")
    judge_command.add_times(parser)
    parser.add_argument("--jobs", type=int, default=1, help="cases asked at once")
    parser.add_argument("--seed", type=int, default=0, help="of the intervals")


def run(chosen: argparse.Namespace) -> int:
    """Runs the suites and prints their measures; 1 where a gate falls."""
    told: dict[str, Any] = {}
    below: list[str] = []
    chain = cache(lambda: _answerer(chosen))
    for name in chosen.suites or shipped():
        suite = load_suite(name)
        with own_corpus(suite, chosen) as own:
            results = _results(suite, _answerer(own) if own else chain(), chosen)
        agreed: list[str] = []
        if chosen.judge:
            results, agreed = _judged(suite, results, chosen)
        tables = _tables(suite, results, chosen.seed)
        below += [f"{suite.name}: {line}" for line in fallen(tables[suite.name], suite.gates)]
        told |= {n: plain_table(t) for n, t in tables.items()}
        if not chosen.json:
            print("\n\n".join(text_table(n, t) for n, t in tables.items()), end="\n\n")
            print("".join(f"{suite.name}: {line}\n" for line in agreed), end="")
            _print_failures(suite.name, results)
    if chosen.json:
        print(json.dumps(told | ({"gates": below} if below else {})))
    else:
        print("".join(f"gate: {line}\n" for line in below), end="")
    return 1 if below else 0


def _answerer(chosen: argparse.Namespace) -> Answerer:
    chain = open_chain(chosen)
    return BROKEN[chosen.broken](chain) if chosen.broken else chain


@contextmanager
def own_corpus(suite: Suite, chosen: argparse.Namespace) -> Iterator[argparse.Namespace | None]:
    """The options with an index of the suite's own corpus; None where it has none.

    The index is made for the run and removed after it.
    """
    if not suite.corpus:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sequitur-") as folder:
        own = argparse.Namespace(**vars(chosen) | {"corpus": suite.corpus, "index": Path(folder)})
        run_ingest(settings_of(own))
        yield own


def _results(suite: Suite, answerer: Answerer, chosen: argparse.Namespace) -> list[Result]:
    record = None
    if chosen.out:
        record = Record(chosen.out / suite.name)
        record.begin(run_of(suite, answerer, settings_of(chosen), chosen.seed))
    rows = run_suite(suite, answerer, record, chosen.jobs)
    total = len(suite.cases)
    bar = tqdm(rows, desc=suite.name, total=total, unit=" cases", delay=2, disable=None)
    return list(bar)


def _judged(
    suite: Suite, results: list[Result], chosen: argparse.Namespace
) -> tuple[list[Result], list[str]]:
    """The results with a judging model's scores, and what people say of the model."""
    found, agreed = judge_command.judged(results, chosen.judge, chosen.times, suite.folder)
    rows = [with_scores(j) for j in found]
    judge_command.gated(rows, suite.gates, agreed, chosen.seed)  # refused before it is printed
    return rows, judge_command.lines(found, agreed, chosen.seed)


def _tables(suite: Suite, results: list[Result], seed: int) -> dict[str, Table]:
    """The suite's table, and those of its halves where it asks for them."""
    tables = {suite.name: by_kind(results, seed)}
    if suite.halves:
        halves = by_half(results, seed, DRAWS)
        tables |= {f"{suite.name}/{half}": table for half, table in halves.items()}
    return tables


def _print_failures(suite: str, results: list[Result]) -> None:
    for row in results:
        for name, score in row.scores.items():
            if score.value is not None and score.value < 1:
                print(f"{suite}/{row.case.id} {name}: {score.why} ({row.case.question!r})")
