"""A suite says what it measures and where its gates stand; what it says wrongly names the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cases import SuiteError
from evals.suites import Gate, load_suite

ROW = {"id": "a", "kind": "k", "question": "q?", "abstain": False}


def suite(folder: Path, head: str = "") -> str:
    (folder / "cases.jsonl").write_text(json.dumps(ROW), "utf-8")
    if head:
        (folder / "suite.yaml").write_text(head, "utf-8")
    return str(folder)


def test_a_suite_without_a_head_is_named_after_its_folder(tmp_path: Path) -> None:
    found = load_suite(suite(tmp_path))
    assert (found.name, found.gates, found.halves, len(found.cases)) == (
        tmp_path.name,
        (),
        False,
        1,
    )


def test_gates_are_for_all_cases_or_for_a_kind(tmp_path: Path) -> None:
    head = "name: own\nhalves: true\ngates:\n  quotes: 1\n  near-miss:\n    abstention: 0.9\n"
    found = load_suite(suite(tmp_path, head))
    assert found.gates == (Gate("all", "quotes", 1.0), Gate("near-miss", "abstention", 0.9))
    assert (found.name, found.halves) == ("own", True)


@pytest.mark.parametrize(
    "head",
    [
        "- a list", "a: [", "halves: some", "halves: 1", "measure: x", "name: 5", "gates: [quotes]",
        "gates: {quotes: high}", "gates: {quotes: 1.5}", "gates: {near-miss: {quotes: true}}",
        "x: !!python/object/apply:os.getcwd []",
    ],
)  # fmt: skip
def test_a_bad_head_is_refused_with_its_path(tmp_path: Path, head: str) -> None:
    with pytest.raises(SuiteError, match=r"suite\.yaml: "):
        load_suite(suite(tmp_path, head))


def test_a_head_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="larger than"):
        load_suite(suite(tmp_path, "name: x\n#" + "x" * 70_000))


def test_a_suite_may_bring_its_own_corpus_from_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    assert load_suite(suite(tmp_path, "corpus: corpus")).corpus == (tmp_path / "corpus").resolve()


@pytest.mark.parametrize("name", ["none", "..", "/", "5"])
def test_a_corpus_elsewhere_or_missing_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SuiteError, match="`corpus` is no folder of the suite"):
        load_suite(suite(tmp_path, f"corpus: {name}"))
