"""`python -m evals import FILE.csv --suite DIR`: a suite from a table of questions.

Facts are plain words here and no patterns: what a spreadsheet holds is matched as it is written,
in either case and with any spaces and dashes.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from evals.cases import Case, SuiteError, case_of, load_cases
from evals.suites import shipped
from rag.cli.common import settings_of, show

TEXTS = ("id", "kind", "question", "article", "reader", "group")
LISTS = ("after", "must_have", "sources", "notices")  # parts between |
WORDS = ("facts", "forbidden")  # matched as words
COLUMNS = (*TEXTS, *LISTS, *WORDS, "abstain")
MAX_BYTES = 4 * 1024 * 1024
MAX_CASES = 5000
MAX_CELL = 20_000  # characters
TRUE, FALSE = ("true", "yes", "1", "x"), ("", "false", "no", "0")
STUB = """\
name: {name}
measures: >-
  What does this suite show? Say it in a sentence.
judged_by: who wrote the questions and what a good answer holds, and from what
grades: >-
  abstain is true where no article holds an answer. sources are the articles of which one has to be
  cited first. Each group of facts is met by one of its wordings.
# The least that each measure may be; `python -m evals run` exits 1 below it. For example:
# gates:
#   quotes: 1
#   disclaimer: 1
#   source: 0.9
"""


class Row(NamedTuple):
    """A line of the table: where it begins in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("file", type=Path, help=f"CSV with the columns question, {_others()}")
    parser.add_argument("--suite", type=Path, required=True, help="the folder to make")
    parser.add_argument("--replace", action="store_true", help="replace the cases that are there")
    parser.add_argument("--corpus", type=Path, help="the folder that holds articles/")


def run(chosen: argparse.Namespace) -> int:
    """Makes the suite, says what to do next, and notes what looks wrong; 0."""
    cases = read_csv(chosen.file)
    write_suite(chosen.suite, cases, chosen.replace)
    notes = list(doubts(cases, settings_of(chosen).corpus))
    if chosen.json:
        show(json.dumps({"suite": str(chosen.suite), "cases": len(cases), "notes": notes}))
        return 0
    show("".join(f"note: {note}\n" for note in notes) + f"{chosen.suite}: {len(cases)} cases")
    show(f"next: python -m evals run {chosen.suite} --out runs")
    return 0


def read_csv(path: Path) -> list[Row]:
    """The rows of the file, checked. Raises SuiteError with the line."""
    rows = list(_rows(path, _text(path)))
    if not rows:
        raise SuiteError(f"{path}: no question below the header")
    ids: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        row.cells["id"] = row.cells.get("id") or f"{path.stem}-{number}"
        if (first := ids.setdefault(row.cells["id"], row.line)) != row.line:
            raise SuiteError(
                f"{path}:{row.line}: the id {row.cells['id']!r} is that of line {first}"
            )
        try:
            case_of(told(row.cells))
        except (ValueError, TypeError) as error:
            raise SuiteError(f"{path}:{row.line}: {error}") from None
    return rows


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise SuiteError(f"{path}: larger than {MAX_BYTES // 1024 // 1024} MiB")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SuiteError(f"{path}:{line}: not UTF-8; save it as “CSV UTF-8”") from None
    if "\0" in text:
        raise SuiteError(f"{path}:{text[: text.index(chr(0))].count(chr(10)) + 1}: a NUL character")
    return text


def _rows(path: Path, text: str) -> Iterator[Row]:
    """The rows below the header that are not empty."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    header: list[str] = []
    count, line = 0, 1
    try:
        for cells in lines:
            here, line = line, lines.line_num + 1
            if not any(c.strip() for c in cells):
                continue
            if not header:
                header = _header(path, here, cells)
                continue
            count += 1
            if count > MAX_CASES:
                raise SuiteError(f"{path}:{here}: more than {MAX_CASES} questions")
            yield Row(here, _cells(path, here, header, cells))
    except csv.Error as error:
        raise SuiteError(f"{path}:{line}: {error}") from None


def delimiter(text: str) -> str:
    """The mark that parts most known columns in the first line: Excel writes `;` in many lands."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(mark: str) -> int:
        return sum(_name(cell) in COLUMNS for cell in first.split(mark))

    return max(",;\t", key=known)


def _name(cell: str) -> str:
    return cell.strip().strip('"').lower().replace(" ", "_")


