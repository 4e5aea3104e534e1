"""A served page and a browser on it, shared by the tests that only a real browser can run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from rag.search.encoder import Encoder
from rag.search.index import Index
from rag.search.ingest import ingest
from rag.search.suggestions import Suggestion, Suggestions

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PLANTED = (
    ":green-badge[APPROVED] ![x](http://evil.invalid/a.png) "
    "<img src=http://evil.invalid/b.png> :material/home: http://evil.invalid/c"
)
ZEBRA = f"""---
title: "What comes first? {PLANTED}"
subject: "a zebra {PLANTED}"
specialty: "S {PLANTED}"
status: submitted
updated: 2026-11-01
asks:
  - "Why ultrasound first? {PLANTED}"
references:
  - number: 1
    kind: guideline
    title: "R {PLANTED}"
    source: S
    year: 2025
    consulted: abstract
---

## Imaging of a zebra

In a zebra, ultrasound comes first because it is quick :green-badge[APPROVED] <script>alert(1)</script>. [1]
"""  # noqa: E501


class FirstAsks:
    """Offers the first two follow-ups that each article names, whether they are answered or not."""

    fingerprint = "first asks"

    def __call__(self, index: Index) -> Suggestions:
        named = [(a.slug, ask) for a in index.articles.values() for ask in a.asks[:2]]
        return Suggestions(tuple(Suggestion(slug, ask, ()) for slug, ask in named))


def planted_index(folder: Path, corpus: Path, built: Path, encoder: Encoder) -> Path:
    """An index of the shipped corpus and of an article full of markup."""
    shutil.copytree(corpus, folder / "corpus")
    (folder / "corpus" / "articles" / "zebra.md").write_text(ZEBRA, "utf-8")
    shutil.copytree(built, folder / "index")
    ingest(folder / "corpus", folder / "index", encoder, prover=FirstAsks())
    return folder / "index"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the page over `folder/index`, served as `sequitur serve` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "rag.cli.main", "serve", "--port", str(port),
        "--corpus", str(folder / "corpus"), "--index", str(folder / "index"),
    ]  # fmt: skip
    kept = {"SEQUITUR_CONVERSATIONS": f"sqlite:///{folder}/kept.db"}
    with (folder / "page.log").open("wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True, env=os.environ | kept
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, 15)
            server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the page ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page did not answer within two minutes")


@contextmanager
def context_of(browser: Browser, address: str, **how: Any) -> Iterator[BrowserContext]:
    """A fresh profile; afterwards, nothing may have left the machine."""
    context = browser.new_context(**({"viewport": {"width": 1240, "height": 900}} | how))
    context.set_default_timeout(60_000)
    elsewhere: list[str] = []
    local = (address, address.replace("http", "ws"), "data:", "blob:")
    context.on("request", lambda r: None if r.url.startswith(local) else elsewhere.append(r.url))
    yield context
    context.close()
    assert elsewhere == []


def ask(page: Page, question: str) -> None:
    """Asks in the box, and waits for the answer."""
    answers = page.locator(".turn .disclaimer")
    before = answers.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    answers.nth(before).wait_for()


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page: rule and the elements that break it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {[n['target'] for n in v['nodes']]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
