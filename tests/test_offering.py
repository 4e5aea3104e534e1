"""A language model is shown numbered sentences, as data and with what they stand under."""

from __future__ import annotations

import json
from typing import Any

from rag.answers.answer import Reader
from rag.answers.offering import OFFERED, Offer, as_data, offer, whole
from rag.answers.quoting import Pick
from rag.articles.article import parse
from rag.articles.glossary import Glossary, Term
from rag.articles.passage import split
from tests.fakes import article

SOURCE = article(
    "Which imaging?",
    "a child with a lump",
    first="CT is done first. [1] These delay CT:\n\n- sedation [1]\n- distance",
    then="MRI “follows”. [1]",
)
ARTICLE = parse(SOURCE.encode(), "imaging")
PASSAGES = split(ARTICLE)
GLOSSARY = Glossary([Term("MRI", (), "pictures made with magnets")])


def pick(passage: int, number: int) -> Pick:
    found = PASSAGES[passage]
    return Pick(passage, number, found, found.sentences[number], 1.0, 0, 0, 0)


def offered(*picks: Pick, reader: Reader = "clinician") -> Offer:
    return offer("why {CT}?", reader, picks, {"imaging": ARTICLE}, GLOSSARY)


def data(given: Offer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_data(given, {"sentences": [1]}, {"none": True}))
    return found


def test_sentences_stand_under_title_subject_and_heading_items_after_their_lead_in() -> None:
    assert data(offered(pick(1, 0), pick(0, 3), pick(0, 0))) == {
        "question": "why {CT}?",
        "passages": [
            {
                "title": "Which imaging?",
                "subject": "a child with a lump",
                "heading": "Then",
                "sentences": [{"number": 1, "text": "MRI “follows”."}],
            },
            {
                "title": "Which imaging?",
                "subject": "a child with a lump",
                "heading": "First",
                "sentences": [
                    {"number": 2, "text": "CT is done first."},
                    {"number": 3, "after": "These delay CT:", "text": "distance"},
                ],
            },
        ],
        "reply": {"sentences": [1]},
        "none": {"none": True},
    }


def test_a_number_is_the_place_of_its_sentence() -> None:
    given = offered(pick(1, 0), pick(0, 3), pick(0, 0))
    texts = [p.sentence.text for p in given.picked((3, 1))]
    assert texts == ["distance", "MRI “follows”."]


def test_only_the_best_sentences_are_offered() -> None:
    picks = [pick(0, 0)._replace(number=n) for n in range(OFFERED + 6)]
    assert [p.number for p in offered(*picks).picks] == list(range(OFFERED))


def test_plain_words_are_given_to_write_for_those_who_need_them() -> None:
    words = {"MRI": "pictures made with magnets"}
    assert data(offered(pick(1, 0), reader="patient"))["plain_words"] == words
    assert data(offered(pick(1, 0), reader="student"))["plain_words"] == words
    assert "plain_words" not in data(offered(pick(1, 0)))


def test_an_item_is_whole_with_its_lead_in() -> None:
    assert [s.text for s in whole(pick(0, 2))] == ["These delay CT:", "sedation"]
    assert [s.text for s in whole(pick(0, 0))] == ["CT is done first."]
