"""Drafts of articles from pages saved as text."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.articles import drafting
from rag.articles.article import parse
from rag.articles.drafting import MAX_BYTES
from rag.articles.saved import read_saved
from rag.errors import ArticleError

# An invented page: its furniture, its marks as bare numbers, its references in threes of lines.
PAGE = """\
Which test comes first for a limping child?

Medical Advisory Board
Article Review Status
Submitted
Under Review
Approved
Last updated: March 4, 2025
Educational purpose only; it does not replace a doctor.

Short answer
In a limping child, examine the hip first. 1 Then take a radiograph. 1, 2

Why not MRI
Cost and sedation
MRI needs sedation in <5 years (about 30%). 2

Who is referred
Any child with one of these is referred:
•\tFever above 38.5 °C. 1
• Refusal to bear weight, seen with tumours 1, 2, infection and fracture. 2, 3

References
Guideline
Limping in "childhood".
A College, 2020
Research
MRI of the hip
Journal, A, 2019
review
Fractures
A publisher, 1999
Help us tailor your experience
Contact
"""

DRAFT = """\
---
# TODO: rewrite every sentence in your own words; the draft is in the page's.
title: "Which test comes first for a limping child?"
specialty: TODO
status: submitted
updated: 2025-03-04
origin: imported
references:
  - number: 1
    kind: summary  # TODO: the page says Guideline; is it the guideline itself?
    title: "Limping in \\"childhood\\""
    source: "A College"
    year: 2020
    consulted: none  # TODO: full-text or abstract, once you have opened it
  - number: 2
    kind: research
    title: "MRI of the hip"
    source: "Journal, A"
    year: 2019
    consulted: none  # TODO: full-text or abstract, once you have opened it
  - number: 3
    kind: review
    title: "Fractures"
    source: "A publisher"
    year: 1999
    consulted: none  # TODO: full-text or abstract, once you have opened it
---

## Short answer

In a limping child, examine the hip first. [1] Then take a radiograph. [1, 2]

## Why not MRI

### Cost and sedation

MRI needs sedation in <5 years (about 30%). [2]

## Who is referred

Any child with one of these is referred:

