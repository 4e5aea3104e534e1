"""The chain with a language model, or another function, that drafts the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from typing import Any

import pytest

from rag.answers.answer import Answer
from rag.answers.authoring import Author
from rag.answers.checking import Unsupported
from rag.answers.offering import Offer
from rag.answers.replies import Draft
from rag.answers.writing import ModelDrafter
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.settings import Settings, Way
from tests.conftest import FLANK, TODAY, WILMS
from tests.fakes import ScriptedModel

CLOTTING = FollowUp("which clotting tests?", article=WILMS)
Build = Callable[..., AnswerChain]


def anything(*_: object) -> str:
    """A check that finds everything supported."""
    return ""


@pytest.fixture
def built(reader: IndexReader, encoder: OnnxEncoder) -> Build:
    def build(model: Any, way: Way = "select", unsupported: Unsupported = anything) -> AnswerChain:
        author = Author(ModelDrafter(model, way, 5), unsupported)
        return AnswerChain(reader, encoder, Settings(model="fake:model"), author, lambda: TODAY)

    return build


def offered(model: ScriptedModel) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The sentences that a model was given, each with its passage, in their order."""
    ((_, (_, sent)),) = model.sent  # type: ignore[misc]
    return [(p, s) for p in json.loads(sent)["passages"] for s in p["sentences"]]


class OnClotting(ScriptedModel):
    """A model that says what it is told to, with the number of the sentence that answers."""

    def __init__(self, form: str) -> None:
        super().__init__(self.say)
        self.form = form

    def say(self) -> str:
        """The form with the number in place of N."""
        return self.form.replace("N", str(self.number))

    @property
    def number(self) -> int:
        (found,) = [s for _, s in offered(self) if s["text"].startswith("A coagulation screen")]
        return int(found["number"])


def test_a_model_s_sentences_are_quoted_and_the_answer_names_the_model(built: Build) -> None:
    model = OnClotting('{"sentences": [N]} {"sentences": [99]}')
    answer = built(model).answer(CLOTTING)
    (statement,) = answer.own
    assert statement.text.startswith("A coagulation screen is done")
    assert (answer.answerer, statement.support) == ("fake:model", "quoted")
    assert answer.withheld == 1


def test_the_resolved_question_is_sent_with_the_sentences(built: Build) -> None:
    model = OnClotting('{"sentences": [N]}')
    answer = built(model).answer(CLOTTING)
    ((_, (_, sent)),) = model.sent  # type: ignore[misc]
    assert json.loads(sent)["question"] == answer.resolved_question
    assert [s["number"] for _, s in offered(model)] == list(range(1, len(offered(model)) + 1))


def test_a_model_s_statements_are_given_with_what_they_rest_on(built: Build) -> None:
    model = OnClotting('{"text": "A clotting screen.", "sentences": [N]}')
    (streamed, answer) = built(model, "write").answer_stream(CLOTTING)
    assert isinstance(answer, Answer)
    (statement,) = answer.statements
    assert streamed == statement
    assert (statement.text, statement.support) == ("A clotting screen.", "supported")
    assert answer.citations[0].sentences[0].text.startswith("A coagulation screen is done")
    assert answer.text == "A clotting screen. [1]"


def test_a_model_that_finds_no_sentence_abstains(built: Build) -> None:
    answer = built(ScriptedModel('{"none": true}')).answer(FollowUp("why not mri?", article=FLANK))
    assert (answer.reason, answer.statements) == ("not-in-corpus", ())
    assert "model-failed" not in {n.kind for n in answer.notices}
    assert answer.nearest


@pytest.mark.parametrize("way", ["select", "write"])
def test_when_the_model_fails_the_answer_is_the_one_without_it_and_a_notice_says_so(
    way: str, chain: AnswerChain, built: Build
) -> None:
    without = chain.answer(CLOTTING)
    answer = built(ScriptedModel(TimeoutError()), way).answer(CLOTTING)
    assert answer.statements == without.statements
    assert [n.kind for n in answer.notices] == [*(n.kind for n in without.notices), "model-failed"]


