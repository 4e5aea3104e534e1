"""The Rate page: two answers to a case, in an order that tells nothing, judged by a person."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import streamlit as st

from evals import rating
from evals.browsing import Found
from evals.cases import Case, SuiteError
from evals.rating import Choice, Judged, Rating
from evals.record import Result
from rag.answers.answer import Answer
from ui import bench_words as words
from ui import opening
from ui.bench import CSS, records
from ui.bench.case import draw_answer
from ui.inert import inert
from ui.words import PLACES

SIDES = ("first", "second")


def draw() -> None:
    """Draws the choice of runs and the next case that is not rated yet."""
    opening.follow()
    st.set_page_config(layout="wide")
    st.html(CSS)
    st.html(f'<h1 class="sq-title">{PLACES["rate"]}</h1>')
    st.text(words.RATE_WHAT)
    try:
        _rate()
    except (SuiteError, OSError) as error:
        st.text(words.CANNOT.format(why=error))


def _rate() -> None:
    pair = _pair()
    if pair is None:
        st.text(words.NO_PAIR)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="rating"):
        rater = st.text_input(words.RATER, max_chars=32, key="rater").strip().lower()
        cited = st.toggle(words.SHOW_CITED, value=True, key="cited")
    if not rating.RATER.fullmatch(rater):
        st.text(words.NO_RATER)
        return
    both = _both(*pair)
    folder = _folder(pair)
    done = {r.case for r in rating.read_file(folder / f"{rater}.jsonl")}
    left = [c for c in rating.order(both, rater) if c not in done]
    st.text(words.DONE.format(done=len(both) - len(left), all=len(both)))
    if why := st.session_state.pop("not-stored", ""):
        st.text(words.CANNOT.format(why=why))
    if left:
        _case(pair, both[left[0]], rater, cited)
    else:
        st.text(words.ALL_DONE)


def _pair() -> tuple[Found, Found] | None:
    """The two runs that are rated, of one suite."""
    found, _ = records.runs()
    suites = [f.run.suite for f in found]
    able = {f.name: f for f in found if suites.count(f.run.suite) > 1}
    if not able:
        return None
    with st.container(horizontal=True, key="pair"):
        one = able[st.selectbox(words.ONE, list(able), key="one")]
        same = [n for n, f in able.items() if f.run.suite == one.run.suite and n != one.name]
        other = able[st.selectbox(words.OTHER, same, key="other")]
    return one, other


def _folder(pair: tuple[Found, Found]) -> Path:
    names = pair[0].name, pair[1].name
    return rating.folder_of(records.folder() / "ratings", names)


def _both(one: Found, other: Found) -> dict[str, tuple[Result, Result]]:
    """The cases that both runs answered, by id."""
    theirs = {r.case.id: r for r in records.results(other) if r.answer}
    ours = (r for r in records.results(one) if r.answer)
    return {r.case.id: (r, theirs[r.case.id]) for r in ours if r.case.id in theirs}


def _case(pair: tuple[Found, Found], both: tuple[Result, Result], rater: str, cited: bool) -> None:
    """The two answers, what is to be said of each, and the button that stores it."""
    case, key = both[0].case, f"{_folder(pair).name}-{rater}-{both[0].case.id}"
    one_first = rating.one_first(rater, case.id)
    for earlier in case.after:
        st.text(earlier)
    columns = zip(
        st.columns(2, gap="large"),
        SIDES,
        words.SIDES,
        both if one_first else both[::-1],
        strict=True,
    )
    for column, side, name, result in columns:
        with column:
            st.html(f'<h2 class="sq-heading">{name}</h2>')
            if result.answer:  # no key says which run an answer is of
                draw_answer(result.answer, f"{side}-{key}", cited)
                _ticks(result.answer, case, f"{side}-{key}")
    st.segmented_control(
        words.PREFER, list(words.CHOICES), format_func=words.CHOICES.__getitem__, key=f"best-{key}"
    )
    st.text_input(words.REMARK, max_chars=rating.MAX_TEXT, key=f"remark-{key}")
    if st.session_state.get(f"best-{key}"):
        store = (pair, both, rater, cited, key)
        st.button(words.SEND, type="primary", key="send", on_click=_store, args=store)
    else:
        st.button(words.SEND, key="send", disabled=True, help=words.CHOOSE)


def _ticks(answer: Answer, case: Case, key: str) -> None:
    for number, statement in enumerate(answer.statements[: rating.MAX_STATEMENTS]):
        st.pills(
            inert(statement.text), list(rating.TICKS), format_func=words.TICKS.__getitem__,
            selection_mode="multi", key=f"{key}-{number}",
        )  # fmt: skip
    for number, what in enumerate(case.must_have or ("",)):
        label = words.MISSES.format(what=inert(what)) if what else words.MISSING
        st.checkbox(label, key=f"{key}-misses-{number}")


def _store(
    pair: tuple[Found, Found], both: tuple[Result, Result], rater: str, cited: bool, key: str
) -> None:
    """Writes the rating down under the run that each answer is of; in a callback."""
    case, preferred = both[0].case, st.session_state[f"best-{key}"]
    one_first = rating.one_first(rater, case.id)
    sides = SIDES if one_first else SIDES[::-1]  # of the one run and the other
    chosen = preferred if preferred == "equal" else ("one", "other")[sides.index(preferred)]
    one, other = (_judged(r, case, f"{s}-{key}") for r, s in zip(both, sides, strict=True))
    try:
        rating.add(
            Rating(
                rater=rater,
                suite=pair[0].run.suite,
                case=case.id,
                runs=(pair[0].name, pair[1].name),
                preferred=cast(Choice, chosen),
                one=one,
                other=other,
                first="one" if one_first else "other",
                cited=cited,
                comment=st.session_state.get(f"remark-{key}") or "",
            ),
            _folder(pair),
        )
    except (SuiteError, ValueError, OSError) as error:
        st.session_state["not-stored"] = str(error)


def _judged(result: Result, case: Case, key: str) -> Judged:
    said = result.answer.statements[: rating.MAX_STATEMENTS] if result.answer else ()
    state = st.session_state
    ticks = tuple(tuple(state.get(f"{key}-{n}") or ()) for n in range(len(said)))
    names = case.must_have or ("",)
    missing = tuple(w for n, w in enumerate(names) if state.get(f"{key}-misses-{n}"))
    return Judged(ticks, missing)


if __name__ == "__main__":  # Streamlit runs the file
    draw()
