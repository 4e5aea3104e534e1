"""`python -m evals report RUN...`: what runs came to, in the terminal, as Markdown, as a page."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from evals.report.page import page
from evals.report.shown import Shown, records_in, shown, suites_of
from evals.table import escaped, markdown_table, plain_table, text_table
from rag.cli.common import show
from rag.text import visible


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("runs", nargs="+", type=Path, help="runs' folders, or folders of them")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page that needs no other"
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument(
        "--suite", action="append", default=[], help="a suite of one's own, for its gates"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the intervals")


def run(chosen: argparse.Namespace) -> int:
    """Prints the measures, and writes the page where one is wanted; 1 where a gate falls."""
    suites = suites_of(chosen.suite)
    found = [shown(record, suites, chosen.seed) for record in records_in(chosen.runs)]
    if chosen.html:
        chosen.html.parent.mkdir(parents=True, exist_ok=True)
        chosen.html.write_bytes(page(found))
    if chosen.json:
        show(json.dumps([plain(one) for one in found]))
    else:
        show("\n\n".join(markdown(one) if chosen.markdown else text(one) for one in found))
        if chosen.html:
            show(f"\n{chosen.html.absolute()}")
    return 1 if any(one.gates for one in found) else 0


def plain(one: Shown) -> dict[str, Any]:
    """A run as JSON."""
    return {"suite": one.run.suite, "kinds": plain_table(one.table), "gates": list(one.gates)}


def text(one: Shown) -> str:
    """A run for the terminal."""
    lines = [text_table(one.run.suite, one.table)]
    return "\n".join([*lines, *(f"gate: {visible(line)}" for line in one.gates)])


def markdown(one: Shown) -> str:
    """A run as Markdown."""
    lines = [f"## {escaped(one.run.suite)}", "", markdown_table(one.table)]
    gates = ["", *(f"- gate: {escaped(line)}" for line in one.gates)] if one.gates else []
    return "\n".join([*lines, *gates])
