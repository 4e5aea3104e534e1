"""Whoever asks, no identifier of a patient is searched, kept, logged or sent."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from rag.answers.answer import Answer
from rag.answers.privacy import told, unidentified, without_identifiers
from rag.answers.screening import MAX_CHARS
from rag.chain import AnswerChain, FollowUp
from rag.runnable import AnswerRunnable
from rag.search.encoder import OnnxEncoder, Vectors
from rag.search.followup import Turn
from rag.search.index import IndexReader
from rag.settings import Settings
from tests.conftest import FLANK, TODAY

TYPED = "pt John Smith (MRN 00482913): why not mri?"
CLEAN = "pt [name] ([record no.]): why not mri?"
TURN = Turn(TYPED, TYPED, TYPED, "Mr Smith", "", "text", ())


class Recording(OnnxEncoder):
    """The encoder, keeping what it was asked to encode."""

    asked: list[str]

    def encode(self, texts: Any, kind: str = "document") -> Vectors:
        self.asked = [*getattr(self, "asked", []), *texts]
        return super().encode(texts, kind)

    def encode_with_part(self, text: str, start: int, end: int) -> Vectors:
        self.asked = [*getattr(self, "asked", []), text]
        return super().encode_with_part(text, start, end)


def notices(answer: Answer) -> list[str]:
    return [n.kind for n in answer.notices]


def test_the_answer_holds_the_replaced_question_and_says_what_was_taken_out(
    chain: AnswerChain,
) -> None:
    answer = chain.answer(FollowUp(TYPED, article=FLANK))
    assert answer.question == CLEAN
    assert not answer.abstained
    assert notices(answer)[0] == "identifiers-removed"
    assert answer.notices[0].text.endswith("what looked like a name and a record number.")
    assert "Smith" not in str(answer.to_dict())


def test_what_is_found_is_what_is_found_without_the_identifiers(chain: AnswerChain) -> None:
    named = chain.answer(FollowUp(TYPED, article=FLANK))
    plain = chain.answer(FollowUp("why not mri?", article=FLANK))
    assert named.statements == plain.statements


def test_nothing_that_is_encoded_holds_an_identifier(
    reader: IndexReader, model_folder: Any
) -> None:
    encoder = Recording(model_folder, 1)
    chain = AnswerChain(reader, encoder, Settings(), today=lambda: TODAY)
    chain.answer(FollowUp("why not mri for Mrs Jones?", (TURN,), FLANK))
    assert encoder.asked
    assert not [t for t in encoder.asked if "Smith" in t or "Jones" in t or "00482913" in t]


def test_a_person_may_say_that_it_is_none(chain: AnswerChain) -> None:
    asked = FollowUp("Is Victor Kennedy right that MRI comes first?", identifiers_allowed=True)
    assert unidentified(asked) is asked
    answer = chain.answer(asked)
    assert answer.question == asked.question
    assert "identifiers-removed" not in notices(answer)


def test_what_the_page_has_replaced_already_is_told_too(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp(CLEAN, article=FLANK))
    assert notices(answer)[0] == "identifiers-removed"


def test_an_emergency_stands_before_it(chain: AnswerChain) -> None:
    answer = chain.answer(FollowUp("Mrs Jones is seizing now, what first?"))
    assert notices(answer)[:2] == ["emergency", "identifiers-removed"]


def test_the_questions_of_the_history_are_replaced() -> None:
    (turn,) = unidentified(FollowUp("why?", (TURN,))).history
    assert (turn.question, turn.resolved, turn.base, turn.subject) == (
        CLEAN, CLEAN, CLEAN, "Mr [name]",
    )  # fmt: skip


def test_a_hidden_character_hides_no_identifier() -> None:
    assert without_identifiers("pt Jo\u200bhn Smi\u00adth?") == "pt [name]?"


def test_a_question_without_identifiers_stays_as_it_was_typed() -> None:
    assert without_identifiers("  why\tnot MRI? ") == "  why\tnot MRI? "


@pytest.mark.parametrize("filler", ["x", " "])
def test_a_question_that_is_too_long_stays_so_and_shows_no_name(
    chain: AnswerChain, filler: str
) -> None:
    answer = chain.answer(FollowUp(f"pt John Smith {filler * MAX_CHARS}?"))
    assert answer.reason == "unsafe-input"
    assert answer.question.startswith("pt [name]")


def test_where_replacing_itself_fails_nothing_is_shown_of_the_question(
    chain: AnswerChain, caplog: pytest.LogCaptureFixture
) -> None:
    broken: Any = TURN._replace(subject=7)
    with caplog.at_level(logging.DEBUG):
        answer = chain.answer(FollowUp(TYPED, (broken,)))
    assert (answer.reason, answer.question) == ("error", "")
    assert "Smith" not in caplog.text + str(answer.to_dict())


def test_what_langchain_traces_holds_no_identifier(chain: AnswerChain) -> None:
    class Tracer(BaseCallbackHandler):
        seen: str = ""

        def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
            self.seen += repr(inputs)

    tracer = Tracer()
    AnswerRunnable(chain).invoke({"question": TYPED}, {"callbacks": [tracer]})
    assert "[name]" in tracer.seen
    assert "Smith" not in tracer.seen


def test_an_answer_whose_question_has_no_placeholder_is_told_nothing(chain: AnswerChain) -> None:
    answer = replace(chain.answer(FollowUp("why not mri?", article=FLANK)), notices=())
    assert told(answer) is answer
