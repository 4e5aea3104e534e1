"""The library's articles as rows: which are shown, and what each row says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rag.articles.article import Article
from rag.articles.passage import Passage
from rag.search.index import Index
from rag.text import stems
from ui.markup import render
from ui.places import address
from ui.reading import minutes

DAYS_A_MONTH = 30.44


class Row(NamedTuple):
    """An article in the library, and the passage that a search found in it, if it did."""

    article: Article
    status: str
    minutes: int
    found: Passage | None = None

    @property
    def address(self) -> str:
        """The address of the article."""
        return address("article", slug=self.article.slug)

    @property
    def place(self) -> str:
        """The address of the passage that was found."""
        at = self.found.id if self.found else ""
        return address("article", slug=self.article.slug, at=at)


class Wanted(NamedTuple):
    """What the reader narrowed the library to; None stands for everything."""

    specialty: str | None = None
    status: str | None = None
    months: tuple[int, int] | None = None  # the youngest and the oldest, since the last update


def rows(index: Index, status: Callable[[Article], str]) -> list[Row]:
    """Every article, by specialty and name."""
    texts: dict[str, int] = {}
    for passage in index.passages:
        texts[passage.article] = texts.get(passage.article, 0) + len(passage.text.split())
    articles = sorted(index.articles.values(), key=lambda a: (a.specialty, a.label))
    return [Row(a, status(a), minutes(texts.get(a.slug, 0))) for a in articles]


def narrowed(found: Iterable[Row], wanted: Wanted, today: dt.date) -> list[Row]:
    """The rows that the reader wants."""

    def fits(row: Row) -> bool:
        months = (today - row.article.updated).days / DAYS_A_MONTH
        return (
            wanted.specialty in (None, row.article.specialty)
            and wanted.status in (None, row.status)
            and (wanted.months is None or wanted.months[0] <= months < wanted.months[1])
        )

    return [row for row in found if fits(row)]


def titled(found: Sequence[Row], search: str) -> list[Row]:
    """The rows whose title, name or specialty holds every word of a search."""
    sought = set(stems(search))

    def held(article: Article) -> set[str]:
        return set(stems(f"{article.title} {article.subject} {article.specialty}"))

    return [row for row in found if sought and sought <= held(row.article)]


def near(found: Sequence[Row], passages: Iterable[Passage]) -> list[Row]:
    """The rows that hold one of the passages, in their order, each with the best of its own."""
    held = {row.article.slug: row for row in found}
    best: dict[str, Row] = {}
    for passage in passages:
        if passage.article in held:
            row = held[passage.article]._replace(found=passage)
            best.setdefault(passage.article, row)
    return list(best.values())


def rows_html(groups: Iterable[tuple[str, Sequence[Row]]], today: dt.date) -> str:
    """Rows under their headings."""
    return render("library.html", groups=[g for g in groups if g[1]], today=today)
