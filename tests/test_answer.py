"""An Answer that breaks a rule cannot be built."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rag.answers.answer import (
    DISCLAIMER,
    READERS,
    Answer,
    Citation,
    CitedSentence,
    Reader,
    Side,
    Statement,
    abstain,
)

LEAD = CitedSentence("p1.0", "Signs are:", 0, 10)
ITEM = CitedSentence("p1.1", "Fever of 38.5 °C.", 11, 28)
OTHER = CitedSentence("p2.0", "CT comes second.", 0, 16)
QUOTE = "Signs are: Fever of 38.5 °C."


def citation(number: int, *sentences: CitedSentence) -> Citation:
    return Citation(
        number=number,
        article="fever",
        title="What is fever?",
        section=("Signs",),
        passage_id=f"p{number}",
        passage="\n".join(s.text for s in sentences),
        sentences=sentences,
        references=(),
        status="submitted",
        updated="2026-11-22",
        version="0" * 12,
    )


STATEMENT = Statement(QUOTE, (1,), ("p1.0", "p1.1"))
CITATIONS = (citation(1, LEAD, ITEM), citation(2, OTHER))


def answer(**changes: Any) -> Answer:
    parts: dict[str, Any] = {
        "question": "signs?",
        "resolved_question": "Signs of fever?",
        "statements": (STATEMENT,),
        "citations": CITATIONS,
        "disclaimer": DISCLAIMER["clinician"],
    }
    return Answer(**(parts | changes))


def test_an_answer_prints_each_statement_with_its_citation_numbers() -> None:
    second = Statement("CT comes second.", (2,), ("p2.0",))
    assert answer(statements=(STATEMENT, second)).text == f"{QUOTE} [1] CT comes second. [2]"


def test_an_abstention_prints_its_gap() -> None:
    given = abstain("signs?", "not-in-corpus", "Nothing on signs.")
    assert (given.text, given.abstained, given.resolved_question) == (
        "Nothing on signs.",
        True,
        "signs?",
    )


def test_a_partial_answer_has_statements_and_a_gap() -> None:
    partial = answer(gap="Nothing on measles.")
    assert not partial.abstained
    assert partial.text == f"{QUOTE} [1]"


@pytest.mark.parametrize(
    "disclaimer",
    [
        "",
        DISCLAIMER["clinician"][:-1],
        DISCLAIMER["clinician"] + " ",
        DISCLAIMER["clinician"].replace("No clinician has", "Clinicians have"),
        DISCLAIMER["patient"],
        None,
    ],
)
@pytest.mark.parametrize("abstained", [True, False])
def test_without_the_whole_disclaimer_of_its_reader_nothing_is_built(
    disclaimer: Any, abstained: bool
) -> None:
    nothing = {"statements": (), "citations": (), "reason": "error", "gap": "Broken."}
    with pytest.raises(ValueError, match="disclaimer"):
        answer(disclaimer=disclaimer, **(nothing if abstained else {}))


def test_a_reader_without_a_disclaimer_gets_no_answer() -> None:
    with pytest.raises(ValueError, match="disclaimer"):
        answer(reader="robot", disclaimer=None)


@pytest.mark.parametrize(
    "changes",
    [
        {"statements": ()},
        {"citations": ()},
        {"statements": (), "citations": ()},
        {"statements": (), "citations": (), "gap": "Nothing."},
    ],
)
def test_an_answer_without_statement_or_citation_is_rejected(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a statement and a citation"):
        answer(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"citations": (), "gap": "Nothing."},
        {"statements": (), "gap": "Nothing."},
        {"statements": (), "citations": ()},
        {"statements": (), "citations": (), "gap": ""},
    ],
    ids=["with statements", "with citations", "without a gap", "with an empty gap"],
)
def test_an_abstention_that_states_cites_or_names_no_gap_is_rejected(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="states and cites nothing, and names its gap"):
        answer(reason="not-in-corpus", **changes)


@given(st.integers(0, len(QUOTE)), st.characters(exclude_categories=["Cs"]), st.booleans())
@example(0, "s", False)
@example(len(QUOTE), " ", True)
@example(0, " ", True)
@example(10, "\n", False)
@example(25, "\N{NO-BREAK SPACE}", False)
def test_a_quote_that_differs_by_one_character_is_rejected(
    at: int, character: str, insert: bool
) -> None:
    text = QUOTE[:at] + character + QUOTE[at if insert else at + 1 :]
    assume(text != QUOTE)
    with pytest.raises(ValueError, match="word for word"):
        answer(statements=(replace(STATEMENT, text=text),))


@pytest.mark.parametrize(
    "sentences", [("p1.1", "p1.0"), ("p1.1",), ("p1.0", "p1.1", "p1.1")], ids=str
)
def test_a_quote_of_its_sentences_in_another_order_or_number_is_rejected(
    sentences: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="word for word"):
        answer(statements=(replace(STATEMENT, sentences=sentences),))


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (Statement("CT comes second.", (1,), ("p2.0",)), "its own citations"),
        (Statement("CT comes second.", (2,), ("p9.9",)), "its own citations"),
        (Statement("CT comes second.", (), ("p2.0",)), "its own citations"),
        (Statement("", (2,), ()), "its own citations"),
        (Statement("CT comes second.", (2, 3), ("p2.0",)), "a number that the answer"),
    ],
    ids=["another citation", "an unknown sentence", "no citation", "no sentence", "no such number"],
)
def test_a_statement_that_rests_on_nothing_of_its_own_is_rejected(
    statement: Statement, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        answer(statements=(statement,))


def test_a_supported_statement_may_use_other_words_but_needs_its_sentences() -> None:
    written = Statement("Look for fever.", (1,), ("p1.1",), "supported")
    assert answer(statements=(written,)).text == "Look for fever. [1]"
    with pytest.raises(ValueError, match="its own citations"):
        answer(statements=(replace(written, sentences=("p2.0",)),))


def test_a_side_that_answers_is_both_an_own_statement_and_a_side() -> None:
    one = Side("Which first?", "CT", "COG", "children", answers=True)
    two = Side("Which first?", "MRI", "SIOP", "children")
    first, second = (
        replace(STATEMENT, side=one),
        Statement("CT comes second.", (2,), ("p2.0",), side=two),
    )
    built = answer(statements=(first, second))
    assert built.own == (first,)
    assert built.differences == {"Which first?": [(one, first), (two, second)]}
    assert two.said == "MRI (SIOP; for children)"


def test_the_turn_keeps_what_a_follow_up_needs() -> None:
    offered = ("Which dose?",)
    made = answer(
        base="Signs of fever?",
        subject="fever",
        context="fever",
        suggestions=offered,
        findings=("pale",),
    )
    turn = made.turn
    assert turn == (
        "signs?",
        "Signs of fever?",
        "Signs of fever?",
        "fever",
        "fever",
        f"{QUOTE} [1]",
        ("p1", "p2"),
        offered,
        ("pale",),
    )


def test_the_json_has_every_field_of_the_contract() -> None:
    found = json.loads(json.dumps(answer().to_dict()))
    assert found["text"] == f"{QUOTE} [1]"
    assert found["abstained"] is False
    assert found["citations"][0]["sentences"][1] == {
        "id": "p1.1",
        "text": "Fever of 38.5 °C.",
        "start": 11,
        "end": 28,
    }
    assert found.keys() >= {
        *("question resolved_question abstained reason text statements withheld citations".split()),
        *("notices gap nearest suggestions disclaimer answerer corpus_version".split()),
        "timings_ms",
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "point",
    [
        r"for healthcare professionals",
        r"does not replace (?:it|the judgement of your doctor)",
        r"primary literature|original research",
        r"the guidelines",
        r"current standards",
        r"No clinician has reviewed",
    ],
)
def test_the_disclaimer_makes_its_points_for_every_reader(reader: Reader, point: str) -> None:
    assert re.search(point, DISCLAIMER[reader], re.I)


@pytest.mark.parametrize("reader", ["clinician", "student"])
def test_the_disclaimer_of_professionals_supports_judgement_and_does_not_replace_it(
    reader: Reader,
) -> None:
    assert "supports clinical judgement and does not replace it" in DISCLAIMER[reader]
