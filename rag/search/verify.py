"""Checks that a build answers as it should; run in a child process, for a bad one can kill it.

A halved HNSW header ends the process by a segmentation fault, and `count()` is right even where
nothing is found, so each passage is searched by its own vector. The other files are compared with
the digests that the manifest holds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rag.errors import SequiturError

TOP = 10
SAME = 1e-5  # cosine distance below which two vectors are equal
BATCH = 200


class Verdict(NamedTuple):
    """What a check found: passages checked, ids that were not found, other problems."""

    ok: bool
    checked: int
    missed: tuple[str, ...]
    problems: tuple[str, ...]


def verify(folder: Path) -> Verdict:
    """The verdict on a build, reached in a child process."""
    command = [sys.executable, "-m", "rag.search.verify", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        why = f"the check ended with exit status {done.returncode}"
        return Verdict(False, 0, (), (why,))
    problems, missed = tuple(found["problems"]), tuple(found["missed"])
    return Verdict(not (problems or missed), found["checked"], missed, problems)


def check(folder: Path) -> dict[str, Any]:
    """Searches every passage of a build by its own vector among the first ten."""
    from rag.search.index import Index

    index = Index(folder)  # which refuses files that are not as they were written
    problems = []
    vectors = np.load(folder / "vectors.npy")
    if index.manifest.passages != len(index.passages) or len(vectors) != len(index.passages):
        problems.append("the manifest, the passages and the vectors differ in number")
    if len(index.sentence_vectors) != sum(1 + len(p.sentences) for p in index.passages):
        problems.append("the sentences and their vectors differ in number")
    stored = index.collection.get(include=["documents"])
    texts = dict(zip(stored["ids"], stored["documents"], strict=True))
    if texts != {p.id: p.text for p in index.passages}:
        problems.append("Chroma holds other passages than the articles")
    missed: list[str] = []
    for at in range(0, len(index.passages), BATCH):
        ids = [p.id for p in index.passages[at : at + BATCH]]
        missed += _missed(index.collection, ids, vectors[at : at + BATCH])
    return {"checked": len(index.passages), "missed": missed, "problems": problems}


def _missed(collection: Any, ids: list[str], vectors: Any) -> list[str]:
    found = collection.query(query_embeddings=vectors, n_results=TOP, include=["distances"])
    rows = zip(ids, found["ids"], found["distances"], strict=True)
    return [i for i, near, far in rows if i not in near and not (far and far[0] < SAME)]


if __name__ == "__main__":
    try:
        print(json.dumps(check(Path(sys.argv[1]))))
    except SequiturError as error:
        print(json.dumps({"checked": 0, "missed": [], "problems": [str(error)]}))
