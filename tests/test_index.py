"""The published index: what a reader sees of it, and what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from rag.articles.article import parse
from rag.articles.passage import split
from rag.errors import IndexBrokenError, IndexMissingError
from rag.search.index import Index, IndexReader, corpus_of, published
from rag.search.ingest import ingest
from tests.fakes import COUGH, FakeEncoder, article, write_corpus

FEVER = article(
    "What helps a child with fever?",
    short_answer="A child with fever drinks often. [1]",
    doses="A child with fever is given no aspirin. [1]",
)
POSITIONS = """differences:
  - question: Who rests?
    positions:
      - label: Those with a cough
        body: A journal
        population: children
        article: cough
        sentence: A child with a cough rests.
      - label: Those with fever
        body: A journal
        population: children
        article: fever
        sentence: {sentence}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_corpus(tmp_path_factory.mktemp("corpus"), {"cough": COUGH, "fever": FEVER})
    (folder / "positions.yaml").write_text(
        POSITIONS.format(sentence="A child with fever drinks often.")
        + POSITIONS.format(sentence="A child with fever rests.").removeprefix("differences:\n")
    )
    (folder / "glossary.yaml").write_text("terms:\n  - term: fever\n    also: [pyrexia]\n")
    return folder


@pytest.fixture(scope="module")
def index(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published index of two small articles; copied before anything is changed."""
    folder = tmp_path_factory.mktemp("published") / "index"
    ingest(corpus, folder, FakeEncoder())
    return folder


@pytest.fixture
def copied(index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(index, tmp_path / "index"))


@pytest.fixture(scope="module")
def opened(index: Path) -> Index:
    return IndexReader(index, FakeEncoder())()


def build_of(index: Path) -> Path:
    folder = published(index)
    assert folder is not None
    return folder


def test_it_holds_the_passages_of_its_articles(opened: Index) -> None:
    cough, fever = parse(COUGH.encode(), "cough"), parse(FEVER.encode(), "fever")
    assert opened.passages == (*split(cough), *split(fever))
    assert opened.passages_of == {"cough": (0, 1), "fever": (2, 3)}
    assert [opened.at[p.id] for p in opened.passages] == [0, 1, 2, 3]
    assert list(opened.articles.values()) == [replace(a, sections=()) for a in (cough, fever)]


def test_it_reads_an_article_from_the_text_that_was_indexed(opened: Index) -> None:
    assert opened.read_article("cough") == parse(COUGH.encode(), "cough")
    assert opened.manifest.articles["cough"] == opened.read_article("cough").version


def test_a_passages_own_vector_finds_it_first(opened: Index) -> None:
    titles = {slug: a.title for slug, a in opened.articles.items()}
    for position, passage in enumerate(opened.passages):
        (vector,) = FakeEncoder().encode([passage.embedded_text(titles[passage.article])])
        (nearest,) = opened.nearest(vector[None], 10)
        assert nearest[0] == position
        assert sorted(nearest) == [0, 1, 2, 3]
        cosines = opened.vectors[nearest] @ vector
        assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_nearest_gives_no_more_than_was_asked(opened: Index) -> None:
    vectors = FakeEncoder().encode(["cough", "milk"])
    two, four = opened.nearest(vectors, 2), opened.nearest(vectors, 4)
    assert [n.tolist() for n in two] == [n.tolist()[:2] for n in four]


def test_sentence_vectors_are_of_the_heading_and_of_each_sentence(opened: Index) -> None:
    texts = [
        [
            "What helps a child with a cough?",  # the short answer answers the title
            "Short answer: A child with a cough is given honey.",
            "Short answer: A child with a cough rests.",
        ],
        ["When to refer", "When to refer: A child with a cough is referred after 3 weeks."],
        ["What helps a child with fever?", "Short answer: A child with fever drinks often."],
        ["Doses", "Doses: A child with fever is given no aspirin."],
    ]
    for position, expected in enumerate(texts):
        found = opened.sentence_vectors_of(position)
        assert np.array_equal(found, FakeEncoder().encode(expected))


def test_words_of_an_article_are_found_by_its_lexical_index(opened: Index) -> None:
    assert opened.lexical.scores(["aspirin"]).argmax() == 3
    assert opened.glossary.expand(["fever"]) == ["fever", "pyrexia"]


def test_every_recorded_difference_is_held_for_its_words_to_bring_up(opened: Index) -> None:
    assert [d.positions[1].sentence for d in opened.differences] == [
        "A child with fever drinks often.",
        "A child with fever rests.",
    ]


def test_the_pointer_names_build_and_corpus(index: Path, corpus: Path) -> None:
    assert corpus_of(index) == corpus.resolve()
    assert build_of(index).parent == index / "builds"


def test_a_missing_index_names_the_way_out(tmp_path: Path) -> None:
    assert published(tmp_path) is None
    assert corpus_of(tmp_path) is None
    with pytest.raises(IndexMissingError) as caught:
        IndexReader(tmp_path / "nowhere", FakeEncoder())()
    assert str(caught.value) == f"{tmp_path}/nowhere: no index there; run `sequitur ingest`"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "{",
        "[]",
        "null",
        '{"build": "x"}',
        '{"build": "gone-1", "corpus": "c"}',
        '{"build": "", "corpus": "c"}',
        '{"build": ".", "corpus": "c"}',
        '{"build": "..", "corpus": "c"}',
        '{"build": "../builds", "corpus": "c"}',
        '{"build": "/tmp", "corpus": "c"}',
        '{"build": null, "corpus": "c"}',
    ],
)
def test_a_pointer_that_names_no_build_is_an_error(copied: Path, pointer: str) -> None:
    (copied / "current").write_text(pointer, "utf-8")
    with pytest.raises(IndexBrokenError, match="run `sequitur ingest`"):
        IndexReader(copied, FakeEncoder())()


def test_a_pointer_that_is_no_text_is_an_error(copied: Path) -> None:
    (copied / "current").write_bytes(b"\xff\xfe")
    with pytest.raises(IndexBrokenError, match="its pointer `current` cannot be read"):
        IndexReader(copied, FakeEncoder())()


def test_an_index_of_another_model_is_refused(index: Path) -> None:
    other = FakeEncoder("0" * 16)
    other.name = "other"
    with pytest.raises(IndexBrokenError) as caught:
        IndexReader(index, other)()
    assert str(caught.value) == (
        f"{index}: made with fake, but the embedding model is now other; run `sequitur ingest`"
    )


def test_an_index_of_another_format_is_refused(copied: Path) -> None:
    manifest = build_of(copied) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": "0"}))
    with pytest.raises(IndexBrokenError, match="written by another version; run `sequitur ingest`"):
        IndexReader(copied, FakeEncoder())()


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_in_half, emptied, Path.unlink])
@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "corpus.json",
        "sentences.npy",
        "bm25/vocab.index.json",
        "bm25/data.csc.index.npy",
        "chroma/chroma.sqlite3",
    ],
)
def test_a_damaged_build_is_refused(
    copied: Path, name: str, damage: Callable[[Path], object]
) -> None:
    damage(build_of(copied) / name)
    with pytest.raises(IndexBrokenError, match=r"the index is damaged: .*; run `sequitur ingest`"):
        IndexReader(copied, FakeEncoder())()


def test_a_build_without_its_collection_is_refused(copied: Path) -> None:
    shutil.rmtree(build_of(copied) / "chroma")
    with pytest.raises(IndexBrokenError, match="Chroma cannot open it"):
        IndexReader(copied, FakeEncoder())()


def test_the_same_build_is_opened_once_by_many_threads(index: Path) -> None:
    reader, start = IndexReader(index, FakeEncoder()), Barrier(8)

    def read(_: int) -> Index:
        start.wait()
        return reader()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(8)))
    assert all(one is found[0] for one in found)


def test_a_new_build_is_noticed_and_the_old_one_stays_usable_while_held(
    copied: Path, tmp_path: Path
) -> None:
    reader = IndexReader(copied, FakeEncoder())
    held = reader()
    assert reader() is held
    edited = COUGH.replace("honey", "warm milk")
    changed = write_corpus(tmp_path / "corpus", {"cough": edited, "fever": FEVER})
    ingest(changed, copied, FakeEncoder())

    now = reader()

    assert now is not held and reader() is now
    assert "warm milk" in now.passages[0].text
    (vector,) = FakeEncoder().encode([held.passages[0].embedded_text(held.articles["cough"].title)])
    assert held.nearest(vector[None], 1)[0].tolist() == [0]
    assert held.vectors[0] @ vector == pytest.approx(1, abs=1e-5)
    assert held.read_article("cough") == parse(COUGH.encode(), "cough")
    assert held.sentence_vectors_of(0).shape == (3, FakeEncoder.dimensions)
    assert max(now.vectors @ vector) < 0.99
