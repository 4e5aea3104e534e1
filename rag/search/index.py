"""The published index: what a reader opens, and how it follows the pointer to a newer one.

<index>/current               JSON, names the build that serves
<index>/builds/<name>-<n>/    one build, never changed once published (rag.search.build makes it)
    manifest.json  corpus.json  articles/  vectors.npy  sentences.npy  bm25/  chroma/
    suggestions.json
"""

from __future__ import annotations

import datetime as dt
import json
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rag.articles.article import Article, Reference, parse
from rag.articles.glossary import Glossary, read_glossary
from rag.articles.passage import Passage, Sentence
from rag.articles.positions import Difference, read_positions
from rag.errors import IndexBrokenError, IndexMissingError
from rag.search.encoder import Encoder, Vectors
from rag.search.export import sha256
from rag.search.lexical import Lexical
from rag.search.suggestions import Suggestions, read_suggestions
from rag.text import content_stems, unique

FORMAT = "2"
COLLECTION = "passages"


def chroma_client(folder: Path) -> Any:
    """A Chroma client on a folder of its own; close it when done."""
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


@dataclass(frozen=True)
class Manifest:
    """What went into a build."""

    format: str
    corpus_version: str
    embedding_model: str
    fingerprint: str
    splitting: str
    articles: dict[str, str]  # slug to version
    passages: int
    built: str
    files: dict[str, str] = field(default_factory=dict)  # path to SHA-256, Chroma's own left out


def altered(folder: Path, files: dict[str, str], names: Iterable[str]) -> list[str]:
    """Those of a build's files that are gone, or not as `files` records them."""

    def same(name: str) -> bool:
        return (folder / name).is_file() and sha256(folder / name) == files.get(name)

    return [name for name in names if not same(name)]


def dump_corpus(articles: dict[str, Article], passages: list[Passage]) -> str:
    """The articles' heads and the passages as JSON."""
    heads = []
    for article in articles.values():
        head = asdict(replace(article, sections=()))
        head["updated"] = article.updated.isoformat()
        heads.append(head)
    return json.dumps({"articles": heads, "passages": passages}, ensure_ascii=False)


def _load_article(head: dict[str, Any]) -> Article:
    head["updated"] = dt.date.fromisoformat(head["updated"])
    head["asks"], head["sections"] = tuple(head["asks"]), ()
    head["references"] = tuple(Reference(*r) for r in head["references"])
    return Article(**head)


def _load_passage(row: list[Any]) -> Passage:
    passage_id, slug, path, text, sentences = row
    return Passage(
        passage_id,
        slug,
        tuple(path),
        text,
        tuple(Sentence(i, t, a, b, k, tuple(r), lead) for i, t, a, b, k, r, lead in sentences),
    )


class PassageStems(NamedTuple):
    """The stems of a passage: of its headings, of each sentence with its lead-in, of it all."""

    heading: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    whole: frozenset[str]


