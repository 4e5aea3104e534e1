"""What the shipped model carries, and how picked words become phrases."""

from __future__ import annotations

from rag.search.candidates import Earlier, candidates
from rag.search.carrying import Pick, joined, shipped
from rag.search.encoder import OnnxEncoder

HISTORY = [Earlier("What is primary biliary cholangitis?", "")]


def test_candidates_are_the_words_that_the_question_lacks() -> None:
    found = candidates("Is cholangitis treated?", HISTORY)
    assert set(found) == {"primari", "biliari"}


def test_picked_words_that_stood_together_are_one_phrase_likeliest_first() -> None:
    history = [Earlier("Is fever common in primary biliary cholangitis?", "")]
    found = candidates("why?", history)
    chances = {"fever": 0.4, "biliari": 0.9, "cholang": 0.5}
    picks = [Pick(s, chances[s], c) for s, c in found.items() if s in chances]
    assert joined(picks)[1:] == ["fever"]
    assert joined(picks)[0].startswith("biliary")


def test_a_pronoun_is_given_the_topic_and_a_question_of_its_own_nothing(
    encoder: OnnxEncoder,
) -> None:
    carrier = shipped()
    phrases = carrier.phrases("Is it inherited?", HISTORY, encoder.rarity)
    assert " ".join(phrases) == "primary biliary cholangitis"
    assert carrier.phrases("How is neuroblastoma staged?", HISTORY, encoder.rarity) == []


def test_without_a_history_nothing_is_carried(encoder: OnnxEncoder) -> None:
    assert shipped().phrases("why?", [], encoder.rarity) == []
