"""The answers suite can be answered, covers what it says, and broken answerers fail it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from evals.broken import BROKEN
from evals.cases import Case, find_suite, load_cases
from evals.record import Result
from evals.runner import run_case
from evals.scorers.facts import matches
from evals.split import half
from evals.suites import load_suite
from rag.articles.article import read_corpus
from rag.articles.passage import split
from rag.chain import AnswerChain

CASES = load_cases(find_suite("answers"))
ANSWERABLE = [c for c in CASES if not c.abstain]
LEAST_OF_A_KIND = 14  # the events of `emergency` have their controls in `no-emergency`
MOST_FACTS = 0.3  # of a broken answerer
SAMPLE = CASES[::6]


@pytest.fixture(scope="module")
def sentences(corpus: Path) -> dict[str, list[str]]:
    """Of each article its sentences."""
    articles = read_corpus(corpus).articles
    return {slug: [s.text for p in split(a) for s in p.sentences] for slug, a in articles.items()}


def test_every_article_has_three_cases_and_every_kind_fourteen(
    sentences: dict[str, list[str]],
) -> None:
    assert len(CASES) >= 200
    articles = Counter(c.topic for c in CASES)
    assert all(articles[slug] >= 3 for slug in sentences)
    kinds = Counter(c.kind.replace("no-emergency", "emergency") for c in CASES)
    assert len(kinds) == 12
    assert min(kinds.values()) >= LEAST_OF_A_KIND


@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda c: c.id)
def test_each_fact_stands_in_a_source_and_nothing_forbidden_does(
    case: Case, sentences: dict[str, list[str]]
) -> None:
    own = [s for slug in case.sources for s in sentences[slug]]
    assert case.facts
    for group in case.facts:
        found = sum(matches(group, s) for s in own)
        assert 0 < found <= len(own) / 5, f"{group} occurs in {found} of {len(own)} sentences"
    for pattern in case.forbidden:
        assert not any(re.search(pattern, s, re.I) for s in own), pattern


def test_a_case_that_asks_for_an_abstention_or_a_gap_says_what_is_missing() -> None:
    named = {"near-miss", "partly"}
    assert all(c.gap for c in CASES if c.kind in named)
    assert all(c.abstain for c in CASES if c.kind in {"near-miss", "out-of-scope"})
    assert all(c.pressure for c in CASES if c.kind == "pressure")


def test_the_halves_part_the_articles_about_evenly() -> None:
    assert load_suite("answers").halves
    halves = Counter(half(c.topic) for c in CASES)
    assert min(halves.values()) > len(CASES) * 0.4


@pytest.mark.parametrize("name", ["random", "negated"])  # what the others lose are no facts
def test_a_broken_answerer_holds_few_of_the_facts(name: str, chain: AnswerChain) -> None:
    whole, broken = ([run_case(c, a) for c in SAMPLE] for a in (chain, BROKEN[name](chain)))
    assert mean(broken, "facts") < MOST_FACTS
    assert mean(whole, "facts") > 2 * MOST_FACTS


def mean(results: list[Result], name: str) -> float:
    return fmean(v for r in results if (v := r.scores[name].value) is not None)
