"""What a scripted model server can say, and what its connection can do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.scripted_server import KEY, TOO_LATE, Request, event

Behaviour = Callable[[Request], None]


# What a model can say with the sentences that it was given.


def line(text: str, *numbers: object) -> str:
    return json.dumps({"text": text, "sentences": numbers}, ensure_ascii=False) + "\n"


def on_mri(request: Request) -> list[dict[str, Any]]:
    """Sentences that answer why not MRI, the best first."""
    about = [s for s in request.offered if "MRI" in s["text"]]
    return sorted(about, key=lambda s: "comes before MRI" not in s["text"])


def copies(request: Request, count: int) -> str:
    return "".join(line(s["text"], s["number"]) for s in on_mri(request)[:count])


def altered(old: str, new: str) -> Behaviour:
    """A true statement, and one that says something else than the sentence that it cites."""

    def behave(request: Request) -> None:
        (source,) = [s for s in request.offered if old in s["text"]]
        false = line(source["text"].replace(old, new), source["number"])
        request.reply(copies(request, 1) + false)

    return behave


def says(make: Callable[[Request], str], finish: str = "stop", **message: Any) -> Behaviour:
    return lambda request: request.reply(make(request), finish, **message)


def planted(addition: str) -> Behaviour:
    """A statement that is a true copy, but for what was planted in it."""
    return says(lambda r: line(on_mri(r)[0]["text"] + addition, on_mri(r)[0]["number"]))


def cites(*numbers: object) -> Behaviour:
    return says(lambda r: line(on_mri(r)[0]["text"], *numbers))


# What a connection can do.


def hang_before_the_headers(request: Request) -> None:
    request.wait()


def hang_midway(request: Request) -> None:
    request.start()
    request.send(event(content='{"text": "In a') if request.streaming else '{"id": "c-1", ')
    request.wait()


def drip(request: Request) -> None:
    request.start()
    for byte in b"data: " + json.dumps({"filler": "x" * int(TOO_LATE * 10)}).encode():
        request.send(bytes([byte]))
        if request.wait(0.1):
            return


def drip_in_whole_events(request: Request) -> None:
    request.start()
    for character in copies(request, 4):
        request.send(event(content=character) if request.streaming else " ")
        if request.wait(0.1):
            return


def comments_for_ever(request: Request) -> None:
    request.start()
    while not request.wait(0.02):
        request.send(": keep-alive\n\n" if request.streaming else " ")


def status(code: int) -> Behaviour:
    def behave(request: Request) -> None:
        request.start(code, "application/json")
        prompt = request.body["messages"][0]["content"]
        error = {"message": f"Incorrect API key provided: {KEY}. You sent: {prompt}"}
        request.send(json.dumps({"error": error}))

    return behave


def reset_at_once(request: Request) -> None:
    request.reset()


def reset_midway(request: Request) -> None:
    request.start()
    request.send(event(content=copies(request, 1)[:40]) if request.streaming else '{"id": ')
    request.reset()


def body(data: str | bytes, kind: str = "") -> Behaviour:
    """A body that is sent as it is, whatever was asked for."""

    def behave(request: Request) -> None:
        request.start(kind=kind)
        request.send(data)

    return behave


def endless(piece: str, kind: str = "") -> Behaviour:
    def behave(request: Request) -> None:
        request.start(kind=kind)
        while not request.server.over.is_set():
            request.send(piece)

    return behave


def endless_words(request: Request) -> None:
    request.start()
    piece = event(content="word " * 200) if request.streaming else "word " * 200
    while not request.server.over.is_set():
        request.send(piece)


def compressed(request: Request) -> None:
    request.start(Content_Encoding="gzip")
    request.send(b"\x1f\x8b" + b"\x00" * 1000)


def redirect(request: Request) -> None:
    request.start(307, Location=f"{request.server.url}/elsewhere")


def no_such_tool(request: Request) -> None:
    call = {"name": "delete_everything", "arguments": "{}"}
    tool = {"index": 0, "id": "t", "type": "function", "function": call}
    request.reply(None, "tool_calls", tool_calls=[tool])


def dies_after(count: int) -> Behaviour:
    """Whole statements, and then the connection is reset."""

    def behave(request: Request) -> None:
        request.start()
        if not request.streaming:
            request.reset()
            return
        for one in copies(request, count).splitlines():
            request.send(event(content=one + "\n"))
        request.wait(0.2)  # so that what was sent is read before the reset
        request.reset()

    return behave
