"""Articles: what each field may hold, and what one that is left out says."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.articles.article import Reference, Rejected, dated, parse
from tests.fakes import GOOD, rejected_beside_a_good_one


def test_what_may_be_left_out_has_its_default() -> None:
    found = parse(GOOD.replace("origin: written\n", "").encode(), "x")
    assert (found.subject, found.applies_to, found.setting, found.asks) == ("", "", "", ())
    assert found.origin == "written"
    reference = found.references[0]
    assert (reference.edition, reference.url, reference.doi, reference.pmid) == ("", "", "", "")


@pytest.mark.parametrize(
    ("kind", "primary"),
    [("guideline", True), ("research", True), ("review", False), ("summary", False)],
)
def test_only_a_guideline_or_a_study_is_primary(kind: str, primary: bool) -> None:
    found = parse(GOOD.replace("kind: review", f"kind: {kind}").encode(), "x")
    assert found.references[0].primary is primary


REFERENCE = """  - number: 1
    kind: review
    title: A review
    source: A journal
    year: 2025
    consulted: abstract
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        # A field that is unknown, repeated or missing.
        ("origin:", "author: me\norigin:", 3, "front matter: `author` is not a field"),
        ("origin:", "Title: me\norigin:", 3, "front matter: `Title` is not a field"),
        ("origin:", "title: again\norigin:", 3, "`title` is given twice"),
        ("    year: 2025\n", "    year: 2025\n    year: 2025\n", 13, "`year` is given twice"),
        ("    year:", "    pages: 1-3\n    year:", 12, "reference 1: `pages` is not a field"),
        *(
            (f"{field}\n", "", 2, f"front matter: `{field.split(':')[0]}` is missing")
            for field in (
                "title: Why ultrasound first?",
                "specialty: Paediatrics",
                "status: submitted",
                "updated: 2026-11-22",
                f"references:\n{REFERENCE.rstrip()}",
            )
        ),
        *(
            (f"    {field}\n", "", 8, f"reference 1: `{field.split(':')[0]}` is missing")
            for field in REFERENCE.replace("  - number: 1\n", "").replace("    ", "").splitlines()
        ),
        ("  - number: 1\n    kind", "  - kind", 8, "reference 1: `number` is missing"),
        # Of the wrong type.
        ("title: Why ultrasound first?", "title: [a]", 2,
         "front matter: `title` is a list or mapping, not one line of text"),
        ("title: Why ultrasound first?", "title:", 2,
         "front matter: `title` is '', not one line of text"),
        ("specialty: Paediatrics", "specialty: {a: b}", 4,
         "front matter: `specialty` is a list or mapping, not one line of text"),
        ("specialty: Paediatrics", "specialty: |\n  a\n  b", 4,
         "front matter: `specialty` is 'a\\nb\\n', not one line of text"),
        ("status: submitted", "status: approved", 5,
         "front matter: `status` is 'approved', not one of submitted, under-review"),
        ("status: submitted", "status: Submitted", 5,
         "front matter: `status` is 'Submitted', not one of submitted, under-review"),
        ("updated: 2026-11-22", "updated: 22 November 2026", 6,
         "front matter: `updated` is '22 November 2026', not a day as YYYY-MM-DD"),
        ("updated: 2026-11-22", "updated: 2026-02-29", 6,
         "front matter: `updated` is 2026-02-29, no such day"),
        ("origin: written", "origin: copied", 3,
         "front matter: `origin` is 'copied', not one of written, imported"),
        ("origin: written", "subject: [a]", 3,
         "front matter: `subject` is a list or mapping, not one line of text"),
        ("origin: written", "applies_to:", 3,
         "front matter: `applies_to` is '', not one line of text"),
        ("origin: written", "setting: {}", 3,
         "front matter: `setting` is a list or mapping, not one line of text"),
        ("origin: written", "asks: Why?", 3, "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks: []", 3, "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks: [a, b, c, d, e, f]", 3,
         "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks:\n  - a\n  - [b]", 5,
         "a list of one-line texts holds something else"),
        (f"references:\n{REFERENCE}", "references: none\n", 7,
         "front matter: `references` is not a list of 1 to 40"),
        (f"references:\n{REFERENCE}", "references: []\n", 7,
         "front matter: `references` is not a list of 1 to 40"),
        (REFERENCE, REFERENCE * 41, 7, "front matter: `references` is not a list of 1 to 40"),
        (REFERENCE, "  - A review\n", 8, "reference 1: expected `field: value` pairs"),
        ("number: 1", "number: one", 8, "reference 1: `number` is 'one', not a whole number"),
        ("number: 1", "number: 2", 8, "reference 1 has the number 2"),
        (REFERENCE, REFERENCE * 2, 14, "reference 2 has the number 1"),
        (REFERENCE, REFERENCE + REFERENCE.replace("1", "2"), 14,
         "reference 2 is not cited in the text"),
        ("kind: review", "kind: book", 9,
         "reference 1: `kind` is 'book', not one of guideline, research, review, summary"),
        ("title: A review", "title: [A]", 10,
         "reference 1: `title` is a list or mapping, not one line of text"),
        ("source: A journal", "source:", 11, "reference 1: `source` is '', not one line of text"),
        ("year: 2025", "year: '25'", 12, "reference 1: `year` is 25, not from 1800 to 2100"),
        ("year: 2025", "year: 2025-01", 12, "reference 1: `year` is '2025-01', not a whole number"),
        ("year: 2025", "year: 02025", 12, "reference 1: `year` is '02025', not a whole number"),
        ("consulted: abstract", "consulted: yes", 13,
         "reference 1: `consulted` is 'yes', not one of full-text, abstract, none"),
        ("year: 2025", "edition: []\n    year: 2025", 12,
         "reference 1: `edition` is a list or mapping, not one line of text"),
        ("year: 2025", "url: javascript:alert(1)\n    year: 2025", 12,
         "reference 1: `url` is 'javascript:alert(1)', not an http address"),
        ("year: 2025", "url: https://a b\n    year: 2025", 12,
         "reference 1: `url` is 'https://a b', not an http address"),
        ("year: 2025", "doi: https://doi.org/10.1/x\n    year: 2025", 12,
         "reference 1: `doi` is 'https://doi.org/10.1/x', not a DOI (10.…/…)"),
        ("year: 2025", "pmid: PMC123\n    year: 2025", 12,
         "reference 1: `pmid` is 'PMC123', not a PubMed number"),
        # YAML's cleverness.
        ("specialty: P", "specialty: !!str P", 4,
         "the tag tag:yaml.org,2002:str is refused; values are plain text"),
        ("specialty: P", "specialty: &a P", 4,
         "anchors and aliases are refused; write the value out"),
        ("specialty: Paediatrics", "specialty: *a", 4,
         "anchors and aliases are refused; write the value out"),
        ("specialty: Paediatrics", "specialty: " + "[" * 5000, 4, "nested deeper than 6 levels"),
        ("specialty: P", "--- P", 4, "a second YAML document; front matter is one"),
        ("specialty: Paediatrics", 'specialty: "\\u202ex"', 4,
         "the hidden character U+202E; remove it"),
        ("specialty: Paediatrics", 'specialty: "\\UFFFFFFFF"', 2,
         "front matter is not YAML: Python int too large to convert to C int"),
        ("specialty: Paediatrics", "specialty Paediatrics", 5,
         "front matter is not YAML: could not find expected ':'"),
    ],
    ids=lambda value: str(value)[:40].replace("\n", " "),
)  # fmt: skip
def test_a_bad_field_is_rejected_with_its_line_and_its_neighbour_is_read(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert GOOD.count(old) == 1
    rejected = rejected_beside_a_good_one(tmp_path, GOOD.replace(old, new))
    assert rejected == Rejected("articles/bad.md", line, reason)


def test_there_may_be_forty_references() -> None:
    forty = "".join(REFERENCE.replace("number: 1", f"number: {n}") for n in range(1, 41))
    source = GOOD.replace(REFERENCE, forty).replace("[1]", "[1-20] And so on. [21-40]")
    assert [r.number for r in parse(source.encode(), "x").references] == list(range(1, 41))


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        ("", "2019"),
        ("2019", "2019"),
        ("2019, amended 2023", "2019, amended 2023"),
        ("5th edition", "2019, 5th edition"),
    ],
)
def test_the_year_is_shown_once_with_the_edition(edition: str, shown: str) -> None:
    assert dated(Reference(1, "guideline", "T", "S", 2019, "none", edition)) == shown
