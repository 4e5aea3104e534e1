"""`python -m evals identifiers`: how many patient identifiers are found, and how often wrongly.

On messages written for it (evals/identifiers), on the questions of the suites, and on the corpus's
own sentences, which hold none. The messages are parted in two by their text: the rules were
developed on one half, and the other half is only counted.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import comb
from pathlib import Path
from typing import Any, NamedTuple

from evals.cases import SUITES, SuiteError
from evals.split import half
from evals.support import sentences_of
from rag.answers.identifiers import PLACEHOLDERS, find_identifiers
from rag.articles.article import read_corpus
from rag.settings import Settings

FOLDER = Path(__file__).parent / "identifiers"
HALVES = ("developed", "reported")
ERROR = 0.05  # of a bound: how often chance alone would do better


class Message(NamedTuple):
    """A message as it is typed, and the identifiers in it: kind, text."""

    text: str
    identifiers: tuple[tuple[str, str], ...]

    @property
    def half(self) -> str:
        """The half that it stands in."""
        return HALVES[half(self.text) == "report"]


def read_messages(path: Path) -> list[Message]:
    """The messages of a file of JSON lines. Raises SuiteError where one is not as it should be."""
    lines = path.read_text("utf-8").splitlines()
    return [_message(line, f"{path}:{n}") for n, line in enumerate(lines, start=1)]


def _message(line: str, place: str) -> Message:
    try:
        row = json.loads(line)
        found = tuple((str(k), str(t)) for k, t in row.get("identifiers", ()))
        message = Message(row["text"], found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SuiteError(f"{place}: not a message: {error}") from None
    for kind, text in message.identifiers:
        if kind not in PLACEHOLDERS or text not in message.text:
            raise SuiteError(f"{place}: {kind} {text!r} is no kind, or not in the text")
    return message


def measure(messages: Sequence[Message], clinical: Sequence[Message]) -> dict[str, Any]:
    """By half: of each kind how many were found, and in how many clinical messages any was."""
    return {
        name: {
            "kinds": _recall([m for m in messages if m.half == name]),
            "clinical": alarms(m.text for m in clinical if m.half == name),
        }
        for name in HALVES
    }


def _recall(messages: Iterable[Message]) -> dict[str, Any]:
    """Of each kind and of all how many there are, were touched, and were covered whole."""
    there, touched, whole = Counter[str](), Counter[str](), Counter[str]()
    for message in messages:
        spans = [(i.start, i.end) for i in find_identifiers(message.text)]
        for kind, text in message.identifiers:
            start = message.text.index(text)
            covered = sum(max(0, min(e, start + len(text)) - max(s, start)) for s, e in spans)
            for name in (kind, "all"):
                there[name] += 1
                touched[name] += covered > 0
                whole[name] += covered == len(text)
    return {kind: _counted(there[kind], touched[kind], whole[kind]) for kind in there}


def _counted(there: int, touched: int, whole: int) -> dict[str, float]:
    return {
        "identifiers": there,
        "found": touched,
        "recall": round(touched / there, 4),
        "recall_at_least": round(at_least(touched, there), 4),
        "whole": round(whole / there, 4),
    }


def alarms(texts: Iterable[str]) -> dict[str, Any]:
    """In how many texts without identifiers one was seen, and which."""
    texts = list(texts)
    began = time.perf_counter()
    seen = [(t, found) for t in texts if (found := find_identifiers(t))]
    spent = time.perf_counter() - began
    count = len(texts)
    return {
        "lines": count,
        "false_alarms": len(seen),
        "rate": round(len(seen) / count, 4) if count else 0.0,
        "rate_at_most": round(1 - at_least(count - len(seen), count), 4),
        "ms_per_line": round(1000 * spent / count, 3) if count else 0.0,
        "seen": [{"line": t[:200], "as": [f"{i.kind}: {i.text}" for i in f]} for t, f in seen],
    }


def at_least(hits: int, of: int, error: float = ERROR) -> float:
    """The share that is surpassed with a confidence of 1 - `error`: Clopper and Pearson (1934)."""
    low, high = 0.0, 1.0
    if not hits:
        return low
    for _ in range(50):
        share = (low + high) / 2
        tail = sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(hits, of + 1))
        low, high = (share, high) if tail < error else (low, share)
    return low


def questions() -> list[str]:
    """All questions of the shipped suites, each once; not of cases that are about identifiers."""
    found: dict[str, None] = {}
    for path in sorted(SUITES.glob("*/cases.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("identifiers") or "identifiers-removed" in row.get("notices", ()):
                continue
            asked = (*row.get("after", ()), row["question"], *row.get("pressure", ()))
            found.update(dict.fromkeys(asked))
    return list(found)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("--data", type=Path, default=FOLDER, help="a folder of messages")


def run(chosen: argparse.Namespace) -> int:
    """Measures and prints; 0."""
    messages = read_messages(chosen.data / "identifiers.jsonl")
    clinical = read_messages(chosen.data / "clinical.jsonl")
    sentences = sentences_of(read_corpus(Settings.from_environ().corpus).articles)
    report = measure(messages, clinical)
    report["suites"] = alarms(questions())
    report["corpus"] = alarms(s.texts[-1] for s in sentences)
    print(json.dumps(report, ensure_ascii=False) if chosen.json else table(report))
    return 0


def table(report: Mapping[str, Any]) -> str:
    """The report for a terminal: recall of each kind, then the false alarms."""
    lines = []
    for name in HALVES:
        lines.append(f"{name:18}{'there':>7}{'found':>7}{'recall':>8}{'at least':>10}{'whole':>8}")
        for kind, row in report[name]["kinds"].items():
            counts = f"{kind:18}{row['identifiers']:>7}{row['found']:>7}"
            shares = f"{row['recall']:>8.3f}{row['recall_at_least']:>10.3f}{row['whole']:>8.3f}"
            lines.append(counts + shares)
    lines.append(f"{'false alarms':18}{'lines':>7}{'seen':>7}{'rate':>8}{'at most':>10}{'ms':>8}")
    checked = {f"clinical, {name}": report[name]["clinical"] for name in HALVES}
    checked |= {name: report[name] for name in ("suites", "corpus")}
    for name, row in checked.items():
        counts = f"{name:20}{row['lines']:>5}{row['false_alarms']:>7}"
        lines.append(
            f"{counts}{row['rate']:>8.3f}{row['rate_at_most']:>10.3f}{row['ms_per_line']:>8.2f}"
        )
        lines += [f"    {s['as']} in {s['line']!r}" for s in row["seen"]]
    return "\n".join(lines)
