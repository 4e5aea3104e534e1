"""`python -m evals transcripts`: conversations as a reader meets them, as Markdown to read.

Nothing is scored here: a person reads, and says beside the file what reads badly.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evals.runner import Answerer
from rag.answers.answer import READERS, Answer, Reader, Statement
from rag.chain import FollowUp
from rag.cli.common import add_folders, add_model, open_chain
from rag.errors import SequiturError

FOLDER = Path(__file__).parent / "transcripts"
FIELDS = {"id", "article", "reader", "questions"}
_MARKUP = re.compile(r"([\\`*_<>\[\]#|~])")


class TranscriptsError(SequiturError):
    """Conversations that cannot be read."""


class Conversation(NamedTuple):
    """Questions that one reader asks one after the other."""

    id: str
    article: str  # the slug of the open article, "" for none
    reader: Reader
    questions: tuple[str, ...]  # as typed, oldest first


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("--data", type=Path, default=FOLDER / "conversations.jsonl")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of transcripts.md")
    parser.add_argument(
        "--date", type=dt.date.fromisoformat, default=dt.date.today(),
        help="the day on which articles are judged for their age, YYYY-MM-DD",
    )  # fmt: skip
    add_folders(parser)
    add_model(parser)


def run(chosen: argparse.Namespace) -> int:
    """Writes the transcripts and prints where; 0."""
    conversations = load_conversations(chosen.data)
    chain = open_chain(chosen, today=lambda: chosen.date)
    parts = [_head(len(conversations), chain.index.manifest.corpus_version, chosen.date)]
    parts += [transcript(one, converse(one, chain)) for one in conversations]
    chosen.out.mkdir(parents=True, exist_ok=True)
    path = chosen.out / "transcripts.md"
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
    print(json.dumps({"transcripts": str(path)}) if chosen.json else path)
    return 0


def load_conversations(path: Path) -> list[Conversation]:
    """The conversations of a file of JSON lines, in order. Raises TranscriptsError with the line.

    A line holds `id`, `reader`, `questions`, and `article`, a slug or null.
    """
    if not path.is_file():
        raise TranscriptsError(f"{path}: no such file; it holds one conversation a line, as JSON")
    found: list[Conversation] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(_conversation(json.loads(line)))
        except (ValueError, TypeError) as error:
            raise TranscriptsError(f"{path}:{number}: {error}") from None
    for name, count in Counter(c.id for c in found).items():
        if count > 1:
            raise TranscriptsError(f"{path}: two conversations have the id {name!r}")
    return found


def _conversation(row: Any) -> Conversation:
    if not isinstance(row, dict) or set(row) != FIELDS:
        raise ValueError(f"not a conversation with the fields {', '.join(sorted(FIELDS))}")
    questions, article = row["questions"], row["article"] or ""
    if not isinstance(questions, list) or not questions:
        raise ValueError("`questions` is not a list of texts")
    for text in (row["id"], article, *questions):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is not text")
    if row["reader"] not in READERS:
        raise ValueError(f"`reader` is not one of {', '.join(READERS)}")
    return Conversation(row["id"], article, row["reader"], tuple(questions))


def converse(conversation: Conversation, answerer: Answerer) -> list[Answer]:
    """The answers of a conversation, each with the turns before it as its history."""
    answers: list[Answer] = []
    for question in conversation.questions:
        turns = tuple(a.turn for a in answers)
        follow_up = FollowUp(question, turns, conversation.article, conversation.reader)
        answers.append(answerer.answer(follow_up))
    return answers


def transcript(conversation: Conversation, answers: Sequence[Answer]) -> str:
    """A conversation as Markdown, its disclaimer last."""
    opened = f", `{conversation.article}` open" if conversation.article else ""
    parts = [f"## {conversation.id} ({conversation.reader}{opened})"]
    parts += [f"### {n}. {escaped(a.question)}\n\n{_turn(a)}" for n, a in enumerate(answers, 1)]
    parts += [f"*{escaped(text)}*" for text in dict.fromkeys(a.disclaimer for a in answers)]
    return "\n\n".join(parts)


def escaped(text: str) -> str:
    """The text on one line, its characters none of Markdown's markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _head(count: int, corpus_version: str, date: dt.date) -> str:
    return f"# {count} transcripts\n\nCorpus `{corpus_version}`, {date.isoformat()}."


def _turn(answer: Answer) -> str:
    return "\n".join(f"- {line}" for line in _lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield f"Searched for: {escaped(answer.resolved_question)}"
    yield from (f"Notice, {n.kind}: {escaped(n.text)}" for n in answer.notices)
    yield from (f"**{_said(s)}**" for s in answer.own)
    for question, group in answer.differences.items():
        yield f"Articles differ: {escaped(question)}"
        yield from (f"Side: {escaped(side.said)}: {_said(s)}" for side, s in group)
    if answer.gap:
        yield f"Gap{_reason(answer)}: {escaped(answer.gap)}"
    yield from (f"Near: {_place(n.article, n.section)}" for n in answer.nearest)
    yield from (f"\\[{c.number}\\] {_place(c.article, c.section)}" for c in answer.citations)
    if answer.suggestions:
        yield f"Ask next: {escaped(' · '.join(answer.suggestions))}"


def _said(statement: Statement) -> str:
    return escaped(statement.text + " " + "".join(f"[{n}]" for n in statement.citations))


def _reason(answer: Answer) -> str:
    return f", {answer.reason}" if answer.reason else ""


def _place(article: str, section: Sequence[str]) -> str:
    return escaped(" > ".join((article, *section)))
