"""What a reader is told of the sources behind an answer."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.answers.answer import Citation
from rag.answers.composing import Composed
from rag.answers.notices import notices
from rag.articles.article import Article, Reference

TODAY = dt.date(2026, 12, 1)
UPDATED = dt.date(2026, 11, 22)


def reference(kind: str, consulted: str = "abstract", year: int = 2025) -> Reference:
    return Reference(1, kind, "A title", "A source", year, consulted)


def article(updated: dt.date = UPDATED, *references: Reference) -> Article:
    return Article(
        slug="lump",
        version="0" * 12,
        title="Which scan?",
        subject="a child with a lump",
        specialty="Paediatrics",
        status="submitted",
        updated=updated,
        applies_to="",
        setting="",
        origin="written",
        asks=(),
        references=references,
        sections=(),
    )


def composed(
    *behind: Reference,
    statuses: tuple[str, ...] = ("approved",),
    differences: tuple[str, ...] = (),
    lapsed: tuple[str, ...] = (),
) -> Composed:
    citations = tuple(
        Citation(n, "lump", "Which scan?", ("Signs",), f"p{n}", "", (), (), s, "2026-11-22", "")
        for n, s in enumerate(statuses, start=1)
    )
    return Composed((), citations, differences, lapsed, behind)


GUIDELINE = reference("guideline")


def kinds(found: Composed, *articles: Article, today: dt.date = TODAY) -> list[str]:
    return [n.kind for n in notices(found, articles, 24, today)]


def test_an_approved_answer_from_a_guideline_that_was_read_needs_no_notice() -> None:
    assert kinds(composed(GUIDELINE), article(UPDATED, GUIDELINE)) == []


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("approved", "approved"), []),
        (("approved", "submitted"), ["pending-review"]),
        (("under-review",), ["pending-review"]),
    ],
)
def test_one_citation_that_nobody_reviewed_makes_the_answer_pending(
    statuses: tuple[str, ...], expected: list[str]
) -> None:
    assert kinds(composed(GUIDELINE, statuses=statuses)) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (["summary"], ["secondary-source"]),
        (["summary", "review"], ["secondary-source"]),
        (["review", "research"], []),
        (["guideline"], []),
    ],
)
def test_an_answer_that_reaches_no_guideline_or_study_says_so(
    behind: list[str], expected: list[str]
) -> None:
    assert kinds(composed(*(reference(k) for k in behind))) == expected


@pytest.mark.parametrize(
    ("consulted", "expected"),
    [
        (["none", "none"], ["source-not-consulted"]),
        (["none", "abstract"], []),
        (["full-text"], []),
    ],
)
def test_an_answer_none_of_whose_references_was_opened_says_so(
    consulted: list[str], expected: list[str]
) -> None:
    assert kinds(composed(*(reference("guideline", c) for c in consulted))) == expected


@pytest.mark.parametrize(
    ("today", "expected"), [(dt.date(2026, 11, 30), []), (dt.date(2026, 12, 1), ["out-of-date"])]
)
def test_an_article_is_out_of_date_once_it_is_more_months_old_than_the_interval(
    today: dt.date, expected: list[str]
) -> None:
    old = article(dt.date(2024, 11, 22))
    assert kinds(composed(GUIDELINE), old, today=today) == expected


def test_an_old_article_is_named_with_its_day() -> None:
    (notice,) = notices(composed(GUIDELINE), [article(dt.date(2023, 3, 4))], 24, TODAY)
    assert notice.text == "“A child with a lump” was last updated on 04 March 2023."


@pytest.mark.parametrize(
    ("years", "today", "expected"),
    [
        ((2021,), dt.date(2026, 12, 31), []),
        ((2021,), dt.date(2027, 1, 1), ["2021"]),
        ((2015, 2023), dt.date(2027, 1, 1), []),
        ((2015, 2020), dt.date(2027, 1, 1), ["2020"]),
    ],
)
def test_the_newest_guideline_is_out_of_date_after_five_years_and_its_year_is_given(
    years: tuple[int, ...], today: dt.date, expected: list[str]
) -> None:
    one = article(UPDATED, *(reference("guideline", year=y) for y in years))
    found = notices(composed(GUIDELINE), [one], 24, today)
    assert [n.text.split()[-1].rstrip(".") for n in found] == expected


def test_an_old_study_is_no_old_guideline() -> None:
    assert kinds(composed(GUIDELINE), article(UPDATED, reference("research", year=1985))) == []


def test_every_difference_is_named_and_disagreement_comes_first() -> None:
    old = article(dt.date(2020, 1, 1), reference("guideline", year=2009))
    found = composed(
        reference("summary", "none"), statuses=("submitted",), differences=("CT?", "Biopsy?")
    )
    assert kinds(found, old) == [
        "disagreement",
        "disagreement",
        "pending-review",
        "secondary-source",
        "source-not-consulted",
        "out-of-date",
        "out-of-date",
    ]
    first, second, *_ = notices(found, [old], 24, TODAY)
    assert ("CT?" in first.text, "Biopsy?" in second.text) == (True, True)


def test_a_difference_of_which_a_side_is_gone_is_said_to_be_degraded() -> None:
    found = notices(composed(GUIDELINE, differences=("CT?",), lapsed=("CT?",)), (), 24, TODAY)
    assert [n.kind for n in found] == ["disagreement", "index-degraded"]
    assert found[1].text.endswith(": CT?")


def test_advice_of_a_body_read_in_a_summary_names_the_body_and_the_summary() -> None:
    summary = Reference(1, "summary", "A title", "A digest", 2024, "abstract")
    found = composed(summary)._replace(reported=(("ACR", summary),))
    (notice,) = notices(found, [article()], 24, TODAY)
    assert notice.kind == "secondary-source"
    assert "What ACR advises is told here as a summary gives it (A digest, 2024)." in notice.text


def test_it_is_named_beside_sentences_that_reach_a_guideline() -> None:
    review = Reference(2, "review", "A title", "A digest", 2024, "abstract")
    found = composed(GUIDELINE, review)._replace(reported=(("ACR", review),))
    assert kinds(found, article(UPDATED, GUIDELINE)) == ["secondary-source"]
