"""A build that does not answer as it should is found out, without harm to who asks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.search.index import Index, published
from rag.search.ingest import ingest
from rag.search.verify import Verdict, verify
from tests.fakes import FakeEncoder, article, write_corpus

# Chroma writes its HNSW files at each 1,000 records; below that it answers from SQLite alone.
MANY = 250


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of 2,500 passages; copied before anything is changed."""
    folder = tmp_path_factory.mktemp("large")
    articles = {
        f"cough-{n}": article(
            f"What helps a child with cough {n}?",
            **{f"point_{i}": f"A child with cough {n} rests {i} hours. [1]" for i in range(MANY)},
        )
        for n in range(10)
    }
    ingest(write_corpus(folder / "corpus", articles), folder / "index", FakeEncoder())
    return _build(folder / "index")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of thirteen passages, twelve of them alike; copied before anything is changed."""
    folder = tmp_path_factory.mktemp("small")
    alike = "## Doses\n\nA child with a cough is given honey. [1]\n\n"
    source = article("What helps?", short_answer="A child with a cough rests. [1]") + alike * 12
    ingest(write_corpus(folder / "corpus", {"cough": source}), folder / "index", FakeEncoder())
    return _build(folder / "index")


def _build(index: Path) -> Path:
    folder = published(index)
    assert folder is not None
    return folder


def _hnsw(folder: Path, name: str) -> Path:
    (found,) = (folder / "chroma").glob(f"*/{name}")
    return found


def _halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_passages_of_equal_vectors_pass(small: Path) -> None:
    index = Index(small)
    assert len({p.text for p in index.passages}) == 2
    assert len({p.id for p in index.passages}) == 13
    assert verify(small) == Verdict(ok=True, checked=13, missed=(), problems=())


def test_a_large_build_passes(large: Path) -> None:
    assert verify(large) == Verdict(ok=True, checked=10 * MANY, missed=(), problems=())


def test_removed_hnsw_files_are_noticed(tmp_path: Path, large: Path) -> None:
    folder = Path(shutil.copytree(large, tmp_path / "build"))
    shutil.rmtree(_hnsw(folder, "header.bin").parent)
    verdict = verify(folder)
    assert not verdict.ok
    assert len(verdict.missed) > MANY


def test_a_halved_hnsw_header_is_noticed_and_kills_nobody(tmp_path: Path, large: Path) -> None:
    folder = Path(shutil.copytree(large, tmp_path / "build"))
    _halved(_hnsw(folder, "header.bin"))
    verdict = verify(folder)
    assert not verdict.ok
    assert verdict.missed or verdict.problems[0].startswith("the check ended with exit status ")


def test_a_truncated_database_is_noticed(tmp_path: Path, small: Path) -> None:
    folder = Path(shutil.copytree(small, tmp_path / "build"))
    _halved(folder / "chroma" / "chroma.sqlite3")
    verdict = verify(folder)
    assert not verdict.ok
    assert verdict.problems[0].startswith(f"{folder}: the index is damaged: Chroma cannot open it")


def test_a_changed_document_is_noticed(tmp_path: Path, small: Path) -> None:
    folder = Path(shutil.copytree(small, tmp_path / "build"))
    index = Index(folder)
    first = index.passages[0]
    index.collection.update(
        ids=[first.id],
        embeddings=np.load(folder / "vectors.npy")[:1],
        documents=[first.text.replace("rests", "runs")],
    )
    index.close()
    assert verify(folder).problems == ("Chroma holds other passages than the articles",)


def _changed(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"honey", b"money"))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("corpus.json", _changed),
        ("articles/cough.md", _changed),
        ("vectors.npy", _halved),
    ],
)
def test_a_changed_file_is_named(
    tmp_path: Path, small: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = Path(shutil.copytree(small, tmp_path / "build"))
    damage(folder / name)
    why = f"{folder}: the index is damaged: {name} is not as it was written; run `sequitur ingest`"
    assert verify(folder) == Verdict(False, 0, (), (why,))


def test_a_manifest_of_another_count_is_noticed(tmp_path: Path, small: Path) -> None:
    folder = Path(shutil.copytree(small, tmp_path / "build"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"passages": 12}), "utf-8")
    verdict = verify(folder)
    assert verdict.problems == ("the manifest, the passages and the vectors differ in number",)


def test_a_folder_that_holds_no_build_is_a_problem(tmp_path: Path) -> None:
    verdict = verify(tmp_path)
    assert not verdict.ok and "FileNotFoundError while reading it" in verdict.problems[0]
    assert list(tmp_path.iterdir()) == []
