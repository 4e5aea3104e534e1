"""The connection to an OpenAI-compatible server, bounded in bytes and in time.

The client of the OpenAI package takes lines and bodies of any length, waits as long as a byte comes
now and then, and sends the question on to wherever a redirect points.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 4 * 1024 * 1024  # of a body: a reply in small events is many times its text


def bounded_client(provider: str, seconds: float) -> dict[str, Any]:
    """What a chat model of `provider` is built with to be bounded: nothing for other providers.

    Raises ImportError where the provider's package is not installed.
    """
    if provider != "openai":
        return {}
    import httpx2
    import langchain_openai  # noqa: F401  # so that what is missing is named by its package

    client = httpx2.Client(
        timeout=seconds,
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_hook(seconds)]},
    )
    # Without the second, the package warns that its other client, unused here, passes by proxies.
    return {"http_client": client, "http_socket_options": ()}


def _hook(seconds: float) -> Any:
    import httpx2

    class Bounded(httpx2.SyncByteStream):
        """A body that ends in an error after MAX_BYTES, or after `seconds`."""

        def __init__(self, body: Any) -> None:
            self._body = body

        def __iter__(self) -> Iterator[bytes]:
            size, ends = 0, time.monotonic() + seconds
            for part in self._body:
                size += len(part)
                if size > MAX_BYTES or time.monotonic() > ends:
                    raise httpx2.ReadError("a body without end")
                yield part

        def close(self) -> None:
            self._body.close()

    def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise httpx2.DecodingError("a compressed body has no bound", request=response.request)
        response.stream = Bounded(response.stream)

    return bound
