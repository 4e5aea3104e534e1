"""What an answer takes for granted of the patient is said, unless the reader gave it."""

from __future__ import annotations

import pytest

from rag.answers.assuming import assumption, population
from rag.chain import AnswerChain

HYPERTENSION = "hypertension-adult"


@pytest.mark.parametrize(
    ("slug", "whom"),
    [
        ("croup", "children"),
        ("gout", "adults"),
        ("preeclampsia", "pregnancy"),
        ("hypertension-adult", "adults"),
        ("pulmonary-embolism-diagnosis", "adults"),
        ("thyroid-nodule", "adults"),
        ("anaphylaxis", ""),
        ("asthma-stepwise", ""),
        ("neonatal-jaundice", "children"),
    ],
)
def test_an_article_is_for_one_population_or_assumes_none(
    slug: str, whom: str, chain: AnswerChain
) -> None:
    assert population(chain.index.articles[slug]) == whom


@pytest.mark.parametrize(
    ("said", "opened", "fires"),
    [
        (("which drug for high blood pressure?",), "", True),
        (("which drug?", "high blood pressure"), "", True),
        (("which drug for high blood pressure?",), HYPERTENSION, False),
        (("56f, bp 180/100, which drug?",), "", False),
        (("which drug?", "72 yo with bp 180/100"), "", False),
        (("high bp in a kid, which drug?",), "", False),
    ],
)
def test_it_is_said_where_neither_question_nor_history_nor_open_article_gives_it(
    said: tuple[str, ...], opened: str, fires: bool, chain: AnswerChain
) -> None:
    found = assumption(HYPERTENSION, chain.index, said, said[0], opened)
    assert (found is not None) is fires
    assert found is None or found.text.startswith("For adults; you did not give an age")


def test_a_word_that_only_articles_for_one_population_hold_gives_it(chain: AnswerChain) -> None:
    question = "nebulised adrenaline in croup?"
    assert assumption("croup", chain.index, (question,), question) is None
