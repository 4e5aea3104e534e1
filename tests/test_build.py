"""One build of the index: written whole and proved, or not there at all."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.articles.article import parse
from rag.articles.passage import split
from rag.errors import IndexBrokenError, SequiturError
from rag.search.build import Content, build, build_name, manifest_of, sentence_texts
from rag.search.encoder import Encoder, Vectors
from rag.search.export import sha256
from rag.search.index import Index
from tests.fakes import FakeEncoder, article

COUGH = article(
    "What helps a child with a cough?",
    short_answer="A child with a cough is given honey. [1]",
    when_to_refer="A child with a cough is referred after 3 weeks. [1]",
)


def content_of(beside: dict[str, bytes] | None = None, **sources: str) -> Content:
    articles = {slug: parse(source.encode(), slug) for slug, source in sources.items()}
    encoded = {slug: source.encode() for slug, source in sources.items()}
    return Content(Path("corpus"), articles, encoded, beside or {})


def built(folder: Path, encoder: Encoder, before: Path | None = None) -> tuple[Path, int]:
    folder.mkdir(exist_ok=True)
    return build(content_of(cough=COUGH), folder, "name", encoder, before, lambda *_: None)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one article; copied before anything is changed."""
    return built(tmp_path_factory.mktemp("builds"), FakeEncoder())[0]


class Failing(FakeEncoder):
    """Fails after its first batch."""

    def encode_batches(
        self, texts: Sequence[str], kind: str = "document"
    ) -> Iterator[tuple[list[int], Vectors]]:
        yield next(iter(super().encode_batches(texts, kind)))
        raise self.error

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class Pointless(FakeEncoder):
    """Its vectors point nowhere, so nothing can be found by them."""

    def encode(self, texts: Sequence[str], kind: str = "document") -> Vectors:
        return np.zeros((len(texts), self.dimensions), dtype=np.float32)


def test_equal_content_has_one_name_wherever_it_lies() -> None:
    one = content_of(cough=COUGH, fever=COUGH)
    other = dataclasses.replace(content_of(fever=COUGH, cough=COUGH), folder=Path("elsewhere"))
    assert one.version == other.version
    assert build_name(one, FakeEncoder()) == build_name(other, FakeEncoder())


@pytest.mark.parametrize(
    "other",
    [
        content_of(cough=COUGH.replace("3 weeks", "4 weeks")),
        content_of(croup=COUGH),
        content_of(cough=COUGH, croup=COUGH),
        content_of({"glossary.yaml": b"terms: []\n"}, cough=COUGH),
    ],
)
def test_other_content_has_another_name(other: Content) -> None:
    content = content_of(cough=COUGH)
    assert other.version != content.version
    assert build_name(other, FakeEncoder()) != build_name(content, FakeEncoder())


def test_another_model_has_another_name() -> None:
    content = content_of(cough=COUGH)
    assert build_name(content, FakeEncoder()) != build_name(content, FakeEncoder("0" * 16))


def test_a_file_beside_the_articles_counts_by_its_text() -> None:
    versions = {
        content_of({name: text}, cough=COUGH).version
        for name in ("glossary.yaml", "positions.yaml")
        for text in (b"a", b"b")
    }
    assert len(versions) == 4


def test_the_encoder_sees_heading_and_sentence_together() -> None:
    short, refer = split(parse(COUGH.encode(), "cough"))
    assert sentence_texts(short, "What helps a child with a cough?") == [
        "What helps a child with a cough?",
        "Short answer: A child with a cough is given honey.",
    ]
    assert sentence_texts(refer, "What helps a child with a cough?") == [
        "When to refer",
        "When to refer: A child with a cough is referred after 3 weeks.",
    ]


