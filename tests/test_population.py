"""Populations: whom a text names, whom a question is about, and what is true of others only."""

from __future__ import annotations

import pytest

from rag.articles.article import Article, parse
from rag.search.followup import as_typed
from rag.search.population import fits, named, of_others, whom
from tests.fakes import article

CHILD: Article = parse(
    article("Croup", "a child with croup", signs="A bark. [1]").encode(), "croup"
)
ANY: Article = parse(article("Cough", signs="A bark. [1]").encode(), "cough")


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("65F with cough", ("adults",)),
        ("3 weeks old, febrile", ("children",)),
        ("32 yo pregnant woman", ("pregnancy", "adults")),
        ("a mother and her baby", ("children",)),
        ("which dose", ()),
    ],
)
def test_a_text_names_populations(text: str, populations: tuple[str, ...]) -> None:
    assert named(text) == populations


def test_a_question_is_about_whom_it_names_or_else_carries() -> None:
    carried = as_typed("which dose")._replace(resolved="Which dose for a child with croup?")
    assert whom(carried) == ("children",)
    assert whom(carried._replace(own="and in adults?")) == ("adults",)
    assert whom(as_typed("a pregnant woman of 30 yo")) == ("pregnancy",)


@pytest.mark.parametrize(
    ("asked", "sentence", "of", "can"),
    [
        (("adults",), "In adults, 10 mg is given.", CHILD, True),
        (("adults",), "In children, 10 mg is given.", ANY, False),
        (("adults",), "10 mg is given.", CHILD, False),
        (("children",), "10 mg is given.", CHILD, True),
        (("pregnancy",), "In adults, 10 mg is given.", ANY, False),
    ],
)
def test_a_sentence_is_true_of_those_it_names_or_of_those_of_its_article(
    asked: tuple[str, ...], sentence: str, of: Article, can: bool
) -> None:
    assert fits(asked, sentence, of) is can


def test_an_article_is_of_others_where_it_names_others_only() -> None:
    assert of_others(("adults",), CHILD)
    assert not of_others(("children",), CHILD)
    assert not of_others(("adults",), ANY)
    assert not of_others((), CHILD)
