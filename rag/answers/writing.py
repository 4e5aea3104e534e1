"""A language model as answerer: it selects sentences, and code prints them word for word."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.answers.prompts import SELECT
from rag.answers.quoting import Pick
from rag.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

DEADLINE_S = 20.0
OFFERED = 24
MOST = 4
_log = logging.getLogger(__name__)


def build_model(name: str) -> BaseChatModel:
    """The chat model PROVIDER:NAME. Raises ModelError, in one line, where it cannot be had."""
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"--model {name!r} is neither `quote` nor PROVIDER:NAME")
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, timeout=DEADLINE_S, max_retries=0)
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


class Selector:
    """Lets a chat model choose among the scored sentences.

    `None` instead of sentences says that the model failed; what failed is logged by its type only,
    for a server's error text can hold keys.
    """

    def __init__(self, model: BaseChatModel, deadline_s: float = DEADLINE_S) -> None:
        self._model, self._deadline_s = model, deadline_s

    def __call__(self, question: str, picks: Sequence[Pick]) -> list[Pick] | None:
        """The sentences that the model chose, best first; None where it failed or was late."""
        offered = list(picks[:OFFERED])
        sentences = [{"number": n, "text": p.sentence.text} for n, p in enumerate(offered, 1)]
        data = json.dumps({"question": question, "sentences": sentences}, ensure_ascii=False)
        numbers = _within(self._deadline_s, lambda: self._numbers(data))
        if numbers is None:
            return None
        valid = [n for n in dict.fromkeys(numbers) if 1 <= n <= len(offered)]
        return [offered[n - 1] for n in valid[:MOST]]

    def _numbers(self, data: str) -> list[int]:
        schema = {
            "title": "Selection",
            "description": "The numbers of the sentences that answer.",
            "type": "object",
            "properties": {"numbers": {"type": "array", "items": {"type": "integer"}}},
            "required": ["numbers"],
        }
        bound: Any = self._model.with_structured_output(schema)
        reply = bound.invoke([("system", SELECT), ("human", data)])
        return [int(n) for n in reply["numbers"]]


def _within(seconds: float, work: Any) -> list[int] | None:
    """What `work` returns, or None after `seconds`: a read time-out restarts at every byte."""
    done: list[list[int]] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:
            _log.warning("the language model failed: %s", type(error).__name__)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return done[0] if done else None
