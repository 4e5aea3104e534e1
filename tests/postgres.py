"""A PostgreSQL server of the test's own, reached over a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

_SERVER = "-c listen_addresses= -c fsync=off -c max_connections=40"


def program(name: str) -> str:
    """A program of PostgreSQL's; Debian keeps them outside PATH. Skips where there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(places[-1]) if places else None)
    if found is None:
        pytest.skip(f"no {name} here; `apt-get install postgresql` brings it")
    return found


def user() -> str | None:
    """Whom the server runs as: it refuses root."""
    if os.getuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user `postgres`")


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server."""
    initdb, pg_ctl, who = program("initdb"), program("pg_ctl"), user()
    # Not pytest's folder: a socket's path is short, and the other user has to reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    data, log = folder / "data", folder / "log"

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True, user=who, cwd=folder, timeout=120)

    try:
        if who:
            shutil.chown(folder, who)
        run(initdb, "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(pg_ctl, "-D", data, "-l", log, "-w", "-o", f"{_SERVER} -k {folder}", "start")
        try:
            yield f"postgresql+psycopg://tester:secret@/postgres?host={folder}"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def emptied(url: str) -> str:
    """The URL, once the database holds nothing."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url
