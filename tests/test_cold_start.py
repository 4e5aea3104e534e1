"""A fresh process answers without the heavy libraries and without the network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "streamlit", "langchain")
# Read only where a number may be one that a telephone or a state gives.
SELDOM = ("phonenumbers", "stdnum")
# Runs a command, then prints on standard error what it loaded and where it connected to.
SCRIPT = """
import json, sys
seen = []
watched = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
sys.addaudithook(lambda event, args: event in watched and seen.append(event))
from rag.cli.main import main
status = main(sys.argv[1:])
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps({"status": status, "connected": seen, "loaded": loaded}), file=sys.stderr)
"""


@pytest.fixture(scope="module", params=["text", "json"])
def run(request: pytest.FixtureRequest, built_index: Path) -> dict[str, Any]:
    """What a fresh process did that answered one question."""
    arguments = ["ask", "why not mri?", "--article", "flank-mass-with-calcification"]
    arguments += ["--index", str(built_index), *(["--json"] if request.param == "json" else [])]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, check=True
    )
    *rest, last = done.stderr.splitlines()
    return {"out": done.stdout, "messages": rest, **json.loads(last)}


def test_it_answers(run: dict[str, Any]) -> None:
    assert run["status"] == 0
    assert "CT comes before MRI because CT is better" in " ".join(run["out"].split())
    assert run["messages"] == []


@pytest.mark.parametrize("module", HEAVY + SELDOM)
def test_it_does_not_load(module: str, run: dict[str, Any]) -> None:
    assert [n for n in run["loaded"] if n == module or n.startswith(f"{module}_")] == []


def test_it_connects_to_nothing_and_looks_up_no_name(run: dict[str, Any]) -> None:
    assert run["connected"] == []
