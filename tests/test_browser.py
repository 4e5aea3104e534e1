"""What only a real browser shows: nothing is fetched, planted markup stays text, a source opens."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PLANTED = (
    ":green-badge[APPROVED] ![x](http://evil.invalid/a.png) "
    "<img src=http://evil.invalid/b.png> :material/home: http://evil.invalid/c"
)
ARTICLE = f"""---
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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page over one planted article."""
    corpus = tmp_path_factory.mktemp("planted")
    (corpus / "articles").mkdir()
    (corpus / "articles" / "zebra.md").write_text(ARTICLE, "utf-8")
    index = tmp_path_factory.mktemp("served")
    folders = ["--corpus", str(corpus), "--index", str(index)]
    sequitur = [sys.executable, "-m", "rag.cli.main"]
    subprocess.run([*sequitur, "ingest", *folders], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (index / "page.log").open("wb")
    server = subprocess.Popen(
        [*sequitur, "serve", *folders, "--port", str(port)],
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, 15)
        server.wait(30)
        log.close()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the page ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page did not answer within a minute")


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """A page of a fresh profile; afterwards, nothing may have left the machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        shown = browser.new_page()
        elsewhere: list[str] = []
        local = (address, address.replace("http", "ws"), "data:", "blob:")
        shown.on("request", lambda r: None if r.url.startswith(local) else elsewhere.append(r.url))
        yield shown
        browser.close()
    assert elsewhere == []


def _ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.locator(".sq-disc").last.wait_for()


def test_planted_markup_stays_text_on_every_part_of_the_page(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Why ultrasound first?").wait_for()
    assert ":green-badge[APPROVED] ![x](http://evil.invalid/a.png)" in page.inner_text("body")
    page.goto(f"{address}/?article=zebra")
    page.locator(".sq-article").wait_for()
    _ask(page, f"why ultrasound first in a zebra {PLANTED}")
    page.locator(".sq-cite summary").first.click()
    text = page.inner_text("body")
    assert "<script>alert(1)</script>" in text
    assert page.locator("img").count() == 0
    assert page.locator(".stMarkdownBadge").count() == 0
    assert page.locator("a[href*='evil']").count() == 0


def test_a_citation_opens_its_passage_with_the_sentence_marked(page: Page, address: str) -> None:
    page.goto(f"{address}/?article=zebra")
    _ask(page, "why ultrasound first?")
    assert page.locator(".sq-card").first.is_hidden()
    page.locator(".sq-cite summary").first.press("Enter")
    assert page.locator(".sq-card mark").first.is_visible()


def test_the_page_reads_an_article_from_its_beginning(page: Page, address: str) -> None:
    page.goto(f"{address}/?article=zebra")
    page.locator(".sq-article h1").wait_for()
    page.wait_for_timeout(1000)
    assert page.locator(".sq-article h1").evaluate("e => e.getBoundingClientRect().top") > 0


def test_the_page_forbids_the_browser_to_fetch_elsewhere(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]
