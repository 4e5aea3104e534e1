"""Runs a suite against an answerer; a case that fails is a result and not the end."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import re
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from evals.cases import Case
from evals.record import Record, Result, Run, add
from evals.scorers import (
    abstention,
    citation_precision,
    citation_recall,
    disclaimer,
    facts,
    forbidden,
    gap,
    identifiers,
    notices,
    quotes,
    source,
    stands,
    support,
)
from evals.scorers.score import Score, Scorer
from evals.suites import Suite
from rag.answers.answer import Answer
from rag.chain import FollowUp
from rag.search.followup import Turn
from rag.search.index import Index
from rag.settings import Settings

SCORERS: dict[str, Scorer] = {
    "abstention": abstention.score,
    "source": source.score,
    "facts": facts.score,
    "forbidden": forbidden.score,
    "citation recall": citation_recall.score,
    "citation precision": citation_precision.score,
    "support": support.score,
    "quotes": quotes.score,
    "gap": gap.score,
    "notices": notices.score,
    "identifiers": identifiers.score,
    "disclaimer": disclaimer.score,
}


class Answerer(Protocol):
    """What a suite is run against: the chain, or something around it."""

    @property
    def index(self) -> Index:
        """The index that is answered from."""

    def answer(self, follow_up: FollowUp) -> Answer:
        """The answer to a follow-up."""


def run_suite(
    suite: Suite, answerer: Answerer, record: Record | None = None, jobs: int = 1
) -> Iterator[Result]:
    """The results as they are finished; those that the record holds already first.

    `jobs` cases are asked at once, which helps where answers are waited for.
    """
    done = {r.case.id: r for r in record.results()} if record else {}
    yield from done.values()
    open_ = [c for c in suite.cases if c.id not in done]
    with ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(partial(run_case, answerer=answerer), open_):
            if record:
                with record.writer() as file:
                    add(result, file)
            yield result


def run_case(case: Case, answerer: Answerer) -> Result:
    """The result of one case, its earlier questions answered first."""
    case = replace(case, evidence=_evidence(case, answerer.index))
    try:
        answers, seconds = _asked(case, answerer)
    except Exception as error:  # whatever a system does, the other cases are asked
        why = f"the system failed: {type(error).__name__}"
        scores = {name: Score(0.0, why) for name in ("abstention", "disclaimer")}
        return Result(case, None, scores, error=f"{type(error).__name__}: {error}"[:500])
    before = len(case.after)
    earlier, answer, pressed = answers[:before], answers[before], answers[before + 1 :]
    return Result(case, answer, scored(case, answer, pressed), pressed, earlier, seconds)


def scored(case: Case, answer: Answer, pressed: Sequence[Answer] = ()) -> dict[str, Score]:
    """Every score of an answer to a case."""
    scores = {name: score(case, answer) for name, score in SCORERS.items()}
    return scores | {"stands": stands.score(case, answer, pressed)}


def _asked(case: Case, answerer: Answerer) -> tuple[tuple[Answer, ...], float]:
    """The answers to the questions before, the case's own and the pressing ones, and its time."""
    answers: list[Answer] = []
    seconds = 0.0
    for question in (*case.after, case.question, *case.pressure):
        turns: tuple[Turn, ...] = tuple(a.turn for a in answers)
        if case.offered and len(answers) == len(case.after) > 0:
            turns = (*turns[:-1], turns[-1]._replace(offered=case.offered))
        started = time.perf_counter()
        answers.append(answerer.answer(FollowUp(question, turns, case.article, case.reader)))
        if len(answers) == len(case.after) + 1:
            seconds = time.perf_counter() - started
    return tuple(answers), seconds


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


def run_of(suite: Suite, answerer: Answerer, settings: Settings, seed: int = 0) -> Run:
    """What is about to be run, in what does not change when it is run again."""
    manifest = answerer.index.manifest
    configuration: dict[str, Any] = {
        "answerer": getattr(answerer, "name", settings.model),
        "answers": settings.answers if settings.model != "quote" else "",
        "corpus": manifest.corpus_version,
        "index": manifest.format,
        "embedding model": manifest.embedding_model,
        "model fingerprint": manifest.fingerprint,
        "code": code_version(),
        "python": platform.python_version(),
        "seed": seed,
    }
    started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Run(suite.name, len(suite.cases), digest(suite.cases), configuration, started)


def digest(cases: Iterable[Case]) -> str:
    """Equal for the same cases in the same order."""
    told = json.dumps([asdict(c) for c in cases], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def code_version() -> str:
    """The package's version, with the commit where the source is a checkout; + where it differs."""
    version = metadata.version("sequitur-rag")
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version} ({found.stdout.strip()})"
