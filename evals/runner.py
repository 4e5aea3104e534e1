"""Runs a suite against a chain, and sums the scores up by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from evals.cases import Case
from evals.scorers import abstention, disclaimer, facts, notices, quotes, source
from evals.scorers.score import Score, Scorer
from rag.answers.answer import Answer
from rag.chain import AnswerChain, FollowUp
from rag.search.followup import Turn

SCORERS: dict[str, Scorer] = {
    "abstention": abstention.score,
    "source": source.score,
    "facts": facts.score,
    "quotes": quotes.score,
    "notices": notices.score,
    "disclaimer": disclaimer.score,
}


@dataclass(frozen=True)
class Result:
    """A case with its answer and its scores."""

    case: Case
    answer: Answer
    scores: dict[str, Score]


def run_case(case: Case, chain: AnswerChain) -> Result:
    """The result of one case, its earlier questions answered first."""
    turns: tuple[Turn, ...] = ()
    for question in case.after:
        turns += (chain.answer(FollowUp(question, turns, case.article, case.reader)).turn,)
    if case.offered and turns:
        turns = (*turns[:-1], turns[-1]._replace(offered=case.offered))
    answer = chain.answer(FollowUp(case.question, turns, case.article, case.reader))
    return Result(case, answer, {name: score(case, answer) for name, score in SCORERS.items()})


def by_kind(results: Iterable[Result]) -> dict[str, dict[str, float | int]]:
    """For each kind of case its number and the mean of each score that could be given."""
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.case.kind, []).append(result)
    table: dict[str, dict[str, float | int]] = {}
    for kind, rows in kinds.items():
        table[kind] = {"cases": len(rows)}
        for name in SCORERS:
            values = [r.scores[name].value for r in rows]
            scored = [v for v in values if v is not None]
            if scored:
                table[kind][name] = round(fmean(scored), 3)
    return table
