"""What of a question asks, and the values that it asks for."""

from __future__ import annotations

import pytest

from rag.answers.asking import asking, lacks_value, last_asking

STORY = "5yo bulging drum, mum happy to wait. what is safe? when do they start antibiotics"


def test_the_story_is_no_part_of_what_is_asked() -> None:
    assert asking(STORY) == "what is safe, when do they start antibiotics"
    assert last_asking(STORY) == "when do they start antibiotics"


@pytest.mark.parametrize(
    "question", ["dose of dexamethasone, child 20 kg", "20 kg. dexamethasone dose?"]
)
def test_a_dose_is_asked_for_wherever_it_stands(question: str) -> None:
    assert "dose" in asking(question)


@pytest.mark.parametrize(
    ("question", "asked"),
    [("differential of opsoclonus", "differential of opsoclonus"), ("", ""), ("?!", "?!")],
)
def test_a_question_without_an_asking_word_is_asked_whole(question: str, asked: str) -> None:
    assert last_asking(question) == asked


@pytest.mark.parametrize(
    ("question", "given", "silent"),
    [
        ("what % relapse", "About 5% relapse.", "Some relapse."),
        ("odds it has burst?", "In 40 of 120 it had burst.", "It may burst."),
        ("how often do I recheck", "It is repeated every 6 months.", "It is repeated."),
        ("how long off football", "Sport is avoided for 4 weeks.", "Sport is avoided."),
        ("normal range of AFP", "It is 0 to 6 micrograms/L.", "It falls with age."),
        ("how many mSv is the CT", "The CT gives 5 mSv.", "The scan takes 5 minutes."),
    ],
)
def test_a_value_that_is_asked_for_is_lacking_where_no_sentence_has_its_kind(
    question: str, given: str, silent: str
) -> None:
    assert not lacks_value(question, given)
    assert lacks_value(question, silent)


@pytest.mark.parametrize("question", ["0.9% saline or Hartmann's?", "who gets ALK testing?"])
def test_a_number_in_a_question_asks_for_none(question: str) -> None:
    assert not lacks_value(question, "Either is used.")


@pytest.mark.parametrize("text", ["how much " * 400, ", " * 1000, "% " * 900])
def test_a_long_question_is_read_in_bounded_steps(text: str) -> None:
    assert isinstance(lacks_value(text, text), bool)
    assert isinstance(asking(text), str)
