"""Whom a question and a sentence are about: what is true of a child is no answer for an adult."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.articles.article import Article
from rag.search.turn import Query

POPULATIONS = {
    "pregnancy": re.compile(r"(?<!\bnot )\bpregnan(?:t|cy|cies)\b", re.I),
    "adults": re.compile(
        r"\badults?\b|\belderly\b|\b(?:wo)?m[ae]n\b|\bgeriatric\b|\bold (?:lady|gentleman)\b"
        r"|\b(?:1[89]|[2-9]\d)[ -]?(?:yo|y/o|years?[ -]old|yrs? old)\b|\b(?:1[89]|[2-9]\d) ?[MF]\b",
        re.I,
    ),
    "children": re.compile(
        r"\bchild(?:ren|hood)?\b|\b(?:infan\w+|neonat\w+|newborns?|bab(?:y|ies)|toddlers?|teenagers?)\b"
        r"|\badolescen\w+|\bp(?:a)?ediatrics?\b|\b(?:boys?|girls?)\b"
        r"|\b\d{1,2}[ -]?(?:month|week|day)s?[ -]old\b"
        r"|\b(?:\d|1[0-7])[ -]?(?:yo|y/o|years?[ -]old|yrs? old)\b",
        re.I,
    ),
    "animals": re.compile(  # "cats" in a note are catecholamines
        r"\b(?:dogs?|pupp(?:y|ies)|kittens?|horses?|rabbits?|veterinary|my cat)\b", re.I
    ),
}


@lru_cache(maxsize=4096)
def named(text: str) -> tuple[str, ...]:
    """The populations that a text names."""
    return tuple(p for p, pattern in POPULATIONS.items() if pattern.search(text))


def whom(query: Query) -> tuple[str, ...]:
    """The populations that a question is about: those it names, or else those that it carries."""
    found = named(query.own) or named(query.resolved)
    return tuple(p for p in found if p != "adults") if "pregnancy" in found else found


def fits(asked: tuple[str, ...], sentence: str, article: Article) -> bool:
    """Whether a sentence can be true of those who are asked about.

    One that names whom it is about names them; of one that does not, the article says so.
    """
    said = named(sentence)
    if said:
        return bool(set(said) & set(asked))
    return set(asked) <= set(read_by(article))


def of_others(asked: tuple[str, ...], article: Article) -> bool:
    """Whether an article is about others than those who are asked about."""
    of = read_by(article)
    return bool(asked and of) and not set(asked) & set(of)


@lru_cache(maxsize=4096)
def read_by(article: Article) -> tuple[str, ...]:
    """The populations that an article is about."""
    return named(f"{article.title} {article.subject} {article.applies_to}")
