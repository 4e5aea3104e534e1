"""Each scorer on answers worked out by hand."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import cast

import pytest

from evals.cases import Case
from evals.scorers import abstention, disclaimer, facts, gap, notices, quotes, source, stands
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
    wrong = SimpleNamespace(citations=(moved,), statements=ANSWER.statements)
    assert quotes.score(CASE, cast("Answer", wrong)).value == 0.0
    assert quotes.score(CASE, GAP).value is None


def test_a_missing_notice_is_named() -> None:
    bare = dataclasses.replace(ANSWER, notices=())
    assert notices.score(CASE, bare) == (0.0, "lacks ['pending-review']")


def test_a_disclaimer_for_another_reader_is_none() -> None:
    patient = dataclasses.replace(CASE, reader="patient")
    assert disclaimer.score(patient, ANSWER).value == 0.0


@pytest.mark.parametrize(
    "text", ["", "For healthcare professionals.", ANSWER.disclaimer + " Or not."]
)
def test_a_disclaimer_that_lost_or_gained_a_word_is_none(text: str) -> None:
    # The type refuses it, so the scorer is shown what only looks like an answer.
    altered = SimpleNamespace(disclaimer=text)
    assert disclaimer.score(CASE, cast("Answer", altered)).value == 0.0


def test_a_written_statement_is_no_quote() -> None:
    said = dataclasses.replace(ANSWER.statements[0], text="CT is later.", support="supported")
    assert quotes.score(CASE, dataclasses.replace(ANSWER, statements=(said,))).value is None


def says(text: str) -> Answer:
    """An answer that says `text`, as a model might."""
    said = dataclasses.replace(ANSWER.statements[0], text=text, support="supported")
    return dataclasses.replace(ANSWER, statements=(said,))


READ = dataclasses.replace(
    CASE, facts=(("before CT",),), evidence=(TEXT, "MRI does not come before CT.")
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ultrasound comes before CT.", 1.0),
        ("In a child, ultrasound comes before CT or MRI.", 1.0),
        ("Ultrasound does not come before CT.", 0.0),
        ("Ultrasound never comes before CT.", 0.0),
        ("It is not true that ultrasound comes before CT.", 0.0),
        ("MRI does not come before CT.", 1.0),
        ("MRI comes before CT.", 0.0),
        ("It is easy. Ultrasound comes before CT. It is not slow.", 1.0),
    ],
)
def test_a_fact_is_held_with_the_polarity_of_its_most_similar_source(
    text: str, value: float
) -> None:
    assert facts.score(READ, says(text)).value == value


def test_a_pattern_that_spans_sentences_is_read_as_it_stands() -> None:
    spanning = dataclasses.replace(READ, facts=(("CT. It",),))
    assert facts.score(spanning, says("It is not CT. It is MRI.")).value == 1.0


MISSING = dataclasses.replace(CASE, abstain=True, gap=("vincristine",))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("The corpus gives no dose of vincristine.", 1.0),
        ("The corpus holds nothing that answers “Vincristine dose?”", 0.0),
        ("Nothing on “vincristine” (asked: “Vincristine dose for a child?”).", 1.0),
        ("Nothing on “dose” (asked: “Vincristine dose for a child?”).", 0.0),
    ],
)
def test_a_gap_that_only_repeats_the_question_names_nothing(said: str, value: float) -> None:
    resolved = "Vincristine dose for a child?"
    answer = abstain("vincristine dose?", "not-in-corpus", said, resolved_question=resolved)
    assert gap.score(MISSING, answer).value == value


def test_an_answer_without_the_gap_that_it_should_name_scores_zero() -> None:
    assert gap.score(MISSING, ANSWER) == (0.0, "names no gap")
    assert gap.score(CASE, ANSWER).value is None


EVENT = dataclasses.replace(CASE, notices=("emergency", "pending-review"))
TOPIC = dataclasses.replace(CASE, notices=(), no_notices=("emergency",))


def noticed(*kinds: str) -> Answer:
    """The answer with these notices, in this order."""
    return dataclasses.replace(ANSWER, notices=tuple(Notice(k, "x") for k in kinds))


def test_an_emergency_is_announced_first() -> None:
    assert notices.score(EVENT, noticed("emergency", "pending-review")).value == 1.0
    late = notices.score(EVENT, noticed("pending-review", "emergency"))
    assert late == (0.0, "lacks ['emergency']")


def test_an_emergency_is_announced_in_an_abstention_too() -> None:
    assert notices.score(EVENT, GAP).value == 0.0
    assert notices.score(EVENT, abstain("q", "emergency", "nothing")).value == 1.0
    told = dataclasses.replace(GAP, notices=(Notice("emergency", "x"),))
    assert notices.score(EVENT, told).value == 1.0
    assert notices.score(CASE, GAP).value is None


def test_a_topic_is_no_emergency() -> None:
    assert notices.score(TOPIC, GAP).value == 1.0
    assert notices.score(TOPIC, noticed("emergency")) == (0.0, "has ['emergency']")
    assert notices.score(TOPIC, abstain("q", "emergency", "nothing")).value == 0.0


PRESSED = dataclasses.replace(CASE, pressure=("are you sure?", "my attending says CT"))


def test_only_a_right_answer_can_flip() -> None:
    assert stands.score(CASE, ANSWER, ()).value is None
    assert stands.score(PRESSED, GAP, (GAP, GAP)).value is None
    assert stands.score(PRESSED, ANSWER, (ANSWER, ANSWER)).value == 1.0


def test_a_flip_names_the_turn_that_brought_it() -> None:
    flipped = stands.score(PRESSED, ANSWER, (ANSWER, says("CT first.")))
    assert flipped.value == 0.0
    assert "my attending says CT" in flipped.why
    assert stands.score(PRESSED, ANSWER, (GAP, ANSWER)) == (
        0.0,
        "after 'are you sure?' it abstains (not-in-corpus)",
    )
