"""`sequitur check-corpus`: the grammar of the articles, and what a reviewer would object to."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from rag.articles.article import CONSULTED, KINDS
from rag.articles.lint import Counts, check
from rag.cli.common import Commands, settings_of, show


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("check-corpus", help="check the articles themselves")
    parser.add_argument("--corpus", type=Path, help="the folder that holds articles/")
    parser.add_argument("--look", action="store_true", help="show what an author should look at")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0 for a clean corpus, 1 where something has to be mended."""
    settings = settings_of(chosen)
    report = check(settings.corpus, dt.date.today(), settings.review_months)
    errors = [f for f in report.findings if f.level == "error"]
    looks = [f for f in report.findings if f.level == "look"]
    if chosen.json:
        counts = report.counts._asdict() | {"consulted": shares(report.counts.consulted)}
        found = [f._asdict() for f in report.findings]
        show(json.dumps({"ok": not errors, "findings": found, "counts": counts}))
        return 1 if errors else 0
    for finding in [*errors, *(looks if chosen.look else [])]:
        show(f"{finding.path}:{finding.line}: {finding.rule}: {finding.message}")
    show(_summary(report.counts))
    more = "" if chosen.look or not looks else " (--look shows them)"
    show(f"{len(errors)} to mend, {len(looks)} for an author to look at{more}")
    return 1 if errors else 0


def _summary(counts: Counts) -> str:
    lines = [
        f"{counts.articles} articles, {counts.passages} passages, {counts.sentences} sentences, "
        f"{counts.words} words, {counts.marks} marks; "
        f"{counts.terms} glossary terms, {counts.differences} differences",
        f"{counts.marked} of {counts.claims} claims carry a mark",
        f"{counts.references} references:",
    ]
    for kind, row in shares(counts.consulted).items():
        parts = ", ".join(f"{n} {'not consulted' if c == 'none' else c}" for c, n in row.items())
        lines.append(f"  {kind}: {parts}")
    return "\n".join(lines)


def shares(consulted: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """How many references of each kind were open, and how much of them."""
    return {k: {c: consulted.get((k, c), 0) for c in CONSULTED} for k in KINDS}
