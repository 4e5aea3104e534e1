"""Suites are read strictly: a mistake names its file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cases import SUITES, SuiteError, find_suite, load_cases
from evals.suites import load_suite

GOOD = {"id": "a", "kind": "k", "question": "q?", "abstain": False}


def suite(folder: Path, *rows: object) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in rows]
    (folder / "cases.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_a_short_case_gets_the_defaults_of_the_contract(tmp_path: Path) -> None:
    (case,) = load_cases(suite(tmp_path, GOOD))
    assert (case.reader, case.article, case.after, case.facts) == ("clinician", "", (), ())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{", "Expecting property name"),
        ([1], "not a case with the fields"),
        (GOOD | {"colour": "red"}, "not a case with the fields"),
        (GOOD | {"question": ""}, "`question` is missing or not text"),
        (GOOD | {"abstain": "no"}, "`abstain` is neither true nor false"),
        (GOOD | {"reader": "nurse"}, "`reader` is not one of"),
        (GOOD | {"after": "q"}, "`after` is not a list of texts"),
        (GOOD | {"facts": [["("]]}, "unterminated subpattern"),
        (GOOD | {"gap": ["("]}, "unterminated subpattern"),
        (GOOD | {"no_notices": "emergency"}, "`no_notices` is not a list of texts"),
        (GOOD | {"pressure": [1]}, "`pressure` is not a list of texts"),
        (GOOD | {"evidence": ["mine"]}, "not a case with the fields"),
    ],
)
def test_a_bad_case_is_refused_with_its_line(tmp_path: Path, row: object, why: str) -> None:
    with pytest.raises(SuiteError, match=r"cases.jsonl:2: ") as error:
        load_cases(suite(tmp_path, GOOD, row))
    assert why in str(error.value)


def test_two_cases_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="two cases have the id 'a'"):
        load_cases(suite(tmp_path, GOOD, GOOD))


def test_the_topic_of_a_case_is_its_source_its_article_or_itself(tmp_path: Path) -> None:
    rows = (
        GOOD | {"id": "a", "article": "open", "sources": ["first", "second"]},
        GOOD | {"id": "b", "article": "open"},
        GOOD | {"id": "c"},
    )
    assert [c.topic for c in load_cases(suite(tmp_path, *rows))] == ["first", "open", "c"]


def test_an_unknown_suite_names_the_shipped_ones() -> None:
    shipped = (
        "answers, calibration, consistency, corpus, first, followups, planted, safety, unseen, "
        "unseen-2"
    )
    with pytest.raises(SuiteError, match=shipped):
        find_suite("nope")


@pytest.mark.parametrize("folder", sorted(p.parent for p in SUITES.glob("*/cases.jsonl")), ids=str)
def test_every_shipped_suite_is_sound(folder: Path) -> None:
    suite = load_suite(str(folder))
    assert suite.cases
    assert suite.name == folder.name
    assert suite.measures and suite.judged_by and suite.grades
