"""`sequitur serve`: the Streamlit page."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from rag.cli.common import Commands, add_folders, add_model, open_chain, settings_of
from rag.errors import SettingsError


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("serve", help="serve the page")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on")
    add_folders(parser)
    add_model(parser)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Builds a missing default index, then serves until interrupted."""
    from rag.search.index import published

    spec = importlib.util.find_spec("ui")
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError("the page is not installed; install sequitur-rag whole")
    folder = Path(spec.submodule_search_locations[0])
    settings = settings_of(chosen)
    # A published index is opened once, by the page itself, which shows what is wrong with it.
    if settings.model != "quote" or chosen.corpus is not None or published(settings.index) is None:
        open_chain(chosen)
    environ = os.environ | {
        "SEQUITUR_CORPUS": str(settings.corpus),
        "SEQUITUR_INDEX": str(settings.index),
        "SEQUITUR_MODEL": settings.model,
    }
    command = [
        sys.executable, "-m", "streamlit", "run", str(folder / "server.py"),
        "--server.port", str(chosen.port),
        "--server.address", chosen.address,
    ]  # fmt: skip
    # Streamlit reads its config from the folder that it is started in.
    return subprocess.run(command, env=environ, cwd=folder, check=False).returncode
