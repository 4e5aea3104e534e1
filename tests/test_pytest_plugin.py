"""A team's own test run: it passes above the gates, and below them says what fell and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes import GOOD, write_corpus

pytest_plugins = ["pytester"]

CONFTEST = """
import pytest
from types import SimpleNamespace
from evals.pytest_plugin import *
from tests.test_scorers import ANSWER

class Stub:
    index = SimpleNamespace(
        passages=(),
        manifest=SimpleNamespace(
            corpus_version="c", format=1, embedding_model="m", fingerprint="f"
        ),
    )
    def answer(self, follow_up):
        return ANSWER

@pytest.fixture(scope="session")
def sequitur_answerer():
    return Stub()
"""
ROOT = Path(__file__).parent.parent


def suite(folder: Path, gates: str) -> None:
    (folder / "questions").mkdir()
    (folder / "questions" / "suite.yaml").write_text(f"name: questions\n{gates}")
    row = {
        "id": "one", "kind": "k", "question": "which first?", "abstain": False,
        "sources": ["a"], "facts": [["ultrasound"], ["biopsy"]],
    }  # fmt: skip
    (folder / "questions" / "cases.jsonl").write_text(json.dumps(row) + "\n")


def ran(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, gates: str, call: str
) -> pytest.RunResult:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest(CONFTEST)
    suite(pytester.path, gates)
    pytester.makepyfile(f"def test_gate(sequitur_gate):\n    {call}\n")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider")


def test_above_the_gates_the_test_passes(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = 'assert sequitur_gate("questions", {"source": 1})["k"]["facts"].value == 0.5'
    ran(pytester, monkeypatch, "gates: {facts: 0.5}\n", call).assert_outcomes(passed=1)


def test_below_a_gate_of_the_suite_it_fails_and_says_why(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ran(pytester, monkeypatch, "gates: {facts: 0.9}\n", 'sequitur_gate("questions")')
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["gate: facts of all: 0.500, gate 0.9", "one facts: lacks*biopsy*"])


def test_below_a_gate_of_the_test_it_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = 'sequitur_gate("questions", least={"facts": 0.6})'
    ran(pytester, monkeypatch, "", call).assert_outcomes(failed=1)


def test_without_a_gate_it_does_not_pass_for_one(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ran(pytester, monkeypatch, "", 'sequitur_gate("questions")')
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*no gate; name them*"])


def test_the_run_is_kept_where_it_is_asked_for(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = 'sequitur_gate("questions", {"quotes": 1}, out="runs")'
    ran(pytester, monkeypatch, "", call).assert_outcomes(passed=1)
    assert (pytester.path / "runs" / "questions" / "results.jsonl").is_file()


def test_ten_lines_gate_a_corpus_of_ones_own(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, model_folder: Path
) -> None:
    write_corpus(pytester.path / "corpus", {"good": GOOD})
    suite(pytester.path, "gates: {disclaimer: 1}\n")
    for name, value in {
        "PYTHONPATH": ROOT, "SEQUITUR_CORPUS": "corpus", "SEQUITUR_INDEX": "index",
        "SEQUITUR_MODELS": model_folder.parent,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    pytester.makeconftest('pytest_plugins = ["evals.pytest_plugin"]')
    pytester.makepyfile('def test_gate(sequitur_gate):\n    sequitur_gate("questions")\n')
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    (pytester.path / "corpus" / "articles" / "bad.md").write_text("no article")
    found = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*bad.md*"])
