"""Language models: built by name, and read within a wall-clock deadline and a bound of size.

A provider's own time-outs do not hold: a read time-out restarts with every byte, and a server may
send comments for ever. So a model is read in a thread that is not waited for, its pieces come
through a queue, and no more than MOST_CALLS such threads live at a time. What fails is logged by
its type only, for a server's error text can hold keys and the question.
"""

from __future__ import annotations

import logging
import os
import queue
import re
import threading
import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from rag.answers.bounded import bounded_client
from rag.answers.replies import ModelFailedError
from rag.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_REPLY = 64 * 1024  # characters of text
MOST_CALLS = 32  # at a time, those that nobody waits for any more among them
# At DEBUG these log whole requests, prompts and all.
TALKATIVE = ("openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2", "langchain_core")
_CUT_SHORT = frozenset({"length", "max_tokens", "content_filter"})
_free = threading.BoundedSemaphore(MOST_CALLS)
_log = logging.getLogger(__name__)


def build_model(name: str, seconds: float) -> BaseChatModel:
    """The chat model PROVIDER:NAME. Raises ModelError, in one line, where it cannot be had."""
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"--model {name!r} is neither `quote` nor PROVIDER:NAME")
    from langchain.chat_models import init_chat_model

    try:
        bounded = bounded_client(provider, seconds)
        built: BaseChatModel = init_chat_model(name, timeout=seconds, max_retries=0, **bounded)
        return built
    except ImportError as error:  # its message names the package, which the provider does not
        package = re.search(r"langchain-[\w-]+", str(error))
        raise ModelError(
            f"--model {name!r}: the package of the provider {provider!r} is not installed; "
            f"run `pip install {package.group() if package else f'langchain-{provider}'}`"
        ) from None
    except Exception as error:  # six families of exception, one for each provider
        last = (str(error).strip().splitlines() or [""])[0]
        key = f"{provider.upper()}_API_KEY"
        hint = f"; is {key} set?" if "key" in str(error).lower() and key not in os.environ else ""
        raise ModelError(f"--model {name!r}: {type(error).__name__}: {last[:160]}{hint}") from None
    finally:  # a provider's package may set its level when it is imported
        for logger in TALKATIVE:
            logging.getLogger(logger).setLevel(logging.WARNING)


def pieces(
    model: BaseChatModel,
    messages: Sequence[tuple[str, str]],
    seconds: float,
    free: threading.Semaphore = _free,
) -> Generator[str, None, None]:
    """The text of a model's reply as it comes; closing this stops the model.

    Raises ModelFailedError where the model errs, is cut short, says more than MAX_REPLY, or has
    not ended after `seconds`.
    """
    if not free.acquire(blocking=False):
        raise ModelFailedError("too many calls")
    call = _Call(model, messages, free)
    ends = time.monotonic() + seconds
    threading.Thread(target=call.run, daemon=True, name="language-model").start()
    try:
        while True:
            try:
                piece = call.said.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                raise ModelFailedError("late") from None
            if piece is None:
                break
            yield piece
        if call.failed:
            raise ModelFailedError(call.failed)
    finally:
        call.stopped.set()


class _Call:
    """One reply being read; `said` ends with None."""

    def __init__(
        self,
        model: BaseChatModel,
        messages: Sequence[tuple[str, str]],
        free: threading.Semaphore,
    ) -> None:
        self._model, self._messages, self._free = model, list(messages), free
        self.said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.stopped = threading.Event()
        self.failed = ""

    def run(self) -> None:
        """Reads the reply to its end, or until nobody listens."""
        try:
            self._read()
        except Exception as error:
            self.failed = type(error).__name__
        finally:
            self._free.release()
            if self.failed and not self.stopped.is_set():
                _log.warning("the language model failed: %s", self.failed)
            self.said.put(None)

    def _read(self) -> None:
        size = 0
        for chunk in self._model.stream(self._messages):
            text = str(chunk.text)
            self.said.put(text[: MAX_REPLY - size])
            size += len(text)
            if self.stopped.is_set():
                return
            if size > MAX_REPLY or _cut_short(chunk.response_metadata):
                raise ModelFailedError("cut short")


def _cut_short(metadata: dict[str, Any]) -> bool:
    """Whether a provider says that a reply ends before its end."""
    keys = ("finish_reason", "stop_reason", "done_reason")
    return any(str(metadata.get(key)) in _CUT_SHORT for key in keys)
