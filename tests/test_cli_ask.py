"""`sequitur ask`: one question, or a batch of them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.answers.answer import DISCLAIMER
from rag.cli.ask import MAX_AFTER, MAX_LINE
from rag.cli.main import main

FLANK = "flank-mass-with-calcification"
WHEN = "When is biopsy avoided in suspected Wilms tumour?"

Ask = Callable[..., dict[str, Any]]
Batch = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def ask(built_index: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Asks with --json and gives what was printed."""

    def asked(*arguments: str) -> dict[str, Any]:
        assert main(["ask", *arguments, "--index", str(built_index), "--json"]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert printed.out.count("\n") == 1
        return dict(json.loads(printed.out))

    return asked


@pytest.fixture
def batch(built_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Batch:
    """Answers lines of a file and gives the exit status and what was printed."""

    def answered(*lines: str | bytes | dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
        file = tmp_path / "questions.jsonl"
        raw = [json.dumps(x) if isinstance(x, dict) else x for x in lines]
        rows = [x.encode() if isinstance(x, str) else x for x in raw]
        file.write_bytes(b"".join(row + b"\n" for row in rows))
        status = main(["ask", "--batch", str(file), "--index", str(built_index)])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return answered


def types(record: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in record.items()}


def test_the_json_of_an_answer_has_the_contract_s_fields_and_types(ask: Ask) -> None:
    found = ask("why not mri?", "--article", FLANK)
    assert (
        found.items()
        >= {
            "id": None,
            "question": "why not mri?",
            "resolved_question": "Why not MRI for a child with a calcified flank mass?",
            "abstained": False,
            "reason": None,
            "withheld": 0,
            "gap": None,
            "nearest": [],
            "suggestions": [],
            "disclaimer": DISCLAIMER["clinician"],
            "answerer": "quote",
        }.items()
    )
    expected = {"text": str, "statements": list, "citations": list, "notices": list}
    expected |= {"corpus_version": str, "timings_ms": dict}
    assert types(found).items() >= expected.items()
    assert found["timings_ms"]["total"] > 0


def test_the_json_of_statements_citations_and_notices_has_the_contract_s_fields(ask: Ask) -> None:
    found = ask("why not mri?", "--article", FLANK)
    statement, cited = found["statements"][0], found["citations"][0]
    assert types(statement).items() >= {"text": str, "citations": list, "sentences": list}.items()
    assert statement["support"] == "quoted"
    assert (
        types(cited).items()
        >= {
            **{"number": int, "article": str, "title": str, "section": list, "passage_id": str},
            **{
                "passage": str,
                "sentences": list,
                "references": list,
                "status": str,
                "updated": str,
            },
        }.items()
    )
    assert types(cited["sentences"][0]) == {"id": str, "text": str, "start": int, "end": int}
    assert (
        types(cited["references"][0]).items()
        >= {
            **{
                "number": int,
                "kind": str,
                "title": str,
                "source": str,
                "year": int,
                "primary": bool,
            }
        }.items()
    )
    assert cited["section"] == ["Why CT over other modalities", "Why not MRI first"]
    assert (cited["status"], cited["updated"]) == ("submitted", "2025-11-26")
    assert types(found["notices"][0]) == {"kind": str, "text": str}


def test_the_text_of_every_statement_is_its_sentences_cut_from_their_passages(ask: Ask) -> None:
    found = ask("what is the differential?", "--article", FLANK)
    cut = {
        s["id"]: (c["number"], c["passage"][s["start"] : s["end"]])
        for c in found["citations"]
        for s in c["sentences"]
    }
    for statement in found["statements"]:
        assert statement["text"] == " ".join(cut[i][1] for i in statement["sentences"])
        assert {cut[i][0] for i in statement["sentences"]} <= set(statement["citations"])
    assert any(len(s["sentences"]) >= 2 for s in found["statements"])


def test_an_abstention_is_a_success_with_its_gap_and_what_comes_near(ask: Ask) -> None:
    found = ask("which dose of contrast?", "--article", FLANK)
    assert (found["abstained"], found["reason"]) == (True, "not-in-corpus")
    assert (found["statements"], found["citations"]) == ([], [])
    assert found["text"] == found["gap"] != ""
    assert found["disclaimer"] == DISCLAIMER["clinician"]
    near = {"article": str, "title": str, "section": list, "passage_id": str}
    assert 1 <= len(found["nearest"]) <= 3
    assert types(found["nearest"][0]).items() >= near.items()


def test_earlier_questions_make_the_history(ask: Ask) -> None:
    alone = ask("and under 6 months?")
    found = ask("and under 6 months?", "--after", "what is stage MS", "--after", WHEN)
    assert found["resolved_question"] == f"{WHEN.rstrip('?')}, and under 6 months?"
    assert alone["resolved_question"] == "Under 6 months?"


def test_of_too_many_earlier_questions_the_last_are_kept(ask: Ask) -> None:
    earlier = [q for _ in range(MAX_AFTER) for q in ("--after", "what is stage MS")]
    found = ask("and under 6 months?", *earlier, "--after", WHEN)
    assert found["resolved_question"].startswith(WHEN.rstrip("?"))


def test_the_reader_decides_the_disclaimer(ask: Ask) -> None:
    assert ask("why?", "--reader", "patient")["disclaimer"] == DISCLAIMER["patient"]


@pytest.mark.parametrize("question", ["\udcff why not mri?", "why \ud800", "\ud800"])
def test_bytes_that_are_no_text_are_left_out_of_a_question(question: str, ask: Ask) -> None:
    assert ask(question, "--article", FLANK)["reason"] in (None, "unclear")


@pytest.mark.parametrize(
    ("question", "says"),
    [("why not mri?", "[1]"), ("which dose of contrast?", "Near, but not an answer:")],
)
def test_the_text_closes_with_the_disclaimer(
    question: str, says: str, built_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", question, "--article", FLANK, "--index", str(built_index)]) == 0
    printed = capsys.readouterr()
    assert says in printed.out
    assert " ".join(printed.out.split()).endswith(DISCLAIMER["clinician"])
    assert printed.err == ""


def test_a_batch_is_answered_line_by_line_in_order_with_its_ids(batch: Batch) -> None:
    status, found = batch(
        {"id": "q1", "question": "why not mri?", "article": FLANK},
        {"id": 2, "question": "and under 6 months?", "after": [WHEN], "reader": "student"},
        {"question": "which dose of contrast?", "article": FLANK, "after": None, "reader": None},
    )
    assert status == 0
    assert [f["id"] for f in found] == ["q1", 2, None]
    assert [f["reason"] for f in found] == [None, None, "not-in-corpus"]
    assert found[1]["resolved_question"] == f"{WHEN.rstrip('?')}, and under 6 months?"
    assert found[1]["disclaimer"] == DISCLAIMER["student"]


def test_a_batch_gives_what_single_questions_give(batch: Batch, ask: Ask) -> None:
    alone = ask("why not mri?", "--article", FLANK)
    _, (found,) = batch({"question": "why not mri?", "article": FLANK})
    alone.pop("timings_ms"), found.pop("timings_ms")
    assert found == alone


MALFORMED: list[tuple[str | bytes, object, str]] = [
    ("why not mri?", None, "not JSON"),
    (b'{"id": "b", "question": "\xff?"}', None, "not JSON in UTF-8"),
    ('"why not mri?"', None, "not a JSON object"),
    ("[" * 50_000, None, "not JSON"),
    ('{"id": "x", "question": "' + "x" * MAX_LINE + '"}', None, f"longer than {MAX_LINE} bytes"),
    ('{"id": "e"}', "e", "`question` is missing or not text"),
    ('{"id": "f", "question": 7}', "f", "`question` is missing or not text"),
    ('{"id": "g", "question": "?", "after": "x"}', "g", "`after` is not a list of texts"),
    ('{"id": "h", "question": "?", "after": [1]}', "h", "`after` is not a list of texts"),
    (
        json.dumps({"id": "i", "question": "?", "after": ["?"] * 51}),
        "i",
        "`after` holds more than 50 questions",
    ),
    ('{"id": "j", "question": "?", "article": 7}', "j", "`article` is not a slug"),
    ('{"id": "k", "question": "?", "reader": "dog"}', "k", "`reader` is not one of clinician"),
    ('{"id": "l", "question": "why?", "article": "nope"}', "l", "there is no article 'nope'"),
]


def test_each_malformed_line_gives_an_error_in_its_place_and_exit_1(batch: Batch) -> None:
    good = {"id": "good", "question": "why not mri?", "article": FLANK}
    status, found = batch(good, *(line for line, _, _ in MALFORMED), good)
    assert status == 1
    assert len(found) == len(MALFORMED) + 2
    assert [f["reason"] for f in found] == [None, *["error"] * len(MALFORMED), None]
    for number, (given, (_, row_id, why)) in enumerate(
        zip(found[1:-1], MALFORMED, strict=True), start=2
    ):
        assert given["id"] == row_id
        assert given["gap"].startswith(f"line {number}: ")
        assert why in given["gap"]
        assert given["disclaimer"] == DISCLAIMER["clinician"]


def test_a_blank_line_is_passed_over_and_counted(batch: Batch) -> None:
    status, found = batch("", "  ", "not JSON", '{"question": ""}')
    assert (status, len(found)) == (1, 2)
    assert found[0]["gap"].startswith("line 3: ")
    assert found[1]["reason"] == "unclear"


def test_half_a_character_pair_in_a_line_does_not_end_the_batch(batch: Batch) -> None:
    status, found = batch(r'{"id": "\ud800", "question": "\udfff why?"}', '{"question": "why?"}')
    assert status == 0
    assert found[0]["id"] == "\ud800"
    assert [f["reason"] for f in found] == ["unclear", "unclear"]


def test_a_batch_is_read_from_standard_input(
    built_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b'{"id": 1, "question": "why?"}\n{"id": 2, "question": "what?"}'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["ask", "--batch", "-", "--index", str(built_index)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in printed] == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "give a question, or --batch FILE, and not both"),
        (["why?", "--batch", "x"], "give a question, or --batch FILE, and not both"),
        (["--batch", "nowhere.jsonl"], "nowhere.jsonl: cannot be read: No such file or directory"),
        (["why?", "--article", "nope"], "there is no article 'nope'"),
        (["--after", "x", "why?", "--article", "nope"], "there is no article 'nope'"),
        (["why?", "--model", "gpt"], "--model 'gpt' is neither `quote` nor PROVIDER:NAME"),
        (["why?", "--model", "nosuch:x"], "--model 'nosuch:x': ValueError: Unable to infer"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)
def test_an_error_of_use_is_one_line_and_exit_2(
    arguments: list[str], why: str, built_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", *arguments, "--index", str(built_index), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.startswith("sequitur: ")
    assert why in printed.err
