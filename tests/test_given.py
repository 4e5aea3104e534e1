"""Answers of other systems are read as they are; only what is no answer at all is refused."""

from __future__ import annotations

import json

import pytest

from evals.given import given, read_given
from rag.answers.answer import Answer
from tests.test_scorers import ANSWER, GAP


@pytest.mark.parametrize("answer", [ANSWER, GAP], ids=["answer", "gap"])
def test_an_answer_is_read_as_it_was_told(answer: Answer) -> None:
    assert read_given(json.loads(json.dumps(answer.to_dict()))) == answer


def test_an_answer_that_breaks_every_rule_can_be_held() -> None:
    broken = given(ANSWER, disclaimer="", citations=())
    assert (broken.disclaimer, broken.citations) == ("", ())
    assert read_given(json.loads(json.dumps(broken.to_dict()))) == broken


def test_what_a_system_leaves_out_is_empty() -> None:
    found = read_given({"question": "q", "statements": []})
    assert (found.statements, found.gap, found.timings_ms) == ((), None, {})


@pytest.mark.parametrize(
    "row", [{"statements": "x"}, {"citations": [{"number": 1}]}, {"disclaimer": 1}]
)
def test_what_is_no_answer_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read_given(row)
