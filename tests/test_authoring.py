"""Written statements take the place of quoted ones, and sides stay quoted by code."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from rag.answers.answer import Statement
from rag.answers.authoring import Author, Authored, rewritten
from rag.answers.composing import Choice, Composed, compose
from rag.answers.offering import offer
from rag.answers.quoting import Pick
from rag.answers.replies import Draft, ModelFailedError
from rag.articles.article import parse
from rag.articles.glossary import Glossary
from rag.articles.positions import Difference
from tests.fakes import FakeIndex, answered, article, side

CT, US = "CT is done first. [1]", "Ultrasound is done first. [1]"
ARTICLES = [
    parse(article("CT?", short_answer=CT, why="CT shows calcium. [1]").encode(), "ct"),
    parse(article("Ultrasound?", short_answer=US).encode(), "us"),
]
DIFFER = Difference(
    "Which comes first?",
    (side("ct", "CT is done first."), side("us", "Ultrasound is done first.")),
    (),
    1,
)


def index(*differences: Difference) -> FakeIndex:
    return FakeIndex(ARTICLES, differences)


def picks(found: FakeIndex) -> list[Pick]:
    return [Pick(i, 0, p, p.sentences[0], 1.0, 0, 0, 0) for i, p in enumerate(found.passages)]


def wrote(*drafts: Draft, fails: bool = False, answers: bool = True) -> tuple[list[str], Authored]:
    """The statements that were let out, and what was authored."""

    def drafter(_: object) -> Generator[Draft, None, None]:
        yield from drafts
        if fails:
            raise ModelFailedError

    found = index()
    offered = offer("which?", "clinician", picks(found), found.articles, Glossary())
    author = Author(drafter, lambda text, *_: "" if "CT" in text else "names no CT")
    writing = author.author(offered, lambda _: answers)
    let_out: list[str] = []
    while True:
        try:
            let_out.append(next(writing).text)
        except StopIteration as end:
            return let_out, end.value


def test_a_passage_is_numbered_when_it_is_first_named() -> None:
    out, authored = wrote(Draft("CT a.", (2, 1)), Draft("CT b.", (1,)), Draft("CT c.", (3, 2)))
    assert out == ["CT a.", "CT b.", "CT c."]
    assert [s.citations for s in authored.statements] == [(1, 2), (2,), (3, 1)]
    assert {s.support for s in authored.statements} == {"supported"}
    texts = [p.sentence.text for p in authored.picks]
    assert texts == ["CT shows calcium.", "CT is done first.", "Ultrasound is done first."]
    assert authored.notices == ()


def test_what_is_withheld_is_counted_and_leaves_no_trace() -> None:
    out, authored = wrote(Draft("CT a.", (1,)), Draft("MRI.", (2,)), Draft("CT b.", (3,)))
    assert out == ["CT a.", "CT b."]
    assert authored.withheld == 1
    assert [p.sentence.text for p in authored.picks] == [
        "CT is done first.",
        "Ultrasound is done first.",
    ]


def test_a_first_statement_that_does_not_answer_fails() -> None:
    out, authored = wrote(Draft("CT a.", (1,)), Draft("CT b.", (2,)), answers=False)
    assert (out, authored.outcome, authored.picks, authored.statements) == ([], "failed", (), ())
    assert [n.kind for n in authored.notices] == ["model-failed"]


def test_what_stands_of_a_model_that_died_says_so() -> None:
    out, authored = wrote(Draft("CT a.", (1,)), Draft("CT b.", (2,)), fails=True)
    assert (out, authored.outcome) == (["CT a.", "CT b."], "stopped")
    (notice,) = authored.notices
    assert notice.kind == "model-failed"
    assert "stands" in notice.text


def test_one_that_selects_states_nothing_and_its_sentences_are_taken_in_its_order() -> None:
    out, authored = wrote(Draft("", (3,)), Draft("", (1, 3)))
    assert (out, authored.statements) == ([], ())
    texts = [p.sentence.text for p in authored.picks]
    assert texts == ["Ultrasound is done first.", "CT is done first."]


def composed(found: FakeIndex, chosen: list[Pick]) -> Composed:
    choices = [Choice(p.passage, p.sentence) for p in chosen]
    return compose(choices, found, lambda _: "submitted", most=None)  # type: ignore[arg-type]


def written(pick: Pick, *numbers: int) -> Statement:
    return Statement("In short, CT.", numbers, (pick.sentence.id,), "supported")


def test_written_statements_stand_in_for_the_quoted_ones_they_rest_on() -> None:
    found = index()
    first, why, _ = picks(found)
    statements = [written(why, 1), written(first, 2)]
    answer = answered(rewritten(composed(found, [first, why]), statements))
    assert list(answer.statements) == statements
    assert [c.sentences[0].text for c in answer.citations] == [
        "CT shows calcium.",
        "CT is done first.",
    ]


@pytest.mark.parametrize("rested", [0, 2])
def test_where_articles_differ_every_side_is_quoted_after_what_was_written(rested: int) -> None:
    found = index(DIFFER)
    chosen = picks(found)[rested]
    answer = answered(rewritten(composed(found, [chosen]), [written(chosen, 1)]))
    assert [s.text for s in answer.own] == ["In short, CT."]
    ((question, sides),) = answer.differences.items()
    assert question == "Which comes first?"
    assert {s.text for _, s in sides} == {"CT is done first.", "Ultrasound is done first."}
    assert {s.support for _, s in sides} == {"quoted"}
