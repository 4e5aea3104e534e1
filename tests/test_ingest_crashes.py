"""Ingest: killed and competing writers and damaged builds leave an index that answers."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rag.chain import AnswerChain, FollowUp
from rag.errors import IndexBusyError
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.search.ingest import ingest
from rag.settings import Settings
from tests.fakes import COUGH, CROUP, FEVER, World, counts, write_corpus

KILLS = int(os.environ.get("KILLS", "5"))


def test_what_a_killed_writer_left_is_removed(world: World) -> None:
    world.write("cough", COUGH.replace("honey", "treacle"))
    child = subprocess.run(
        [sys.executable, "-c", _WRITER.format("os.kill(os.getpid(), 9)"), *map(str, world)],
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    before = world.serving().name
    (left,) = set(world.builds()) - {before}
    assert "treacle" not in world.text()

    summary = world.ingest()

    assert counts(summary) == (0, 1, 0, 1)
    assert world.builds() == sorted([before, world.serving().name])
    assert world.serving().name != left
    assert "treacle" in world.text()


_WRITER = """
import os, sys
from pathlib import Path
from rag.search.ingest import ingest
from tests.fakes import FakeEncoder

corpus, index = map(Path, sys.argv[1:])
ingest(corpus, index, FakeEncoder(), lambda *_: {})
"""


def test_a_second_writer_is_told_so(world: World) -> None:
    world.write("cough", COUGH.replace("honey", "treacle"))
    waits = "(print('writing', flush=True), sys.stdin.read())"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER.format(waits), *map(str, world)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None and child.stdin is not None
        assert child.stdout.readline() == b"writing\n"
        with pytest.raises(IndexBusyError, match="another process is writing this index; try"):
            world.ingest()
        assert "honey" in world.text()  # readers are not held up
        child.stdin.close()
        assert child.wait() == 0
    assert "treacle" in world.text()


def _lose_the_database(build: Path) -> None:
    shutil.rmtree(build / "chroma")


def _cut_the_database(build: Path) -> None:
    file = build / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])


def _empty_the_vectors(build: Path) -> None:
    (build / "sentences.npy").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "embedded"),
    [
        (_lose_the_database, 0),  # the vectors beside it are sound
        (_cut_the_database, 0),
        (_empty_the_vectors, 13),
    ],
)
def test_a_damaged_build_is_made_again(
    world: World, damage: Callable[[Path], None], embedded: int
) -> None:
    before = world.serving()
    damage(before)
    summary = world.ingest()
    assert summary.embedded == embedded
    assert world.serving() != before
    assert "honey" in world.text()


def test_a_pointer_that_names_nothing_is_written_again(world: World) -> None:
    (world.index / "current").write_text('{"build": "gone-1", "corpus": "c"}')
    assert counts(world.ingest()) == (2, 0, 0, 0)
    assert "honey" in world.text()


class _Writer:
    """`sequitur ingest` as a process group of its own."""

    def __init__(self, world: World) -> None:
        command = [sys.executable, "-m", "rag.cli.main", "ingest"]
        folders = ["--corpus", str(world.corpus), "--index", str(world.index)]
        self._child = subprocess.Popen(
            [*command, *folders],
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def finish(self) -> int:
        return self._child.wait()

    def kill(self) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()


def test_a_kill_at_any_moment_leaves_the_old_answer_or_the_new(
    tmp_path: Path, encoder: OnnxEncoder
) -> None:
    articles = {"cough": COUGH, "fever": FEVER, "croup": CROUP}
    world = World(write_corpus(tmp_path / "corpus", articles), tmp_path / "index")
    chain = AnswerChain(IndexReader(world.index, encoder), encoder, Settings())
    started = time.monotonic()
    assert _Writer(world).finish() == 0
    longest = time.monotonic() - started
    draw = random.Random(20261122)

    def answer() -> Sequence[str]:
        question = "When is a child with a cough referred?"
        return [s.text for s in chain.answer(FollowUp(question)).statements]

    for kill in range(KILLS):
        before = answer()
        rule = f"A child with a cough is referred after {kill + 4} weeks."
        world.write("cough", COUGH.replace("A child with a cough is referred after 3 weeks.", rule))
        writer = _Writer(world)
        time.sleep(draw.uniform(0, longest))
        writer.kill()
        after_the_kill = answer()
        ingest(world.corpus, world.index, encoder)
        after = answer()
        assert rule in after and rule not in before
        assert after_the_kill in (before, after)
