"""`sequitur chat`: a conversation on standard input."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.answers.answer import DISCLAIMER
from rag.cli.main import main

WHEN = "When is biopsy avoided in suspected Wilms tumour?"
Chat = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def chat(
    built_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Chat:
    """Sends bytes to a conversation with --json and gives its answers."""

    def conversed(given: bytes, *arguments: str) -> list[dict[str, Any]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "ascii"))
        assert main(["chat", "--index", str(built_index), "--json", *arguments]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return [json.loads(line) for line in printed.out.splitlines()]

    return conversed


def test_every_line_is_answered_to_the_end_with_what_came_before(chat: Chat) -> None:
    first, second, third = chat(f"{WHEN}\nand under 6 months?\nwhat is stage MS".encode())
    assert first["resolved_question"] == WHEN
    assert second["resolved_question"] == f"{WHEN.rstrip('?')}, and under 6 months?"
    assert third["question"] == "what is stage MS"
    assert {a["disclaimer"] for a in (first, second, third)} == {DISCLAIMER["clinician"]}


def test_an_empty_line_ends_the_conversation(chat: Chat) -> None:
    assert len(chat(f"{WHEN}\n\n{WHEN}\n".encode())) == 1


def test_no_line_is_no_answer(chat: Chat) -> None:
    assert chat(b"") == []


def test_the_article_and_the_reader_hold_for_every_line(chat: Chat) -> None:
    options = ("--article", "wilms-tumour-workup", "--reader", "patient")
    answers = chat(b"which clotting tests?\nwhy no biopsy?\n", *options)
    assert [a["disclaimer"] for a in answers] == [DISCLAIMER["patient"]] * 2
    assert [a["citations"][0]["article"] for a in answers] == ["wilms-tumour-workup"] * 2


def test_bytes_that_are_no_text_do_not_end_the_conversation(chat: Chat) -> None:
    first, second = chat(b"\xff\xfe?\nwhat is stage MS\n")
    assert first["reason"] == "unclear"
    assert second["question"] == "what is stage MS"


def test_an_unknown_article_is_an_error_of_use(
    built_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"why?\n")))
    assert main(["chat", "--article", "nope", "--index", str(built_index)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)


def test_answers_are_printed_as_text_with_the_disclaimer(
    built_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"what is stage MS\n???\n")))
    assert main(["chat", "--index", str(built_index)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.count(DISCLAIMER["clinician"]) == 2
    assert "There is no question to answer." in printed
