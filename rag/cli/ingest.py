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
    parser.add_argument("--asks", action="store_true", help="list the follow-ups not offered")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0, or 1 where a file was rejected and the good ones are in."""
    summary = run_ingest(settings_of(chosen))
    for line in rejections(summary):
        print(line, file=sys.stderr)
    if chosen.asks:
        for ask in summary.refused_asks:
            print(f"{ask.article}: “{ask.ask}” is not offered: {ask.reason}", file=sys.stderr)
    print(json.dumps(to_dict(summary)) if chosen.json else in_words(summary))
    return 1 if summary.rejected or summary.problems else 0


def to_dict(summary: Summary) -> dict[str, object]:
    """The summary as the JSON of the contract."""
    found: dict[str, object] = dict(vars(summary))
    found["rejected"] = [r._asdict() for r in summary.rejected]
    found["refused_asks"] = [a._asdict() for a in summary.refused_asks]
    found["asks_rejected"] = len(summary.refused_asks)
    return found


def in_words(summary: Summary) -> str:
    """The summary in one line."""
    return (
        f"{summary.articles} articles, {summary.passages} passages: {summary.added} added, "
        f"{summary.updated} updated, {summary.removed} removed, {summary.unchanged} unchanged, "
        f"{len(summary.rejected)} rejected; {summary.embedded} texts embedded; {summary.asks} "
        f"follow-ups to offer, {len(summary.refused_asks)} not; corpus version "
        f"{summary.corpus_version}; {summary.seconds} s"
    )
