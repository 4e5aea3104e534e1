"""Runs a suite against an answerer, and sums the scores up by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Protocol

from evals.cases import Case
from evals.scorers import abstention, disclaimer, facts, gap, notices, quotes, source, stands
from evals.scorers.score import Score, Scorer
from evals.split import half
from rag.answers.answer import Answer
from rag.chain import FollowUp
from rag.search.followup import Turn
from rag.search.index import Index

SCORERS: dict[str, Scorer] = {
    "abstention": abstention.score,
    "source": source.score,
    "facts": facts.score,
    "quotes": quotes.score,
    "gap": gap.score,
    "notices": notices.score,
    "disclaimer": disclaimer.score,
}
COLUMNS = (*SCORERS, "stands")  # what is scored on more than one answer stands last

Table = dict[str, dict[str, float | int]]  # of each kind its cases and its means


class Answerer(Protocol):
    """What a suite is run against: the chain, or something around it."""

    @property
    def index(self) -> Index:
        """The index that is answered from."""

    def answer(self, follow_up: FollowUp) -> Answer:
        """The answer to a follow-up."""


@dataclass(frozen=True)
class Result:
    """A case with its answer, the answers to its pressing turns, and its scores."""

    case: Case
    answer: Answer
    scores: dict[str, Score]
    pressed: tuple[Answer, ...] = ()


def run_case(case: Case, answerer: Answerer) -> Result:
    """The result of one case, its earlier questions answered first."""
    case = replace(case, evidence=_evidence(case, answerer.index))
    answers: list[Answer] = []
    for question in (*case.after, case.question, *case.pressure):
        turns: tuple[Turn, ...] = tuple(a.turn for a in answers)
        if case.offered and len(answers) == len(case.after) > 0:
            turns = (*turns[:-1], turns[-1]._replace(offered=case.offered))
        answers.append(answerer.answer(FollowUp(question, turns, case.article, case.reader)))
    answer, *pressed = answers[len(case.after) :]
    scores = {name: score(case, answer) for name, score in SCORERS.items()}
    scores["stands"] = stands.score(case, answer, pressed)
    return Result(case, answer, scores, tuple(pressed))


def _evidence(case: Case, index: Index) -> tuple[str, ...]:
    """The sentences of the case's sources that hold one of its facts, items with their lead-in."""
    patterns = [re.compile(p, re.I) for group in case.facts for p in group]
    found: dict[str, None] = {}
    for passage in (p for p in index.passages if p.article in case.sources):
        texts = {s.id: s.text for s in passage.sentences}
        for sentence in passage.sentences:
            if any(p.search(sentence.text) for p in patterns):
                found[sentence.text] = None
                if sentence.lead:
                    found[f"{texts[sentence.lead]} {sentence.text}"] = None
    return tuple(found)


def by_kind(results: Iterable[Result]) -> Table:
    """For each kind of case, and for all, the number and the mean of each score that was given."""
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.case.kind, []).append(result)
    if len(kinds) > 1:
        kinds["all"] = [r for rows in kinds.values() for r in rows]
    return {kind: _means(rows) for kind, rows in kinds.items()}


def by_half(results: Iterable[Result]) -> dict[str, Table]:
    """`by_kind` of each half of a suite, split by the articles of its cases."""
    halves: dict[str, list[Result]] = {"calibrate": [], "report": []}
    for result in results:
        halves[half(result.case.topic)].append(result)
    return {name: by_kind(rows) for name, rows in halves.items()}


def _means(rows: Sequence[Result]) -> dict[str, float | int]:
    means: dict[str, float | int] = {"cases": len(rows)}
    for name in COLUMNS:
        scored = [v for r in rows if (v := r.scores[name].value) is not None]
        if scored:
            means[name] = round(fmean(scored), 3)
    return means
