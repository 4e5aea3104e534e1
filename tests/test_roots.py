"""Medical words lend the plain words of their parts; ordinary words have no such parts."""

from __future__ import annotations

import pytest

from rag.answers.grounding import unsupported
from rag.answers.roots import explained, parts
from rag.text import stem


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("hypercalcaemia", "high calcium blood"),
        ("thrombolysis", "clot busting"),
        ("nephrectomy", "kidney removal"),
        ("otitis", "ear inflammation"),
        ("afebrile", "fever"),
    ],
)
def test_a_word_of_parts_is_said_in_plain_words(word: str, plain: str) -> None:
    assert set(map(stem, plain.split())) <= explained([word])


@pytest.mark.parametrize(
    "word", ["urgent", "other", "column", "colour", "preference", "İİİİİİİ", ""]
)
def test_an_ordinary_word_has_no_parts(word: str) -> None:
    assert parts(word) == ()


def test_plain_words_stand_for_the_medical_one_and_the_reverse() -> None:
    source = "Causes such as hypercalcaemia are looked for."
    assert unsupported("Causes such as high calcium are looked for.", [source]) == ""
    assert unsupported("Causes such as high potassium are looked for.", [source])
    blood = "Metastases are blood-borne and spread early."
    assert unsupported("Metastases are haematogenous and spread early.", [blood]) == ""
    assert unsupported("Metastases are osteogenous and spread early.", [blood])
