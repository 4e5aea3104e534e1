"""`sequitur ask`: one question, or a batch of them, on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rag.answers.answer import READERS, Answer, Reader, abstain
from rag.answers.privacy import without_identifiers
from rag.cli.common import Commands, add_folders, add_model, open_chain, show
from rag.cli.render import render
from rag.errors import SequiturError, SettingsError

if TYPE_CHECKING:
    from rag.chain import AnswerChain

MAX_LINE = 64 * 1024
MAX_AFTER = 50


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("ask", help="answer a question")
    parser.add_argument("question", nargs="?", help="the question")
    parser.add_argument(
        "--after", action="append", default=[], metavar="QUESTION",
        help="an earlier question of the conversation, oldest first; may be repeated",
    )  # fmt: skip
    parser.add_argument("--article", default="", metavar="SLUG", help="the article that is open")
    parser.add_argument("--reader", choices=READERS, default="clinician")
    parser.add_argument(
        "--batch", metavar="FILE", help="JSON lines to answer; - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_folders(parser)
    add_model(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0, or 1 where a line of a batch was malformed."""
    if (chosen.question is None) == (chosen.batch is None):
        raise SettingsError("give a question, or --batch FILE, and not both")
    chain = open_chain(chosen)
    if chosen.batch is not None:
        # What a line leaves out, the options give.
        given = {"after": chosen.after, "article": chosen.article, "reader": chosen.reader}
        return _run_batch(chain, chosen.batch, given)
    after = chosen.after[-MAX_AFTER:]
    answer = converse(chain, chosen.question, after, chosen.article, chosen.reader)
    show(to_json(answer, None) if chosen.json else render(answer))
    return 0


def to_json(answer: Answer, given_id: object) -> str:
    """The answer as one line of the contract's JSON."""
    return json.dumps({"id": given_id, **answer.to_dict()}, ensure_ascii=False)


def converse(
    chain: AnswerChain, question: str, after: list[str], article: str, reader: Reader
) -> Answer:
    """The answer to `question`, the earlier questions having been answered in turn."""
    from rag.chain import FollowUp

    turns: tuple[Any, ...] = ()
    for earlier in after:
        turns += (chain.answer(FollowUp(earlier, turns, article, reader)).turn,)
    return chain.answer(FollowUp(question, turns, article, reader))


def _run_batch(chain: AnswerChain, name: str, given: dict[str, Any]) -> int:
    failed = False
    for number, line in enumerate(_lines(name), start=1):
        if not line.strip():
            continue
        row, answer = _batch_answer(chain, line, number, given)
        failed |= answer.reason == "error"
        show(to_json(answer, row.get("id")))
    return 1 if failed else 0


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from _bounded(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as file:
            yield from _bounded(file)
    except OSError as error:
        raise SettingsError(f"{name}: cannot be read: {error.strerror}") from None


def _bounded(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long, just enough to refuse it."""
    while line := file.readline(MAX_LINE + 1):
        whole = line
        while not whole.endswith(b"\n") and (whole := file.readline(MAX_LINE + 1)):
            continue
        yield line


def _batch_answer(
    chain: AnswerChain, line: bytes, number: int, given: dict[str, Any]
) -> tuple[dict[str, Any], Answer]:
    row: dict[str, Any] = {}
    try:
        row = _read_row(line)
        return row, converse(
            chain, *_asked(given | {k: v for k, v in row.items() if v is not None})
        )
    except (ValueError, SequiturError) as error:
        shown = without_identifiers(str(row.get("question", "")))
        return row, abstain(shown[:200], "error", f"line {number}: {error}")


def _read_row(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE} bytes")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("not JSON in UTF-8") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    return row


def _asked(row: dict[str, Any]) -> tuple[str, list[str], str, Reader]:
    question, after = row.get("question"), row.get("after") or []
    article, reader = row.get("article") or "", row.get("reader") or "clinician"
    if not isinstance(question, str):
        raise ValueError("`question` is missing or not text")
    if not isinstance(after, list) or not all(isinstance(a, str) for a in after):
        raise ValueError("`after` is not a list of texts")
    if len(after) > MAX_AFTER:
        raise ValueError(f"`after` holds more than {MAX_AFTER} questions")
    if not isinstance(article, str):
        raise ValueError("`article` is not a slug")
    if reader not in READERS:
        raise ValueError(f"`reader` is not one of {', '.join(READERS)}")
    return question, after, article, reader
