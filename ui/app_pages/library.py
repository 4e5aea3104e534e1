"""The Library page: every article, searched and narrowed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import groupby

import streamlit as st

from rag.answers.identifiers import find_identifiers
from rag.settings import Settings
from ui import guide, shelf, words
from ui.engine import engine
from ui.shelf import Row, Wanted

MAX_SEARCH = 200  # characters
FOUND = 30  # passages that a search brings
FEW = 3  # articles near in meaning beside those whose title was meant


def draw() -> None:
    """Draws the search, the filters and the rows."""
    today = dt.date.today()
    every = shelf.rows(engine().index, engine().status)
    st.html(f'<h1 class="sq-title">{words.PLACES["library"]}</h1>')
    search = st.text_input(
        words.SEARCH_LIBRARY,
        max_chars=MAX_SEARCH,
        key="q",
        type="search",
        placeholder=words.SEARCH_LIBRARY,
        label_visibility="collapsed",
        persist_state="session",  # not in the address: it may hold what nobody should keep
    )
    shown = shelf.narrowed(every, _wanted(every), today)
    if search and find_identifiers(search):  # neither searched nor shown
        st.text(words.IDENTIFIERS_HERE)
    else:
        groups = _found(shown, search) if search and search.strip() else _shelves(shown)
        listed = [row for _, rows in groups for row in rows]
        st.html(f'<p class="sq-count" role="status">{_counted(listed, every)}</p>')
        if listed:
            st.html(shelf.rows_html(groups, today))
        else:
            st.text(words.NOTHING_FOUND)
    guide.draw()


def _wanted(every: list[Row]) -> Wanted:
    specialties = sorted({row.article.specialty for row in every})
    ages = _ages()
    with st.container(horizontal=True, key="filters"):
        specialty = _choice(words.SPECIALTY, specialties, "specialty", lambda s: s)
        status = _choice(words.REVIEW, list(words.STATUS), "status", words.STATUS.__getitem__)
        age = _choice(words.AGE, list(ages), "age", words.AGES.__getitem__)
    return Wanted(specialty, status, ages.get(age or ""))


def _choice(label: str, options: list[str], key: str, named) -> str | None:
    return st.selectbox(
        label, options, index=None, format_func=named, key=key, placeholder=words.ANY,
        bind="query-params",
    )  # fmt: skip


def _ages() -> dict[str, tuple[int, int]]:
    """The ages to choose from, in months; the last are due for review."""
    due = Settings.from_environ().review_months
    return {"half-year": (-1, 6), "year": (-1, 12), "due": (due, 9999)}


def _counted(shown: list[Row], every: list[Row]) -> str:
    by_status = Counter(row.status for row in shown)
    parts = [words.ARTICLES.format(shown=len(shown), all=len(every))]
    parts += [f"{by_status[s]} {name}" for s, name in words.STATUS.items() if by_status[s]]
    return " · ".join(parts)


def _shelves(shown: list[Row]) -> list[tuple[str, list[Row]]]:
    return [(s, list(rows)) for s, rows in groupby(shown, lambda r: r.article.specialty)]


def _found(shown: list[Row], search: str) -> list[tuple[str, list[Row]]]:
    """What a search finds: by title, and by meaning as the chain searches."""
    by_title = shelf.titled(shown, search)
    passages = [p.passage for p in engine().passages(search, FOUND)]
    by_meaning = [
        r for r in shelf.near(shown, passages) if r.article not in {t.article for t in by_title}
    ]
    most = FEW if by_title else FOUND
    return [(words.IN_TITLE, by_title), (words.NEAR_IN_MEANING, by_meaning[:most])]


if __name__ == "__main__":  # Streamlit runs the file
    draw()
