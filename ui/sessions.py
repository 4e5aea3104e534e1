"""Many readers at once: sessions of the page over Streamlit's own protocol, and what they wait.

Each session is what one browser tab sends: a websocket, a first run of the page, then questions
typed into the box. No session may fail, and none may be shown what another one asked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from evals.cases import find_suite, load_cases
from rag.errors import SequiturError

SUITES = ("corpus", "answers")  # whose questions are asked, each by one session only
SHORT = 24  # characters; a shorter question may stand in anybody's answer
LONGEST = 60.0  # seconds that one run of the page may take
LARGEST = 64 * 2**20  # bytes of one message


_OTHER = re.compile("[^A-Za-z0-9]+")


class SessionError(SequiturError):
    """A page that cannot be asked."""


class Asked(NamedTuple):
    """A question of a session, what it waited in seconds, and what was wrong or ""."""

    session: int
    question: str
    seconds: float
    wrong: str


class Tab:
    """One browser tab, over its websocket."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._query, self._page, self._box = socket, "", "", ""

    async def run(self, typed: str = "") -> str:
        """What a run of the page sent, in letters and digits only; with a question, asks it."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        if typed:
            widget = state.widget_states.widgets.add()
            widget.id = self._box
            widget.chat_input_value.data = typed
        await self._socket.send(message.SerializeToString())
        shown = [self._read(m) async for m in self._messages()]
        if not self._box:
            raise SessionError("the page shows no box to ask in")
        return folded("".join(shown))

    async def _messages(self) -> AsyncIterator[Any]:
        """The messages of one run of the page, until it has finished for good."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self._socket.recv(), LONGEST))
            yield message
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise SessionError("the page does not compile")

    def _read(self, message: Any) -> str:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "chat_input":
                self._box = element.chat_input.id
            if element.WhichOneof("type") == "exception":
                raise SessionError(f"the page shows an error: {element.exception.type}")
            return message.SerializeToString().decode("utf-8", "replace")
        return ""


def folded(text: str) -> str:
    """The letters and digits of a text, so that no way of escaping it makes a difference."""
    return _OTHER.sub("", text).lower()


async def converse(
    address: str, number: int, questions: Sequence[str], others: Sequence[str], pause: float
) -> list[Asked]:
    """One session: its questions one after another, `pause` seconds between them."""
    import websockets

    await asyncio.sleep(pause * (number % 50) / 50)  # readers do not ask in step
    parts = urlsplit(address)
    url = f"ws://{parts.netloc}/_stcore/stream"
    asked: list[Asked] = []
    cookie = await asyncio.to_thread(_cookie, address)
    async with websockets.connect(
        url, max_size=LARGEST, subprotocols=_PROTOCOLS, additional_headers={"Cookie": cookie}
    ) as socket:
        tab = Tab(socket)
        await tab.run()
        for question in questions:
            await asyncio.sleep(pause)
            started = time.perf_counter()
            shown, wrong = "", ""
            try:
                shown = await tab.run(question)
            except (SequiturError, OSError, TimeoutError, websockets.WebSocketException) as error:
                wrong = f"{type(error).__name__}: {error}"
            seconds = time.perf_counter() - started
            asked.append(Asked(number, question, seconds, wrong or _judge(shown, question, others)))
    return asked


_PROTOCOLS: Any = ["streamlit"]


def _cookie(address: str) -> str:
    """The cookie that the page gives to a browser that opens it."""
    import httpx

    found = httpx.get(address, headers={"Accept": "text/html"}, timeout=LONGEST)
    return "; ".join(f"{name}={value}" for name, value in found.cookies.items())


def _judge(shown: str, question: str, others: Sequence[str]) -> str:
    if folded(question) not in shown:
        return "the question is not on the page"
    strange = next((o for o in others if o in shown), None)
    return f"shows what another session asked: {strange!r}" if strange else ""


async def gather(address: str, sessions: int, each: int, pause: float) -> list[Asked]:
    """All sessions at once. Raises SessionError where the shipped questions are too few."""
    cases = [c for suite in SUITES for c in load_cases(find_suite(suite))]
    pool = list(dict.fromkeys(c.question for c in cases if len(c.question) > SHORT))
    if sessions * each > len(pool):
        raise SessionError(f"{len(pool)} questions, too few for {sessions} sessions of {each}")
    shares = [pool[i * each : (i + 1) * each] for i in range(sessions)]
    rows = await asyncio.gather(
        *(converse(address, i, s, _foreign(pool, s), pause) for i, s in enumerate(shares)),
        return_exceptions=True,
    )
    found: list[Asked] = []
    for number, row in enumerate(rows):
        if isinstance(row, BaseException):
            found.append(Asked(number, "", 0.0, f"{type(row).__name__}: {row}"))
        else:
            found += row
    return found


def _foreign(pool: Sequence[str], own: Sequence[str]) -> list[str]:
    """The questions of other sessions, folded, that no question of this session holds."""
    mine = [folded(q) for q in own]
    return [o for o in map(folded, pool) if not any(o in m for m in mine)]


def summed(rows: Sequence[Asked]) -> dict[str, Any]:
    """What all sessions waited, and what was wrong."""
    waits = sorted(r.seconds for r in rows if not r.wrong) or [0.0]
    return {
        "turns": len(rows),
        "wrong": [r._asdict() for r in rows if r.wrong],
        "p50_s": round(statistics.median(waits), 3),
        "p95_s": round(waits[max(0, -(-len(waits) * 95 // 100) - 1)], 3),
        "max_s": round(waits[-1], 3),
    }


def main(arguments: list[str] | None = None) -> int:
    """Prints what all sessions waited; 1 where one was answered wrongly, 2 where none could ask."""
    parser = argparse.ArgumentParser(prog="python -m ui.sessions", description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8501", help="a page that is served")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--questions", type=int, default=5, help="of each session")
    parser.add_argument("--pause", type=float, default=10.0, help="seconds between questions")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    try:
        rows = asyncio.run(gather(chosen.address, chosen.sessions, chosen.questions, chosen.pause))
    except SequiturError as error:
        print(f"sessions: {error}", file=sys.stderr)
        return 2
    found = summed(rows)
    print(json.dumps(found) if chosen.json else _told(found))
    return 1 if found["wrong"] else 0


def _told(found: dict[str, Any]) -> str:
    lines = [
        f"{found['turns']} turns, {len(found['wrong'])} wrong",
        f"seconds a turn: p50 {found['p50_s']}, p95 {found['p95_s']}, longest {found['max_s']}",
    ]
    for wrong in found["wrong"][:20]:
        lines.append(f"session {wrong['session']}: {wrong['wrong']} ({wrong['question']!r})")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
