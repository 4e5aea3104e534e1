"""`python -m evals`: run suites, show and compare runs, and measure the parts of the chain."""

from __future__ import annotations

import argparse
import sys
from types import ModuleType

from evals import (
    calibrate,
    compare,
    complaints,
    exports,
    figures,
    followup_command,
    from_csv,
    identifying,
    judge_command,
    rates,
    rating_command,
    retrieval,
    run_command,
    support,
    transcripts,
)
from evals.report import command as report
from rag.cli.common import add_folders, add_model
from rag.cli.main import Parser
from rag.errors import SequiturError

# Each module has `add_options(parser)` and `run(chosen)`.
COMMANDS: dict[str, tuple[ModuleType, str]] = {
    "run": (run_command, "run suites and print their scores by kind"),
    "report": (report, "show what runs came to, also as an HTML page"),
    "compare": (compare, "set two runs side by side"),
    "figures": (figures, "put tables made from runs into a document"),
    "import": (from_csv, "make a suite from a CSV file of questions"),
    "export": (exports, "write a run as other evaluators read it"),
    "complaints": (complaints, "what readers found wrong, as draft cases"),
    "agreement": (rating_command, "what blind ratings prefer, and how they agree"),
    "judge": (judge_command, "have a language model judge a run's answers"),
    "calibrate": (calibrate, "fit the gate on the calibration suite"),
    "rates": (rates, "run the suites and write the rates that the page shows"),
    "retrieval": (retrieval, "measure retrieval, beside baselines"),
    "followup": (followup_command, "measure how follow-ups are understood"),
    "support": (support, "measure what support checking withholds"),
    "identifiers": (identifying, "measure how patient identifiers are found"),
    "transcripts": (transcripts, "write conversations with their answers"),
}
ANSWERING = ("run", "calibrate", "rates")  # they open the chain that the folders name


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0, 1 where something fell short, or 2 where it could not be run."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except (SequiturError, OSError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        command.add_argument("--json", action="store_true", help="print JSON")
        if name in ANSWERING:
            add_folders(command)
            add_model(command)
        module.add_options(command)
        command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
