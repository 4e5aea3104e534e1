"""A turn picks from the proved follow-ups: no repeats, untold sections first, three at most."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answers.answer import DISCLAIMER, Answer, Citation, CitedSentence, Statement, abstain
from rag.answers.suggesting import with_suggestions
from rag.articles.glossary import Glossary
from rag.search.followup import Turn
from rag.search.suggestions import Suggestion, Suggestions

ASKS = {
    "Which antibiotic is given?": "p1",
    "How long is the treatment?": "p1",
    "When to refer?": "p2",
    "Is a scan needed?": "p3",
    "What can parents watch for?": "p4",
}


def index(*more: Suggestion) -> Any:
    verified = tuple(Suggestion("cough", ask, (p,)) for ask, p in ASKS.items())
    article = SimpleNamespace(subject="a child with a cough", title="What helps?")
    return SimpleNamespace(
        suggestions=Suggestions((*more, *verified)),
        articles={"cough": article, "fever": article},
        glossary=Glossary(),
    )


def answer(question: str, passage: str = "p9", context: str = "", slug: str = "cough") -> Answer:
    sentence = CitedSentence("s", "Honey.", 0, 6)
    cited = Citation(
        1, slug, "T", ("S",), passage, "Honey.", (sentence,), (), "submitted", "2026-11-22", ""
    )
    return Answer(
        question=question,
        resolved_question=question,
        statements=(Statement("Honey.", (1,), ("s",)),),
        citations=(cited,),
        context=context,
        disclaimer=DISCLAIMER["clinician"],
    )


def turn(question: str, *cited: str) -> Turn:
    return Turn(question, question, "", "", "", "", cited)


def offered(found: Answer, *history: Turn) -> list[str]:
    return list(with_suggestions(found, index(), history).suggestions)


def test_three_are_offered_each_of_another_passage() -> None:
    assert offered(answer("What helps a child with a cough?")) == [
        "Which antibiotic is given?",
        "When to refer?",
        "Is a scan needed?",
    ]


def test_what_the_answer_or_an_earlier_one_has_told_is_not_offered() -> None:
    told = turn("Is it viral?", "p2")
    assert offered(answer("What helps?", "p1"), told) == [
        "Is a scan needed?",
        "What can parents watch for?",
    ]


@pytest.mark.parametrize("question", ["do we need a scan?", "which scan for a child with a cough?"])
def test_what_was_asked_now_or_earlier_is_not_offered(question: str) -> None:
    assert "Is a scan needed?" not in offered(answer(question))
    assert "Is a scan needed?" not in offered(answer("What helps?"), turn(question))


def test_with_an_article_open_only_its_own_are_offered() -> None:
    other = Suggestion("fever", "Paracetamol or ibuprofen?", ("f1",))
    found = answer("What helps?", context="fever")
    assert with_suggestions(found, index(other), ()).suggestions == ("Paracetamol or ibuprofen?",)


def test_an_abstention_offers_what_the_open_article_answers_and_else_nothing() -> None:
    silent = abstain("which ventilator?", "not-in-corpus", "Nothing.", context="cough")
    assert len(offered(silent)) == 3
    assert offered(abstain("which ventilator?", "not-in-corpus", "Nothing.")) == []
