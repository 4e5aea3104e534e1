"""Runs as records: what was asked of what, and every case with its answers, scores and time.

A run is a folder: `run.json` says what was run, `results.jsonl` has a line a case, written when the
case is finished, so that a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from evals.cases import Case, SuiteError, case_of
from evals.given import read_given
from evals.scorers.score import Score
from rag.answers.answer import Answer


@dataclass(frozen=True)
class Result:
    """A case with its answers, scores and time; without an answer where the system failed."""

    case: Case
    answer: Answer | None
    scores: dict[str, Score]
    pressed: tuple[Answer, ...] = ()  # to the turns that press
    earlier: tuple[Answer, ...] = ()  # to the questions before
    seconds: float = 0.0  # of the case's own question
    error: str = ""  # the type of what failed


@dataclass(frozen=True)
class Run:
    """What was run: a suite, what it was run against, and with what."""

    suite: str
    cases: int
    digest: str  # of the suite's cases
    configuration: dict[str, Any] = field(default_factory=dict)
    started: str = ""


class Record:
    """A run's folder, open for reading, or for the results that it still lacks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def run(self) -> Run:
        """What was run. Raises SuiteError where the folder holds no run."""
        path = self.folder / "run.json"
        try:
            return Run(**json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            raise SuiteError(f"{self.folder}: no run there; `evals run --out` makes one") from None
        except (ValueError, TypeError) as error:
            raise SuiteError(f"{path}: not a run: {error}") from None

    def begin(self, run: Run) -> None:
        """Begins the run, or goes on with the one that is there.

        Raises SuiteError where another run is there: nothing finished is ever overwritten.
        """
        if (self.folder / "run.json").exists():
            if (held := self.run) != (same := Run(**asdict(run) | {"started": held.started})):
                differing = [k for k, v in asdict(held).items() if v != asdict(same)[k]]
                raise SuiteError(
                    f"{self.folder}: holds a run that differs in {', '.join(differing)}; "
                    "name another folder"
                )
            self._mend()
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        whole = self.folder / "run.json.new"
        whole.write_text(json.dumps(asdict(run), indent=1, ensure_ascii=False), "utf-8")
        whole.replace(self.folder / "run.json")

    def _mend(self) -> None:
        """Cuts off a line that was not finished when the run was killed."""
        path = self.folder / "results.jsonl"
        data = path.read_bytes() if path.exists() else b""
        if data and not data.endswith(b"\n"):
            path.write_bytes(data[: data.rfind(b"\n") + 1])

    def results(self) -> Iterator[Result]:
        """The finished cases, in the order in which they ended. Raises SuiteError with the line."""
        path = self.folder / "results.jsonl"
        if not path.exists():
            return
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield read_result(json.loads(line))
                except (ValueError, TypeError, KeyError) as error:
                    raise SuiteError(f"{path}:{number}: not a result: {error}") from None

    def writer(self) -> TextIO:
        """The file that results are added to, one `add` a case."""
        return (self.folder / "results.jsonl").open("a", encoding="utf-8")


def add(result: Result, file: TextIO) -> None:
    """Writes a result down for good."""
    file.write(json.dumps(told(result), ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())


def told(result: Result) -> dict[str, Any]:
    """A result as JSON."""
    return {
        "case": {k: v for k, v in asdict(result.case).items() if _kept(k, v)},
        "answer": result.answer and result.answer.to_dict(),
        "pressed": [a.to_dict() for a in result.pressed],
        "earlier": [a.to_dict() for a in result.earlier],
        "scores": {name: score._asdict() for name, score in result.scores.items()},
        "seconds": round(result.seconds, 4),
        "error": result.error,
    }


def read_result(row: Mapping[str, Any]) -> Result:
    """The result that `told` gave. Raises ValueError, TypeError or KeyError for anything else."""
    return Result(
        case=case_of(dict(row["case"])),
        answer=read_given(row["answer"]) if row["answer"] else None,
        pressed=tuple(map(read_given, row["pressed"])),
        earlier=tuple(map(read_given, row["earlier"])),
        scores={name: Score(**score) for name, score in row["scores"].items()},
        seconds=float(row["seconds"]),
        error=str(row["error"]),
    )


def _kept(field_name: str, value: Any) -> bool:
    """Whether a field of a case is written down: not what is empty, nor what the corpus tells."""
    return field_name == "abstain" or (bool(value) and field_name != "evidence")
