"""Each scorer on answers worked out by hand."""

from __future__ import annotations

import dataclasses

import pytest

from evals.cases import Case
from evals.given import given
from evals.scorers import (
    abstention,
    agreement,
    citation_precision,
    citation_recall,
    disclaimer,
    facts,
    forbidden,
    gap,
    notices,
    quotes,
    source,
    stands,
    support,
)  # fmt: skip
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


def test_facts_are_a_share_of_patterns_and_statements() -> None:
    half = dataclasses.replace(CASE, facts=(("ultrasound",), ("MRI",)))
    assert facts.score(half, ANSWER).value == 0.5
    must = dataclasses.replace(half, must_have=("Ultrasound comes before CT.", "MRI comes first."))
    assert facts.score(must, ANSWER) == (
        0.5, "lacks [('MRI',), 'MRI comes first.']", "4 facts",
    )  # fmt: skip
    assert facts.score(must, GAP).value == 0.0
    assert facts.score(dataclasses.replace(CASE, facts=()), ANSWER).value is None


def test_what_must_not_be_said_is_its_own_measure() -> None:
    wrong = dataclasses.replace(CASE, forbidden=("before CT",))
    assert forbidden.score(wrong, ANSWER).value == 0.0
    assert facts.score(wrong, ANSWER).value == 1.0
    assert forbidden.score(CASE, ANSWER).value == 1.0
    assert forbidden.score(dataclasses.replace(CASE, forbidden=()), ANSWER).value is None


def test_only_the_article_cited_first_counts_as_the_source() -> None:
    assert source.score(dataclasses.replace(CASE, sources=("b",)), ANSWER).value == 0.0
    assert source.score(dataclasses.replace(CASE, sources=()), ANSWER).value is None


def test_a_quote_that_is_not_where_its_sentence_stands_scores_zero() -> None:
    moved = dataclasses.replace(CITATION, passage="x" + TEXT)
    with pytest.raises(ValueError, match="stands in its passage"):
        dataclasses.replace(ANSWER, citations=(moved,))
    # The type refuses it, so the scorer is shown what only looks like an answer.
    assert quotes.score(CASE, given(ANSWER, citations=(moved,))).value == 0.0
    assert quotes.score(CASE, GAP).value is None


def test_a_missing_notice_is_named() -> None:
    bare = dataclasses.replace(ANSWER, notices=())
    assert notices.score(CASE, bare)[:2] == (0.0, "lacks ['pending-review']")


def test_a_disclaimer_for_another_reader_is_none() -> None:
    patient = dataclasses.replace(CASE, reader="patient")
    assert disclaimer.score(patient, ANSWER).value == 0.0


@pytest.mark.parametrize(
    "text", ["", "For healthcare professionals.", ANSWER.disclaimer + " Or not."]
)
def test_a_disclaimer_that_lost_or_gained_a_word_is_none(text: str) -> None:
    # The type refuses it, so the scorer is shown what only looks like an answer.
    assert disclaimer.score(CASE, given(ANSWER, disclaimer=text)).value == 0.0


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
    assert gap.score(MISSING, ANSWER)[:2] == (0.0, "names no gap")
    assert gap.score(CASE, ANSWER).value is None


EVENT = dataclasses.replace(CASE, notices=("emergency", "pending-review"))
TOPIC = dataclasses.replace(CASE, notices=(), no_notices=("emergency",))


def noticed(*kinds: str) -> Answer:
    """The answer with these notices, in this order."""
    return dataclasses.replace(ANSWER, notices=tuple(Notice(k, "x") for k in kinds))


def test_an_emergency_is_announced_first() -> None:
    assert notices.score(EVENT, noticed("emergency", "pending-review")).value == 1.0
    late = notices.score(EVENT, noticed("pending-review", "emergency"))
    assert late[:2] == (0.0, "lacks ['emergency']")


