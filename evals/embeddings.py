"""Embeddings of benchmark texts, kept between runs by content and model."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from tqdm import tqdm

from rag.search.encoder import Encoder, Vectors
from rag.settings import checkout

CACHE = checkout() / ".sequitur" / "evals-cache"
SAVE_EVERY = 1_000  # texts; so much is lost at most when a long run is ended
_Records = npt.NDArray[np.void]


class Embeddings:
    """An encoder with a cache: one file a model, of records (`key`: SHA-256, `vector`: float32).

    Key and vector stand in one file so that no crash can leave the one without the other; it is
    written whole and renamed.
    """

    def __init__(self, encoder: Encoder, folder: Path = CACHE) -> None:
        self.encoder = encoder
        self.path = folder / f"{encoder.fingerprint}.npy"
        self._kept = _read(self.path)
        self._seconds: dict[bytes, float] = {}  # of each text embedded by this process

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (len(texts), dimensions), embedded where the cache lacks them."""
        keys = [_key(t) for t in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._kept}
        with tqdm(total=len(missing), desc="embedding", disable=not missing, mininterval=1) as bar:
            left = list(missing.items())
            while left:
                self._embed(left[:SAVE_EVERY], bar)
                left = left[SAVE_EVERY:]
        return np.array([self._kept[k] for k in keys], dtype=np.float32)

    def seconds(self, texts: Sequence[str]) -> float | None:
        """What embedding `texts` took; None where a vector came from the cache of another run."""
        spent = {k: self._seconds.get(k) for k in map(_key, texts)}
        known = [s for s in spent.values() if s is not None]
        return sum(known) if len(known) == len(spent) else None

    def _embed(self, missing: list[tuple[bytes, str]], bar: tqdm[NoReturn]) -> None:
        start = time.perf_counter()
        for batch, vectors in self.encoder.encode_batches([text for _, text in missing]):
            share = (time.perf_counter() - start) / len(batch)
            for place, vector in zip(batch, vectors, strict=True):
                key = missing[place][0]
                self._kept[key], self._seconds[key] = vector, share
            bar.update(len(batch))
            start = time.perf_counter()
        self._save()

    def _save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock"):
            # Another run may have added its own since this one read the file.
            self._kept = _read(self.path) | self._kept
            handle, name = tempfile.mkstemp(dir=self.path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                np.save(file, _records(self._kept), allow_pickle=False)
            Path(name).replace(self.path)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _records(kept: dict[bytes, Vectors]) -> _Records:
    width = len(next(iter(kept.values())))
    # Plain bytes (u1): numpy would drop the zeros that a digest may end with.
    records = np.empty(len(kept), dtype=[("key", "u1", (32,)), ("vector", "<f4", (width,))])
    records["key"] = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(-1, 32)
    records["vector"] = np.array(list(kept.values()))
    return records


def _read(path: Path) -> dict[bytes, Vectors]:
    """What the file holds; nothing where it is missing or not such a file."""
    try:
        records = np.load(path, allow_pickle=False)
        return {k.tobytes(): v for k, v in zip(records["key"], records["vector"], strict=True)}
    except (OSError, ValueError, IndexError):
        return {}
