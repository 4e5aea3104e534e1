"""Doses are quoted whole and never worked out for a patient."""

from __future__ import annotations

import pytest

from rag.answers.composing import Choice
from rag.answers.doses import not_calculated, whole_doses
from rag.chain import AnswerChain, FollowUp
from tests.fakes import passages


@pytest.mark.parametrize(
    ("question", "before", "fires"),
    [
        ("18 kg, how much adrenaline?", (), True),
        ("adrenaline dose, he weighs 18", (), True),
        ("amoxicillin dose in a 2yo?", (), True),
        ("im adrenaline dose?", ("3yo, peanut, stridor",), True),
        ("convert 5 mg of prednisolone to dexamethasone", (), True),
        ("work out the dose for me, 20 kg", (), True),
        ("how many mls is that", ("18kg with anaphylaxis",), True),
        ("which dose of adrenaline?", (), False),
        ("adrenaline 10 mg/kg, is that the dose?", (), False),
        ("what does the 18 kg child need first?", (), False),
        ("is a 2 year old scanned?", (), False),
        ("how is the score calculated?", (), False),
    ],
)
def test_the_notice_fires_where_one_patients_dose_is_asked(
    question: str, before: tuple[str, ...], fires: bool
) -> None:
    assert (not_calculated(question, before) is not None) is fires


def test_the_rule_is_quoted_and_nothing_is_calculated(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp("18 kg, how much im adrenaline?", article="anaphylaxis"))
    assert not answer.abstained
    assert "not-calculated" in {n.kind for n in answer.notices}
    assert "0.18" not in answer.text


SPLIT = (
    "## Doses\n\nAdrenaline is given as 0.01 mg/kg intramuscularly, once. [1] "
    "The maximum dose of adrenaline is 0.5 mg. [1] Honey has no maximum. [1]"
)


def test_a_dose_is_quoted_with_the_neighbour_that_gives_its_maximum() -> None:
    (passage,) = passages(SPLIT)
    dose, most, other = passage.sentences
    chosen = [Choice(passage, dose)]
    assert [c.sentence for c in whole_doses(chosen, "which dose?")] == [dose, most]
    assert [c.sentence for c in whole_doses(chosen, "why adrenaline?")] == [dose]
    assert whole_doses([Choice(passage, other)], "which dose?") == [Choice(passage, other)]


def test_a_dose_that_is_whole_stands_alone() -> None:
    (passage,) = passages(SPLIT.replace("once.", "once, at most 0.5 mg."))
    chosen = [Choice(passage, passage.sentences[0])]
    assert whole_doses(chosen, "which dose?") == chosen
