"""What is read off a follow-up, its history and a word of it, by hand."""

from __future__ import annotations

from rag.search.candidates import Earlier
from rag.search.clues import Values, clues_of

HISTORY = (
    Earlier("What is Wilms tumour?", "A tumour of the kidney."),
    Earlier("What are its symptoms?", ""),
    Earlier("What are kidney stones?", "By ultrasound of the kidney."),
)


def rarity(word: str) -> float:
    return 1.0 if word == "Wilms" else 0.5


def of(stem: str, question: str = "Are they painful?") -> Values:
    clues = clues_of(question, HISTORY, rarity)
    place = [c.stem for c in clues.candidates].index(stem)
    return clues.words[place]


def test_a_question_is_known_by_what_it_refers_to_and_what_it_brings() -> None:
    found = clues_of("Are they painful in Wilms tumour?", HISTORY, rarity).question
    assert found["q they"] and found["q refers"] and not found["q it"]
    assert (found["q content"], found["q asked before"], found["q new"]) == (3, 2, 1)


def test_a_topic_begins_where_a_question_refers_to_nothing_and_brings_words() -> None:
    found = clues_of("Are they painful?", HISTORY, rarity).question
    assert found["h topic ago"] == 1  # the kidney stones; "its symptoms" began none
    assert clues_of("why?", HISTORY[:2], rarity).question["h topic ago"] == 2


def test_a_word_is_known_by_where_it_stood() -> None:
    kidney = of("kidney")
    assert (kidney["said last"], kidney["said asked ago"], kidney["said mentions"]) == (True, 1, 3)
    assert (kidney["said answered"], kidney["said both"]) == (2, True)
    assert of("wilm")["said asked ago"] == 3


def test_a_newer_topic_counts_against_an_older_word() -> None:
    assert (of("wilm")["topic newer"], of("stone")["topic newer"]) == (1, 0)
    assert (of("wilm")["topic its"], of("stone")["topic its"]) == (False, True)


def test_a_plural_fits_they_and_a_singular_it() -> None:
    assert (of("stone")["fit number"], of("tumor")["fit number"]) == (1, -1)
    assert of("stone", "Is it painful?")["fit number"] == -1
    assert of("stone", "Which scan?")["fit number"] == 0


def test_rare_words_rank_first_among_those_asked_for() -> None:
    wilms, stones = of("wilm"), of("stone")
    assert (wilms["form rarest"], wilms["form rarity rank"]) == (True, 0)
    assert stones["form rarity rank"] > 0


def test_every_word_has_the_same_clues_in_a_table() -> None:
    clues = clues_of("Are they painful?", HISTORY, rarity)
    names = [*clues.question, *clues.words[0]]
    assert all(list(word) == list(clues.words[0]) for word in clues.words)
    assert [len(row) for row in clues.table(names)] == [len(names)] * len(clues.candidates)
    assert not set(clues.question) & set(clues.words[0])


def test_an_empty_history_has_no_words() -> None:
    clues = clues_of("why?", (), rarity)
    assert clues.words == () and clues.question["h turns"] == 0
