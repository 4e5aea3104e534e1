"""`python -m evals judge RUN --model PROVIDER:NAME`: a language model judges a run's answers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.cases import SuiteError, find_suite
from evals.judge import (
    LEAST_RUNS,
    MOST_RUNS,
    Judgement,
    agreement,
    asking,
    judge,
    told,
    unread,
    with_scores,
)
from evals.kappa import Kappa
from evals.labels import JUDGED, read_labels
from evals.record import Record, Result
from evals.suites import Gate, load_suite
from evals.summary import by_kind, fallen, measures
from rag.answers.models import build_model
from rag.settings import Settings


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals judge`."""
    parser.add_argument("folder", type=Path, metavar="RUN", help="a run's folder")
    parser.add_argument("--model", required=True, help="PROVIDER:NAME of the model that judges")
    parser.add_argument("--suite", help="whose labels and gates hold; the run's own by default")
    parser.add_argument("--seed", type=int, default=0, help="of the intervals")
    add_times(parser)


def add_times(parser: argparse.ArgumentParser) -> None:
    """Adds how often each answer is judged."""
    times = range(LEAST_RUNS, MOST_RUNS + 1)
    parser.add_argument(
        "--times", type=int, default=LEAST_RUNS, choices=times, help="replies averaged an answer"
    )


def run(chosen: argparse.Namespace) -> int:
    """Judges the run and prints what came out; 1 where a gate of a judged measure falls."""
    record = Record(chosen.folder)
    try:
        folder = find_suite(chosen.suite or record.run.suite)
    except SuiteError:
        if chosen.suite:
            raise
        folder = None  # a suite of one's own, which --suite can name
    results = list(record.results())
    found, agreed = judged(results, chosen.model, chosen.times, folder)
    rows = [with_scores(j) for j in found]
    gates = load_suite(str(folder)).gates if folder else ()
    below = gated(rows, gates, agreed, chosen.seed)
    if chosen.json:
        print(json.dumps(plain(found, agreed, chosen.seed) | {"gates": below}))
    else:
        print("\n".join([*lines(found, agreed, chosen.seed), *(f"gate: {b}" for b in below)]))
    return 1 if below else 0


def judged(
    results: Sequence[Result], model: str, times: int, folder: Path | None
) -> tuple[list[Judgement], dict[str, Kappa]]:
    """The results judged by a model, and its agreement with the labels of the suite's folder."""
    seconds = Settings.from_environ().model_seconds
    rows = judge(results, asking(build_model(model, seconds), seconds), times)
    bar = tqdm(rows, desc="judging", total=len(results), unit=" cases", delay=2, disable=None)
    found = list(bar)
    try:
        labels = read_labels(folder) if folder else {}
    except ValueError as error:
        raise SuiteError(str(error)) from None
    return found, agreement(found, labels)


def gated(
    rows: Sequence[Result], gates: Sequence[Gate], agreed: dict[str, Kappa], seed: int = 0
) -> list[str]:
    """The gates of judged measures that fall.

    Raises SuiteError where people labelled nothing of what such a gate is on: a model does not
    gate alone.
    """
    own = [g for g in gates if g.measure in JUDGED]
    for gate in own:
        if not agreed[gate.measure].items:
            raise SuiteError(
                f"the gate of {gate.measure!r}: no label in labels.jsonl is of this run's answers; "
                "a judging model does not gate alone"
            )
    return fallen(by_kind(rows, seed), own) if own else []


def lines(found: Sequence[Judgement], agreed: dict[str, Kappa], seed: int = 0) -> list[str]:
    """For the terminal: each judged measure beside the judge's agreement with people."""
    table = measures([with_scores(j) for j in found], seed)
    counts = unread(found)
    said = [told(m, table[m], agreed[m]) for m in JUDGED if m in table]
    lost = f"{counts['unread']} of {counts['asked']} replies could not be read"
    return [*(said or ["nothing could be judged"]), f"{lost}; {counts['unscored']} cases unscored"]


def plain(found: Sequence[Judgement], agreed: dict[str, Kappa], seed: int = 0) -> dict[str, Any]:
    """The same as JSON."""
    table = measures([with_scores(j) for j in found], seed)
    return {
        "measures": {m: table[m]._asdict() for m in JUDGED if m in table},
        "agreement": {m: k._asdict() for m, k in agreed.items()},
        "replies": unread(found),
    }
