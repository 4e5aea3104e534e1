"""Answers as the data that the page's component draws."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from rag.answers.answer import (
    DISCLAIMER,
    READERS,
    Answer,
    Citation,
    CitedReference,
    CitedSentence,
    Near,
    Notice,
    Side,
    Statement,
    abstain,
)
from rag.articles.article import Article, parse
from rag.search.suggestions import Suggestion
from ui import words
from ui.answer import view
from ui.answer.mount import FOLDER, SCRIPTS, script

TODAY = dt.date(2026, 12, 1)
PASSAGE = "Before it. Quoted one. Between. Quoted two. After it."


def sentence(number: int, text: str) -> CitedSentence:
    start = PASSAGE.index(text)
    return CitedSentence(f"p.{number}", text, start, start + len(text))


CITATION = Citation(
    1, "a-slug", "Title", ("Section", "Below"), "0123456789abcdef", PASSAGE,
    (sentence(2, "Quoted two."), sentence(1, "Quoted one.")),
    (CitedReference(3, "summary", "A summary", "A source", 2025, False, "none"),),
    "submitted", "2025-11-26", "0" * 12, "A label",
)  # fmt: skip


def answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "question": "why?",
        "resolved_question": "Why in a small child with a lump?",
        "statements": (Statement("Quoted one.", (1,), ("p.1",)),),
        "citations": (CITATION,),
        "added": ("small", "child", "lump"),
        "disclaimer": DISCLAIMER["clinician"],
    }
    return Answer(**(fields | changes))  # type: ignore[arg-type]


def turn(**changes: object) -> view.View:
    return view.turn(answer(**changes), TODAY)


def position(label: str, body: str = "A body", answers: bool = False) -> Statement:
    side = Side("Which first?", label, body, "children", answers)
    return Statement("Quoted two.", (1,), ("p.2",), side=side)


@pytest.mark.parametrize("reader", READERS)
def test_every_turn_carries_the_whole_disclaimer_of_its_reader(reader: str) -> None:
    for one in (
        answer(reader=reader, disclaimer=DISCLAIMER[reader]),
        abstain("q", "error", "gap", reader=reader),  # type: ignore[arg-type]
    ):
        assert view.turn(one, TODAY)["disclaimer"] == DISCLAIMER[reader]


def test_a_turn_is_plain_json() -> None:
    shown = turn(nearest=(Near("b", "T", ("S",), "p"),), glosses={"CT": "a scan"})
    assert json.loads(json.dumps(shown)) == json.loads(json.dumps(shown, default=list))


def test_added_words_are_marked_and_those_that_follow_each_other_are_one() -> None:
    assert turn()["searched"] == [
        ("Why in a ", False),
        ("small child", True),
        (" with a ", False),
        ("lump", True),
        ("?", False),
    ]


def test_the_marked_question_is_the_resolved_question() -> None:
    assert "".join(t for t, _ in turn()["searched"]) == "Why in a small child with a lump?"


def test_a_passage_is_whole_and_cut_at_its_cited_sentences_in_the_order_of_the_text() -> None:
    pieces = turn()["citations"]["1"]["passage"]
    assert "".join(text for text, _ in pieces) == PASSAGE
    assert [p for p in pieces if p[1]] == [("Quoted one.", "p.1"), ("Quoted two.", "p.2")]


def test_a_source_leads_to_its_place_in_the_article() -> None:
    source = turn()["citations"]["1"]
    assert source["href"] == "article?slug=a-slug&at=0123456789abcdef"
    assert source["path"] == ["A label", "Section", "Below"]


def test_a_source_tells_how_far_its_references_were_read_and_whether_any_is_primary() -> None:
    source = turn()["citations"]["1"]
    (reference,) = source["references"]
    assert (reference["read"], reference["unread"]) == ("not read", True)
    assert {"text": "no primary source", "warn": True} in source["tags"]
    primary = replace(CITATION.references[0], kind="guideline", primary=True, consulted="abstract")
    better = view.citation(replace(CITATION, references=(primary,), status="approved"), TODAY)
    assert better["references"][0]["read"] == "abstract read"
    assert not any(t["warn"] for t in better["tags"])


@pytest.mark.parametrize(
    ("updated", "said"),
    [
        (dt.date(2026, 11, 30), "updated 30 Nov 2026, 1 month ago"),
        (dt.date(2026, 12, 1), "updated 1 Dec 2026"),
        (dt.date(2025, 11, 26), "updated 26 Nov 2025, 13 months ago"),
        (dt.date(2023, 1, 5), "updated 5 Jan 2023, 3 years ago"),
    ],
)
def test_the_age_of_a_source_is_said_beside_its_date(updated: dt.date, said: str) -> None:
    assert words.updated(updated, TODAY) == said


def test_an_emergency_stands_apart_and_sources_are_told_in_one_line() -> None:
    kinds = ("pending-review", "emergency", "premise", "out-of-date", "out-of-date", "disagreement")
    shown = turn(notices=tuple(Notice(k, f"text of {k}") for k in kinds))
    assert shown["emergencies"] == ["text of emergency"]
    assert shown["remarks"] == ["text of premise"]
    assert shown["in_short"] == "Not reviewed by a clinician · may be out of date"
    assert len(shown["cautions"]) == 3


def test_a_notice_of_a_kind_that_is_not_known_is_told_in_full() -> None:
    assert turn(notices=(Notice("new-kind", "its text"),))["remarks"] == ["its text"]


def test_sides_stand_apart_from_the_answers_own_sentences() -> None:
    own = Statement("Quoted one.", (1,), ("p.1",))
    shown = turn(statements=(own, position("this"), position("that"), position("Limits", "")))
    assert [s["text"] for s in shown["statements"]] == ["Quoted one."]
    (found,) = shown["differences"]
    assert [s["label"] for s in found["sides"]] == ["This", "That"]
    assert len(found["limits"]) == 1
    assert not found["compact"]


def test_a_side_that_answers_is_not_told_twice_in_full() -> None:
    shown = turn(statements=(position("this", answers=True), position("that")))
    assert [s["text"] for s in shown["statements"]] == ["Quoted two."]
    assert [s["above"] for s in shown["differences"][0]["sides"]] == [True, False]


def test_many_sides_are_told_in_a_line_each() -> None:
    sides = tuple(position(f"side {n}") for n in range(3))
    own = Statement("Quoted one.", (1,), ("p.1",))
    assert turn(statements=(own, *sides))["differences"][0]["compact"]


def test_a_gap_leads_to_what_comes_near() -> None:
    near = Near("b-slug", "T", ("S",), "fedcba9876543210", "B")
    shown = view.turn(abstain("q", "not-in-corpus", "nothing", nearest=(near,)), TODAY)
    assert (shown["abstained"], shown["gap"]) == (True, "nothing")
    assert shown["nearest"][0]["href"] == "article?slug=b-slug&at=fedcba9876543210"


def test_while_an_answer_is_made_its_own_statements_are_shown_and_sides_wait() -> None:
    assert view.of_draft(Statement("x", (1,), ("p.1",)))
    assert view.of_draft(position("this", answers=True))
    assert not view.of_draft(position("that"))


def article(slug: str, specialty: str) -> Article:
    text = f"""---
