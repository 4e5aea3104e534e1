"""The kinds of thing that a question asks for and a sentence gives."""

from __future__ import annotations

import pytest

from rag.answers.kinds import KINDS, given, kinds_asked


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("which dose of ibuprofen?", ("a dose",)),
        ("how many mg?", ("a dose", "a number")),
        ("at what age does it start?", ("an age", "a limit")),
        ("how long is the fever?", ("a time",)),
        ("hours till the testis is lost", ("a time",)),
        ("when do I scan again?", ("when",)),
        ("chance of another?", ("a rate",)),
        ("CRP cut-off", ("a limit",)),
        ("which scan?", ("a scan",)),
        ("which bloods?", ("a blood test",)),
        ("which antibiotic?", ("a drug",)),
        ("why not MRI first?", ("a reason", "an order")),
        ("the lump is back, now what?", ("advice",)),
        ("when CT is normal it is safe", ()),
        ("is it painful?", ()),
    ],
)
def test_a_question_asks_for_kinds_of_thing(question: str, kinds: tuple[str, ...]) -> None:
    assert kinds_asked(question) == kinds


@pytest.mark.parametrize(
    ("kind", "sentence", "holds"),
    [
        ("a dose", "Give 10 mg/kg every 6 hours.", True),
        ("a dose", "Give 250 ml of saline.", True),
        ("a dose", "It was found in 10 children.", False),
        ("an age", "In infants it is benign.", True),
        ("an age", "In girls it is benign.", False),
        ("a time", "The scan is repeated after 6 weeks.", True),
        ("a time", "The scan is repeated.", False),
        ("a rate", "It comes back in about one third of children.", True),
        ("a rate", "It comes back.", False),
        ("a scan", "Ultrasound comes first.", True),
        ("a scan", "A referral comes first.", False),
        ("a blood test", "Serum creatinine is measured.", True),
        ("a blood test", "The weight is measured.", False),
        ("a drug", "Colchicine is an alternative.", True),
        ("a drug", "Rest is an alternative.", False),
        ("a reason", "CT is done because it is quick.", True),
        ("a reason", "CT is done.", False),
        ("an order", "Ultrasound comes first.", True),
        ("advice", "The child is referred to a specialist.", True),
        ("advice", "The child has a lump.", False),
    ],
)
def test_a_sentence_gives_a_kind_of_thing_or_does_not(
    kind: str, sentence: str, holds: bool
) -> None:
    assert bool(KINDS[kind].answer.search(sentence)) is holds


def test_of_several_kinds_a_sentence_may_give_some() -> None:
    assert given("Ultrasound is done.", ("a scan", "an order")) == 0.5
    assert given("Ultrasound is done.", ()) == 0
