"""Writes one build of the index into a fresh folder, and has it verified.

Chroma is not safe as the only copy: a folder rebuilt in place finds nothing, and files that are
gone are not missed. So a build is written once, checked by a child process, and never changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from rag import text
from rag.articles import body, passage
from rag.articles.article import Article
from rag.articles.passage import SHORT_ANSWER, Passage, split
from rag.errors import IndexBrokenError, SequiturError
from rag.search.encoder import Encoder, Vectors
from rag.search.export import sha256
from rag.search.index import (
    COLLECTION,
    FORMAT,
    Index,
    Manifest,
    altered,
    chroma_client,
    dump_corpus,
)
from rag.search.lexical import Lexical
from rag.search.suggestions import FILE, Prover, write_suggestions
from rag.search.verify import verify
from rag.text import stems

UPSERT_MOST = 5000  # Chroma refuses more than 5,461 records a call
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
# The modules that decide passages, stems and embedded texts: where they change, so does the index.
READING = hashlib.sha256(
    b"".join(
        Path(m.__file__ or "").read_bytes() for m in (text, body, passage, sys.modules[__name__])
    )
).hexdigest()[:16]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Content:
    """What a build is made of."""

    folder: Path  # of the corpus
    articles: dict[str, Article]
    sources: dict[str, bytes]
    beside: dict[str, bytes]  # the glossary and the positions, by file name

    @property
    def version(self) -> str:
        """The corpus version: a digest over every article and the files beside them."""
        lines = [f"{slug} {a.version}" for slug, a in sorted(self.articles.items())]
        lines += [f"{n} {hashlib.sha256(b).hexdigest()}" for n, b in sorted(self.beside.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def build_name(content: Content, encoder: Encoder, prover: Prover | None = None) -> str:
    """What a build of this content is called."""
    parts = [FORMAT, READING, content.version, encoder.fingerprint]
    parts += [prover.fingerprint] if prover else []
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a build."""
    return Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))


def build(
    content: Content,
    builds: Path,
    name: str,
    encoder: Encoder,
    before: Path | None,
    progress: Progress,
    prover: Prover | None = None,
) -> tuple[Path, int]:
    """A verified build in a fresh folder, and how many texts were embedded for it."""
    folder = _fresh(builds, name)
    try:
        embedded = _write(content, folder, encoder, before, progress)
        if prover:
            _write_proved(folder, prover)
        verdict = verify(folder)
        if not verdict.ok:
            detail = "; ".join(verdict.problems) or f"{len(verdict.missed)} passages not found"
            raise IndexBrokenError(f"{folder}: the new build fails its check: {detail}")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SequiturError(f"{folder}: cannot be written: {error.strerror or error}") from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder, embedded


def _fresh(builds: Path, name: str) -> Path:
    taken = {p.name for p in builds.iterdir()}
    number = next(n for n in range(1, len(taken) + 2) if f"{name}-{n}" not in taken)
    folder = builds / f"{name}-{number}"
    folder.mkdir()
    return folder


def _write(
    content: Content, folder: Path, encoder: Encoder, before: Path | None, progress: Progress
) -> int:
    passages = [p for a in content.articles.values() for p in split(a)]
    titles = {slug: a.title for slug, a in content.articles.items()}
    texts = [p.embedded_text(titles[p.article]) for p in passages]
    parts = [t for p in passages for t in sentence_texts(p, titles[p.article])]
    vectors, embedded = _embed([*texts, *parts], encoder, before, progress)
    _write_sources(content, folder)
    (folder / "corpus.json").write_text(dump_corpus(content.articles, passages), "utf-8")
    np.save(folder / "vectors.npy", vectors[: len(texts)])
    np.save(folder / "sentences.npy", vectors[len(texts) :])
    (folder / "keys.json").write_text(json.dumps([_key(t) for t in [*texts, *parts]]), "utf-8")
    Lexical.build([stems(t) for t in texts]).save(folder / "bm25")
    _write_chroma(folder / "chroma", passages, vectors)
    manifest = Manifest(
        FORMAT,
        content.version,
        encoder.name,
        encoder.fingerprint,
        READING,
        {slug: a.version for slug, a in content.articles.items()},
        len(passages),
        dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        _digests(folder),
    )
    _write_manifest(folder, manifest)
    return embedded


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), "utf-8")


def _write_proved(folder: Path, prover: Prover) -> None:
    """Adds the follow-ups that the build answers, and their digest to its manifest.

    The build is not published yet, so whoever kills this leaves a folder that nobody reads.
    """
    index = Index(folder)
    try:
        write_suggestions(folder, prover(index))
    finally:
        index.close()
    files = index.manifest.files | {FILE: sha256(folder / FILE)}
    _write_manifest(folder, replace(index.manifest, files=files))


def _digests(folder: Path) -> dict[str, str]:
    """The digest of each file so far; Chroma rewrites its own, so they are proved by searching."""
    names = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
    return {n: sha256(folder / n) for n in names if not n.startswith("chroma/")}


def sentence_texts(passage: Passage, title: str) -> list[str]:
    """What the encoder sees of a passage's heading and of each of its sentences.

    The short answer answers the title, so the title is its heading.
    """
    heading = title if passage.path[-1] == SHORT_ANSWER else passage.path[-1]
    return [heading, *(f"{passage.path[-1]}: {s.text}" for s in passage.sentences)]


def _write_sources(content: Content, folder: Path) -> None:
    (folder / "articles").mkdir()
    for slug in content.articles:
        (folder / "articles" / f"{slug}.md").write_bytes(content.sources[slug])
    for name, source in content.beside.items():
        (folder / name).write_bytes(source)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _embed(
    texts: Sequence[str], encoder: Encoder, before: Path | None, progress: Progress
) -> tuple[Vectors, int]:
    """The vectors of `texts`, those of unchanged ones taken from the build before."""
    known = _known_vectors(before, encoder.fingerprint)
    new = sorted({t for t in texts if _key(t) not in known})
    done = 0
    for batch, vectors in encoder.encode_batches(new):
        known |= {_key(new[i]): v for i, v in zip(batch, vectors, strict=True)}
        done += len(batch)
        progress(done, len(new))
    return np.stack([known[_key(t)] for t in texts]), len(new)


def _known_vectors(before: Path | None, fingerprint: str) -> dict[str, Vectors]:
    """The vectors that a build holds, by key; none of one that is damaged."""
    if before is None:
        return {}
    manifest, names = manifest_of(before), ("vectors.npy", "sentences.npy")
    damaged = altered(before, manifest.files, ("keys.json", *names))
    if damaged or manifest.fingerprint != fingerprint:
        return {}
    keys = json.loads((before / "keys.json").read_text("utf-8"))
    return dict(zip(keys, np.concatenate([np.load(before / n) for n in names]), strict=True))


def _write_chroma(folder: Path, passages: list[Passage], vectors: Vectors) -> None:
    client = chroma_client(folder)
    try:
        collection = client.create_collection(
            COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None
        )
        slugs = [p.article for p in passages]
        for slug in dict.fromkeys(slugs):  # one upsert an article: none is ever half there
            first, count = slugs.index(slug), slugs.count(slug)
            for at in range(first, first + count, UPSERT_MOST):
                some = passages[at : min(at + UPSERT_MOST, first + count)]
                collection.upsert(
                    ids=[p.id for p in some],
                    embeddings=vectors[at : at + len(some)],
                    documents=[p.text for p in some],
                    metadatas=[{"article": p.article, "path": " › ".join(p.path)} for p in some],
                )
    finally:
        client.close()
