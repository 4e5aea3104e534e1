"""What the shipped model carries, and how picked words become phrases."""

from __future__ import annotations

from rag.search.candidates import Earlier, candidates
from rag.search.carrying import Carrier, Pick, joined, shipped
from rag.search.encoder import OnnxEncoder

HISTORY = [Earlier("What is primary biliary cholangitis?", "")]


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


def carrier(need: float) -> Carrier:
    """One that gives every word log-odds of 1 and every question log-odds of `need`."""

    def always(log_odds: float) -> dict[str, object]:
        leaf = {"feature": [0], "threshold": [0], "left": [-1], "right": [-1], "value": [log_odds]}
        return {"features": ["q words"], "baseline": 0, "depth": 1, "roots": [0], "nodes": leaf}

    return Carrier.load({"words": always(1), "gate": always(need), "threshold": 0.5, "doubt": 2})


def test_a_likely_word_is_left_where_the_question_needs_none() -> None:
    # Of a word 0.73, of the need 0.95 or 0.73: 0.73 * 0.95**2 is 0.66, 0.73 * 0.73**2 is 0.39.
    history = [Earlier("Is croup viral?", "")]
    assert carrier(3).phrases("why?", history, lambda _: 1.0) == ["croup viral"]
    assert carrier(1).phrases("why?", history, lambda _: 1.0) == []


def test_what_a_question_asks_for_others_of_follows_besides() -> None:
    history = [Earlier("Is croup viral?", "Parainfluenza causes it.")]
    asked = carrier(3).phrases("What else?", history, lambda _: 1.0)
    assert asked == ["croup viral", "besides Parainfluenza causes"]
    plain = carrier(3).phrases("What then?", history, lambda _: 1.0)
    assert set(plain) == {"croup viral", "Parainfluenza causes"}
