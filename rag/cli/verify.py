"""`sequitur verify`: check that the published index answers as it should."""

from __future__ import annotations

import argparse
import json

from rag.cli.common import Commands, add_folders, settings_of
from rag.errors import IndexMissingError


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("verify", help="check that the published index answers")
    add_folders(parser, corpus=False)
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0 where the index is sound, 1 where it is not."""
    from rag.search.index import published
    from rag.search.verify import verify

    index = settings_of(chosen).index
    folder = published(index)
    if folder is None:
        raise IndexMissingError(f"{index}: no index there; run `sequitur ingest`")
    verdict = verify(folder)
    if chosen.json:
        print(json.dumps(verdict._asdict()))
    else:
        state = "sound" if verdict.ok else "not sound; run `sequitur ingest`"
        print(f"{index}: {verdict.checked} passages checked, {len(verdict.missed)} missed: {state}")
        print(*verdict.problems, sep="\n", end="\n" if verdict.problems else "")
    return 0 if verdict.ok else 1
