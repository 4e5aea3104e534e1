"""`sequitur chat`: a conversation in a terminal."""

from __future__ import annotations

import argparse
import sys

from rag.answers.answer import READERS
from rag.cli.ask import to_json
from rag.cli.common import Commands, add_folders, add_model, open_chain, show
from rag.cli.render import render


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("chat", help="a conversation in the terminal")
    parser.add_argument("--article", default="", metavar="SLUG", help="the article that is open")
    parser.add_argument("--reader", choices=READERS, default="clinician")
    parser.add_argument("--json", action="store_true", help="print each answer as one JSON line")
    add_folders(parser)
    add_model(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Answers line by line until the input ends."""
    from rag.chain import FollowUp
    from rag.search.followup import Turn

    chain = open_chain(chosen)
    if sys.stdin.isatty():
        print("Ask, then ask on. An empty line or Ctrl-D ends.", file=sys.stderr)
    history: list[Turn] = []
    while question := _read():
        follow_up = FollowUp(question, tuple(history), chosen.article, chosen.reader)
        answer = chain.answer(follow_up)
        history.append(answer.turn)
        show(to_json(answer, None) if chosen.json else render(answer))
    return 0


def _read() -> str:
    if sys.stdin.isatty():
        print("> ", end="", file=sys.stderr, flush=True)
    return sys.stdin.buffer.readline().decode("utf-8", "replace").strip()
