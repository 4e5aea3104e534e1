"""The page as a server: warms the chain before anyone asks, and lets the browser fetch nothing."""

from __future__ import annotations

import gc
import logging
import secrets
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.session import BROWSER_COOKIE

# The last guard behind escaping: no image, script, frame or request to anywhere else.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'"
)


YEAR = 365 * 24 * 3600  # seconds


class Guard:
    """Adds the headers that keep the page to itself, and gives a new browser its name.

    Where nobody signs in, conversations belong to the browser that they were held in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                    *_named(scope),
                ]
            await send(message)

        await self._app(scope, receive, with_headers)


def _named(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The cookie for a browser that opens a page without one."""
    sent = dict(scope["headers"])
    if b"text/html" not in sent.get(b"accept", b""):
        return []
    if f"{BROWSER_COOKIE}=".encode() in sent.get(b"cookie", b""):
        return []
    name = secrets.token_urlsafe(24)
    cookie = f"{BROWSER_COOKIE}={name}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax"
    return [(b"set-cookie", cookie.encode())]


def _warm() -> None:
    try:
        import pandas  # noqa: F401  Streamlit imports it when it draws its first component

        from ui.engine import engine

        engine()
        # Streamlit collects all garbage after each run of the page: what stays for good, the index
        # among it, is looked through no more (some 100 ms a run).
        gc.collect()
        gc.freeze()
    except Exception as error:  # the page itself says what is wrong
        logging.getLogger(__name__).warning("not warmed: %s", type(error).__name__)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Opens the chain in the background while the first page paints."""
    threading.Thread(target=_warm, daemon=True).start()
    yield {}


app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=lifespan,
    middleware=[Middleware(Guard)],
)
