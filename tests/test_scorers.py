"""Each scorer on answers worked out by hand."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import cast

import pytest

from evals.cases import Case
from evals.scorers import abstention, disclaimer, facts, notices, quotes, source
from rag.answers.answer import (
    DISCLAIMER,
    Answer,
    Citation,
    CitedSentence,
    Notice,
    Statement,
    abstain,
)

CASE = Case(
    "c", "k", "which first?", (), "", "clinician", (("ultrasound", r"\bUS\b"), ("before CT",)),
    (r"CT first",), ("b", "a"), False, ("pending-review",),
)  # fmt: skip
TEXT = "Ultrasound comes before CT."
SENTENCE = CitedSentence("p.0", TEXT, 0, len(TEXT))
CITATION = Citation(
    1, "a", "T", ("H",), "p", TEXT, (SENTENCE,), (), "submitted", "2026-01-01", "0" * 12
)
ANSWER = Answer(
    question="which first?",
    resolved_question="Which first?",
    statements=(Statement(TEXT, (1,), ("p.0",)),),
    citations=(CITATION,),
    notices=(Notice("pending-review", "x"),),
    disclaimer=DISCLAIMER["clinician"],
)
GAP = abstain("which first?", "not-in-corpus", "nothing")


def test_a_good_answer_scores_one_everywhere() -> None:
    scorers = (abstention, disclaimer, facts, notices, quotes, source)
    assert [s.score(CASE, ANSWER).value for s in scorers] == [1.0] * 6


def test_abstention_counts_both_kinds_of_error() -> None:
    silent = dataclasses.replace(CASE, abstain=True)
    assert abstention.score(CASE, GAP).value == 0.0
    assert abstention.score(silent, ANSWER).value == 0.0
    assert abstention.score(silent, GAP).value == 1.0


def test_facts_are_a_share_and_a_forbidden_one_takes_all() -> None:
    half = dataclasses.replace(CASE, facts=(("ultrasound",), ("MRI",)))
    forbidden = dataclasses.replace(CASE, forbidden=("before CT",))
    assert facts.score(half, ANSWER).value == 0.5
    assert facts.score(forbidden, ANSWER).value == 0.0
    assert facts.score(dataclasses.replace(CASE, facts=(), forbidden=()), ANSWER).value is None


def test_only_the_article_cited_first_counts_as_the_source() -> None:
    assert source.score(dataclasses.replace(CASE, sources=("b",)), ANSWER).value == 0.0
    assert source.score(dataclasses.replace(CASE, sources=()), ANSWER).value is None


def test_a_quote_that_is_not_where_its_sentence_stands_scores_zero() -> None:
    moved = dataclasses.replace(CITATION, passage="x" + TEXT)
    with pytest.raises(ValueError, match="stands in its passage"):
        dataclasses.replace(ANSWER, citations=(moved,))
    # The type refuses it, so the scorer is shown what only looks like an answer.
    wrong = SimpleNamespace(abstained=False, citations=(moved,), statements=ANSWER.statements)
    assert quotes.score(CASE, cast("Answer", wrong)).value == 0.0
    assert quotes.score(CASE, GAP).value is None


def test_a_missing_notice_is_named() -> None:
    bare = dataclasses.replace(ANSWER, notices=())
    assert notices.score(CASE, bare) == (0.0, "lacks ['pending-review']")


def test_a_disclaimer_for_another_reader_is_none() -> None:
    patient = dataclasses.replace(CASE, reader="patient")
    assert disclaimer.score(patient, ANSWER).value == 0.0
