"""`check`: each rule of the corpus, and what it does not flag."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rag.articles.lint import Finding, check, reading_grade
from tests.fakes import write_corpus

TODAY = dt.date(2026, 12, 1)
FILLER = " ".join(
    f"In children with croup of kind {name}, the {name} plan of the ward is followed. [1]"
    for name in (f"{a}{b}" for a in "bcdfghjklm" for b in ("ana", "elo", "ipu", "oro", "uma"))
)
FRONT = """---
title: How is croup treated?
subject: a child with croup
specialty: Paediatrics
status: submitted
updated: 2026-11-22
applies_to: Children
setting: Emergency department
asks:
  - Which dose?
  - Who stays?
references:
  - number: 1
    kind: guideline
    title: A guideline
    source: A college
    year: 2025
    consulted: abstract
---
"""
BODY = f"""
## Short answer

In children with croup, dexamethasone is given. [1]

## Plans

{FILLER}

## Not covered here

- Bacterial tracheitis.
"""
SOUND = FRONT + BODY
GLOSSARY = "terms:\n  - term: croup\n    also: [laryngotracheitis]\n    plain: a barking cough\n"


def found(folder: Path, *articles: str, today: dt.date = TODAY) -> list[Finding]:
    corpus = write_corpus(folder, {f"a{n}": text for n, text in enumerate(articles)})
    return list(check(corpus, today, review_months=24).findings)


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


def test_a_sound_article_has_no_finding_and_is_counted(tmp_path: Path) -> None:
    report = check(write_corpus(tmp_path, {"croup": SOUND}), TODAY, 24)
    assert report.findings == ()
    counts = report.counts
    assert (counts.articles, counts.claims, counts.marked) == (1, 51, 51)
    assert (counts.marks, counts.references) == (51, 1)
    assert counts.consulted == {("guideline", "abstract"): 1}
    assert 600 <= counts.words <= 1100


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("dexamethasone is given. [1]", "dexamethasone is given.", "mark"),
        ("In children with croup, dexa", "It helps that dexa", "stands-alone"),
        ("dexamethasone is given.", "dexamethasone 10 mg is given.", "whole-dose"),
        ("## Short answer", "## Answer", "sections"),
        ("## Not covered here", "## Gaps", "sections"),
        ("setting: Emergency department\n", "", "front-matter"),
        ("  - Who stays?\n", "", "front-matter"),
        (FILLER, "Children with croup are calmed. [1]", "length"),
        ("kind: guideline", "kind: summary", "references"),
        ("updated: 2026-11-22", "updated: 2026-12-02", "updated"),
    ],
)
def test_a_rule_that_is_broken_is_an_error_with_its_name(
    tmp_path: Path, old: str, new: str, rule: str
) -> None:
    findings = found(tmp_path, changed(old, new))
    assert {(f.rule, f.level) for f in findings} >= {(rule, "error")}
    assert {f.path for f in findings} == {"articles/a0.md"}


def test_a_finding_names_the_line_of_its_sentence(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, changed("dexamethasone is given. [1]", "dexamethasone is given."))
    assert SOUND.split("\n")[finding.line - 1].startswith("In children with croup, dexa")


def test_the_primary_guideline_is_the_first_reference(tmp_path: Path) -> None:
    second = "  - number: 2\n    kind: guideline\n    title: B\n    source: C\n    year: 2024\n"
    text = changed("kind: guideline", "kind: review").replace(
        "consulted: abstract\n---", f"consulted: abstract\n{second}    consulted: none\n---"
    )
    (finding,) = found(tmp_path, text.replace("is given. [1]", "is given. [1, 2]"))
    assert finding.message == "the primary guideline is not the first reference"


def test_an_imported_article_is_free_in_its_form_but_not_in_its_marks(tmp_path: Path) -> None:
    text = changed("specialty:", "origin: imported\nspecialty:").replace("## Short answer", "## A")
    assert found(tmp_path / "one", text) == []
    bare = text.replace("dexamethasone is given. [1]", "dexamethasone is given.")
    assert [f.rule for f in found(tmp_path / "two", bare)] == ["mark"]


def test_a_file_that_is_no_article_is_a_finding_of_the_grammar(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, SOUND, "no article")[:1]
    assert (finding.path, finding.rule, finding.level) == ("articles/a1.md", "grammar", "error")


def test_what_is_not_covered_needs_no_mark(tmp_path: Path) -> None:
    assert found(tmp_path, changed("- Bacterial", "- This, and 5, and bacterial")) == []


def test_an_article_of_long_ago_is_to_be_looked_at(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, SOUND, today=dt.date(2028, 12, 23))
    assert (finding.rule, finding.level) == ("review-overdue", "look")


def test_passages_of_two_articles_that_say_the_same_are_near_duplicates(tmp_path: Path) -> None:
    findings = found(tmp_path, SOUND, SOUND.replace("the ward is", "the unit is"))
    duplicates = [f for f in findings if f.rule == "near-duplicate"]
    assert duplicates
    assert {f.level for f in duplicates} == {"error"}
    assert all("a1" in f.message for f in duplicates)


def test_another_number_for_the_same_thing_is_to_be_looked_at(tmp_path: Path) -> None:
    front = SOUND.partition("## Plans")[0]
    one = front + "## Plans\n\nIn croup, children are watched for 4 hours after adrenaline. [1]\n"
    other = one.replace("4 hours", "2 hours")
    same = found(tmp_path / "same", one, one)
    differing = found(tmp_path / "other", one, other)
    assert "numbers" not in {f.rule for f in same}
    (finding,) = [f for f in differing if f.rule == "numbers"]
    assert finding.level == "look"
    assert "a1:" in finding.message


def test_numbers_that_a_recorded_difference_holds_are_not_reported(tmp_path: Path) -> None:
    sentence = "In croup, children are watched for {} hours after adrenaline."
    texts = [changed("dexamethasone is given. [1]", "x. [1]") for _ in range(2)]
    texts = [
        text.replace("In children with croup, x.", sentence.format(hours))
        for text, hours in zip(texts, (4, 2), strict=True)
    ]
    corpus = write_corpus(tmp_path, {f"a{n}": t for n, t in enumerate(texts)})
    (corpus / "positions.yaml").write_text(
        "differences:\n  - question: How long?\n    positions:\n"
        + "".join(
            f"      - label: {hours} h\n        body: B\n        edition: '2025'\n"
            f"        population: children\n        article: a{n}\n"
            f"        sentence: {sentence.format(hours)}\n"
            for n, hours in enumerate((4, 2))
        ),
        "utf-8",
    )
    rules = {f.rule for f in check(corpus, TODAY, 24).findings}
    assert "numbers" not in rules
    assert "positions" not in rules


@pytest.mark.parametrize(
    ("glossary", "message"),
    [
        (GLOSSARY.replace("    plain: a barking cough\n", ""), "'croup' has no plain words"),
        (GLOSSARY.replace("    also: [laryngotracheitis]\n", ""), "'croup' has no other name"),
        (
            GLOSSARY + "  - term: cough\n    also: [Croup]\n    plain: a noise\n",
            "'croup' is a name of 'croup' and of 'cough'",
        ),
    ],
)
def test_a_term_has_plain_words_and_names_of_its_own(
    tmp_path: Path, glossary: str, message: str
) -> None:
    corpus = write_corpus(tmp_path, {"croup": SOUND})
    (corpus / "glossary.yaml").write_text(glossary, "utf-8")
    (finding,) = check(corpus, TODAY, 24).findings
    assert (finding.path, finding.rule, finding.message) == ("glossary.yaml", "glossary", message)


def test_a_side_without_an_edition_or_a_sentence_that_is_gone_is_an_error(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path, {"croup": SOUND})
    side = (
        "      - label: L\n        body: B\n        population: P\n        article: croup\n"
        "        sentence: In children with croup, dexamethasone is given.\n"
    )
    (corpus / "positions.yaml").write_text(
        f"differences:\n  - question: Which?\n    positions:\n{side}{side}".replace(
            "is given.\n      -", "is not given.\n      -"
        ),
        "utf-8",
    )
    messages = [f.message for f in check(corpus, TODAY, 24).findings]
    assert len(messages) == 2
    assert any("does not hold" in m for m in messages)
    assert any("has no `edition`" in m for m in messages)


def test_the_reading_grade_is_the_coleman_liau_index_worked_by_hand() -> None:
    # 5 words, 20 letters, 1 sentence: 5.88 * 4 - 29.6 * 0.2 - 15.8
    assert reading_grade("Some cats were here today.", 1) == pytest.approx(
        5.88 * 21 / 5 - 29.6 / 5 - 15.8
    )
    assert reading_grade("", 0) == 0.0
