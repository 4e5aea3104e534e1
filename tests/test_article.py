"""Articles: what a file must be, and the line and the reason where it is not."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.article import MAX_BYTES, Article, Reference, Rejected, parse, version_of
from rag.errors import ArticleError
from tests.fakes import GOOD, article, rejected_beside_a_good_one


def test_a_good_file_is_read_whole() -> None:
    source = b"""---
title: "Which imaging comes first: ultrasound or CT?"
subject: a child with a palpable mass
specialty: Paediatric oncology
status: under-review
updated: 2026-11-22
applies_to: Children aged 0 to 18 years
setting: Emergency department
origin: imported
asks:
  - Why ultrasound?
  - Why not CT?
references:
  - number: 1
    kind: guideline
    title: ACR Criteria
    source: American College of Radiology
    year: 2020
    consulted: full-text
    edition: revised 2019
    url: https://acr.org/a?b=c
    doi: 10.1016/j.jacr.2023.02.009
    pmid: "36349564"
  - {number: 2, kind: summary, title: S, source: P, year: 1800, consulted: none}
---

## Short answer

Ultrasound. [1, 2]
"""
    found = parse(source, "palpable-mass-2")
    (section,) = found.sections
    assert (section.path, section.line) == (("Short answer",), 27)
    assert found == Article(
        slug="palpable-mass-2",
        version=hashlib.sha256(source).hexdigest()[:12],
        title="Which imaging comes first: ultrasound or CT?",
        subject="a child with a palpable mass",
        specialty="Paediatric oncology",
        status="under-review",
        updated=dt.date(2026, 11, 22),
        applies_to="Children aged 0 to 18 years",
        setting="Emergency department",
        origin="imported",
        asks=("Why ultrasound?", "Why not CT?"),
        references=(
            Reference(
                1,
                "guideline",
                "ACR Criteria",
                "American College of Radiology",
                2020,
                "full-text",
                "revised 2019",
                "https://acr.org/a?b=c",
                "10.1016/j.jacr.2023.02.009",
                "36349564",
            ),
            Reference(2, "summary", "S", "P", 1800, "none"),
        ),
        sections=(section,),
    )


def test_the_label_is_the_subject_or_else_the_title() -> None:
    named = article("Why?", "the limping child", a="Text. [1]")
    assert parse(named.encode(), "x").label == "The limping child"
    assert parse(GOOD.encode(), "x").label == "Why ultrasound first?"


def test_windows_line_ends_are_read_as_any_other() -> None:
    windows = GOOD.replace("\n", "\r\n").encode()
    found, expected = parse(windows, "x"), parse(GOOD.encode(), "x")
    assert (found.sections, found.references) == (expected.sections, expected.references)
    assert found.version == version_of(windows) != expected.version


def test_the_version_is_that_of_the_exact_text() -> None:
    assert version_of(b"abc") == "ba7816bf8f01"  # SHA-256 of "abc", FIPS 180-2 appendix B.1
    assert parse(GOOD.encode(), "x").version != parse(GOOD.encode() + b"\n", "x").version


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (GOOD.replace("needs", "né").encode("latin-1"), 18,
         "not UTF-8; save the file in that encoding"),
        (GOOD.encode("utf-16"), 1, "not UTF-8; save the file in that encoding"),
        (GOOD.encode("utf-16-le"), 1, "the hidden character U+0000; remove it"),
        (b"\xef\xbb\xbf" + GOOD.encode(), 1,
         "begins with a byte-order mark; save as UTF-8 without it"),
        (GOOD + "x" * MAX_BYTES, 1, "larger than 256 KiB; split the article"),
        ("", 1, "no front matter: the first line is not `---`"),
        ("\n" + GOOD, 1, "no front matter: the first line is not `---`"),
        ("## Short answer\n\nText.", 1, "no front matter: the first line is not `---`"),
        (GOOD.replace("---\n\n##", "\n##"), 1, "the front matter is not closed by a line `---`"),
        (GOOD.replace("---\n\n##", "----\n\n##"), 1,
         "the front matter is not closed by a line `---`"),
        (GOOD[: GOOD.index("##")], 14, "the body is empty"),
        (GOOD[: GOOD.index("Ultrasound needs")], 16, "the section 'Short answer' has no text"),
        (GOOD.replace("## Short answer", "Short answer"), 16, "text before the first heading"),
        (GOOD.replace("[1]", "[1, 2]"), 18, "the mark [2] has no reference"),
        (GOOD.replace("[1]", "[1] Nor CT. [0]"), 18, "the mark [0] has no reference"),
        (GOOD.replace(" [1]", ""), 8, "reference 1 is not cited in the text"),
        (GOOD.replace("sedation", "sed\u202eation"), 18, "the hidden character U+202E; remove it"),
        (GOOD.replace("sedation", "sed\u200bation"), 18, "the hidden character U+200B; remove it"),
        (GOOD.replace("sedation", "\x1b[31mx"), 18, "the hidden character U+001B; remove it"),
        (GOOD.replace("status:", "status:\x00"), 5, "the hidden character U+0000; remove it"),
        (GOOD.replace("needs", "`needs`"), 18, "code is not in the grammar"),
        (GOOD + "\n[1]: https://a.org\n", 20,
         "link definitions are refused; addresses go to the references"),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_a_bad_file_is_rejected_with_its_line_and_its_neighbour_is_read(
    tmp_path: Path, source: str | bytes, line: int, reason: str
) -> None:
    rejected = rejected_beside_a_good_one(tmp_path, source)
    assert rejected == Rejected("articles/bad.md", line, reason)


def test_a_file_of_exactly_the_largest_size_is_read() -> None:
    source = GOOD + "a" * (MAX_BYTES - len(GOOD))
    assert parse(source.encode(), "x").version == version_of(source.encode())


@pytest.mark.parametrize(
    "slug", ["A", "a_b", "a--b", "-a", "a-", "a.b", "é", "a b", "", "a" * 101, "a\n", "../a"]
)
def test_a_slug_is_lower_case_letters_digits_and_single_hyphens(slug: str) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(GOOD.encode(), slug)
    assert caught.value.line == 1
    reason = f"{slug!r} is no slug: lower-case letters, digits, single hyphens"
    assert caught.value.reason == reason


@pytest.mark.parametrize("slug", ["a", "0", "flank-mass-2", "a" * 100])
def test_a_slug_is_the_name_of_the_article(slug: str) -> None:
    assert parse(GOOD.encode(), slug).slug == slug


NASTY = st.sampled_from(
    [
        "---",
        "&a",
        "*a",
        "!!",
        "[" * 30,
        "- " * 30,
        "\ud800",
        "\x00",
        "\u202e",
        "[9]",
        "[1-",
        "| a |",
    ]
)


@given(st.integers(0, len(GOOD)), st.one_of(NASTY, st.text(max_size=20)), st.integers(0, 40))
def test_whatever_is_typed_into_a_file_it_is_read_or_rejected(
    at: int, typed: str, dropped: int
) -> None:
    source = (GOOD[:at] + typed + GOOD[at + dropped :]).encode("utf-8", "surrogatepass")
    try:
        assert parse(source, "x").title
    except ArticleError as error:
        assert 1 <= error.line <= source.count(b"\n") + 1
        assert "\n" not in str(error)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_a_file_is_read_or_rejected(source: bytes) -> None:
    with pytest.raises(ArticleError):
        parse(b"---\n" + source, "x")
