"""An OpenAI-compatible server on loopback that behaves as it is told, well or badly.

A behaviour is a function of a Request: it writes what it likes, byte by byte if need be.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-scripted-4711-secret"
TOO_LATE = 20.0  # seconds after which a behaviour that hangs gives up by itself


class Request(BaseHTTPRequestHandler):
    """One request, with what a behaviour needs to answer it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, self.body))
        self.close_connection = True
        with suppress(OSError):
            self.server.behaviour(self)

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""

    @property
    def streaming(self) -> bool:
        """Whether a stream of events was asked for."""
        return bool(self.body.get("stream"))

    @property
    def data(self) -> dict[str, Any]:
        """What the model is given: the last message."""
        found: dict[str, Any] = json.loads(self.body["messages"][-1]["content"])
        return found

    @property
    def offered(self) -> list[dict[str, Any]]:
        """The sentences, in the order of their numbers."""
        return [s for p in self.data["passages"] for s in p["sentences"]]

    def start(self, status: int = 200, kind: str = "", **headers: str) -> None:
        """Sends the head of an answer whose body ends with the connection."""
        self.send_response(status)
        kind = kind or ("text/event-stream" if self.streaming else "application/json")
        for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, data: str | bytes) -> None:
        """Sends a piece of the body at once."""
        self.wfile.write(data if isinstance(data, bytes) else data.encode())
        self.wfile.flush()

    def wait(self, seconds: float = TOO_LATE) -> bool:
        """Waits; True once the test is over."""
        return self.server.over.wait(seconds)

    def reply(self, content: str | None, finish: str | None = "stop", **message: Any) -> None:
        """A whole and well-formed answer, in some events or in one body."""
        self.start()
        if not self.streaming:
            choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}}
            self.send(json.dumps(completion([choice | {"finish_reason": finish}])))
            return
        for at in range(0, len(content or ""), 4096):
            self.send(event(content=(content or "")[at : at + 4096]))
        if content is None:
            self.send(event(content=None, **message))
        self.send(event(finish=finish))
        self.send("data: [DONE]\n\n")

    def reset(self) -> None:
        """Closes the connection by a reset."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def completion(choices: list[dict[str, Any]], kind: str = "chat.completion") -> dict[str, Any]:
    """The frame of a completion or of a piece of one."""
    return {"id": "c-1", "object": kind, "created": 1, "model": "scripted", "choices": choices}


def event(finish: str | None = None, **delta: Any) -> str:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps(completion([choice], 'chat.completion.chunk'))}\n\n"


class Server(ThreadingHTTPServer):
    """Listens on a free port of loopback."""

    daemon_threads = True

    def __init__(self, behaviour: Callable[[Request], None]) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.behaviour = behaviour
        self.over = threading.Event()
        self.requests: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        """The base that a client is given."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error."""


@contextmanager
def serving(behaviour: Callable[[Request], None]) -> Iterator[Server]:
    """A server for the time of a test."""
    server = Server(behaviour)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
