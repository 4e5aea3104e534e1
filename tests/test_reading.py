"""Articles as markup: what is cited is marked, terms are explained, nothing becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from rag.articles.article import Article, parse
from rag.articles.glossary import Glossary, Term
from rag.articles.passage import split
from rag.search.index import IndexReader
from ui.reading import anchors, article_html, minutes, outline_html, shown_sections, terms_of

EVIL = "<img src=http://evil.invalid/x.png onerror=alert(1)>"
ARTICLE = f"""---
title: "Title {EVIL}"
specialty: "S {EVIL}"
applies_to: "A {EVIL}"
setting: "W {EVIL}"
status: submitted
updated: 2026-01-02
references:
  - number: 1
    kind: summary
    title: "Ref {EVIL}"
    source: "X {EVIL}"
    year: 2020
    consulted: none
  - number: 2
    kind: guideline
    title: "Second"
    source: "Y"
    year: 2021
    consulted: full-text
    url: http://evil.invalid/plain
---

## Heading {EVIL}

Text {EVIL} one. [1] Two about MRI. [1, 2]

| Age | Scan {EVIL} |
|---|---|
| <1 year | ultrasound {EVIL} [1] |
| 5 years | MRI [2] |

## Why not?

MRI of the kidney. [2]

### Why not?

An MRI: [1]

- MRI with contrast [1]
- CT of the belly [2]
"""
GLOSSARY = Glossary(
    [
        Term("magnetic resonance imaging", ("MRI",), f"a scan {EVIL}"),
        Term("kidney", (), "the organ that makes urine"),
    ]
)
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def article() -> Article:
    return parse(ARTICLE.encode(), "a")


def markup(article: Article, **changes: object) -> str:
    return article_html(article, "submitted", GLOSSARY, today=lambda: TODAY, **changes)  # type: ignore[arg-type]


def test_nothing_of_an_article_or_its_glossary_becomes_markup(article: Article) -> None:
    html = markup(article) + outline_html(article)
    assert "<img" not in html
    assert html.count("&lt;img src=http://evil.invalid/x.png") >= 12
    assert 'href="http' not in html


def test_the_page_says_when_an_article_was_updated_and_how_long_it_is_read(
    article: Article,
) -> None:
    html = markup(article)
    assert "updated 2 Jan 2026, 5 months ago" in html
    assert "· 1 min" in html
    assert article.version in html


def test_the_step_of_the_review_is_marked_and_what_is_not_approved_says_so(
    article: Article,
) -> None:
    html = markup(article)
    assert re.search(r'sq-on" aria-current="step">Submitted<', html)
    assert "No clinician has reviewed this article." in html
    approved = article_html(article, "approved", GLOSSARY)
    assert re.search(r'sq-on" aria-current="step">Approved<', approved)
    assert "No clinician has reviewed" not in approved


def test_an_imported_article_says_on_what_it_rests(article: Article) -> None:
    assert "rests on summaries" in markup(replace(article, origin="imported"))
    assert "rests on summaries" not in markup(article)


def test_a_mark_leads_to_its_reference_and_the_reference_back(article: Article) -> None:
    html = markup(article)
    assert 'one.<sup class="sq-marks"><a href="#ref-1"' in html
    assert 'id="ref-1"' in html
    assert 'data-back="1"' in html
    assert "not read" in html


def test_the_marks_of_a_row_stand_in_its_last_cell(article: Article) -> None:
    html = markup(article)
    assert "<td>&lt;1 year</td>" in html
    assert re.search(r"<td>5 years</td><td>.*?<a href=\"#ref-2\"", html)


def test_sections_have_anchors_that_differ(article: Article) -> None:
    names = anchors(article.sections)
    assert names[1:] == ["s-why-not", "s-why-not-2"]
    html, outline = markup(article), outline_html(article)
    for name in names:
        assert f'id="{name}"' in html
        assert f'href="#{name}"' in outline


def test_a_passage_is_marked_and_nothing_else_is(article: Article) -> None:
    passage = next(p for p in split(article) if p.path == ("Why not?",))
    html = markup(article, passage=passage)
    marked = re.sub("<span.*?</span>|<.*?>", "", "".join(re.findall("<mark>.*?</mark>", html)))
    assert marked == "MRI of the kidney."


def test_the_rows_of_a_marked_passage_are_marked_whole(article: Article) -> None:
    html = markup(article, passage=split(article)[0])
    assert html.count('<tr class="sq-marked">') == 2


def test_an_abbreviation_is_spelled_out_once_a_section(article: Article) -> None:
    html = markup(article)
    assert html.count("magnetic resonance imaging: a scan") == len(article.sections)
    assert "the organ that makes urine" not in html


def test_others_than_clinicians_are_told_every_term(article: Article) -> None:
    section = article.sections[1]
    assert list(terms_of(section, GLOSSARY, "clinician")) == ["MRI"]
    assert set(terms_of(section, GLOSSARY, "patient")) == {"MRI", "kidney"}


def test_a_term_is_tied_to_its_explanation(article: Article) -> None:
    for described in re.findall(r'aria-describedby="(tip-\d+)"', markup(article)):
        assert f'role="tooltip" id="{described}"' in markup(article)


def test_reading_time_is_at_least_a_minute() -> None:
    assert (minutes(3), minutes(1000)) == (1, 5)


def test_no_text_of_the_shipped_articles_is_lost(reader: IndexReader) -> None:
    index = reader()
    for slug in index.articles:
        article = index.read_article(slug)
        shown = shown_sections(article, index.glossary, "patient", split(article)[0])
        for section, whole in zip(shown, article.sections, strict=True):
            lines = [line for _, lines in section.groups for line in lines]
            texts = [["".join(p.text for p in cell) for cell in line.cells] for line in lines]
            assert texts == [list(b.cells) or [b.text] for b in whole.blocks]
            numbers = [n for line in lines for cell in line.cells for p in cell for n in p.numbers]
            assert numbers == [m.number for b in whole.blocks for m in b.marks]
