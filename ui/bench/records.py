"""Runs as the evaluators' pages read them: each read once, until it goes on."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from evals.browsing import Found, Unread, read_all, runs_in, stamp
from evals.compare import Comparison, compare
from evals.record import Record, Result
from evals.summary import Table, by_kind
from rag.settings import Settings


def folder() -> Path:
    """The folder of runs."""
    return Settings.from_environ().runs


def runs() -> tuple[list[Found], list[Unread]]:
    """The runs that are there now."""
    return runs_in(folder())


def results(found: Found) -> tuple[Result, ...]:
    """The results of a run. Raises SuiteError."""
    return _results(str(found.record.folder), stamp(found.record))


def table(found: Found) -> Table:
    """The measures of a run by kind."""
    return _table(str(found.record.folder), stamp(found.record))


def beside(one: Found, other: Found) -> Comparison:
    """Two runs compared. Raises SuiteError."""
    folders = str(one.record.folder), str(other.record.folder)
    return _compared(*folders, stamp(one.record), stamp(other.record))


@st.cache_resource(max_entries=6, show_spinner=False)
def _results(path: str, at: int, /) -> tuple[Result, ...]:
    del at  # a part of the key: Streamlit leaves out names that begin with _
    return read_all(Record(Path(path)))


@st.cache_resource(max_entries=20, show_spinner=False)
def _table(path: str, at: int, /) -> Table:
    return by_kind(_results(path, at))


@st.cache_resource(max_entries=10, show_spinner=False)
def _compared(one: str, other: str, at: int, other_at: int, /) -> Comparison:
    del at, other_at  # as above
    return compare(Record(Path(one)), Record(Path(other)))
