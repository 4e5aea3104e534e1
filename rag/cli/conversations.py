"""`sequitur conversations`: what is kept, as a list, on the screen, as a file; or deleted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from rag.cli.common import Commands, add_folders, settings_of, show
from rag.errors import SettingsError

if TYPE_CHECKING:
    from rag.conversation import Conversations

FORMATS = ("md", "json", "html", "ris", "bib")  # of rag.exports, which is imported when it is used


def add(commands: Commands) -> None:
    """Adds the command and its own commands."""
    parser = commands.add_parser("conversations", help="list, show, export or delete what is kept")
    add_folders(parser, corpus=False)
    parser.add_argument("--user", default="", help="whose they are, where people sign in")
    parser.set_defaults(run=run, do=_list, search="", json=False)
    actions = parser.add_subparsers(metavar="ACTION")
    listing = actions.add_parser("list", help="the newest first")
    listing.add_argument("--search", default="", metavar="WORDS")
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    listing.set_defaults(do=_list)
    for name, do, what in (
        ("show", _show, "print one"),
        ("export", _export, "one as a file, on standard output or to --out"),
        ("delete", _delete, "delete one for good"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("id", metavar="ID")
        action.set_defaults(do=do)
        if do is _export:
            action.add_argument("--format", choices=FORMATS, default="md")
            action.add_argument("--turn", default="", metavar="ID", help="only this turn of it")
            action.add_argument("--out", type=Path, metavar="FILE")


def run(chosen: argparse.Namespace) -> int:
    """0 when it is done."""
    from rag.conversation import open_conversations

    kept = open_conversations(settings_of(chosen))
    if kept is None:
        raise SettingsError("no conversation is kept: SEQUITUR_CONVERSATIONS is `off`")
    chosen.do(kept, chosen)
    return 0


def _list(kept: Conversations, chosen: argparse.Namespace) -> None:
    found = kept.list(chosen.user, chosen.search)
    if chosen.json:
        show(json.dumps([one._asdict() for one in found], default=lambda t: t.isoformat()))
        return
    for one in found:
        show(f"{one.id}  {one.updated.astimezone():%Y-%m-%d %H:%M}  {one.turns:3}  {one.title}")


def _show(kept: Conversations, chosen: argparse.Namespace) -> None:
    from rag.cli.render import render
    from rag.kept import one_line

    found = kept.read(chosen.id, chosen.user)
    for turn in found.turns:
        asked = f"{turn.asked_at.astimezone():%Y-%m-%d %H:%M}"
        show(f"{asked}  turn {turn.id}\n> {one_line(turn.answer.question)}\n")
        show(f"{render(turn.answer)}\n")


def _export(kept: Conversations, chosen: argparse.Namespace) -> None:
    from rag.exports.formats import export

    file = export(kept.read(chosen.id, chosen.user), chosen.format, chosen.turn)
    if chosen.out is None:
        show(file.text)
        return
    # Line ends are the format's own; an old file is not written over.
    with chosen.out.open("x", encoding="utf-8", newline="") as out:
        out.write(file.text)


def _delete(kept: Conversations, chosen: argparse.Namespace) -> None:
    kept.delete(chosen.id, chosen.user)
    show("deleted for good")
