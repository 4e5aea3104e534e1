"""Passages and sentences: nothing lost, nothing twice, every offset right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.passage import MAX_CHARS, Passage, split
from tests.fakes import passages, read


def only(body: str) -> Passage:
    (passage,) = passages(f"## A\n\n{body}")
    return passage


class Expected(NamedTuple):
    """A sentence as it was written into a generated article."""

    kind: str
    text: str
    references: tuple[int, ...]
    lead: str


Piece = tuple[str, str, tuple[int, ...]]  # as written, as read, with the numbers of its marks
MARKS: dict[str, tuple[int, ...]] = {"": (), "[1]": (1,), "[1, 2]": (1, 2), "[1-3]": (1, 2, 3)}
WORDS = "child fever m² 10⁹/L 5-18% <5 years 5.5 mg/kg vs. US, e.g. [18F]FDG **bold** Dr. X".split()


@st.composite
def pieces(draw: st.DrawFn, count: Callable[[], int], stop: str = ".") -> Piece:
    """A sentence that occurs nowhere else, its mark before or after its stop."""
    words = " ".join([f"S{count()}", *islice(cycle(WORDS), draw(st.integers(0, 60))), "end"])
    mark = draw(st.sampled_from(list(MARKS)))
    before = draw(st.booleans())
    written = f"{words} {mark}{stop}" if before else f"{words}{stop} {mark}"
    return written if mark else words + stop, words.replace("**", "") + stop, MARKS[mark]


@st.composite
def block(draw: st.DrawFn, count: Callable[[], int]) -> tuple[str, list[Expected]]:
    """A paragraph, a list or a table as Markdown, with the sentences that it holds."""
    kind = draw(st.sampled_from(["paragraph", "list", "table"]))
    if kind == "paragraph":
        found = draw(st.lists(pieces(count), min_size=1, max_size=5))
        expected = [Expected("sentence", p[1], p[2], "") for p in found]
        return " ".join(p[0] for p in found), expected
    return draw(a_list(count) if kind == "list" else a_table(count))


@st.composite
def a_list(draw: st.DrawFn, count: Callable[[], int]) -> tuple[str, list[Expected]]:
    leads = draw(st.booleans())
    # Without a paragraph before it, Markdown would take the list for more of the one above.
    opening = draw(st.lists(pieces(count), min_size=not leads, max_size=2))
    lead = draw(pieces(count, stop=":"))
    before = [*opening, lead] if leads else opening
    expected = [Expected("sentence", p[1], p[2], "") for p in opening]
    expected += [Expected("lead-in", lead[1], lead[2], "")] * leads
    lines = []
    for item in draw(
        st.lists(st.lists(pieces(count), min_size=1, max_size=3), min_size=1, max_size=6)
    ):
        lines.append("- " + " ".join(p[0] for p in item))
        kinds = ["item"] + ["sentence"] * (len(item) - 1)
        expected += [
            Expected(k, p[1], p[2], lead[1] if leads and k == "item" else "")
            for k, p in zip(kinds, item, strict=True)
        ]
    return " ".join(p[0] for p in before) + "\n\n" + "\n".join(lines), expected


@st.composite
def a_table(draw: st.DrawFn, count: Callable[[], int]) -> tuple[str, list[Expected]]:
    heads = [f"H{count()}", f"H{count()}"]
    expected = [Expected("header", "; ".join(heads), (), "")]
    rows = draw(st.lists(st.tuples(pieces(count, ""), pieces(count, "")), min_size=1, max_size=8))
    lines = [f"| {heads[0]} | {heads[1]} |", "|---|---|"]
    for one, two in rows:
        lines.append(f"| {one[0]} | {two[0]} |")
        text = f"{heads[0]}: {one[1]}; {heads[1]}: {two[1]}"
        numbers = tuple(dict.fromkeys(one[2] + two[2]))
        expected.append(Expected("row", text, numbers, ""))
    return "\n".join(lines), expected


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[list[Expected]]]:
    """A body of a few sections, and the sentences of each."""
    numbers = iter(range(10_000))
    sections = draw(
        st.lists(st.lists(block(lambda: next(numbers)), min_size=1, max_size=4), max_size=3)
    )
    body = "".join(
        f"## Section {n}\n\n" + "\n\n".join(text for text, _ in found) + "\n\n"
        for n, found in enumerate(sections)
    )
    return body, [[e for _, expected in found for e in expected] for found in sections]


def as_written(found: list[Passage]) -> list[Expected]:
    """The sentences of passages, a lead-in or header row that is repeated counted once."""
    seen: dict[str, Expected] = {}
    sentences = []
    for passage in found:
        by_id = {s.id: s.text for s in passage.sentences}
        for s in passage.sentences:
            lead = by_id[s.lead] if s.lead else ""
            one = Expected(s.kind, s.text, s.references, lead)
            if s.kind in ("lead-in", "header") and seen.get(s.text) == one:
                continue
            seen[s.text] = one
            sentences.append(one)
    return sentences


@given(bodies())
@settings(max_examples=200, deadline=None)
def test_every_sentence_is_there_once_with_its_references(
    written: tuple[str, list[list[Expected]]],
) -> None:
    body, sections = written
    found = passages(body)
    for n, expected in enumerate(sections):
        assert as_written([p for p in found if p.path == (f"Section {n}",)]) == expected


@given(bodies())
@settings(max_examples=200, deadline=None)
def test_passages_hold_their_sentences_at_their_offsets(
    written: tuple[str, list[list[Expected]]],
) -> None:
    article = read(written[0])
    found = split(article)
    for passage in found:
        assert passage.article == "imaging"
        assert not any(mark in passage.text for mark in MARKS if mark)
        at = 0
        for n, s in enumerate(passage.sentences):
            assert (s.id, s.start) == (f"{passage.id}.{n}", at)
            assert passage.text[s.start : s.end] == s.text != ""
            at = s.end + 1
        assert at == len(passage.text) + 1
    ids = [p.id for p in found]
    assert len(set(ids)) == len(ids)
    assert split(article) == found


@given(bodies())
@settings(max_examples=200, deadline=None)
def test_a_cut_passage_is_small_and_keeps_its_context(
    written: tuple[str, list[list[Expected]]],
) -> None:
    for passage in passages(written[0]):
        kinds = [s.kind for s in passage.sentences]
        context = kinds[0] in ("lead-in", "header")
        # One sentence is never cut, however long, nor parted from what leads it in.
        assert len(passage.text) <= MAX_CHARS or len(kinds) <= 1 + context
        assert "row" not in kinds or "header" in kinds[: kinds.index("row")]
        lines = passage.text.split("\n")
        items = [s.text for s in passage.sentences if s.kind in ("item", "row", "header")]
        assert all(sum(line.startswith(i) for line in lines) == 1 for i in items)


def test_the_words_of_a_passage_are_written_one_item_or_row_a_line() -> None:
    text = (
        "One. Two.\n\nThese are:\n\n- a\n- b. More.\n\n| H | I |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    )
    passage = only(text)
    assert passage.text == (
        "One. Two.\nThese are:\na\nb. More.\nH; I\nH: 1; I: 2\nH: 3; I: 4"
    )  # fmt: skip
    assert [(s.kind, s.text) for s in passage.sentences] == [
        ("sentence", "One."),
        ("sentence", "Two."),
        ("lead-in", "These are:"),
        ("item", "a"),
        ("item", "b."),
        ("sentence", "More."),
        ("header", "H; I"),
        ("row", "H: 1; I: 2"),
        ("row", "H: 3; I: 4"),
    ]


def test_only_the_last_sentence_of_a_lead_in_paragraph_is_the_lead_in() -> None:
    passage = only("CT is next. Its reasons are: [2]\n\n- It shows calcium. [1]\n- It is fast.")
    first, lead, item, other = passage.sentences
    assert (first.kind, first.text, first.references) == ("sentence", "CT is next.", ())
    assert (lead.kind, lead.text, lead.references) == ("lead-in", "Its reasons are:", (2,))
    assert (item.lead, other.lead) == (lead.id, lead.id)
    assert (first.lead, lead.lead) == ("", "")


@pytest.mark.parametrize(
    ("source", "references"),
    [
        ("CT. [1] US. [2]", [(1,), (2,)]),
        ("CT [1]. US [2].", [(1,), (2,)]),
        ("CT.[1] US.[2]", [(1,), (2,)]),
        ("CT.\n[1]\nUS.", [(1,), ()]),
        ("CT. US. [1-3]", [(), (1, 2, 3)]),
        ("CT [2], then [1] MRI. [2] US.", [(2, 1), ()]),
        ("[1] CT. US.", [(1,), ()]),
        (f"CT.{' ' * 12}[1] US.", [(1,), ()]),
        ("CT. [1][3] US.", [(1, 3), ()]),
        ("CT (Fig. 2). [1] <5 years is young. [2]", [(1,), (2,)]),
    ],
)
def test_a_mark_belongs_to_the_sentence_before_it(
    source: str, references: list[tuple[int, ...]]
) -> None:
    assert [s.references for s in only(source).sentences] == references


def test_a_row_has_the_marks_of_its_cells_and_a_header_its_own() -> None:
    table = "| Sign | Tumour [3] |\n|---|---|\n| Claw [2] | Wilms. [1, 2] |\n| None |  |"
    assert [(s.kind, s.text, s.references) for s in only(table).sentences] == [
        ("header", "Sign; Tumour", (3,)),
        ("row", "Sign: Claw; Tumour: Wilms.", (2, 1)),
        ("row", "Sign: None", ()),
    ]


def test_the_stored_text_is_as_it_was_typed() -> None:
    text = "Give 3 m² × 10⁹/L, ≥5.5 µg/kg, in the tumour of a paediatric “case” – 5-18%."
    assert only(text).text == text


def test_a_list_after_a_table_has_no_lead_in_of_an_earlier_list() -> None:
    table = "| H |\n|---|\n| a |"
    passage = only(f"These:\n\n- x\n\n{table}\n\n- y")
    assert [(s.kind, bool(s.lead)) for s in passage.sentences] == [
        ("lead-in", False),
        ("item", True),
        ("header", False),
        ("row", False),
        ("item", False),
    ]


def test_a_mark_does_not_change_the_id() -> None:
    assert only("One. [1]").id == only("One. [2]").id
