"""Articles as markup: everything that came from outside is text."""

from __future__ import annotations

import re

from rag.articles.article import parse
from ui.components import article_html

EVIL = "<img src=http://evil.invalid/x.png onerror=alert(1)>"
ARTICLE = f"""---
title: "Title {EVIL}"
specialty: "S {EVIL}"
status: submitted
updated: 2026-01-02
references:
  - number: 1
    kind: summary
    title: "Ref {EVIL}"
    source: X
    year: 2020
    consulted: none
---

## Heading {EVIL}

Text {EVIL} one. [1] Two.

| Age | Scan {EVIL} |
|---|---|
| <1 year | ultrasound {EVIL} [1] |
"""


def test_nothing_of_an_article_becomes_markup() -> None:
    html = article_html(parse(ARTICLE.encode(), "a"), "submitted")
    assert "<img" not in html
    assert html.count("&lt;img src=http://evil.invalid/x.png") == 7


def test_an_article_shows_its_status_marks_table_and_references() -> None:
    html = article_html(parse(ARTICLE.encode(), "a"), "submitted")
    assert re.search(r'sq-on" aria-current="step">Submitted<', html)
    assert "one.<sup>1</sup> Two." in html
    assert "<td>&lt;1 year</td>" in html
    assert "not consulted" in html
    assert "No clinician has reviewed this article." in html


def test_an_article_that_the_operator_approved_is_shown_so_and_without_the_warning() -> None:
    html = article_html(parse(ARTICLE.encode(), "a"), "approved")
    assert re.search(r'sq-on" aria-current="step">Approved<', html)
    assert "No clinician has reviewed" not in html