def test_a_build_records_what_went_into_it(tmp_path: Path) -> None:
    folder, embedded = built(tmp_path, FakeEncoder())
    manifest = manifest_of(folder)
    assert folder == tmp_path / "name-1"
    assert embedded == 6  # two passages, two headings, two sentences
    assert manifest.passages == 2
    assert manifest.articles == {"cough": parse(COUGH.encode(), "cough").version}
    assert manifest.corpus_version == content_of(cough=COUGH).version
    assert (manifest.embedding_model, manifest.fingerprint) == ("fake", "f" * 16)
    assert manifest.files["articles/cough.md"] == sha256(folder / "articles" / "cough.md")
    assert {"corpus.json", "keys.json", "sentences.npy", "vectors.npy"} < manifest.files.keys()
    assert (folder / "articles" / "cough.md").read_text("utf-8") == COUGH


def test_progress_runs_to_the_number_of_texts(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    content = content_of(cough=COUGH)
    build(content, tmp_path, "name", FakeEncoder(), None, lambda *at: seen.append(at))
    assert seen == [(4, 6), (6, 6)]  # the fake's batches hold four


def test_equal_texts_are_embedded_once(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    content = content_of(cough=COUGH, croup=COUGH)
    _, embedded = build(content, tmp_path, "name", encoder, None, lambda *_: None)
    assert embedded == len(encoder.asked) == len(set(encoder.asked)) == 6


def test_a_second_build_takes_its_vectors_from_the_first(tmp_path: Path, first: Path) -> None:
    encoder = FakeEncoder()
    second, embedded = built(tmp_path, encoder, first)
    assert (embedded, encoder.asked) == (0, [])
    for name in ("vectors.npy", "sentences.npy"):
        assert np.array_equal(np.load(first / name), np.load(second / name))


@pytest.mark.parametrize("name", ["keys.json", "sentences.npy"])
def test_a_damaged_build_lends_no_vectors(tmp_path: Path, first: Path, name: str) -> None:
    damaged = Path(shutil.copytree(first, tmp_path / "damaged"))
    source = bytearray((damaged / name).read_bytes())
    source[-3] ^= 1
    (damaged / name).write_bytes(source)
    second, embedded = built(tmp_path / "builds", FakeEncoder(), damaged)
    assert embedded == 6
    assert sha256(second / name) == manifest_of(first).files[name]


def test_a_build_of_another_model_lends_no_vectors(tmp_path: Path, first: Path) -> None:
    _, embedded = built(tmp_path, FakeEncoder("0" * 16), first)
    assert embedded == 6


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), IndexBrokenError("no")])
def test_a_build_that_fails_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        built(tmp_path, Failing(error))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SequiturError) as caught:
        built(tmp_path, Failing(OSError(28, "No space left on device")))
    assert str(caught.value) == f"{tmp_path}/name-1: cannot be written: No space left on device"
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_finds_nothing_is_not_kept(tmp_path: Path) -> None:
    sections = {f"section_{n}": f"A child with a cough number {n} rests. [1]" for n in range(12)}
    content = content_of(cough=article("What helps?", **sections))
    with pytest.raises(IndexBrokenError) as caught:
        build(content, tmp_path, "name", Pointless(), None, lambda *_: None)
    assert "name-1: the new build fails its check: " in str(caught.value)
    assert str(caught.value).endswith(" passages not found")
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_written_twice(tmp_path: Path) -> None:
    (tmp_path / "name-1").mkdir()
    (tmp_path / "name-1" / "left").write_text("over")
    folder, _ = built(tmp_path, FakeEncoder())
    assert folder == tmp_path / "name-2"
    assert (tmp_path / "name-1" / "left").read_text() == "over"


def test_what_is_opened_is_what_was_built(first: Path) -> None:
    index = Index(first)
    assert list(index.passages) == split(parse(COUGH.encode(), "cough"))
    held = index.collection.get(include=["metadatas", "documents"])
    assert sorted(held["ids"]) == sorted(p.id for p in index.passages)
    assert {m["path"] for m in held["metadatas"]} == {"Short answer", "When to refer"}
    assert index.manifest == manifest_of(first)
