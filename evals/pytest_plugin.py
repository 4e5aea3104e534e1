"""For pytest: `pytest_plugins = ["evals.pytest_plugin"]` gives the fixture `sequitur_gate`.

A team gates its own corpus in its own CI with it; evals/README.md shows how. It is named and not
found by itself, so that a test run that does not ask for it loads nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evals.record import Record, Result
from evals.runner import Answerer, run_of, run_suite
from evals.suites import Gate, load_suite
from evals.summary import Table, by_kind, fallen
from evals.table import text_table
from rag.cli.common import rejections, run_ingest
from rag.settings import Settings

MOST_LINES = 20  # of cases that are named where a gate falls


@pytest.fixture(scope="session")
def sequitur_settings() -> Settings:
    """The settings of the environment (SEQUITUR_CORPUS and so on); override it for others."""
    return Settings.from_environ()


@pytest.fixture(scope="session")
def sequitur_answerer(sequitur_settings: Settings) -> Answerer:
    """The chain over the corpus, its index brought up to date; fails where an article is broken."""
    from rag.chain import build_answer_chain

    if lines := rejections(run_ingest(sequitur_settings)):
        pytest.fail("\n".join(lines), pytrace=False)
    return build_answer_chain(sequitur_settings)


@pytest.fixture
def sequitur_gate(sequitur_answerer: Answerer, sequitur_settings: Settings) -> Callable[..., Table]:
    """Runs a suite and fails the test below its gates.

    `sequitur_gate(suite, least={"source": 0.9}, out="runs")`: `suite` is a folder or a shipped
    suite, `least` adds gates over all cases, `out` keeps the run. Gives the measures by kind.
    """

    def gate(
        suite: str | Path, least: Mapping[str, float] | None = None, out: str | Path | None = None
    ) -> Table:
        read = load_suite(str(suite))
        record = Record(Path(out) / read.name) if out else None
        if record:
            record.begin(run_of(read, sequitur_answerer, sequitur_settings))
        results = list(run_suite(read, sequitur_answerer, record))
        table = by_kind(results)
        gates = (*read.gates, *(Gate("all", name, value) for name, value in (least or {}).items()))
        if not gates:
            pytest.fail(f"{suite}: no gate; name them in suite.yaml or as `least`", pytrace=False)
        if below := fallen(table, gates):
            pytest.fail(_told(read.name, table, below, results), pytrace=False)
        return table

    return gate


def _told(name: str, table: Table, below: list[str], results: list[Result]) -> str:
    """What fell, the table, and the cases behind it."""
    lines = [
        f"{r.case.id} {measure}: {score.why} ({r.case.question!r})"
        for r in results
        for measure, score in r.scores.items()
        if score.value is not None and score.value < 1
    ]
    more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    gates = [f"gate: {line}" for line in below]
    return "\n".join([*gates, "", text_table(name, table), "", *lines[:MOST_LINES], *more])