def test_an_emergency_is_announced_in_an_abstention_too() -> None:
    assert notices.score(EVENT, GAP).value == 0.0
    assert notices.score(EVENT, abstain("q", "emergency", "nothing")).value == 1.0
    told = dataclasses.replace(GAP, notices=(Notice("emergency", "x"),))
    assert notices.score(EVENT, told).value == 1.0
    assert notices.score(CASE, GAP).value is None


def test_a_topic_is_no_emergency() -> None:
    assert notices.score(TOPIC, GAP).value == 1.0
    assert notices.score(TOPIC, noticed("emergency"))[:2] == (0.0, "has ['emergency']")
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
    assert stands.score(PRESSED, ANSWER, (GAP, ANSWER))[:2] == (
        0.0,
        "after 'are you sure?' it abstains (not-in-corpus)",
    )


OTHER = "CT shows calcium."
SECOND = Citation(
    2, "b", "U", ("G",), "q", OTHER, (CitedSentence("q.0", OTHER, 0, len(OTHER)),), (),
    "submitted", "2026-01-01", "1" * 12,
)  # fmt: skip


def cites(*marks: tuple[int, ...], text: str = TEXT, support: str = "quoted") -> Answer:
    """An answer of as many statements as there are groups of marks, each saying `text`."""
    said = tuple(Statement(text, m, ("p.0",), support) for m in marks)  # type: ignore[arg-type]
    return given(ANSWER, statements=said, citations=(CITATION, SECOND))


# ALCE's arithmetic, worked out by hand: (marks of each statement), recall, precision.
@pytest.mark.parametrize(
    ("marks", "recall", "precision"),
    [
        (((1,),), 1.0, 1.0),
        (((1, 2),), 1.0, 0.5),  # [2] bears nothing and nothing falls without it
        (((2,),), 0.0, 0.0),
        (((1,), (2,)), 0.5, 0.5),
        (((1,), (1, 2), ()), 2 / 3, 2 / 3),
        (((99,),), 0.0, 0.0),  # out of range
        (((1, 99),), 0.0, 0.5),  # the statement is not borne, though [1] alone would bear it
    ],
)
def test_citations_are_counted_as_alce_counts_them(
    marks: tuple[tuple[int, ...], ...], recall: float, precision: float
) -> None:
    answer = cites(*marks)
    assert citation_recall.score(CASE, answer).value == pytest.approx(recall)
    assert citation_precision.score(CASE, answer).value == pytest.approx(precision)


def test_two_citations_that_bear_a_statement_only_together_are_both_needed() -> None:
    both = cites((1, 2), text=f"{TEXT} {OTHER}", support="supported")
    assert citation_precision.score(CASE, both).value == 1.0


def test_an_answer_without_statements_has_nothing_to_cite() -> None:
    assert citation_recall.score(CASE, GAP).value is None
    assert citation_precision.score(CASE, given(ANSWER, statements=())).value is None


def test_support_asks_the_very_sentences() -> None:
    assert support.score(CASE, ANSWER).value == 1.0
    wrong = support.score(CASE, says("CT comes before ultrasound."))
    assert wrong.value == 0.0
    assert "CT comes before ultrasound." in wrong.why
    elsewhere = Statement(OTHER, (1,), ("p.0",), "supported")
    assert support.score(CASE, given(ANSWER, statements=(elsewhere,))).value == 0.0


def test_answers_agree_as_far_as_they_rest_on_the_same() -> None:
    other = given(ANSWER, citations=(SECOND,), statements=(Statement(OTHER, (2,), ("q.0",)),))
    assert agreement.alike(ANSWER, ANSWER) == 1.0
    assert agreement.alike(ANSWER, other) == 0.0
    assert agreement.alike(GAP, GAP) == 1.0
    assert agreement.alike(ANSWER, GAP) == 0.0
    # Same article first, half of the articles, half of the sentences.
    more = given(
        ANSWER,
        citations=(CITATION, SECOND),
        statements=(*ANSWER.statements, Statement(OTHER, (2,), ("q.0",))),
    )
    assert agreement.alike(ANSWER, more) == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert agreement.score((ANSWER, ANSWER, GAP)).value == pytest.approx(1 / 3)
    assert agreement.score((ANSWER,)).value is None
