"""Sessions of the page over its own protocol: what counts as asked, and as wrong."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.sessions import Asked, SessionError, Tab, folded, summed


class FakeSocket:
    """A websocket that plays back messages and keeps what it was sent."""

    def __init__(self, *messages: ForwardMsg) -> None:
        self._messages, self.sent = list(messages), []

    async def send(self, data: bytes) -> None:
        message = BackMsg()
        message.ParseFromString(data)
        self.sent.append(message.rerun_script)

    async def recv(self) -> bytes:
        return self._messages.pop(0).SerializeToString()


def message(**fields: Any) -> ForwardMsg:
    return ForwardMsg(**fields)


def box() -> ForwardMsg:
    found = ForwardMsg()
    found.delta.new_element.chat_input.id = "the-box"
    return found


def shown(text: str) -> ForwardMsg:
    found = ForwardMsg()
    found.delta.new_element.html.body = text
    return found


DONE = message(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
AGAIN = message(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)


async def test_a_question_goes_into_the_box_that_the_page_drew() -> None:
    socket = FakeSocket(box(), DONE, shown("Why not MRI?"), DONE)
    tab = Tab(socket)
    await tab.run()
    assert "whynotmri" in await tab.run("why not MRI?")
    (sent,) = socket.sent[1].widget_states.widgets
    assert (sent.id, sent.chat_input_value.data) == ("the-box", "why not MRI?")


async def test_the_address_that_the_page_changed_is_sent_back() -> None:
    changed = ForwardMsg()
    changed.page_info_changed.query_string = "c=1"
    socket = FakeSocket(box(), changed, DONE, DONE)
    tab = Tab(socket)
    await tab.run()
    await tab.run("and in a neonate?")
    assert socket.sent[1].query_string == "c=1"


async def test_a_run_that_the_page_starts_again_is_waited_for() -> None:
    tab = Tab(FakeSocket(box(), AGAIN, shown("late"), DONE))
    assert "late" in await tab.run()


async def test_an_error_on_the_page_is_an_error() -> None:
    broken = ForwardMsg()
    broken.delta.new_element.exception.type = "KeyError"
    with pytest.raises(SessionError, match="KeyError"):
        await Tab(FakeSocket(box(), broken, DONE)).run()


async def test_a_page_without_a_box_is_an_error() -> None:
    with pytest.raises(SessionError, match="no box"):
        await Tab(FakeSocket(shown("x"), DONE)).run()


def test_escapes_make_no_difference() -> None:
    assert folded('{"q": "K\\u202f5.6 \\"now\\""}'.replace("\\u202f", "")) == folded(
        'q K 5.6 "now"'
    )


def test_a_wrong_turn_is_no_wait() -> None:
    rows = [Asked(0, "a", 1.0, ""), Asked(0, "b", 2.0, ""), Asked(1, "c", 60.0, "TimeoutError: ")]
    found = summed(rows)
    assert (found["turns"], found["p50_s"], found["p95_s"], found["max_s"]) == (3, 1.5, 2.0, 2.0)
    assert [w["session"] for w in found["wrong"]] == [1]
