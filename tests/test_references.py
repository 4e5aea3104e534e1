"""References leave as RIS and BibTeX: each once, whole, and nothing else with them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from rag.answers.answer import Answer, CitedReference
from rag.exports.references import bibtex, listed, ris
from tests.random_answers import answers
from tests.test_answer import CITATIONS, answer

NICE = CitedReference(1, "guideline", "Fever in under 5s", "NICE", 2021, True, "full-text")


def citing(*references: CitedReference, **changes: Any) -> Answer:
    first = replace(CITATIONS[0], references=references, **changes)
    return answer(citations=(first, CITATIONS[1]))


def test_a_reference_that_two_articles_cite_is_listed_once_with_both() -> None:
    again = replace(NICE, number=7, url="https://nice.example/ng143")
    (found,) = listed([citing(NICE), citing(again, article="cough"), citing(NICE)])
    assert found.reference == replace(NICE, url="https://nice.example/ng143")
    assert found.cited_by == (
        "cited as (1) in fever@000000000000",
        "cited as (7) in cough@000000000000",
    )


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"title": "FEVER in under-5s"}, True),
        ({"title": "Other", "doi": "10.1/A"}, True),
        ({"title": "Other", "pmid": "12"}, True),
        ({"title": "Other"}, False),
        ({"year": 2019, "doi": "10.2/a"}, False),
        ({"source": "BMJ", "pmid": "13"}, False),
        ({"edition": "Second"}, False),
    ],
)
def test_two_are_the_same_by_doi_pubmed_number_or_all_their_words(
    change: dict[str, Any], same: bool
) -> None:
    known = replace(NICE, doi="10.1/a", pmid="12")
    other = replace(NICE, number=2, **change)
    assert len(listed([citing(known, other)])) == (1 if same else 2)


@pytest.mark.parametrize(
    ("kind", "source", "ris_type", "entry"),
    [
        ("guideline", "NICE", "RPRT", "techreport"),
        ("guideline", "American Academy of Pediatrics, in Pediatrics", "JOUR", "article"),
        ("research", "The Lancet", "JOUR", "article"),
        ("review", "BMJ", "JOUR", "article"),
        ("summary", "Guideline Central", "ELEC", "misc"),
        ("summary", "A society, in Its magazine", "ELEC", "misc"),
    ],
)
def test_each_kind_has_a_type(kind: str, source: str, ris_type: str, entry: str) -> None:
    found = listed([citing(replace(NICE, kind=kind, source=source))])
    assert ris(found).startswith(f"TY  - {ris_type}\r\n")
    assert f"@{entry}{{" in bibtex(found)


def test_ris_as_a_reference_manager_reads_it() -> None:
    whole = replace(
        NICE, source="AAP, in Pediatrics", edition="2nd", url="https://x.example/1", doi="10.1/a",
        pmid="12",
    )  # fmt: skip
    assert ris(listed([citing(whole)]), ["A disclaimer."]).split("\r\n") == [
        "TY  - JOUR",
        "AU  - AAP,",
        "TI  - Fever in under 5s",
        "T2  - Pediatrics",
        "PY  - 2021",
        "ET  - 2nd",
        "DO  - 10.1/a",
        "AN  - 12",
        "DB  - PubMed",
        "UR  - https://x.example/1",
        "N1  - guideline; full-text read by the article's author; "
        "cited as (1) in fever@000000000000",
        "N1  - A disclaimer.",
        "ER  - ",
        "",
        "",
    ]


def test_bibtex_as_latex_reads_it() -> None:
    odd = replace(NICE, title=r"Dose_1 & 50% of $x^2 ~ {a} #\b", doi="10.1/a_{b}%")
    assert bibtex(listed([citing(odd)]), ["A disclaimer @home."]) == (
        "% A disclaimer (at)home.\n\n"
        "@techreport{guideline2021dose1,\n"
        "  title = {{Dose\\_1 \\& 50\\% of \\$x\\textasciicircum{}2 \\textasciitilde{} "
        "\\{a\\} \\#\\textbackslash{}b}},\n"
        "  institution = {NICE},\n"
        "  year = {2021},\n"
        "  doi = {10.1/a_%7Bb%7D%},\n"
        "  note = {guideline; full-text read by the article's author; "
        "cited as (1) in fever@000000000000},\n"
        "}\n"
    )


def test_two_entries_have_two_keys() -> None:
    two = [replace(NICE, source=s, title=t) for s in "AB" for t in ("Fever?", "肺炎")]
    keys = re.findall(r"^@\w+\{(.+),$", bibtex(listed([citing(*two)])), re.M)
    assert keys == [
        "guideline2021fever1",
        "guideline20211",
        "guideline2021fever2",
        "guideline20212",
    ]


def test_without_a_reference_what_has_to_be_said_is_still_said() -> None:
    assert ris((), ["A disclaimer."]) == "A disclaimer.\r\n"
    assert bibtex((), ["A disclaimer."]) == "% A disclaimer.\n"


@settings(deadline=None)
@given(answers())
def test_no_text_ends_a_field_or_begins_an_entry(given: Answer) -> None:
    found = listed([given])
    lines = ris(found, [given.disclaimer]).split("\r\n")
    assert lines.pop() == ""
    assert [line for line in lines if "\n" in line] == []
    if found:
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
        assert sum(line.startswith("TY  - ") for line in lines) == len(found)
        assert lines.count("ER  - ") == len(found)
        assert lines.count(f"N1  - {given.disclaimer}") == len(found)
    written = bibtex(found, [given.disclaimer])
    entries, depth = 0, 0
    for character in re.sub(r"\\[{}]", "", written):
        entries += character == "@" and depth == 0
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert (entries, depth) == (len(found), 0)
    assert given.disclaimer in written