def _header(path: Path, line: int, cells: list[str]) -> list[str]:
    names = [_name(c) for c in cells]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            hint = f"; is it {near[0]}?" if near else f"; known are {', '.join(COLUMNS)}"
            raise SuiteError(f"{path}:{line}: no column {name!r}{hint}")
        if names.count(name) > 1:
            raise SuiteError(f"{path}:{line}: two columns {name!r}")
    if "question" not in names:
        raise SuiteError(f"{path}:{line}: the first line names no column `question`")
    return names


def _cells(path: Path, line: int, header: list[str], cells: list[str]) -> dict[str, str]:
    while len(cells) > len(header) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(header):
        raise SuiteError(
            f"{path}:{line}: {len(cells)} cells below {len(header)} columns; "
            "put a cell that holds the separator in double quotes"
        )
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL:
            raise SuiteError(f"{path}:{line}: `{name}` is longer than {MAX_CELL} characters")
    return {n: c.strip() for n, c in zip(header, cells, strict=True) if c.strip()}


def told(cells: dict[str, str]) -> dict[str, Any]:
    """The row as a line of cases.jsonl. Raises ValueError for what is neither true nor false."""
    row: dict[str, Any] = {n: cells[n] for n in TEXTS if n in cells}
    row |= {n: _parts(cells[n], "|") for n in LISTS if n in cells}
    if "facts" in cells:
        groups = (_parts(group, "|") for group in _parts(cells["facts"], ";"))
        row["facts"] = [[pattern(words) for words in group] for group in groups if group]
    if "forbidden" in cells:
        row["forbidden"] = [pattern(words) for words in _parts(cells["forbidden"], "|")]
    row["abstain"] = _truth(cells.get("abstain", ""))
    row.setdefault("kind", _kind(row))
    return row


def _parts(cell: str, mark: str) -> list[str]:
    return [part.strip() for part in cell.split(mark) if part.strip()]


def _truth(cell: str) -> bool:
    if cell.lower() not in TRUE + FALSE:
        raise ValueError(f"`abstain` is {cell[:20]!r}, neither yes nor no")
    return cell.lower() in TRUE


def _kind(row: dict[str, Any]) -> str:
    """A kind for a row that names none."""
    if row["abstain"]:
        return "gap"
    return "follow-up" if row.get("after") else "question"


def pattern(words: str) -> str:
    """A pattern for the words as they are written, whole: "5 mg" is not in "15 mg" or "0.5 mg"."""
    parts = [re.sub(r"\\?[-‐‑–—]", "[-‐‑–—]", re.escape(p)) for p in words.split()]
    before = r"(?<!\d[.,])\b" if words[0].isdigit() else r"\b" if words[0].isalpha() else ""
    return before + r"\s+".join(parts) + (r"\b" if words[-1].isalnum() else "")


def write_suite(folder: Path, rows: list[Row], replace: bool = False) -> list[Case]:
    """Writes the suite, and reads it. Raises SuiteError where cases are there already."""
    path = folder / "cases.jsonl"
    if folder.resolve().name in shipped():
        raise SuiteError(f"{folder}: has the name of a shipped suite; choose another")
    if path.exists() and not replace:
        raise SuiteError(f"{path}: is there already; --replace replaces it")
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(told(row.cells), ensure_ascii=False) for row in rows)
    new = path.with_suffix(".new")
    new.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    new.replace(path)
    head = folder / "suite.yaml"
    if not head.exists():
        head.write_text(STUB.format(name=json.dumps(folder.resolve().name)), "utf-8")
    return load_cases(folder)


def doubts(rows: list[Row], corpus: Path) -> Iterator[str]:
    """What looks wrong and may be meant: articles that are not there, nothing that is expected."""
    slugs = {p.stem for p in (corpus / "articles").glob("*.md")}
    for row in rows:
        named = (row.cells.get("article", ""), *_parts(row.cells.get("sources", ""), "|"))
        for name in filter(None, named):
            if name not in slugs:
                near = difflib.get_close_matches(name, slugs, n=1)
                hint = f"; is it {near[0]}?" if near else ""
                yield f"line {row.line}: {corpus} has no article {name!r}{hint}"
    bare = [r for r in rows if not r.cells.keys() & {"facts", "must_have", "sources", "abstain"}]
    if bare:
        yield f"{len(bare)} questions say nothing of the answer: only whether there is one counts"


def _others() -> str:
    return "and any of " + ", ".join(c for c in COLUMNS if c != "question")
