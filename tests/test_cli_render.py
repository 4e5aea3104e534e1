"""An answer as text for a terminal."""

from __future__ import annotations

from dataclasses import replace

from rag.answers.answer import (
    DISCLAIMER,
    Answer,
    Citation,
    CitedReference,
    CitedSentence,
    Near,
    Notice,
    Side,
    Statement,
    abstain,
)
from rag.cli.render import render

REFERENCE = CitedReference(2, "guideline", "Lumps", "A body", 2021, True, "none", "second edition")
CITATION = Citation(
    number=1,
    article="lump",
    title="Which scan?",
    section=("Scans", "First"),
    passage_id="p",
    passage="CT is first. MRI is first.",
    sentences=(
        CitedSentence("p.0", "CT is first.", 0, 12),
        CitedSentence("p.1", "MRI is first.", 13, 26),
    ),
    references=(REFERENCE,),
    status="submitted",
    updated="2026-11-22",
    version="0" * 12,
)
ANSWER = Answer(
    question="which?",
    resolved_question="Which scan?",
    statements=(Statement("CT is first.", (1,), ("p.0",)),),
    citations=(CITATION,),
    notices=(Notice("pending-review", "Not yet reviewed by a clinician."),),
    gap="Nothing on PET.",
    nearest=(Near("pet", "What is PET?", ("Costs",), "q", "A PET scan"),),
    disclaimer=DISCLAIMER["clinician"],
)


def parts(answer: Answer) -> list[str]:
    return [" ".join(part.split()) for part in render(answer).split("\n\n")]


def test_an_answer_shows_notices_before_it_and_sources_and_the_disclaimer_after() -> None:
    assert parts(ANSWER) == [
        "Searched for: Which scan?",
        "! Not yet reviewed by a clinician.",
        "CT is first. [1]",
        "Nothing on PET.",
        "Near, but not an answer: A PET scan › Costs",
        "[1] Which scan? › Scans › First lump@000000000000; submitted; updated 2026-11-22 "
        "rests on (2) guideline: Lumps. A body, 2021, second edition; not consulted",
        DISCLAIMER["clinician"],
    ]


def test_terms_are_explained_below_the_answer() -> None:
    glosses = {"CT": "a scan", "PET": "another scan"}
    assert parts(replace(ANSWER, glosses=glosses))[2:4] == [
        "CT is first. [1]",
        "In plain words: CT: a scan; PET: another scan.",
    ]


def test_a_reference_that_was_opened_says_how_far() -> None:
    opened = replace(REFERENCE, consulted="abstract", edition="")
    answer = replace(ANSWER, citations=(replace(CITATION, references=(opened,)),))
    assert "A body, 2021; abstract read" in " ".join(render(answer).split())


def test_a_difference_shows_all_of_its_sides_below_the_answer() -> None:
    ct = Side("CT or MRI?", "CT", "COG", "children", answers=True)
    mri = Side("CT or MRI?", "MRI", "SIOP", "children")
    sides = (
        Statement("CT is first.", (1,), ("p.0",), side=ct),
        Statement("MRI is first.", (1,), ("p.1",), side=mri),
    )
    assert parts(replace(ANSWER, statements=sides))[2:4] == [
        "CT is first. [1]",
        "Articles differ: CT or MRI? CT (COG; for children): CT is first. [1] "
        "MRI (SIOP; for children): MRI is first. [1]",
    ]


def test_an_abstention_shows_its_gap_and_the_disclaimer_of_its_reader() -> None:
    given = abstain("why?", "unclear", "Nothing was asked.", reader="patient")
    assert parts(given) == ["Searched for: why?", "Nothing was asked.", DISCLAIMER["patient"]]


def test_no_control_character_reaches_the_terminal() -> None:
    shown = render(abstain("a\x1b[31mb\x07\x9bc\td", "error", "x\x00y\r"))
    assert {c for c in shown if not c.isprintable()} == {"\n"}
    assert "Searched for: a [31mb  c d" in shown
