"""Pictures of the page, made in a real browser: `python -m ui.screenshots OUT`.

Serves the page over the index that the settings name, keeping what it asks in a file that is
deleted afterwards. Needs the extra `test` (playwright, pillow) and a chromium.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Shot = Callable[[Any, str], None]  # draws a scene on a browser's page, at an address
COLOURS = 128
WIDE, PHONE = {"width": 1240, "height": 1040}, {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": WIDE},
    "dark": {"color_scheme": "dark", "viewport": WIDE},
    "phone": {"color_scheme": "light", "viewport": PHONE},
}
FLANK = "flank-mass-with-calcification"


def _ask(page: Any, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.locator(".turn .disclaimer").first.wait_for()
    page.wait_for_timeout(1500)  # until the page has scrolled there


def answer(page: Any, address: str) -> None:
    """An answer in an article, its first source open."""
    page.goto(f"{address}/?article={FLANK}")
    _ask(page, "so why not mri first?")
    page.locator(".lead .cite").click()


def article(page: Any, address: str) -> None:
    """An article."""
    page.goto(f"{address}/article?slug={FLANK}")
    page.locator(".sq-article").wait_for()


def abstention(page: Any, address: str) -> None:
    """A question that the corpus does not answer."""
    page.goto(address)
    _ask(page, "How is psoriasis treated?")


def disagreement(page: Any, address: str) -> None:
    """A question on which articles differ."""
    page.goto(address)
    _ask(page, "Who can be observed without antibiotics in acute otitis media?")


SCENES: tuple[Shot, ...] = (answer, article, abstention, disagreement)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the page, keeping its conversations in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rag.cli.main", "serve", "--port", str(port)]
    kept = {"SEQUITUR_CONVERSATIONS": f"sqlite:///{folder}/kept.db"}
    server = subprocess.Popen(command, env=os.environ | kept, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, 15)
        server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  our own address
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the page ended before it answered; run `sequitur serve` to see why")


def take(address: str, out: Path) -> None:
    """Writes a picture of each scene in each look, in few colours so that it stays small."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for look, how in LOOKS.items():
            for scene in SCENES:
                context = browser.new_context(**how)
                page = context.new_page()
                page.set_default_timeout(60_000)
                scene(page, address)
                page.wait_for_timeout(1000)
                path = out / f"{scene.__name__}-{look}.png"
                page.screenshot(path=path)
                context.close()
                Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
        browser.close()


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m ui.screenshots", description=main.__doc__)
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        take(address, out)


if __name__ == "__main__":
    main()
