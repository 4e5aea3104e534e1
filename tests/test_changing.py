"""A follow-up can change one thing of the last question, and leaves the others as they were."""

from __future__ import annotations

import pytest

from rag.search.changing import replaced
from tests.test_pointing import ask

LEFT = "Is MRI safe in a 4 year old boy with a right calcified flank mass?"


@pytest.mark.parametrize(
    ("typed", "resolved"),
    [
        ("no, left sided", LEFT.replace("right", "left")),
        ("sorry i meant 3 weeks", LEFT.replace("4 year", "3 weeks")),
        ("18 months i mean", LEFT.replace("4 year", "18 months")),
        ("actually a girl", LEFT.replace("boy", "girl")),
        ("not mri, ct", LEFT.replace("MRI", "CT")),
        ("CT not MRI", LEFT.replace("MRI", "CT")),
        ("a left not right", LEFT.replace("right", "left")),
        ("no CT", LEFT.replace("MRI", "CT")),
        ("oops, left, and 5 years", LEFT.replace("right", "left").replace("4 year", "5 years")),
        ("actually shes pregnant", f"{LEFT} (pregnant)"),
    ],
)
def test_a_correction_takes_the_place_of_what_was_wrong(typed: str, resolved: str) -> None:
    query = ask(typed, LEFT)
    assert query.resolved == resolved
    assert query.base == resolved


@pytest.mark.parametrize("typed", ["no, is it safe?", "no", "sorry", "no contrast?", "not sure"])
def test_what_names_no_other_value_corrects_nothing(typed: str) -> None:
    assert "4 year old boy with a right" in f"{ask(typed, LEFT).resolved} {LEFT}"
    assert ask(typed, LEFT).base in (LEFT, ask(typed, LEFT).resolved)


def test_a_corrected_patient_stays_corrected() -> None:
    assert "3 weeks" in ask("which dose?", LEFT, "sorry i meant 3 weeks").resolved


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("alteplase in stroke", "tenecteplase", "tenecteplase in stroke"),
        ("a nodule of 4 mm", "9 mm", "a nodule of 9 mm"),
        ("a nodule of 4 mm", "1.2 cm", "a nodule of 1.2 cm"),
        ("4 mm in a child of 3 years", "5 kg", "4 mm in a child of 3 years"),
        ("given at home", "in hospital", "given in hospital"),
        ("a potassium of 6.2 in an adult", "6.9", "a potassium of 6.9 in an adult"),
        ("a nodule of 1.2 cm", "38.5", "a nodule of 1.2 cm"),
        ("a female of 12 mm", "male of 2 mm", "a male of 2 mm"),
        ("CT or MRI", "MRI", "CT or MRI"),  # already there
        (r"4 mm \1", "9 mm", r"9 mm \1"),
        ("", "9 mm", ""),
    ],
)
def test_a_value_replaces_only_one_of_its_kind(text: str, value: str, right: str) -> None:
    assert replaced(text, value) == right


@pytest.mark.parametrize(
    ("typed", "resolved"),
    [
        ("18 kg", f"{LEFT[:-1]}, and 18 kg?"),
        ("38.5", f"{LEFT[:-1]}, and 38.5?"),
        ("6 years?", LEFT.replace("4 year", "6 years")),
    ],
)
def test_a_number_alone_asks_the_last_question_for_it(typed: str, resolved: str) -> None:
    query = ask(typed, LEFT)
    assert query.resolved == query.own == resolved
    assert query.base == LEFT


@pytest.mark.parametrize(
    ("typed", "behind"),
    [
        ("versus ct?", "versus CT"),
        ("compared with ultrasound", "compared with ultrasound"),
        ("is that safer than ct", "safer than CT"),
        ("which is better", "which is better"),
        ("which one is safer?", "which one is safer"),
    ],
)
def test_a_comparison_holds_both_sides(typed: str, behind: str) -> None:
    query = ask(typed, LEFT)
    assert query.resolved == f"{LEFT[:-1]}, {behind}?"
    assert query.base == LEFT


@pytest.mark.parametrize(
    "typed", ["why", "Why not?", "and how", "when?", "how come", "which one?", "why though"]
)
def test_a_bare_question_is_asked_of_the_last_one(typed: str) -> None:
    query = ask(typed, LEFT)
    core = typed.casefold().strip("?").removeprefix("and ")
    assert query.resolved == query.own == f"{LEFT[:-1]}: {core}?"
    assert query.base == LEFT


@pytest.mark.parametrize("typed", ["why", "which is better", "versus CT", "no, left", "18 kg"])
def test_with_nothing_before_nothing_is_changed(typed: str) -> None:
    assert ask(typed).added == ()


def test_questions_on_a_question_do_not_pile_up_without_end() -> None:
    query = ask("why?", LEFT, *["versus ultrasound and ct?"] * 40)
    assert len(query.resolved) < 600
