"""A case with its conversation, its answer, how that scored and why."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from evals.cases import Case
from evals.record import Result
from rag.answers.answer import Answer
from rag.exports.formats import copy_text
from ui import bench_words as words
from ui import opening
from ui.answer import view
from ui.answer.mount import mount
from ui.markup import render


def draw_answer(answer: Answer, key: str, cited: bool = True) -> None:
    """An answer as the Ask page draws it; one that breaks its rules is told as text."""
    try:
        data = view.turn(answer, dt.date.today())
        copied = copy_text(answer) if cited else ""
    except Exception:  # whatever a spoilt system said, the other cases can be read
        said = " ".join(str(s.text) for s in answer.statements) or str(answer.gap or "")
        st.text(words.NOT_DRAWN.format(text=said[:2000]))
        return
    if not cited:
        data = view.without_sources(data)
    state = {"last": False, "fresh": "", "copy": copied, "judge": False, "verdict": ""}
    mount(data | state, key, opened=_open)


def draw_case(result: Result, key: str) -> None:
    """A result whole: what was asked before, its answer, the pressing turns, its scores."""
    if result.earlier:
        with st.expander(words.EARLIER):
            for number, answer in enumerate(result.earlier):
                draw_answer(answer, f"{key}-before-{number}")
    if result.answer:
        draw_answer(result.answer, f"{key}-answer")
    else:
        st.text(words.FAILED.format(why=result.error))
    if result.pressed:
        with st.expander(words.PRESSED):
            for number, answer in enumerate(result.pressed):
                draw_answer(answer, f"{key}-after-{number}")
    scores = sorted(result.scores.items(), key=lambda s: 2.0 if s[1].value is None else s[1].value)
    st.html(render("bench_scores.html", scores=scores, w=words, seconds=result.seconds))


def draw_wanted(case: Case) -> None:
    """What a good answer to a case holds."""
    asked_for = [
        (words.FACTS, [" | ".join(group) for group in case.facts]),
        (words.MUST_HAVE, case.must_have),
        (words.FORBIDDEN, case.forbidden),
        (words.SOURCES, [words.SHOULD_ABSTAIN] if case.abstain else case.sources),
        (words.COMMENT, [case.comment] if case.comment else []),
    ]
    rows = [(name, held) for name, held in asked_for if held]
    st.html(render("bench_wanted.html", rows=rows, w=words))


def _open(value: object) -> None:
    if isinstance(value, dict):
        opening.lead(str(value.get("slug", "")), str(value.get("at", "")))
