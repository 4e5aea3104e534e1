"""Cases as the page's script reads them: short names, and each long text once.

The script makes text of every value and markup of none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.record import Result
from rag.answers.answer import Answer, Citation, CitedReference, Statement

Row = dict[str, Any]


class Texts:
    """Texts by number, each held once: passages and disclaimers recur in many answers."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def at(self, text: str) -> int:
        """The number of a text."""
        return self._at.setdefault(text, len(self._at))

    @property
    def all(self) -> list[str]:
        """The texts in the order of their numbers."""
        return list(self._at)


def told_cases(runs: Iterable[Sequence[Result]], texts: Texts) -> list[Row]:
    """The cases of all runs, the worst first, each with the number of its run."""
    pairs = [(n, r) for n, results in enumerate(runs) for r in results]
    return [_case(n, r, texts) for n, r in sorted(pairs, key=lambda p: _mean(p[1]))]


def _mean(result: Result) -> float:
    values = [s.value for s in result.scores.values() if s.value is not None]
    return sum(values) / max(len(values), 1)


def _case(run: int, result: Result, texts: Texts) -> Row:
    case = result.case
    return {
        "run": run,
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "article": case.article,
        "reader": case.reader,
        "earlier": _turns(case.after, result.earlier, texts),
        "answer": _answer(result.answer, texts),
        "pressed": _turns(case.pressure, result.pressed, texts),
        "expected": _expected(result),
        "scores": [[name, *score] for name, score in result.scores.items()],
        "seconds": round(result.seconds, 3),
        "error": result.error,
    }


def _turns(asked: Sequence[str], answers: Sequence[Answer], texts: Texts) -> list[list[Any]]:
    """Each question beside its answer, none where the system failed before it."""
    given = [*answers, *[None] * len(asked)]
    return [[question, _answer(a, texts)] for question, a in zip(asked, given, strict=False)]


def _answer(answer: Answer | None, texts: Texts) -> Row | None:
    if answer is None:
        return None
    return {
        "searched": answer.resolved_question,
        "reason": answer.reason or "",
        "gap": answer.gap or "",
        "statements": [_statement(s) for s in answer.statements],
        "sources": [_source(c, answer.statements, texts) for c in answer.citations],
        "notices": [[n.kind, texts.at(n.text)] for n in answer.notices],
        "near": [" › ".join((n.label or n.title, *n.section)) for n in answer.nearest],
        "withheld": answer.withheld,
        "disclaimer": texts.at(answer.disclaimer),
    }


def _statement(statement: Statement) -> Row:
    side = statement.side
    return {
        "text": statement.text,
        "cites": list(statement.citations),
        "support": statement.support,
        "side": f"{side.question} {side.said}" if side else "",
    }


def _source(citation: Citation, statements: Iterable[Statement], texts: Texts) -> Row:
    """A citation with its passage and where in it the sentences stand that are rested on."""
    rests = {i for s in statements for i in s.sentences}
    spans = sorted((s.start, s.end) for s in citation.sentences if s.id in rests)
    return {
        "number": citation.number,
        "place": " › ".join((citation.label or citation.title, *citation.section)),
        "version": f"{citation.article}@{citation.version}; {citation.status}; "
        f"updated {citation.updated}",
        "passage": texts.at(citation.passage),
        "spans": [list(span) for span in spans],
        "references": [texts.at(_reference(r)) for r in citation.references],
    }


def _reference(reference: CitedReference) -> str:
    read = "not opened" if reference.consulted == "none" else f"{reference.consulted} read"
    return (
        f"({reference.number}) {reference.kind}: {reference.title}. {reference.source}, "
        f"{reference.year}; {read}"
    )


def _expected(result: Result) -> list[list[str]]:
    """What the case asks of an answer, in words."""
    case = result.case
    wanted: Mapping[str, Iterable[str]] = {
        "facts": [" or ".join(group) for group in case.facts],
        "statements": case.must_have,
        "cites first": [" or ".join(case.sources)] if case.sources and not case.abstain else [],
        "names as missing": [" or ".join(case.gap)] if case.gap else [],
        "notices": case.notices,
        "no notices": case.no_notices,
        "never says": case.forbidden,
    }
    first = ["behaviour", "abstains" if case.abstain else "answers"]
    return [first, *([name, text] for name, texts in wanted.items() for text in texts)]
