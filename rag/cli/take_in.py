"""`sequitur import`: drafts of articles from pages saved as text, HTML or PDF."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

from rag.articles.drafting import draft
from rag.articles.saved import MAX_BYTES, read_saved
from rag.cli.common import Commands
from rag.errors import ArticleError, SettingsError


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("import", help="draft articles from saved pages")

    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="text, HTML or PDF")
    parser.add_argument("--out", type=Path, default=Path("drafts"), help="the folder of the drafts")
    parser.add_argument(
        "--updated",
        type=dt.date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day of a page that does not say it",
    )
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0, or 1 where a page could not be drafted."""
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{chosen.out}: cannot be made: {error.strerror}") from None
    written, rejected = [], []
    for path in chosen.files:
        try:
            written.append(str(_write(path, chosen.out, chosen.updated)))
        except ArticleError as error:
            rejected.append({"path": str(path), "line": error.line, "reason": error.reason})
    for row in rejected:
        print(f"{row['path']}:{row['line']}: {row['reason']}", file=sys.stderr)
    if chosen.json:
        print(json.dumps({"written": written, "rejected": rejected}))
    else:
        for name in written:
            print(f"{name}: a draft; finish what it marks TODO")
    return 1 if rejected else 0


def _write(path: Path, folder: Path, updated: dt.date | None) -> Path:
    """Writes the draft and, beside it, the page that it was made of."""
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror}") from None
    page = read_saved(source)
    slug, text = draft(page, updated)
    target, kept = folder / f"{slug}.md", folder / f"{slug}.source{page.suffix}"
    digest = hashlib.sha256(source).hexdigest()
    text = text.replace("---\n", f"---\n# Source: {kept.name}, SHA-256 {digest}\n", 1)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ArticleError(f"{target} is there already; move it away first") from None
    kept.write_bytes(source)
    return target
