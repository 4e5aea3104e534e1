"""`python -m evals figures FILE --runs DIR`: tables of a document, made from runs and not typed.

A table stands between `<!-- figures: SUITES: MEASURES -->` and `<!-- /figures -->`: a row a
kind of one suite, and of its halves where it has them; or of several suites a row each.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.cases import SuiteError
from evals.report.shown import Shown, records_in, shown
from evals.summary import Measure, Table
from evals.table import cases_of, columns, escaped, worst_first
from rag.cli.common import show

BEGIN = re.compile(r"<!-- figures: ([\w\- ]{1,200})(?:: ([\w\-, ]{1,300}))? -->")
END = "<!-- /figures -->"


class Wanted(NamedTuple):
    """What one pair of markers asks for; all measures where none is named."""

    suites: tuple[str, ...]
    measures: tuple[str, ...]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("file", type=Path, help="a Markdown file with markers")
    parser.add_argument(
        "--runs", type=Path, nargs="+", required=True, help="runs' folders, or folders of them"
    )
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where they differ")


def run(chosen: argparse.Namespace) -> int:
    """Puts the tables in place; 1 where they differ and are only checked."""
    runs = {one.run.suite: one for one in (shown(r, {}) for r in records_in(chosen.runs))}
    text = chosen.file.read_text("utf-8")
    made = replaced(text, runs, str(chosen.file))
    same = made == text
    if not same and not chosen.check:
        chosen.file.write_text(made, "utf-8")
    verb = "is as the runs say" if same else "differs from the runs" if chosen.check else "changed"
    show(json.dumps({"same": same}) if chosen.json else f"{chosen.file}: {verb}")
    return 1 if chosen.check and not same else 0


def replaced(text: str, runs: Mapping[str, Shown], name: str = "the file") -> str:
    """The document with its tables made anew. Raises SuiteError with the line of a marker."""
    lines, parts, at = text.split("\n"), list[str](), 0
    while at < len(lines):
        parts.append(lines[at])
        begin = BEGIN.fullmatch(lines[at].strip())
        if lines[at].strip().startswith("<!-- figures") and not begin:
            raise SuiteError(f"{name}:{at + 1}: not `<!-- figures: SUITES: MEASURES -->`")
        if begin:
            end = _end(lines, at, name)
            parts += [*_table(_wanted(begin), runs, f"{name}:{at + 1}"), END]
            at = end
        at += 1
    return "\n".join(parts)


def _end(lines: Sequence[str], begin: int, name: str) -> int:
    for at in range(begin + 1, len(lines)):
        if lines[at].strip() == END:
            return at
        if lines[at].strip().startswith("<!-- figures"):
            break
    raise SuiteError(f"{name}:{begin + 1}: no `{END}` follows")


def _wanted(marker: re.Match[str]) -> Wanted:
    measures = (m.strip() for m in (marker[2] or "").split(","))
    return Wanted(tuple(marker[1].split()), tuple(filter(None, measures)))


def _table(wanted: Wanted, runs: Mapping[str, Shown], place: str) -> list[str]:
    """The lines of a table. Raises SuiteError for a suite or a measure that no run holds."""
    for suite in wanted.suites:
        if suite not in runs:
            raise SuiteError(f"{place}: no run of {suite!r} among {', '.join(sorted(runs))}")
        if len(runs[suite].results) != runs[suite].run.cases:
            raise SuiteError(f"{place}: the run of {suite!r} is not finished")
    of = [runs[s] for s in wanted.suites]
    names = wanted.measures or tuple(dict.fromkeys(n for one in of for n in columns(one.table)))
    for name in names:
        if not any(name in row for one in of for row in one.table.values()):
            raise SuiteError(f"{place}: no run has the measure {name!r}")
    if len(of) > 1:
        head, rows = "suite", [(f"`{one.run.suite}`", _whole(one.table)) for one in of]
    else:
        head, rows = "kind", _kinds(of[0])
    lines = [_line([kind, str(cases_of(row)), *_cells(row, names)]) for kind, row in rows]
    return [_line([head, "cases", *names]), "|---" * (2 + len(names)) + "|", *lines]


def _kinds(one: Shown) -> list[tuple[str, Mapping[str, Measure]]]:
    """The kinds of a run, worst first, all of them, and its halves."""
    kinds = [(escaped(k), one.table[k]) for k in worst_first(one.table) if k != "all"]
    halves = [(f"half `{name}`", _whole(table)) for name, table in one.halves.items()]
    return [*kinds, ("**all**", _whole(one.table)), *halves]


def _whole(table: Table) -> Mapping[str, Measure]:
    """The measures over all cases, which a table of a single kind does not repeat."""
    return table["all"] if "all" in table else next(iter(table.values()))


def _cells(row: Mapping[str, Measure], names: Sequence[str]) -> list[str]:
    return [f"{row[n].value:.2f} ({row[n].low:.2f}–{row[n].high:.2f})" if n in row else ""
            for n in names]  # fmt: skip


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
