"""Ages: the one that a question gives, the spans that a sentence is about, and which fit."""

from __future__ import annotations

import pytest

from rag.search.ages import DAYS, Span, age_of, of_age, spans
from rag.search.followup import as_typed

MONTH, YEAR = DAYS["month"], DAYS["year"]
TWELVE_DAYS = Span(12, 13)


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("febrile 12 day old, LP?", TWELVE_DAYS),
        ("a 12-day-old with fever", TWELVE_DAYS),
        ("apixaban, age 81, weight 58", Span(81 * YEAR, 82 * YEAR)),
        ("a 6 month old and a 2 year old", None),
        ("a 3 week old fracture", None),
        ("age 2 to 5 years", None),
        ("at 24 weeks", None),
        ("which dose", None),
    ],
)
def test_a_question_gives_one_age_or_none(typed: str, age: Span | None) -> None:
    assert age_of(as_typed(typed)) == age


def test_an_age_is_carried_unless_the_question_has_a_time_of_its_own() -> None:
    carried = as_typed("which dose")._replace(resolved="Which dose for a 12 day old?")
    assert age_of(carried) == TWELVE_DAYS
    assert age_of(carried._replace(own="and at 5 weeks?")) is None
    assert age_of(carried._replace(own="and for a 2 day old?")) == Span(2, 3)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("In infants aged 22 to 28 days, CSF is optional.", [Span(22, 29)]),
        ("In children 6 months to 12 years, it is given.", [Span(6 * MONTH, 13 * YEAR)]),
        ("Infants under 6 months are treated.", [Span(0, 6 * MONTH)]),
        ("Children aged 24 months or younger are scanned.", [Span(0, 25 * MONTH)]),
        ("Infants up to 3 months of age vomit.", [Span(0, 4 * MONTH)]),
        ("It is high risk from 18 months of age.", [Span(18 * MONTH, float("inf"))]),
        ("Women aged 65 years or older are screened.", [Span(65 * YEAR, float("inf"))]),
        ("Age: 8 to 21 days; CSF: yes", [Span(8, 22)]),
        ("In three age bands: 8 to 21 days, and 22 to 28 days.", [Span(8, 22), Span(22, 29)]),
    ],
)
def test_a_sentence_says_of_which_ages_it_is_true(sentence: str, found: list[Span]) -> None:
    assert list(spans(sentence)) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Treatment is given for 7 to 10 days.",
        "It is halved with 2 of: age 80 years or more, weight 60 kg or less.",
        "A newborn of 35 weeks' gestation is measured.",
        "The risk by 7 years of age is 1%.",
        "It is repeated after under 2 weeks.",
    ],
)
def test_a_duration_a_criterion_and_a_moment_are_no_ages(sentence: str) -> None:
    assert spans(sentence) == ()


def test_the_nearest_text_that_says_an_age_decides() -> None:
    younger, older = "Infants aged 8 to 21 days", "Children aged 6 months or older"
    assert of_age(TWELVE_DAYS, younger, older)
    assert not of_age(TWELVE_DAYS, "", older, younger)
    assert of_age(TWELVE_DAYS, "", "")
    assert of_age(None, older)


def test_an_age_that_reaches_into_a_span_fits() -> None:
    four_weeks = Span(28, 35)
    assert of_age(four_weeks, "Infants aged 22 to 28 days")
    assert of_age(four_weeks, "Infants aged 29 to 60 days")
    assert not of_age(four_weeks, "Infants aged 8 to 21 days")
