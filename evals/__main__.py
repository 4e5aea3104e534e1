"""`python -m evals`: run suites, fit what is fitted on them, and measure retrieval."""

from __future__ import annotations

import argparse
import json
import sys

from evals import (
    compare,
    complaints,
    followup_command,
    judge_command,
    rates,
    rating_command,
    retrieval,
    run_command,
    support,
    transcripts,
)
from evals.calibrate import calibrate
from rag.cli.common import add_folders, add_model, open_chain
from rag.cli.main import Parser
from rag.errors import SequiturError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0, 1 where a case failed, or 2 where it could not be run."""
    parser = Parser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run suites and print their scores by kind")
    run_command.add_options(run)
    run.set_defaults(run=run_command.run)
    beside = commands.add_parser("compare", help="set two runs side by side")
    compare.add_options(beside)
    beside.set_defaults(run=compare.run)
    wrong = commands.add_parser("complaints", help="what readers found wrong, as draft cases")
    complaints.add_options(wrong)
    wrong.set_defaults(run=complaints.run)
    agree = commands.add_parser("agreement", help="what blind ratings prefer, and how they agree")
    rating_command.add_options(agree)
    agree.set_defaults(run=rating_command.run)
    judged = commands.add_parser("judge", help="have a language model judge a run's answers")
    judge_command.add_options(judged)
    judged.set_defaults(run=judge_command.run)
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
    write = commands.add_parser("transcripts", help="write conversations with their answers")
    transcripts.add_options(write)
    write.set_defaults(run=transcripts.run)
    for command in (run, beside, wrong, agree, judged, fit, rate, understand, bear, write):
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


def _calibrate(chosen: argparse.Namespace) -> int:
    found = calibrate(open_chain(chosen))
    print(json.dumps(found) if chosen.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
