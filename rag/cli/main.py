"""The entry point: reads the command, runs it, turns what Sequitur refuses into one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from rag.cli import ask, chat, check, conversations, ingest, serve, take_in, verify
from rag.errors import SequiturError

COMMANDS = (ingest, verify, check, take_in, ask, chat, serve, conversations)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Exits with 2."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status (0, 1 or 2: see the README)."""
    parser = Parser(prog="sequitur", description="Follow-up answers from guideline articles.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except SequiturError as error:
        print(f"sequitur: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return 0
        print(f"sequitur: {error.filename or 'a file'}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("sequitur: interrupted; what was published still serves", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
