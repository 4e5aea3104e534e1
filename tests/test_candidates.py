"""What earlier questions and answers hold, and where it stood in them."""

from __future__ import annotations

from rag.search.candidates import ANSWER_CHARS, TURNS, Earlier, candidates, read


def test_candidates_are_the_words_that_the_question_lacks() -> None:
    history = [Earlier("What is primary biliary cholangitis?", "")]
    assert set(candidates("Is cholangitis treated?", history)) == {"primari", "biliari"}


def test_a_phrase_ends_at_a_stop_word_and_at_a_mark() -> None:
    phrases = dict.fromkeys(spot.phrase.stems for spot in read("Severe croup, in small infants"))
    assert list(phrases) == [("sever", "croup"), ("small", "infant")]


def test_a_spot_says_where_a_word_stands() -> None:
    _, wilms, tumours = read("How do Wilms tumours grow? Wilms")[-1], *read("Is a Wilms tumours")
    assert (wilms.capital, wilms.from_head, wilms.order, wilms.phrase.before) == (True, 1, 0, "a")
    assert (tumours.place, tumours.from_head, tumours.phrase.plural) == (1.0, 0, True)


def test_a_capital_at_the_start_of_a_sentence_says_nothing() -> None:
    capitals = [spot.capital for spot in read("Fever rose. Croup and MRI. CT")]
    assert capitals == [False, False, False, True, True]


def test_a_mention_is_dated_and_far_turns_but_the_first_are_not_read() -> None:
    history = [Earlier(f"word{'abcdefghijk'[i]}?", "x" * ANSWER_CHARS + " late") for i in range(11)]
    found = candidates("why?", history)
    asked = {stem: word.asked for stem, word in found.items() if word.asked}
    assert "late" not in found
    assert sorted(ago for agos in asked.values() for ago in agos) == [*range(1, TURNS + 1), 11]


def test_the_latest_question_tells_most_of_a_word() -> None:
    history = [Earlier("Is croup viral?", ""), Earlier("And croup at night?", "Croup wakes.")]
    best = candidates("why?", history)["croup"].best
    assert (best.kind, best.ago) == ("question", 1)
