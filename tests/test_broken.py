"""What is broken on purpose is broken as it says, and is an Answer all the same."""

from __future__ import annotations

import pytest

from evals.broken import BROKEN, Negated, Random
from evals.polarity import denies, units
from rag.answers.answer import Answer
from rag.chain import AnswerChain, FollowUp

ASKED = FollowUp("Which imaging comes first for a palpable abdominal mass in a child?")


@pytest.fixture(scope="module")
def whole(chain: AnswerChain) -> Answer:
    """The answer that is broken."""
    return chain.answer(ASKED)


def test_random_sentences_are_exact_quotes_of_the_article_cited_first(
    chain: AnswerChain, whole: Answer
) -> None:
    broken = Random(chain).answer(ASKED)
    assert {c.article for c in broken.citations} == {whole.citations[0].article}
    assert {s.support for s in broken.statements} == {"quoted"}
    assert len(broken.statements) == len(whole.statements)
    assert broken.text != whole.text


def test_the_lot_is_the_same_each_time_and_another_with_another_seed(chain: AnswerChain) -> None:
    drawn = [Random(chain, seed).answer(ASKED).text for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_every_sentence_of_a_negated_answer_says_the_opposite(
    chain: AnswerChain, whole: Answer
) -> None:
    broken = Negated(chain).answer(ASKED)
    assert broken.citations == whole.citations
    for before, after in zip(whole.statements, broken.statements, strict=True):
        pairs = zip(units(before.text), units(after.text), strict=True)
        assert all(denies(a) != denies(b) for a, b in pairs)


@pytest.mark.parametrize("name", BROKEN.keys() - {"never-abstains"})
def test_an_abstention_stays_one(name: str, chain: AnswerChain) -> None:
    assert BROKEN[name](chain).answer(FollowUp("How is psoriasis treated?")).abstained
