"""The exception tree."""

from __future__ import annotations

import re

import pytest

import rag.errors
from rag.errors import ArticleError, SequiturError

NAMED = [
    name
    for name, value in vars(rag.errors).items()
    if isinstance(value, type) and issubclass(value, SequiturError) and value is not SequiturError
]


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"[├└]── (\w+)", rag.errors.__doc__ or "")
    assert sorted(drawn) == sorted(NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_one_except_catches_all_that_is_raised_on_purpose(name: str) -> None:
    assert issubclass(getattr(rag.errors, name), SequiturError)


def test_a_kind_of_error_stands_below_its_family() -> None:
    drawn = re.findall(r"^ {4}[├└]── (\w+)", rag.errors.__doc__ or "", re.M)
    below = [n for n in NAMED if getattr(rag.errors, n).__bases__ != (SequiturError,)]
    assert sorted(drawn) == sorted(below)


def test_an_article_error_says_where() -> None:
    error = ArticleError("no title", 4, "articles/x.md")
    assert str(error) == "articles/x.md:4: no title"
    assert (error.reason, error.line, error.path) == ("no title", 4, "articles/x.md")
    assert str(ArticleError("no title")) == "article:1: no title"
