"""The library's rows: narrowed, found by title, found by meaning."""

from __future__ import annotations

import datetime as dt

from rag.articles.article import parse
from rag.articles.passage import Passage
from ui.shelf import Row, Wanted, narrowed, near, rows_html, titled

TODAY = dt.date(2026, 12, 1)


def row(slug: str, title: str, specialty: str = "Surgery", updated: str = "2026-11-01") -> Row:
    text = f"""---
title: "{title}"
specialty: "{specialty}"
status: submitted
updated: {updated}
references:
  - number: 1
    kind: review
    title: R
    source: S
    year: 2020
    consulted: none
---

## One

A sentence. [1]
"""
    return Row(parse(text.encode(), slug), "submitted", 5)


ROWS = [
    row("a", "When is gout treated?", "Rheumatology", "2024-01-01"),
    row("b", "Which scan for a lump?"),
    row("c", "Scans of lumps in gout"),
]


def slugs(found: list[Row]) -> list[str]:
    return [r.article.slug for r in found]


def test_what_is_not_narrowed_is_everything() -> None:
    assert narrowed(ROWS, Wanted(), TODAY) == ROWS


def test_rows_are_narrowed_by_specialty_status_and_age() -> None:
    assert slugs(narrowed(ROWS, Wanted(specialty="Rheumatology"), TODAY)) == ["a"]
    assert slugs(narrowed(ROWS, Wanted(status="approved"), TODAY)) == []
    assert slugs(narrowed(ROWS, Wanted(months=(-1, 6)), TODAY)) == ["b", "c"]
    assert slugs(narrowed(ROWS, Wanted(months=(24, 9999)), TODAY)) == ["a"]


def test_a_title_is_found_by_every_word_in_any_form() -> None:
    assert slugs(titled(ROWS, "lumps scan")) == ["b", "c"]
    assert slugs(titled(ROWS, "rheumatology")) == ["a"]
    assert titled(ROWS, "gout scan treated") == []
    assert titled(ROWS, " ?! ") == []


def test_rows_follow_the_order_of_the_passages_each_with_its_best() -> None:
    passages = [Passage(f"p{i}", slug, ("One",), "", ()) for i, slug in enumerate("cabcx")]
    found = near(ROWS, passages)
    assert slugs(found) == ["c", "a", "b"]
    assert [r.found.id for r in found if r.found] == ["p0", "p1", "p2"]


def test_a_row_leads_to_its_article_and_to_the_passage_found() -> None:
    passage = Passage("p<0>", "a", ("One <b>", "Two"), "", ())
    html = rows_html([("Found", near(ROWS, [passage])), ("Empty", [])], TODAY)
    assert 'href="article?slug=a"' in html
    assert 'href="article?slug=a&amp;at=p%3C0%3E"' in html
    assert "One &lt;b&gt; › Two" in html
    assert "Empty" not in html
    assert "updated 1 Jan 2024, 2 years ago" in html
