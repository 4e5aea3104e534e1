"""Which values a sentence is true of, and whether a user's is one of them."""

from __future__ import annotations

import pytest

from rag.answers.bands import Interval, bands, values, verdict
from rag.articles.glossary import Glossary, Term
from rag.search.followup import Lexicon, as_typed

LEXICON = Lexicon((), (), Glossary([Term("blood pressure", ("BP",), "")]))


def held(question: str, text: str, lead: str = "", row: bool = False) -> bool | None:
    return verdict(values(as_typed(question, ""), LEXICON), bands(text, lead, row))


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("5 mm solid nodule", "A nodule of 5 to 6 mm is scanned at 1 year.", True),
        ("5 mm solid nodule", "A nodule under 5 mm needs nothing.", False),
        ("5 mm solid nodule", "A nodule of 5 mm or more is followed.", True),
        ("0.4 cm nodule", "A nodule of 5 mm or more is followed.", False),
        ("Wells 3", "A Wells score of 2 points or more makes it likely.", True),
        ("wells 1", "A Wells score of 2 points or more, and 1 point or less, differ.", True),
        ("wells 1", "A Wells score of 2 points or more makes it likely.", False),
        ("K 5.6", "Potassium of 5.5 to 5.9 mmol/L is mild.", True),
        ("K 6.8", "Potassium of 5.5 to 5.9 mmol/L is mild.", False),
        ("potassium 6.8 mmol/L", "Potassium of at least 6.5 mmol/L is severe.", True),
        ("temp 38.5", "Temp above 38 °C is fever.", True),
        ("8 HU", "A mass of 10 HU or less is benign.", True),
        ("afebrile 24 h", "Stop once afebrile for at least 24 hours.", True),
        ("BP 70 systolic", "A blood pressure below 90 mmHg is shock.", True),
    ],
)
def test_a_band_holds_a_value_of_its_measure_or_does_not(
    question: str, text: str, holds: bool
) -> None:
    assert held(question, text) is holds


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("any nodule", "A nodule under 5 mm needs nothing."),
        ("5 mm nodule", "A nodule is found in 5 to 10% of scans."),
        ("5 mm nodule", "A nodule of 5 mm was found."),
        ("Wells 3", "The pain score is 5 points or more."),
        ("Wells 3", "A Wells score is taken within 2 hours."),
        ("3 days of fever", "The scan is repeated after at least 7 days."),
        ("BP 185/110", "Blood pressure below 90 mmHg is shock."),
        ("54f with a lump", "It is given at 60 kg or more."),
        ("5 years old", "A review follows within 4 weeks."),
        ("creatinine up 20%", "It goes on unless creatinine rises by more than 30%."),
        ("nodule over 5 mm", "A nodule of 6 to 8 mm is scanned again."),
    ],
    ids=[
        "no value", "another unit", "no band", "another name", "a time", "another time",
        "a pair", "a sex", "an age", "an exception", "both may be",
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_unknown(question: str, text: str) -> None:
    assert held(question, text) is None


def test_a_row_is_found_by_its_first_cell() -> None:
    row = "Time from onset: 6 to 12 hours; Saved: 80%"
    assert held("torsion for 8 h", row, row=True) is True
    assert held("torsion for 20 h", row, row=True) is False
    elsewhere = "Finding: Pain; Action: Scan within 6 hours"
    assert held("torsion for 20 h", elsewhere, row=True) is None


def test_a_lead_in_tells_what_an_item_measures() -> None:
    assert held("wells 3", "2 points or more: likely", lead="The Wells score is") is True


def test_what_the_question_gives_goes_before_what_it_carries() -> None:
    query = as_typed("and at 9 mm?", "")._replace(resolved="A nodule of 5 mm, and at 9 mm?")
    assert [v.interval for v in values(query, LEXICON)] == [Interval(9, 9)]
    carried = query._replace(own="and now?")
    assert [v.interval.low for v in values(carried, LEXICON)] == [5, 9]


@pytest.mark.parametrize(
    ("one", "other", "within", "meets"),
    [
        (Interval(5, 5), Interval(5, 6), True, True),
        (Interval(5, 5), Interval(5, 6, open_low=True), False, False),
        (Interval(5, 5), Interval(4, 5, open_high=True), False, False),
        (Interval(5, 9), Interval(6, 8), False, True),
        (Interval(5, 6, open_low=True), Interval(5, 6), True, True),
        (Interval(1, 2), Interval(3, 4), False, False),
    ],
)
def test_intervals_hold_their_ends_unless_these_are_open(
    one: Interval, other: Interval, within: bool, meets: bool
) -> None:
    assert one.within(other) is within
    assert one.meets(other) is meets
    assert other.meets(one) is meets
