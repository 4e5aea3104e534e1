"""The body: headings, blocks, marks, and what is no part of the grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.body import Block, Mark, Section, read_body
from rag.errors import ArticleError


def blocks(text: str) -> tuple[Block, ...]:
    (section,) = read_body(f"## A\n\n{text}\n", first_line=1)
    return section.blocks


def paragraph(text: str) -> Block:
    (block,) = blocks(text)
    assert block.kind == "paragraph"
    return block


def refused(text: str, first_line: int = 1) -> tuple[int, str]:
    with pytest.raises(ArticleError) as caught:
        read_body(text, first_line)
    return caught.value.line, caught.value.reason


def test_sections_have_the_path_of_their_headings_and_their_line() -> None:
    body = "\n## A\n\na\n\n### B\n\nb\n\n#### C\n\nc\n\n### D ###\n\nd\n\n## **E**\n\ne\n"
    assert [(s.path, s.line, s.blocks[0].text) for s in read_body(body, first_line=20)] == [
        (("A",), 21, "a"),
        (("A", "B"), 25, "b"),
        (("A", "B", "C"), 29, "c"),
        (("A", "D"), 33, "d"),
        (("E",), 37, "e"),
    ]


def test_a_section_may_have_its_text_in_sections_of_its_own() -> None:
    top, inner = read_body("## A\n\n### B\n\nb", first_line=1)
    assert top == Section(("A",), 1, ())
    assert inner.path == ("A", "B")


def test_every_block_has_its_line_and_kind() -> None:
    lists = "One.\nStill one.\n\nThese:\n\n- a\n- b\n  more\n\n1. c\n2. d\n\n"
    table = "| H | I |\n|---|---|\n| 1 | 2 |"
    assert [(b.kind, b.text, b.line) for b in blocks(lists + table)] == [
        ("paragraph", "One. Still one.", 3),
        ("lead-in", "These:", 6),
        ("item", "a", 8),
        ("item", "b more", 9),
        ("item", "c", 12),
        ("item", "d", 13),
        ("header", "H; I", 15),
        ("row", "H: 1; I: 2", 17),
    ]


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("", 7, "the body is empty"),
        ("text\n\n## A\n\na", 7, "text before the first heading"),
        ("- item\n\n## A\n\na", 7, "text before the first heading"),
        ("## A", 7, "the section 'A' has no text"),
        ("## A\n\na\n\n## B\n\n## C\n\nc", 11, "the section 'B' has no text"),
        ("## A\n\n### B\n\n## C\n\nc", 9, "the section 'B' has no text"),
        ("### A\n\n### B\n\nb", 7, "the section 'A' has no text"),
        ("## A\n\n#### B\n\n### C\n\nc", 9, "the section 'B' has no text"),
        ("# A\n\na", 7, "headings are ## to ####; the title is in the front matter"),
        ("##### A\n\na", 7, "headings are ## to ####; the title is in the front matter"),
        ("A\n===\n\na", 7, "headings are ## to ####; the title is in the front matter"),
        ("## A\n\na\nb\n---", 9, "headings are ## to ####; the title is in the front matter"),
        ("## A [1]\n\na", 7, "a heading has text and no reference mark"),
        ("##\n\na", 7, "a heading has text and no reference mark"),
        ("## A\n\na\n\n[1]", 11, "a reference mark without a sentence"),
        ("## A\n\n- [1, 2]", 9, "a reference mark without a sentence"),
        ("## A\n\n- a\n  - b", 10, "a list inside a list is not in the grammar"),
        ("## A\n\n1. a\n   - b", 10, "a list inside a list is not in the grammar"),
        ("## A\n\n" + "- " * 5000 + "a", 9, "a list inside a list is not in the grammar"),
        ("## A\n\n- a\n\n  b", 11, "a list item of two paragraphs"),
        ("## A\n\n+ 5 mg", 9, "a list begins with `- ` or `1. `"),
        ("## A\n\n* 5 mg", 9, "a list begins with `- ` or `1. `"),
        ("## A\n\n1985. A trial", 9, "a list begins with `- ` or `1. `"),
        ("## A\n\n0. A trial", 9, "a list begins with `- ` or `1. `"),
        ("## A\n\na `b`", 9, "code is not in the grammar"),
        ("## A\n\na\nb\nc `d`", 11, "code is not in the grammar"),
        ("## A\n\n```\nb\n```", 9, "code is not in the grammar"),
        ("## A\n\n    b", 9, "code is not in the grammar"),
        ("## A\n\n> b", 9, "a quotation is not in the grammar"),
        ("## A\n\n" + "> " * 5000 + "b", 9, "a quotation is not in the grammar"),
        ("## A\n\na\n\n***\n\nb", 11, "a rule is not in the grammar"),
        ("## A\n\na ![b](c.png)", 9, "an image is not in the grammar"),
        ("## A\n\na [b](https://c.org)", 9, "a link is not in the grammar"),
        ("## A\n\na <https://c.org>", 9, "a link is not in the grammar"),
        ("## A\n\n- a\n- [b](c)", 10, "a link is not in the grammar"),
        ("## [A](b)\n\na", 7, "a link is not in the grammar"),
        ("## A\n\n| a |\n|---|\n| [b](c) |", 11, "a link is not in the grammar"),
        (
            "## A\n\na [1]\n\n[1]: https://c.org",
            11,
            "link definitions are refused; addresses go to the references",
        ),
        (
            "[b]: x\n\n## A\n\na\n\n[c]: y",
            7,
            "link definitions are refused; addresses go to the references",
        ),
        ("## A\n\n|  |  |\n|--|--|\n| a | b |", 9, "a table whose header row is empty"),
        ("## A\n\n| a | b |\n|--|--|\n|  |  |", 11, "a table row without text"),
        ("## A\n\n| a | b |\n|--|--|\n| [1] | |", 11, "a table row without text"),
        ("## A\n\n| a | b |\n|--|--|\n| 1 | 2 |\n| 1 | 2 | 3 |", 12,
         "a table row with more cells than its header"),
        ("## A\n\nHLA-B*57 and HLA-B*58", 9, "a star inside a word would be lost; write `\\*`"),
        ("## A\n\na\nb&#x202e;c", 10, "the hidden character U+202E; remove it"),
        ("## A &shy;\n\na", 7, "the hidden character U+00AD; remove it"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_grammar_is_refused_with_its_line(
    body: str, line: int, reason: str
) -> None:
    assert refused(body, first_line=7) == (line, reason)


@pytest.mark.parametrize(
    "text",
    [
        "5-18% of cases",
        "<5 years",
        "CRP < 20 mg/L & >3 months",
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<!-- a comment -->",
        "a_b_c and 3 * 4",
        "[18F]FDG and [123I]mIBG",
        "[see above] [1a] [1234] [0.5-0.9] []",
        "https://a.org stays text",
        "m² 10⁹/L ≥38 °C ½ β-hCG",
        "{{ name }} ${name} %(name)s",
        "1985 was early",
        "~~not struck~~ ==nor marked== ^2^ H~2~O",
        "- ",
    ],
)
def test_what_only_looks_like_markup_stays_text(text: str) -> None:
    block = paragraph(f"In a child: {text}")
    assert (block.text, block.marks) == (f"In a child: {text}".rstrip(), ())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**Bold**, *italic*, __both__ and _more_.", "Bold, italic, both and more."),
        (r"HLA-B\*57:01 and HLA-B\*58:01", "HLA-B*57:01 and HLA-B*58:01"),
        ("&lt;5 years &amp; 3&nbsp;kg &#178;", "<5 years & 3 kg ²"),
        ("one  two\tthree\nfour  \nfive\\\nsix", "one two three four five six"),
        (r"\# no heading, \- no item", "# no heading, - no item"),
    ],
)
def test_emphasis_escapes_and_line_ends_are_read_as_plain_text(source: str, text: str) -> None:
    assert paragraph(source).text == text


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("CT. [1]", "CT.", [(3, 1)]),
        ("CT [1].", "CT.", [(2, 1)]),
        ("CT.[1]", "CT.", [(3, 1)]),
        ("CT. [1, 2]", "CT.", [(3, 1), (3, 2)]),
        ("CT. [1-3]", "CT.", [(3, 1), (3, 2), (3, 3)]),
        ("CT. [1–3]", "CT.", [(3, 1), (3, 2), (3, 3)]),
        ("CT. [1,3-4, 9]", "CT.", [(3, 1), (3, 3), (3, 4), (3, 9)]),
        ("CT. [1][2] [3]", "CT.", [(3, 1), (3, 2), (3, 3)]),
        ("CT. [1,\n2 - 4]", "CT.", [(3, 1), (3, 2), (3, 3), (3, 4)]),
        ("CT. [2-2]", "CT.", [(3, 2)]),
        ("CT [1], US [2] and MRI. [3]", "CT, US and MRI.", [(2, 1), (6, 2), (15, 3)]),
        ("CT. [1] US.   [2]   MRI.", "CT. US. MRI.", [(3, 1), (7, 2)]),
        ("CT.\n[1]\nUS.", "CT. US.", [(3, 1)]),
        ("**CT.** *[1]*", "CT.", [(3, 1)]),
        ("[1] CT.", "CT.", [(0, 1)]),
        (r"CT. \[1\]", "CT.", [(3, 1)]),
        ("CT. [999]", "CT.", [(3, 999)]),
    ],
)
def test_marks_are_taken_out_and_kept_with_their_place(
    source: str, text: str, marks: list[tuple[int, int]]
) -> None:
    block = paragraph(source)
    assert block.text == text
    assert block.marks == tuple(Mark(*m) for m in marks)


@pytest.mark.parametrize("mark", ["[3-1]", "[1-22]", "[1, 5-4]", "[0-99]"])
def test_a_range_that_runs_backwards_or_far_is_refused(mark: str) -> None:
    assert refused(f"## A\n\na\nb {mark}") == (4, f"{mark} is not a range of references")


@pytest.mark.parametrize(
    "mark", ["[1; 2]", "[ 1 ]", "[1 ]", "[1—2]", "[1,,2]", "[1 2]", f"[1{', 1' * 10}]"]
)
def test_what_was_meant_for_a_mark_does_not_stay_in_the_text(mark: str) -> None:
    reason = f"{mark} is no reference mark; write [1, 2] or [1-3]"
    assert refused(f"## A\n\nCT. {mark}") == (3, reason)


@pytest.mark.parametrize("opening", ["[", "[1", "[1, ", "[1-"])
def test_long_runs_of_digits_are_read_in_one_go(opening: str) -> None:
    # A pattern with nested repetition would not come back from these.
    text = f"{opening}{'9' * 28}, {'9 ' * 28}{'1,' * 5000}x"
    assert paragraph(f"a {text}").text == f"a {text}"


def test_a_mark_in_a_table_stands_in_the_cell_and_goes_to_the_row() -> None:
    header, row = blocks("| Sign [2] | Tumour |\n|---|---|\n| Claw [1] | Wilms [3, 1] |")
    assert header == Block("header", "Sign; Tumour", (Mark(4, 2),), 3, ("Sign", "Tumour"))
    assert row.text == "Sign: Claw; Tumour: Wilms"
    assert [m.number for m in row.marks] == [1, 3]
    assert {m.offset for m in row.marks} == {len(row.text)}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("| a | b | c |", "H: a; I: b; c"),
        ("| a |  | c |", "H: a; c"),
        ("| a | b |", "H: a; I: b"),
        ("a | b | c", "H: a; I: b; c"),
        (r"| a \| b | <5 | 5-18% |", "H: a | b; I: <5; 5-18%"),
        ("| **a** | [1] 5 mg | c [2] |", "H: a; I: 5 mg; c"),
    ],
)
def test_a_row_is_written_header_colon_cell(row: str, text: str) -> None:
    assert blocks(f"| H | I |  |\n|---|---|---|\n{row}")[1].text == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("These:\n\n- a", ["lead-in", "item"]),
        ("These: [1]\n\n- a", ["lead-in", "item"]),
        ("These:\n- a", ["lead-in", "item"]),
        ("These:\n\n1. a", ["lead-in", "item"]),
        ("These:\n\n| H |\n|---|\n| a |", ["lead-in", "header", "row"]),
        ("These.\n\n- a", ["paragraph", "item"]),
        ("These:\n\nThose.\n\n- a", ["paragraph", "paragraph", "item"]),
        ("These:", ["paragraph"]),
    ],
)
def test_a_paragraph_that_ends_in_a_colon_leads_a_list_in(text: str, kinds: list[str]) -> None:
    assert [b.kind for b in blocks(text)] == kinds


@given(st.text(max_size=300))
def test_any_body_is_read_or_refused(text: str) -> None:
    try:
        sections = read_body(f"## A\n\n{text}", first_line=5)
    except ArticleError as error:
        assert error.line >= 5
    else:
        assert all(b.text for s in sections for b in s.blocks)
