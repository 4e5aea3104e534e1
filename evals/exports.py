"""`python -m evals export RUN --format NAME`: a run as other evaluators read it.

Of ragas 0.4 (`EvaluationDataset.from_jsonl`) and deepeval 4.3 (`add_goldens_from_jsonl_file`) it is
JSON lines with their field names; of inspect_ai 0.3 (`read_eval_log`, `inspect view`) one log. Each
was read back with the package itself; none of them is needed here. Every format carries the
disclaimer.
"""

from __future__ import annotations

import argparse
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.record import Record, Result, Run
from evals.summary import by_kind
from rag.answers.answer import Answer
from rag.cli.common import show

NO_ANSWER = "The corpus does not hold the answer."
Row = dict[str, Any]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument("folder", type=Path, metavar="RUN", help="a run's folder")
    parser.add_argument("--format", choices=FORMATS, required=True, help="who is to read it")
    parser.add_argument("--out", type=Path, help="a file; standard output by default")


def run(chosen: argparse.Namespace) -> int:
    """Writes the run down; 0."""
    record = Record(chosen.folder)
    lines = FORMATS[chosen.format](record.run, list(record.results()))
    if chosen.out is None:
        for line in lines:
            show(line)
        return 0
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    with chosen.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    show(json.dumps({"written": str(chosen.out)}) if chosen.json else str(chosen.out))
    return 0


def ragas(_run: Run, results: Sequence[Result]) -> Iterator[str]:
    """A line a case, as `SingleTurnSample` has it; the questions before stand in `user_input`."""
    for one in results:
        row = {
            "user_input": asked(one),
            "response": said(one.answer),
            "retrieved_contexts": passages(one.answer),
            "reference": expected(one),
            "disclaimer": disclaimer(one.answer),
        }
        yield json.dumps({k: v for k, v in row.items() if v is not None})


def deepeval(run: Run, results: Sequence[Result]) -> Iterator[str]:
    """A line a case, as `Golden` has it."""
    for one in results:
        row = {
            "name": one.case.id,
            "input": asked(one),
            "actual_output": said(one.answer),
            "expected_output": expected(one),
            "retrieval_context": passages(one.answer),
            "additional_metadata": {"suite": run.suite, **known(one)},
        }
        yield json.dumps({k: v for k, v in row.items() if v is not None})


def inspect(run: Run, results: Sequence[Result]) -> Iterator[str]:
    """One log, as `EvalLog` has it: every case a sample with its scores and why."""
    yield json.dumps(
        {
            "version": 2,
            "status": "success" if len(results) == run.cases else "cancelled",
            "eval": _spec(run, results),
            "results": _results(run, results),
            "samples": [_sample(one) for one in results],
        }
    )


def asked(result: Result) -> str:
    """The questions of the conversation up to the case's own, one a line."""
    return "\n".join((*result.case.after, result.case.question))


def said(answer: Answer | None) -> str:
    """The statements without their marks, or the gap; "" where the system failed."""
    if answer is None:
        return ""
    return " ".join(s.text for s in answer.statements) or answer.gap or ""


def passages(answer: Answer | None) -> list[str]:
    """The passages that are cited, each once."""
    return list(dict.fromkeys(c.passage for c in answer.citations)) if answer else []


def disclaimer(answer: Answer | None) -> str:
    """The answer's disclaimer."""
    return answer.disclaimer if answer else ""


def expected(result: Result) -> str | None:
    """What a good answer says, where the case has it in words and not only as patterns."""
    if result.case.abstain:
        return NO_ANSWER
    return " ".join(result.case.must_have) or None


def known(result: Result) -> Row:
    """What else is known of a case."""
    return {
        "kind": result.case.kind,
        "article": result.case.article,
        "abstained": bool(result.answer and result.answer.abstained),
        "disclaimer": disclaimer(result.answer),
    }


def _spec(run: Run, results: Sequence[Result]) -> Row:
    name = uuid.uuid5(uuid.NAMESPACE_OID, f"{run.suite} {run.digest} {run.started}").hex
    return {
        "eval_id": name,
        "run_id": name,
        "task_id": name,
        "created": run.started,
        "task": run.suite,
        "model": f"sequitur/{run.configuration.get('answerer', 'quote')}",
        "dataset": {"name": run.suite, "samples": run.cases, "sample_ids": _ids(results)},
        "config": {},
        "metadata": run.configuration,
    }


def _ids(results: Sequence[Result]) -> list[str]:
    return [one.case.id for one in results]


def _results(run: Run, results: Sequence[Result]) -> Row:
    """The mean of every measure over all cases, with its standard interval left to the report."""
    table = by_kind(results)
    row = table.get("all") or next(iter(table.values()), {})
    return {
        "total_samples": run.cases,
        "completed_samples": len(results),
        "scores": [
            {
                "name": name,
                "scorer": name,
                "scored_samples": measure.scored,
                "unscored_samples": measure.unscored,
                "metrics": {"mean": {"name": "mean", "value": measure.value}},
            }
            for name, measure in row.items()
        ],
    }


def _sample(result: Result) -> Row:
    answers = [*result.earlier, *([result.answer] if result.answer else [])]
    questions = [*result.case.after, result.case.question]
    return {
        "id": result.case.id,
        "epoch": 1,
        "input": [_message("user", q) for q in questions],
        "target": expected(result) or "",
        "messages": _conversation(questions, answers),
        "output": _output(result),
        "scores": {
            name: {"value": score.value, "answer": said(result.answer), "explanation": score.why}
            for name, score in result.scores.items()
            if score.value is not None
        },
        "metadata": known(result) | {"passages": passages(result.answer)},
        "total_time": result.seconds,
    } | ({"error": _error(result.error)} if result.error else {})


def _conversation(questions: Sequence[str], answers: Sequence[Answer]) -> list[Row]:
    """Questions and answers in turn, the answers with their marks."""
    told: list[Row] = []
    for question, answer in zip(questions, [*answers, *[None] * len(questions)], strict=False):
        told.append(_message("user", question))
        if answer:
            told.append(_message("assistant", f"{answer.text}\n\n{answer.disclaimer}"))
    return told


def _message(role: str, content: str) -> Row:
    return {"role": role, "content": content}


def _output(result: Result) -> Row:
    message = _message("assistant", result.answer.text if result.answer else "")
    return {"model": "sequitur", "choices": [{"message": message, "stop_reason": "stop"}]}


def _error(text: str) -> Row:
    return {"message": text, "traceback": "", "traceback_ansi": ""}


FORMATS: dict[str, Callable[[Run, Sequence[Result]], Iterator[str]]] = {
    "ragas": ragas,
    "deepeval": deepeval,
    "inspect": inspect,
}