- Fever above 38.5 °C. [1]
- Refusal to bear weight, seen with tumours [1, 2], infection and fracture. [2, 3]
"""


def draft(source: bytes, updated: dt.date | None = None) -> tuple[str, str]:
    return drafting.draft(read_saved(source), updated)


def refused(page: str | bytes) -> tuple[int, str]:
    with pytest.raises(ArticleError) as caught:
        draft(page if isinstance(page, bytes) else page.encode())
    assert "\n" not in str(caught.value)
    return caught.value.line, caught.value.reason


def test_a_page_becomes_a_draft_with_its_marks_kinds_and_things_to_do() -> None:
    assert draft(PAGE.encode()) == ("which-test-comes-first-for-a-limping-child", DRAFT)


def test_a_draft_is_an_article_that_is_not_approved() -> None:
    slug, text = draft(PAGE.encode())
    found = parse(text.encode(), slug)
    assert (found.status, found.origin, found.updated) == (
        "submitted",
        "imported",
        dt.date(2025, 3, 4),
    )
    assert [(r.number, r.kind, r.year, r.consulted) for r in found.references] == [
        (1, "summary", 2020, "none"),
        (2, "research", 2019, "none"),
        (3, "review", 1999, "none"),
    ]
    assert [s.path for s in found.sections] == [
        ("Short answer",),
        ("Why not MRI",),
        ("Why not MRI", "Cost and sedation"),
        ("Who is referred",),
    ]
    assert [b.kind for b in found.sections[-1].blocks] == ["lead-in", "item", "item"]


@pytest.mark.parametrize(
    "page",
    [PAGE.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + PAGE.encode(), f"\n\n{PAGE}".encode()],
)
def test_how_the_page_was_saved_does_not_matter(page: bytes) -> None:
    assert draft(page)[1] == DRAFT


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("CT, or MRI?", "ct-or-mri"),
        ("a" * 59 + " b", "a" * 59),
        ("Ü", "draft"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_the_slug_comes_from_the_title(title: str, slug: str) -> None:
    assert (
        draft(PAGE.replace("Which test comes first for a limping child?", title).encode())[0]
        == slug
    )


@pytest.mark.parametrize(
    ("prose", "marked"),
    [
        ("Seen in 12 of 30 children.", "Seen in 12 of 30 children."),
        ("Give 5 mg. 9", "Give 5 mg. 9"),
        ("It is done. 1, 9", "It is done. 1, 9"),
        ("It is done; 1 so is this: 2", "It is done; [1] so is this: [2]"),
        ("Look for masses 2, 3, then stop.", "Look for masses [2, 3], then stop."),
        ("In grades 2, 3 and 4.", "In grades 2, 3 and 4."),
    ],
)
def test_only_a_number_of_a_reference_after_a_sentence_becomes_a_mark(
    prose: str, marked: str
) -> None:
    text = draft(PAGE.replace("Short answer\n", f"Short answer\n{prose}\n").encode())[1]
    assert f"## Short answer\n\n{marked}\n" in text


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        (PAGE, "", 1, "the page is empty"),
        (PAGE, " \n\n", 1, "the page is empty"),
        (PAGE, "x" * (MAX_BYTES + 1), 1, "larger than 512 KiB"),
        ("References\n", "Sources\n", 1,
         "no line `References`; a page without references is no article"),
        (PAGE[PAGE.index("Guideline\n"):], "Contact\n", 23,
         "no reference of the form kind, title, `source, year`, nor a numbered list of them"),
        ("A College, 2020", "A College", 24,
         "a reference is not of the form kind, title, `source, year`"),
        ("Journal, A, 2019", "Journal, A, in press", 27,
         "a reference is not of the form kind, title, `source, year`"),
        ("A publisher, 1999\nHelp us tailor your experience\nContact\n", "", 30,
         "a reference is not of the form kind, title, `source, year`"),
        ("Last updated: March 4, 2025\n", "", 1,
         "no line `Last updated: Month day, year`; give --updated YYYY-MM-DD"),
        ("March 4, 2025", "2025-03-04", 1,
         "no line `Last updated: Month day, year`; give --updated YYYY-MM-DD"),
        ("March 4", "February 30", 8, "'February 30, 2025' is no day"),
        ("March 4", "Marsh 4", 8, "'Marsh 4, 2025' is no day"),
        ("2025", "0000", 8, "'March 4, 0000' is no day"),
        ("Short answer\n", "", 1,
         "makes no article: text before the first heading; "
         "see 'In a limping child, examine the hip first. [1] Then take a r'"),
        ("Who is referred\nAny", "Who is referred\n\nNothing here\n\nAgain\n\nAny", 1,
         "makes no article: the section 'Nothing here' has no text; see '### Nothing here'"),
        ("(about", "([about](https://a.org)", 1,
         "makes no article: a link is not in the grammar; "
         "see 'MRI needs sedation in <5 years ([about](https://a.org) 30%).'"),
        ("Fever", "Fe\u200bver", 1,
         "makes no article: the hidden character U+200B; remove it; "
         "see '- Fe\\u200bver above 38.5 °C. [1]'"),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_page_that_cannot_be_drafted_says_why_in_one_line(
    old: str, new: str, line: int, reason: str
) -> None:
    assert PAGE.count(old) == 1
    assert refused(PAGE.replace(old, new)) == (line, reason)


def test_a_page_that_is_not_utf8_is_refused_with_its_line() -> None:
    assert refused(PAGE.replace("•", "-").encode("latin-1")) == (
        20,
        "neither PDF nor HTML nor UTF-8 text; save the page as one of them",
    )


def test_references_that_the_text_does_not_cite_become_a_thing_to_do() -> None:
    text = draft(PAGE.replace(" 2, 3\n", " 2\n").encode())[1]
    assert text.endswith(
        "## TODO\n\nPut these marks where they belong, or remove their references. [3]\n"
    )


LISTED = """\
How is a limp imaged?
Last updated: March 4, 2025
First test
In a limping child, a radiograph comes first. [1, 2]
References
1. Doe A. Limping. A Journal. 2019;12:2021-2030. doi:10.1000/limp.1.
[2] College of Limps. A guideline. Second edition, 2023
About us
"""


def test_a_numbered_list_of_references_is_read_entry_by_entry() -> None:
    slug, text = draft(LISTED.encode())
    found = parse(text.encode(), slug)
    assert [(r.kind, r.source, r.year, r.doi) for r in found.references] == [
        ("review", "TODO", 2019, "10.1000/limp.1"),
        ("review", "TODO", 2023, ""),
    ]
    assert found.references[1].title == "College of Limps. A guideline. Second edition, 2023"
    assert text.count("# TODO: which kind is it?") == 2


def test_a_listed_reference_without_a_year_is_refused_with_its_line() -> None:
    assert refused(LISTED.replace("edition, 2023", "edition")) == (7, "a reference without a year")


def test_a_day_given_serves_a_page_that_does_not_say_its_own() -> None:
    given = dt.date(2024, 2, 29)
    bare = LISTED.replace("Last updated: March 4, 2025\n", "")
    assert "\nupdated: 2024-02-29\n" in draft(bare.encode(), given)[1]
    assert "\nupdated: 2025-03-04\n" in draft(LISTED.encode(), given)[1]
