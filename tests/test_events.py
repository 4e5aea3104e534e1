"""What an emergency is called is searched with what was seen of it."""

from __future__ import annotations

import pytest

from rag.answers.events import names, with_names
from rag.chain import AnswerChain, FollowUp


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("he's fitting now", "seizure"),
        ("not rousable, gcs 6", "altered mental status"),
        ("lost her pulse", "cardiac arrest"),
        ("he isn't breathing", "apnoea"),
        ("gone blue", "central cyanosis"),
        ("vomiting loads of blood", "upper gastrointestinal bleeding"),
        ("tongue swelling up", "anaphylaxis"),
        ("stung by a wasp, now wheezy", "anaphylaxis"),
        ("her face has dropped", "acute ischaemic stroke"),
        ("fell down the stairs, unconscious", "head injury"),
        ("28/40 and convulsing", "eclampsia"),
        ("bp unrecordable", "hypotension"),
        ("K of 7.9", "severe hyperkalaemia"),
        ("empty amitriptyline box beside her", "overdose, poisoning"),
    ],
)
def test_what_is_seen_is_given_the_name_that_articles_have_for_it(line: str, name: str) -> None:
    assert name in names(line, "event")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("fit for surgery", "seizure"),
        ("gcs fell from 14 to 7", "head injury"),
        ("k 5.9", "severe hyperkalaemia"),
        ("eclampsia, fitting at 38/40", "eclampsia"),
    ],
)
def test_no_name_is_given_to_something_else_or_twice(line: str, name: str) -> None:
    assert name not in names(line, "event")


def test_the_names_stand_behind_the_question() -> None:
    assert with_names("she is fitting now?", "event") == "she is fitting now (seizure)"
    assert with_names("help, he is crashing", "event") == "help, he is crashing"


@pytest.mark.parametrize("end", ["bp " * 500, "after fall " * 200, "vomiting a " * 200])
def test_a_long_line_is_read_in_bounded_steps(end: str) -> None:
    assert "seizure" in names(f"fitting now {end}", "event")


def test_a_story_does_not_hide_what_the_corpus_has_on_an_emergency(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp("wasp sting at the barbecue, gone grey, stridor, bp 60/30"))
    assert not answer.abstained
    assert answer.citations[0].article == "anaphylaxis"
    assert answer.question == "wasp sting at the barbecue, gone grey, stridor, bp 60/30"
    assert answer.notices[0].kind == "emergency"


def test_a_condition_that_no_article_is_on_abstains(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp("man down in the corridor, no pulse, not breathing"))
    assert answer.reason == "emergency"
    assert answer.gap
