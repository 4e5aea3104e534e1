"""A model's reply is read object by object, whatever stands around them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers.replies import (
    MALFORMED,
    MAX_NUMBERS,
    MAX_OBJECT,
    Draft,
    ModelFailedError,
    NothingAnswersError,
    drafts,
    objects,
)


def written(*reply: str) -> list[Draft]:
    return list(drafts(iter(reply), written=True))


def selected(*reply: str) -> list[Draft]:
    return list(drafts(iter(reply), written=False))


CT = Draft("CT is first.", (1, 3))
LINE = '{"text": "CT is first.", "sentences": [1, 3]}'


@pytest.mark.parametrize(
    "reply",
    [
        LINE,
        f"```json\n{LINE}\n```",
        f"[{LINE}]",
        f'{{"statements": [{LINE}]}}',
        f"Here you are: {LINE} I hope that helps.",
        json.dumps(json.loads(LINE), indent=2),
        '{"sentences": [1, 3, 1], "text": " CT  is\\nfirst. ", "confidence": 1}',
    ],
)
def test_an_object_is_found_whatever_stands_around_it(reply: str) -> None:
    assert written(reply) == [CT]


def test_a_statement_is_given_as_soon_as_its_object_ends() -> None:
    taken: list[str] = []

    def reply() -> Iterator[str]:
        for piece in (LINE[:10], LINE[10:], LINE):
            taken.append(piece)
            yield piece

    assert next(drafts(reply(), written=True)) == CT
    assert len(taken) == 2


def test_braces_and_quotes_inside_a_text_are_text() -> None:
    text = 'a } and { and " and \\ and \\"'
    assert written(json.dumps({"text": text, "sentences": [2]})) == [Draft(text, (2,))]


@pytest.mark.parametrize(
    "source",
    [
        "{}",
        "{1, 2}",
        '{"text": "CT.", "sentences": []}',
        '{"text": "CT."}',
        '{"text": "CT.", "sentences": 1}',
        '{"text": "CT.", "sentences": ["1"]}',
        '{"text": "CT.", "sentences": [1.0]}',
        '{"text": "CT.", "sentences": [true]}',
        '{"text": "CT.", "sentences": [null]}',
        '{"text": " ", "sentences": [1]}',
        '{"text": null, "sentences": [1]}',
        '{"text": ["CT."], "sentences": [1]}',
        '{"sentences": [1]}',
        json.dumps({"text": "CT.", "sentences": list(range(MAX_NUMBERS + 1))}),
    ],
)
def test_what_is_no_statement_is_malformed(source: str) -> None:
    assert written(source) == [MALFORMED]


def test_one_that_selects_gives_numbers_and_its_words_are_not_heard() -> None:
    assert selected('{"text": "I say so.", "sentences": [4]} {"numbers": [1]}') == [
        Draft("", (4,)),
        MALFORMED,
    ]


@pytest.mark.parametrize("reply", ["", " \n", "I cannot help with that.", "[1, 2]", "}}}", '"'])
def test_a_reply_without_an_object_has_failed(reply: str) -> None:
    with pytest.raises(ModelFailedError):
        written(reply)


@pytest.mark.parametrize("torn", ['{"text": "CT', '{"text": "CT."', "{", '{"a": "}"'])
def test_a_reply_that_stops_inside_an_object_has_failed_after_what_came_before(torn: str) -> None:
    found = drafts(iter([LINE, torn]), written=True)
    assert next(found) == CT
    with pytest.raises(ModelFailedError):
        next(found)


def test_an_object_without_end_has_failed_when_it_passes_its_bound() -> None:
    def endless() -> Iterator[str]:
        yield '{"text": "'
        while True:
            taken.append(1)
            yield "x" * 100

    taken: list[int] = []
    with pytest.raises(ModelFailedError):
        next(objects(endless()))
    assert len(taken) <= MAX_OBJECT / 100 + 1


def test_a_model_may_say_that_nothing_answers() -> None:
    with pytest.raises(NothingAnswersError):
        written('{"none": true}')
    assert written('{"none": 1}', LINE) == [MALFORMED, CT]


@given(st.text(alphabet='{}[]",:\\ntsx1 ', max_size=60), st.integers(1, 7))
def test_any_text_is_read_or_refused_and_pieces_do_not_matter(text: str, size: int) -> None:
    def outcome(reply: list[str]) -> object:
        found: list[object] = []
        try:
            found.extend(objects(iter(reply)))
        except ModelFailedError:
            return [*found, "failed"]
        return found

    assert outcome([text]) == outcome([text[i : i + size] for i in range(0, len(text), size)])
