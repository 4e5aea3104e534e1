"""The command measures, compares and reports; its JSON is what others rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.beir import load
from evals.embeddings import Embeddings
from evals.measures import MEASURES
from evals.retrieval import Measured, measure, remarks, summary, table
from evals.systems import SYSTEMS
from rag.search.encoder import OnnxEncoder
from tests.beir_sets import ROWS, write_set
from tests.fakes import FakeEncoder


def test_the_command_prints_the_contract_and_writes_every_query(
    encoder: OnnxEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = write_set(tmp_path / "set"), tmp_path / "out" / "figures.json"
    arguments = ["retrieval", "--data", str(data), "--cache", str(tmp_path / "cache")]
    assert main([*arguments, "--json", "--out", str(out)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["data"] == str(data)
    assert (printed["queries"], printed["documents"], printed["seen"]) == (2, 3, False)
    assert list(printed["systems"]) == list(SYSTEMS)
    for name, row in printed["systems"].items():
        assert row["nDCG@10"] == 1.0, name  # three documents, each question with a word of its own
        assert 0 < row["query_ms_p50"] <= row["query_ms_p95"]
        assert row["documents_per_s"] > 0
    assert printed["systems"]["bm25"]["p"] == 1.0
    assert printed["embedding_model"] == encoder.name
    kept = json.loads(out.read_text("utf-8"))
    assert kept.pop("per_query")["dense"]["RR@10"] == {"q1": 1.0, "q2": 1.0}
    assert kept == printed


def test_the_second_run_says_that_its_vectors_were_kept(
    encoder: OnnxEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_set(tmp_path / "set")
    arguments = ["retrieval", "--data", str(data), "--cache", str(tmp_path / "cache"), "--json"]
    rates = []
    for _ in range(2):
        assert main([*arguments, "--system", "dense", "--system", "bm25"]) == 0
        systems = json.loads(capsys.readouterr().out)["systems"]
        assert list(systems) == ["dense", "bm25"]
        assert systems["dense"]["p"] is None  # `sequitur`, which others are compared to, is away
        assert systems["bm25"]["documents_per_s"] > 0
        rates.append(systems["dense"]["documents_per_s"])
    assert rates[0] > 0
    assert rates[1] is None


def test_the_questions_can_be_fewer(
    encoder: OnnxEncoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_set(tmp_path / "set")
    assert main(["retrieval", "--data", str(data), "--system", "bm25", "--queries", "1"]) == 0
    assert "1 questions, 3 documents" in capsys.readouterr().out


@pytest.mark.parametrize("count", ["0", "-1", "x"])
def test_a_wrong_number_of_questions_is_an_error_of_use(
    count: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["retrieval", "--data", str(tmp_path), "--queries", count])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_folder_ends_with_two_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retrieval", "--data", str(tmp_path / "none")]) == 2
    err = capsys.readouterr().err
    assert "none" in err
    assert err.count("\n") == 1


def test_the_table_has_a_line_for_every_system_and_its_measures(tmp_path: Path) -> None:
    dataset = load(write_set(tmp_path / "set"))
    found = measure(dataset, Embeddings(FakeEncoder(), tmp_path / "cache"), ["sequitur", "bm25"])
    report = {"data": "d", "seen": True, **summary(dataset, found)}
    title, head, *lines = table(report).splitlines()
    assert title == "d: 2 questions, 3 documents, seen in training"
    assert all(name in head.split() for name in MEASURES)
    assert [line.split()[0] for line in lines] == ["sequitur", "bm25"]
    assert {len(line.split()) for line in lines} == {len(head.split())}


def test_what_is_odd_about_a_set_is_said(tmp_path: Path) -> None:
    assert remarks(load(write_set(tmp_path / "good"))) == []
    odd = write_set(tmp_path / "odd", rows=[*ROWS, ROWS[0]], qrels=["q1\td1\t1", "q2\td9\t1"])
    repeated, absent = remarks(load(odd))
    assert "1 ids of documents" in repeated
    assert "1 of the questions" in repeated
    assert "1 relevant documents" in absent


def test_p_compares_each_system_to_our_own_on_ndcg(tmp_path: Path) -> None:
    dataset = load(write_set(tmp_path / "set"))
    questions = [f"q{n}" for n in range(40)]

    def reached(value: float) -> Measured:
        return Measured({m: dict.fromkeys(questions, value) for m in MEASURES}, [1.0], None)

    rows = summary(dataset, {"sequitur": reached(1.0), "bm25": reached(0.0), "rrf": reached(1.0)})
    # None of the 10,000 draws gives forty differences of 1 the same sign: (0 + 1) / 10,001.
    assert {n: row["p"] for n, row in rows["systems"].items()} == {
        "sequitur": None,
        "bm25": 0.0001,
        "rrf": 1.0,
    }
