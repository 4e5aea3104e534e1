"""Makes the index say what the corpus says, and publishes it in one step.

Two writers on one Chroma folder lose batches silently, so one process writes at a time; readers see
a build only once the pointer names it, and the build before it is kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rag.articles.article import Rejected, parse, read_corpus
from rag.articles.glossary import read_glossary
from rag.articles.passage import split
from rag.articles.positions import check_positions, read_positions
from rag.errors import ArticleError, CorpusError, IndexBrokenError, IndexBusyError
from rag.search.build import Content, Progress, build, build_name, manifest_of
from rag.search.encoder import Encoder
from rag.search.index import corpus_of, published
from rag.search.suggestions import Prover, RefusedAsk, read_suggestions
from rag.search.verify import verify

BESIDE = ("glossary.yaml", "positions.yaml")


@dataclass(frozen=True)
class Summary:
    """What an ingest did; the counts are articles, `embedded` counts texts."""

    added: int
    updated: int
    removed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    kept: tuple[str, ...]  # rejected now, but the last good version still serves
    problems: tuple[str, ...]
    articles: int
    passages: int
    embedded: int
    asks: int  # follow-ups that may be offered
    refused_asks: tuple[RefusedAsk, ...]
    corpus_version: str
    embedding_model: str
    seconds: float


def ingest(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    progress: Progress = lambda _done, _of: None,
    prover: Prover | None = None,
) -> Summary:
    """Makes the index say what the corpus says; the old one serves until the new one is proved.

    An article that is rejected now stays in its last good version, if the index holds one. Where
    nothing changed, the published build is verified, and made again if it fails. Without a `prover`
    the index offers no follow-ups. Raises
    IndexBusyError where another process writes, CorpusError where there is no article to publish,
    IndexBrokenError where the new build fails its check.
    """
    started = time.monotonic()
    (index / "builds").mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "writer.lock", timeout=0):
            return _ingest(corpus, index, encoder, progress, prover, started)
    except Timeout:
        raise IndexBusyError(
            f"{index}: another process is writing this index; try again when it has finished"
        ) from None


def _ingest(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    progress: Progress,
    prover: Prover | None,
    started: float,
) -> Summary:
    before = _before(index)
    content, rejected, kept = _gather(corpus, before)
    name = build_name(content, encoder, prover)
    was = manifest_of(before).articles if before else {}
    serving, embedded = before, 0
    if not (before and before.name.rpartition("-")[0] == name and verify(before).ok):
        serving, embedded = build(
            content, index / "builds", name, encoder, before, progress, prover
        )
    assert serving is not None
    if serving != before or corpus_of(index) != corpus.resolve():
        _publish(index, serving, corpus)
    _prune(index / "builds", {serving, before if before != serving else _previous(index, serving)})
    manifest = manifest_of(serving)
    asks = read_suggestions(serving, manifest.files)
    now = {slug: a.version for slug, a in content.articles.items() if slug not in kept}
    return Summary(
        added=len(now.keys() - was.keys()),
        updated=sum(slug in was and was[slug] != version for slug, version in now.items()),
        removed=len(was.keys() - content.articles.keys()),
        unchanged=sum(was.get(slug) == version for slug, version in now.items()),
        rejected=rejected,
        kept=kept,
        problems=tuple(_position_problems(content)),
        articles=len(content.articles),
        passages=manifest.passages,
        embedded=embedded,
        asks=len(asks.verified),
        refused_asks=asks.refused,
        corpus_version=content.version,
        embedding_model=encoder.name,
        seconds=round(time.monotonic() - started, 2),
    )


def _before(index: Path) -> Path | None:
    """The published build; None where there is none, or one that cannot be read."""
    try:
        folder = published(index)
        if folder:
            manifest_of(folder)
        return folder
    except (IndexBrokenError, OSError, ValueError, TypeError):
        return None


def _gather(
    corpus: Path, before: Path | None
) -> tuple[Content, tuple[Rejected, ...], tuple[str, ...]]:
    """What to publish, which files were rejected, and which of them stay as they were."""
    found = read_corpus(corpus)
    articles, sources = dict(found.articles), dict(found.sources)
    kept = []
    for slug in (Path(r.path).stem for r in found.rejected):
        copy = before / "articles" / f"{slug}.md" if before else None
        if slug in articles or copy is None or not copy.is_file():
            continue
        with contextlib.suppress(ArticleError):  # an older grammar may have let it pass
            articles[slug], sources[slug] = parse(copy.read_bytes(), slug), copy.read_bytes()
            kept.append(slug)
    if not articles:
        why = f"; {found.rejected[0].reason}" if found.rejected else ""
        raise CorpusError(f"{corpus / 'articles'}: no article to publish{why}")
    read_glossary(corpus)  # a glossary or positions file that cannot be read is refused here,
    read_positions(corpus)  # before anything is built
    beside = {n: (corpus / n).read_bytes() for n in BESIDE if (corpus / n).is_file()}
    content = Content(corpus, dict(sorted(articles.items())), sources, beside)
    return content, found.rejected, tuple(kept)


def _position_problems(content: Content) -> list[str]:
    passages = {slug: split(a) for slug, a in content.articles.items()}
    return check_positions(read_positions(content.folder), passages)


def _whole(folder: Path) -> bool:
    """Whether a build still has its files, as one that was cut short has not."""
    names = ("corpus.json", "vectors.npy", "sentences.npy", "bm25", "chroma/chroma.sqlite3")
    return all((folder / n).exists() for n in names) and any((folder / "chroma").glob("*/*.bin"))


def _publish(index: Path, folder: Path, corpus: Path) -> None:
    """Points readers at `folder`: before or after, never between."""
    scratch = index / "current.new"
    with scratch.open("w", encoding="utf-8") as file:
        json.dump({"build": folder.name, "corpus": str(corpus.resolve())}, file)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(index / "current")


def _prune(builds: Path, keep: set[Path | None]) -> None:
    """Removes builds that nobody points at, such as those of a process that was killed."""
    for folder in builds.iterdir():
        if folder not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _previous(index: Path, serving: Path) -> Path | None:
    """The newest whole build beside the one that serves."""
    others = [p for p in (index / "builds").iterdir() if p != serving and _whole(p)]
    return max(others, key=lambda p: p.stat().st_mtime, default=None)