class Index:
    """One build, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest = Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
            if damaged := altered(folder, self.manifest.files, self.manifest.files):
                raise broken(folder, f"{damaged[0]} is not as it was written")
            corpus = json.loads((folder / "corpus.json").read_text("utf-8"))
            heads = [_load_article(h) for h in corpus["articles"]]
            self.articles: dict[str, Article] = {a.slug: a for a in heads}
            self.passages = tuple(_load_passage(p) for p in corpus["passages"])
            self.vectors: Vectors = _mapped(folder / "vectors.npy")
            self.sentence_vectors: Vectors = _mapped(folder / "sentences.npy")
            self.lexical = Lexical.load(folder / "bm25")
            self.suggestions: Suggestions = read_suggestions(folder, self.manifest.files)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise broken(folder, f"{type(error).__name__} while reading it") from None
        self.at = {p.id: i for i, p in enumerate(self.passages)}
        counts = [1 + len(p.sentences) for p in self.passages]
        self.first_sentence: npt.NDArray[np.intp] = np.cumsum([0, *counts])
        self._stems: dict[int, PassageStems] = {}
        self.glossary: Glossary = read_glossary(folder)
        self.differences: tuple[Difference, ...] = read_positions(folder)
        self._open_collection()

    def _open_collection(self) -> None:
        client = None
        try:
            client = chroma_client(self.folder / "chroma")
            self.collection = client.get_collection(COLLECTION, embedding_function=None)
        except Exception as error:  # Chroma raises errors of its Rust core, without a common base
            if client:
                client.close()
            raise broken(self.folder, f"Chroma cannot open it ({type(error).__name__})") from None
        self.close: Callable[[], object] = weakref.finalize(self, client.close)

    def nearest(self, vectors: Vectors, count: int) -> list[npt.NDArray[np.intp]]:
        """For each of the vectors (n, dimensions) the `count` nearest passages, nearest first."""
        found = self.collection.query(
            query_embeddings=vectors, n_results=min(count, len(self.passages)), include=[]
        )
        return [
            np.array([self.at[i] for i in ids if i in self.at], dtype=np.intp)
            for ids in found["ids"]
        ]

    def sentence_vectors_of(self, position: int) -> Vectors:
        """The vectors (1 + sentences, dimensions) of a passage's heading and its sentences."""
        first, last = self.first_sentence[position : position + 2]
        return self.sentence_vectors[first:last]

    def stems_of(self, position: int) -> PassageStems:
        """The stems of a passage, worked out when it is first asked for."""
        if position not in self._stems:
            self._stems[position] = _passage_stems(self.passages[position])
        return self._stems[position]

    def read_article(self, slug: str) -> Article:
        """An article with its sections, from the text that was indexed."""
        return parse((self.folder / "articles" / f"{slug}.md").read_bytes(), slug)

    @cached_property
    def owners(self) -> npt.NDArray[np.intp]:
        """Of each passage, the number of its article in the order of `articles`."""
        numbers = {slug: n for n, slug in enumerate(self.articles)}
        return np.array([numbers[p.article] for p in self.passages], dtype=np.intp)

    @cached_property
    def passages_of(self) -> dict[str, tuple[int, ...]]:
        """The positions of each article's passages."""
        found: dict[str, list[int]] = {}
        for i, passage in enumerate(self.passages):
            found.setdefault(passage.article, []).append(i)
        return {slug: tuple(positions) for slug, positions in found.items()}

    @cached_property
    def holders(self) -> dict[str, frozenset[str]]:
        """The articles that hold each content stem."""
        found: dict[str, set[str]] = {}
        for passage in self.passages:
            for stem in content_stems(f"{' '.join(passage.path)} {passage.text}"):
                found.setdefault(stem, set()).add(passage.article)
        return {stem: frozenset(slugs) for stem, slugs in found.items()}


def _mapped(path: Path) -> Vectors:
    """An array on disk, as a plain array: slices of numpy's own class for it are slow."""
    return np.asarray(np.load(path, mmap_mode="r"))


def _passage_stems(passage: Passage) -> PassageStems:
    heading = content_stems(" ".join(passage.path))
    own = {s.id: content_stems(s.text) for s in passage.sentences}
    sentences = (unique((*own.get(s.lead, ()), *own[s.id])) for s in passage.sentences)
    return PassageStems(tuple(heading), tuple(sentences), frozenset(heading).union(*own.values()))


def broken(folder: Path, why: str) -> IndexBrokenError:
    """The error for a build that cannot be used, with the way out."""
    return IndexBrokenError(f"{folder}: the index is damaged: {why}; run `sequitur ingest`")


def _pointer(index: Path) -> dict[str, str] | None:
    try:
        found = json.loads((index / "current").read_text("utf-8"))
        return {"build": str(found["build"]), "corpus": str(found["corpus"])}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise broken(index, "its pointer `current` cannot be read") from None


def corpus_of(index: Path) -> Path | None:
    """The corpus folder that the published index was made from."""
    pointer = _pointer(index)
    return Path(pointer["corpus"]) if pointer else None


def published(index: Path) -> Path | None:
    """The folder of the build that the pointer names; None where nothing is published."""
    pointer = _pointer(index)
    if pointer is None:
        return None
    folder = index / "builds" / pointer["build"]
    if folder.parent != index / "builds" or not folder.is_dir():
        raise broken(index, "its pointer `current` names a build that is not there")
    return folder


class IndexReader:
    """Hands out the published index, and a newer one as soon as there is one."""

    def __init__(self, index: Path, encoder: Encoder) -> None:
        self._path, self._encoder = index, encoder
        self._lock = threading.Lock()
        self._current: Index | None = None

    def __call__(self) -> Index:
        """The index that is published now; the one before is closed once nobody holds it.

        Raises IndexMissingError, or IndexBrokenError for one that another model made.
        """
        with self._lock:
            folder = published(self._path)
            if folder is None:
                raise IndexMissingError(f"{self._path}: no index there; run `sequitur ingest`")
            if self._current is None or self._current.folder != folder:
                self._current = self._opened(folder)
            return self._current

    def _opened(self, folder: Path) -> Index:
        index = Index(folder)
        if index.manifest.fingerprint != self._encoder.fingerprint:
            raise IndexBrokenError(
                f"{self._path}: made with {index.manifest.embedding_model}, but the embedding "
                f"model is now {self._encoder.name}; run `sequitur ingest`"
            )
        if index.manifest.format != FORMAT:
            raise IndexBrokenError(
                f"{self._path}: written by another version; run `sequitur ingest`"
            )
        return index