title: "What of {slug}?"
subject: "a child with {slug}"
specialty: "{specialty}"
status: submitted
updated: 2026-01-02
references:
  - number: 1
    kind: summary
    title: R
    source: X
    year: 2020
    consulted: none
---

## Heading

Text. [1]
"""
    return parse(text.encode(), slug)


ARTICLES = {s: article(s, name) for s, name in (("a", "One"), ("b", "Two"), ("c", "Two"))}


def test_the_first_page_offers_only_questions_that_were_proved_one_a_specialty() -> None:
    offered = [Suggestion(s, f"{s}?", ()) for s in ("c", "b", "a", "gone")]
    shown = view.welcome(ARTICLES, offered, "")
    assert [(a["slug"], a["question"]) for a in shown["asks"]] == [("c", "c?"), ("a", "a?")]
    assert [(s["name"], s["count"]) for s in shown["specialties"]] == [("One", 1), ("Two", 2)]
    assert shown["specialties"][0]["href"] == "library?specialty=One"


def test_in_an_article_the_first_page_offers_that_articles_questions() -> None:
    offered = [Suggestion(s, f"{s}{n}?", ()) for s in ("a", "b") for n in (1, 2)]
    asks = view.welcome(ARTICLES, offered, "b")["asks"]
    assert [a["question"] for a in asks] == ["b1?", "b2?"]


@pytest.mark.parametrize("spans", [[(3, 7)], [(3, 7), (5, 9)], [(0, 4), (9, 12)], [(0, 12)]])
def test_what_looks_like_an_identifier_is_marked_and_the_question_is_whole(
    spans: list[tuple[int, int]],
) -> None:
    question = "pt John Smit"
    pieces = view.identifiers(question, spans)["pieces"]
    assert "".join(text for text, _ in pieces) == question
    marked = "".join(text for text, is_marked in pieces if is_marked)
    covered = {i for start, end in spans for i in range(start, end)}
    assert marked == "".join(c for i, c in enumerate(question) if i in covered)


def test_the_script_fills_nodes_with_text_only() -> None:
    for name in SCRIPTS:
        text = (FOLDER / name).read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_every_word_that_the_script_says_is_in_the_file_of_words() -> None:
    named = set(re.findall(r"WORDS\.(\w+)", script()))
    assert named <= words.ANSWER.keys()
    assert {"helpful", "wrong-answer", "wrong-source"} <= words.ANSWER.keys()


def test_every_word_of_the_component_is_said_by_its_script() -> None:
    files = "".join((FOLDER / name).read_text("utf-8") for name in SCRIPTS)
    unsaid = {w for w in words.ANSWER if not re.search(rf"WORDS\.{w}\b|\"{w}\"", files)}
    assert not unsaid
