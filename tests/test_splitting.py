"""A line that asks several questions is cut into them, and no other line is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.splitting import MOST, questions
from rag.text import tokens


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("why not mri and which dose of contrast", ("why not mri", "which dose of contrast")),
        ("what age? and who reads it?", ("what age", "and who reads it")),
        ("which dose? and in a neonate?", ("which dose", "and in a neonate")),
        ("how long for and what if allergic", ("how long for", "what if allergic")),
        ("is it safe; who reports it", ("is it safe", "who reports it")),
        (
            "which clotting tests, and vincristine dose",
            ("which clotting tests", "vincristine dose"),
        ),
        (
            "troponin timing in chest pain, and stent price",
            ("troponin timing in chest pain", "stent price"),
        ),
        (
            "severe croup at 2 years: when to admit, and how much will the bed cost",
            (
                "severe croup at 2 years: when to admit",
                "severe croup at 2 years, how much will the bed cost",
            ),
        ),
        (
            "hot on PET, do I sample it, and isotope activity to give",
            ("hot on PET, do I sample it", "isotope activity to give"),
        ),
        ("statin in pregnancy? and after birth?", ("statin in pregnancy", "and after birth")),
        (
            "which dose helps, and should they be admitted and is it safe at home?",
            ("which dose helps", "should they be admitted", "is it safe at home"),
        ),
        (
            "7 yo with severe croup, which dose and when to refer him",
            ("7 yo with severe croup, which dose", "7 yo with severe croup, when to refer him"),
        ),
    ],
)
def test_each_question_of_a_line_is_one(line: str, asked: tuple[str, ...]) -> None:
    assert tuple(q.rstrip("?") for q in questions(line)) == asked


@pytest.mark.parametrize(
    "line",
    [
        "signs and symptoms of croup?",
        "CT and MRI?",
        "pain settled, and when can he eat?",
        "fever has gone and bloods are back, and can he go home?",
        "fever, cough, and rash in a toddler",
        "when and how is it repeated",
        "who should be screened and how",
        "how often and how long should it be given",
        "if ct is done and is normal what next",
        "when the US is negative, what is the next test",
        "fever and what looks like a rash",
        "70 yo in intensive care with pneumonia, what do we give",
        "why? why? why? why?",
        "really? neuro told me to get one",
        "???",
        "",
    ],
)
def test_a_line_of_one_question_stays_whole(line: str) -> None:
    assert questions(line) == (line,)


WORDS = (
    "why which dose and what if is it safe ? ; , how when croup with severe stridor 7 yo".split()
)


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join) | st.text(max_size=60))
def test_nothing_is_said_that_was_not_typed_and_nothing_is_lost_but_what_joins(line: str) -> None:
    asked = questions(line)
    assert 1 <= len(asked) <= MOST
    said = {t.stem for q in asked for t in tokens(q)}
    assert said <= {t.stem for t in tokens(line)}
    assert {t.stem for t in tokens(line)} - said <= {"and", "also", "plus"}
