"""Answers and articles as markup: everything that came from outside is text."""

from __future__ import annotations

import re

from rag.answers.answer import DISCLAIMER, Answer, Citation, CitedSentence, Statement, abstain
from rag.articles.article import parse
from ui.components import answer_html, article_html, passage_pieces, searched_pieces

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


def answer(**changes: object) -> Answer:
    passage = f"Before it. Quoted {EVIL}. After it."
    end = len(passage) - len(" After it.")
    sentence = CitedSentence("p.1", passage[11:end], 11, end)
    citation = Citation(
        1, "a", f"T {EVIL}", (f"H {EVIL}",), "p", passage, (sentence,), (), "submitted",
        "2026-01-02", "0" * 12, f"L {EVIL}",
    )  # fmt: skip
    fields: dict[str, object] = {
        "question": f"q {EVIL}",
        "resolved_question": f"Q {EVIL} in a child?",
        "statements": (Statement(sentence.text, (1,), ("p.1",)),),
        "citations": (citation,),
        "added": ("child",),
        "disclaimer": DISCLAIMER["clinician"],
    }
    return Answer(**(fields | changes))  # type: ignore[arg-type]


def test_nothing_of_an_answer_becomes_markup() -> None:
    html = answer_html(answer(glosses={f"t {EVIL}": f"p {EVIL}"}))
    assert "<img" not in html
    assert html.count("&lt;img src=http://evil.invalid/x.png onerror=alert(1)&gt;") == 8


def test_terms_are_explained_below_the_answer() -> None:
    html = answer_html(answer(glosses={"CT": "a scan"}))
    assert "<dt>CT</dt><dd>a scan</dd>" in html
    assert "sq-plain" not in answer_html(answer())


def test_nothing_of_an_article_becomes_markup() -> None:
    html = article_html(parse(ARTICLE.encode(), "a"), "submitted")
    assert "<img" not in html
    assert html.count("&lt;img src=http://evil.invalid/x.png") == 7


def test_a_gap_and_its_near_passages_are_text_too() -> None:
    html = answer_html(abstain(f"q {EVIL}", "not-in-corpus", f"gap {EVIL}"))
    assert "<img" not in html
    assert DISCLAIMER["clinician"] in html


def test_the_quoted_sentence_is_marked_in_its_passage() -> None:
    built = answer()
    pieces = passage_pieces(built.citations[0], built.statements[0])
    assert pieces == [
        ("Before it. ", False),
        (f"Quoted {EVIL}.", True),
        (" After it.", False),
    ]
    assert "<mark>Quoted &lt;img" in answer_html(built)


def test_the_words_that_were_added_are_marked_in_the_resolved_question() -> None:
    assert searched_pieces(answer()) == [
        (f"Q {EVIL} in a ", False),
        ("child", True),
        ("?", False),
    ]


def test_every_answer_carries_its_disclaimer() -> None:
    assert DISCLAIMER["clinician"] in answer_html(answer())


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
