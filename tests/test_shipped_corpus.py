"""The shipped corpus: what is asked of it beyond the lints of `check-corpus`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.articles.article import Article, read_corpus
from rag.articles.glossary import read_glossary
from rag.articles.lint import claims_of
from rag.articles.passage import SHORT_ANSWER
from rag.articles.positions import read_positions


@pytest.fixture(scope="module")
def articles(corpus: Path) -> dict[str, Article]:
    return read_corpus(corpus).articles


def test_there_are_63_articles_in_eight_specialties(articles: dict[str, Article]) -> None:
    assert len(articles) == 63
    assert len({a.specialty for a in articles.values()}) == 8


def test_none_of_them_is_said_to_be_reviewed(articles: dict[str, Article]) -> None:
    assert {a.status for a in articles.values()} == {"submitted"}


def test_only_the_seed_is_imported(articles: dict[str, Article]) -> None:
    imported = [slug for slug, a in articles.items() if a.origin == "imported"]
    assert imported == ["flank-mass-with-calcification"]


@pytest.mark.parametrize(
    ("slug", "pattern"),
    [
        ("depression-first-line", r"suicid"),
        ("suspected-physical-abuse", r"safeguarding|child protection"),
        ("suspected-physical-abuse", r"report"),
        ("opioids-chronic-pain", r"naloxone"),
    ],
)
def test_the_safety_sentence_stands_in_the_short_answer(
    slug: str, pattern: str, articles: dict[str, Article]
) -> None:
    short = [c.text for c in claims_of(articles[slug]) if c.section == SHORT_ANSWER]
    assert any(re.search(pattern, text, re.I) for text in short)


def test_the_short_answer_is_short(articles: dict[str, Article]) -> None:
    for slug, article in articles.items():
        if article.origin == "written":
            short = [c for c in claims_of(article) if c.section == SHORT_ANSWER]
            assert 2 <= len(short) <= 4, slug


def test_a_reference_that_nobody_opened_says_so(articles: dict[str, Article]) -> None:
    references = [r for a in articles.values() for r in a.references]
    assert {r.consulted for r in references} == {"full-text", "abstract", "none"}
    full = [r for r in references if r.consulted == "full-text" and r.kind == "guideline"]
    assert full == []  # no guideline could be opened as a whole when they were written


def test_the_glossary_has_350_terms_and_at_least_12_differences_are_recorded(corpus: Path) -> None:
    assert len(read_glossary(corpus).terms) >= 350
    assert len(read_positions(corpus)) >= 12


def test_abbreviations_and_both_spellings_find_their_term(corpus: Path) -> None:
    glossary = read_glossary(corpus)
    names = {n.casefold(): t.term for t in glossary.terms for n in (t.term, *t.also)}
    assert names["vma"] == "vanillylmandelic acid"
    assert names["epinephrine"] == names["adrenaline"]
    assert names["hypoglycemia"] == names["hypoglycaemia"]
