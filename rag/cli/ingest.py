"""`sequitur ingest`: make the index say what the corpus says."""

from __future__ import annotations

import argparse
import json
import sys

from rag.cli.common import Commands, add_folders, rejections, run_ingest, settings_of
from rag.search.ingest import Summary


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("ingest", help="make the index say what the corpus says")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0, or 1 where a file was rejected and the good ones are in."""
    summary = run_ingest(settings_of(chosen))
    for line in rejections(summary):
        print(line, file=sys.stderr)
    print(json.dumps(to_dict(summary)) if chosen.json else in_words(summary))
    return 1 if summary.rejected or summary.problems else 0


def to_dict(summary: Summary) -> dict[str, object]:
    """The summary as the JSON of the contract."""
    found: dict[str, object] = dict(vars(summary))
    found["rejected"] = [r._asdict() for r in summary.rejected]
    return found


def in_words(summary: Summary) -> str:
    """The summary in one line."""
    return (
        f"{summary.articles} articles, {summary.passages} passages: {summary.added} added, "
        f"{summary.updated} updated, {summary.removed} removed, {summary.unchanged} unchanged, "
        f"{len(summary.rejected)} rejected; {summary.embedded} texts embedded; corpus version "
        f"{summary.corpus_version}; {summary.seconds} s"
    )
