"""`python -m evals`: run suites, fit what is fitted on them, and measure retrieval."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from evals import followup_command, identifying, rates, retrieval, support, transcripts
from evals.broken import BROKEN
from evals.calibrate import calibrate
from evals.cases import find_suite, has_halves, load_cases
from evals.runner import COLUMNS, Answerer, Result, Table, by_half, by_kind, run_case
from rag.cli.common import add_folders, add_model, open_chain
from rag.cli.main import Parser
from rag.errors import SequiturError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0, 1 where a case failed, or 2 where it could not be run."""
    parser = Parser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run suites and print their scores by kind")
    run.add_argument("suites", nargs="+", help="shipped suites, or folders")
    run.add_argument("--out", type=Path, help="a folder for every case with its answer")
    run.add_argument("--broken", choices=BROKEN, help="answers spoilt, to try the scorers on")
    run.set_defaults(run=_run)
    fit = commands.add_parser("calibrate", help="fit the gate on the calibration suite")
    fit.set_defaults(run=_calibrate)
    rate = commands.add_parser(
        "rates", help="run the suites and write the rates that the page shows"
    )
    rate.set_defaults(run=rates.run)
    retrieval.add(commands)
    understand = commands.add_parser("followup", help="measure how follow-ups are understood")
    followup_command.add_options(understand)
    understand.set_defaults(run=followup_command.run)
    bear = commands.add_parser("support", help="measure what support checking withholds")
    support.add_options(bear)
    bear.set_defaults(run=support.run)
    mark = commands.add_parser("identifiers", help="measure how patient identifiers are found")
    identifying.add_options(mark)
    mark.set_defaults(run=identifying.run)
    write = commands.add_parser("transcripts", help="write conversations with their answers")
    transcripts.add_options(write)
    write.set_defaults(run=transcripts.run)
    for command in (run, fit, rate, understand, bear, mark, write):
        command.add_argument("--json", action="store_true", help="print JSON")
    for command in (run, fit, rate):
        add_folders(command)
        add_model(command)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except (SequiturError, OSError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2


def _run(chosen: argparse.Namespace) -> int:
    answerer: Answerer = open_chain(chosen)
    if chosen.broken:
        answerer = BROKEN[chosen.broken](answerer)
    results = {
        name: [run_case(case, answerer) for case in load_cases(find_suite(name))]
        for name in chosen.suites
    }
    if chosen.out:
        _write(chosen.out, results)
    summary = {n: t for name, rows in results.items() for n, t in _summed(name, rows).items()}
    print(json.dumps(summary) if chosen.json else "\n\n".join(map(_table, summary.items())))
    if not chosen.json:
        _print_failures(results)
    return 0


def _summed(name: str, rows: list[Result]) -> dict[str, Table]:
    """The suite's table, and those of its halves where it asks for them."""
    tables = {name: by_kind(rows)}
    if has_halves(find_suite(name)):
        tables |= {f"{name}/{half}": table for half, table in by_half(rows).items()}
    return tables


def _calibrate(chosen: argparse.Namespace) -> int:
    found = calibrate(open_chain(chosen))
    print(json.dumps(found) if chosen.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    return 0


def _write(folder: Path, results: dict[str, list[Result]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in results.items():
        lines = [json.dumps(_record(r), ensure_ascii=False) for r in rows]
        (folder / f"{Path(name).name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _record(result: Result) -> dict[str, Any]:
    scores = {name: score._asdict() for name, score in result.scores.items()}
    answers = [a.to_dict() for a in (result.answer, *result.pressed)]
    return {
        "case": vars(result.case),
        "answer": answers[0],
        "pressed": answers[1:],
        "scores": scores,
    }


def _table(item: tuple[str, Table]) -> str:
    name, kinds = item
    lines = [f"{name:18}{'cases':>7}" + "".join(f"{s:>12}" for s in COLUMNS)]
    for kind, row in kinds.items():
        cells = "".join(f"{row[s]:>12.3f}" if s in row else f"{'-':>12}" for s in COLUMNS)
        lines.append(f"{kind:18}{row['cases']:>7}{cells}")
    return "\n".join(lines)


def _print_failures(results: dict[str, list[Result]]) -> None:
    for suite, rows in results.items():
        for row in rows:
            for name, score in row.scores.items():
                if score.value is not None and score.value < 1:
                    print(f"{suite}/{row.case.id} {name}: {score.why} ({row.case.question!r})")


if __name__ == "__main__":
    sys.exit(main())
