"""Language models by name, and their replies within a deadline and a bound."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest

from rag.answers.models import MAX_REPLY, MOST_CALLS, TALKATIVE, build_model, pieces
from rag.answers.replies import ModelFailedError
from rag.errors import ModelError
from tests.fakes import ScriptedModel


def read(reply: object, seconds: float = 5, finish: str = "stop", **bounds: Any) -> str:
    model: Any = ScriptedModel(reply, finish)
    return "".join(pieces(model, [("human", "why?")], seconds, **bounds))


def test_a_reply_comes_whole_and_in_order() -> None:
    assert read("CT is done first, and then MRI.") == "CT is done first, and then MRI."


def test_the_messages_are_sent_as_they_are() -> None:
    model: Any = ScriptedModel("yes")
    list(pieces(model, [("system", "{a}"), ("human", "%s")], 5))
    assert model.sent == [[("system", "{a}"), ("human", "%s")]]


def test_what_failed_is_logged_by_its_type_only(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ModelFailedError) as failed:
        read(ConnectionError("the key sk-123 is refused"))
    assert caplog.messages == ["the language model failed: ConnectionError"]
    assert str(failed.value) == "ConnectionError"


@pytest.mark.parametrize("finish", ["length", "max_tokens", "content_filter"])
def test_a_reply_that_its_provider_cut_short_has_failed(finish: str) -> None:
    with pytest.raises(ModelFailedError):
        read("CT is", finish=finish)


def test_a_reply_that_is_too_long_is_read_up_to_its_bound() -> None:
    model: Any = ScriptedModel("x" * (MAX_REPLY + 1))
    found = []
    with pytest.raises(ModelFailedError):
        found.extend(pieces(model, [], 30))
    model = ScriptedModel("x" * MAX_REPLY)
    assert sum(map(len, pieces(model, [], 30))) == MAX_REPLY


@pytest.fixture
def release() -> threading.Event:
    return threading.Event()


def waiting(release: threading.Event) -> Callable[[], str]:
    return lambda: str(release.wait(30))


def test_a_model_that_does_not_answer_in_time_is_not_waited_for(release: threading.Event) -> None:
    try:
        with pytest.raises(ModelFailedError, match="late"):
            read(waiting(release), seconds=0.05)
    finally:
        release.set()


def test_no_more_models_than_the_bound_are_waited_on_at_a_time(
    release: threading.Event,
) -> None:
    free = threading.BoundedSemaphore(2)
    try:
        for _ in range(2):
            with pytest.raises(ModelFailedError, match="late"):
                read(waiting(release), seconds=0.01, free=free)
        with pytest.raises(ModelFailedError, match="too many calls"):
            read("yes", free=free)
    finally:
        release.set()


def test_a_call_that_has_ended_makes_room_for_another() -> None:
    assert {read("yes") for _ in range(2 * MOST_CALLS)} == {"yes"}


def test_a_reply_that_nobody_reads_any_more_is_not_read_to_its_end() -> None:
    given: list[int] = []
    going, stopped = threading.Event(), threading.Event()

    class Endless:
        def stream(self, messages: object) -> Any:
            try:
                for n in range(1_000_000):
                    given.append(n)
                    yield next(iter(ScriptedModel("x").stream([])))
                    going.wait(10)
            finally:
                stopped.set()

    endless: Any = Endless()
    reply = pieces(endless, [], 30)
    assert next(reply) == "x"
    reply.close()
    going.set()
    assert stopped.wait(10)
    assert len(given) == 2


@pytest.mark.parametrize("name", ["gpt", "", ":", "openai:", ":gpt"])
def test_a_name_that_is_not_provider_and_model_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="is neither `quote` nor PROVIDER:NAME") as refused:
        build_model(name, 5)
    assert repr(name) in str(refused.value)


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("mistralai:small", "langchain-mistralai"),
        ("google_vertexai:x", "langchain-google-vertexai"),
    ],
)
def test_a_provider_without_its_package_is_refused_with_the_package_to_install(
    name: str, package: str
) -> None:
    with pytest.raises(ModelError) as refused:
        build_model(name, 5)
    assert str(refused.value) == (
        f"--model {name!r}: the package of the provider {name.partition(':')[0]!r} is not "
        f"installed; run `pip install {package}`"
    )


@pytest.mark.parametrize("name", ["nosuch:model", "a:b:c", "no\nsuch:model"])
def test_an_unknown_provider_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(ModelError) as refused:
        build_model(name, 5)
    assert len(str(refused.value).splitlines()) == 1
    assert "Unable to infer model provider" in str(refused.value)


def test_a_missing_key_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain_openai", reason="langchain-openai is not installed")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=r"is OPENAI_API_KEY set\?") as refused:
        build_model("openai:gpt", 5)
    assert len(str(refused.value).splitlines()) == 1


def test_what_logs_whole_requests_is_made_quiet() -> None:
    for logger in TALKATIVE:
        logging.getLogger(logger).setLevel(logging.DEBUG)
    with pytest.raises(ModelError):
        build_model("nosuch:model", 5)
    assert {logging.getLogger(name).level for name in TALKATIVE} == {logging.WARNING}