@pytest.mark.parametrize("way", ["select", "write"])
@pytest.mark.parametrize("question", ["which dose of contrast?", "vincristine dose?"])
def test_a_model_is_not_asked_what_the_corpus_does_not_answer(
    question: str, way: str, chain: AnswerChain, built: Build
) -> None:
    follow_up = FollowUp(question, article=FLANK)
    model = ScriptedModel('{"text": "Give 1 mg.", "sentences": [1]}')
    answer = built(model, way).answer(follow_up)
    assert model.sent == []
    assert answer.abstained
    assert (answer.gap, answer.notices) == (chain.answer(follow_up).gap, ())


def test_a_first_statement_on_something_else_than_was_asked_is_no_answer(built: Build) -> None:
    def off_topic() -> str:
        (*_, (_, last)) = offered(model)
        return json.dumps({"text": last["text"], "sentences": [last["number"]]})

    model = ScriptedModel(off_topic)
    answer = built(model, "write").answer(CLOTTING)
    assert {s.support for s in answer.own} == {"quoted"}
    assert "model-failed" in {n.kind for n in answer.notices}


def test_of_sentences_on_others_than_are_asked_about_only_those_that_quoting_chose_are_offered(
    built: Build, chain: AnswerChain
) -> None:
    question = FollowUp("statin in pregnancy?")
    model = ScriptedModel('{"none": true}')
    built(model).answer(question)
    quoted = {s.text for s in chain.answer(question).own}
    for passage, sentence in offered(model):
        about = f"{passage['title']} {passage['subject']} {sentence['text']}"
        assert "pregnan" in about.lower() or sentence["text"] in quoted


def test_a_drafter_is_a_plain_function_of_what_is_offered(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    asked: list[str] = []

    def coagulation(given: Offer) -> Generator[Draft, None, None]:
        asked.append(given.question)
        numbers = [n for n, p in enumerate(given.picks, 1) if "coagulation" in p.sentence.text]
        yield Draft("", tuple(numbers[:1]))

    author = Author(coagulation, anything)
    chain = AnswerChain(reader, encoder, Settings(), author, lambda: TODAY)
    (statement,) = chain.answer(CLOTTING).own
    assert "coagulation" in statement.text
    assert asked == ["Which clotting tests for a child with suspected Wilms tumour?"]


@pytest.mark.parametrize("reader_", ["student", "patient"])
def test_terms_are_explained_to_those_who_may_not_know_them(
    reader_: Any, chain: AnswerChain
) -> None:
    answer = chain.answer(FollowUp(CLOTTING.question, article=WILMS, reader=reader_))
    said = " ".join(s.text for s in answer.statements)
    assert answer.glosses
    assert len(answer.glosses) <= 6
    assert all(term in said for term in answer.glosses)
    assert answer.to_dict()["glosses"] == answer.glosses


def test_nothing_is_explained_to_a_clinician(chain: AnswerChain) -> None:
    assert chain.answer(CLOTTING).glosses == {}


@pytest.mark.parametrize("way", ["select", "write"])
def test_a_dose_is_quoted_by_code_whatever_the_model_would_say(
    way: str, chain: AnswerChain, built: Build
) -> None:
    question = FollowUp("what dose of adrenaline for anaphylaxis?")
    model = ScriptedModel('{"text": "Give 1 mg.", "sentences": [1]}')
    answer = built(model, way).answer(question)
    assert model.sent == []
    assert not answer.abstained
    assert answer.statements == chain.answer(question).statements


def test_several_questions_in_a_line_are_one_offer(built: Build, chain: AnswerChain) -> None:
    line = FollowUp("why not mri? why not biopsy straight away?", article=FLANK)
    model = ScriptedModel(TimeoutError())
    answer = built(model).answer(line)
    texts = {s["text"] for _, s in offered(model)}
    assert any("MRI" in t for t in texts)
    assert any("biops" in t for t in texts)
    assert answer.statements == chain.answer(line).statements
