"""The encoder that serves: onnxruntime and tokenizers on the export, without torch."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

Vectors = npt.NDArray[np.float32]
BATCH = 8  # of texts of like length: larger ones lose more to padding than they save
POOLED = 0.999  # cosine from which a vector is the mean of its tokens' vectors
COMMON, RARE = 2_000, 12_000  # ranks in the vocabulary


class Encoder(Protocol):
    """What the rest of Sequitur needs of an embedding model."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal vectors: a digest of the model's files."""

    def encode(self, texts: Sequence[str], kind: str = "document") -> Vectors:
        """Unit vectors (len(texts), dimensions) of documents or of a "query"."""

    def encode_batches(
        self, texts: Sequence[str], kind: str = "document"
    ) -> Iterator[tuple[list[int], Vectors]]:
        """The vectors batch by batch, with their positions in `texts`."""

    def encode_with_part(self, text: str, start: int, end: int) -> Vectors:
        """Unit vectors (2, dimensions) of a query and of its part from `start` to `end`."""

    def rarity(self, word: str) -> float:
        """From 0 (among the commonest words of the language) to 1."""


class OnnxEncoder:
    """An `Encoder` over the folder that rag.search.export wrote."""

    def __init__(self, folder: Path, threads: int) -> None:
        record = json.loads((folder / "encoder.json").read_text("utf-8"))
        self.name: str = record["model"]
        self.fingerprint: str = record["fingerprint"]
        self.dimensions: int = record["dimensions"]
        self.max_tokens: int = record["max_tokens"]
        self._prompts: dict[str, str] = record["prompts"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.max_tokens)
        self._tokenizer.enable_padding()
        wordpiece = type(self._tokenizer.model).__name__ == "WordPiece"
        self._ranks: dict[str, int] = self._tokenizer.get_vocab() if wordpiece else {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A waiting thread that spins takes the core from numpy, Chroma and the other sessions.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
        self._lock = threading.Lock()  # the tokenizer is not safe to share between threads

    def encode(self, texts: Sequence[str], kind: str = "document") -> Vectors:
        """Unit vectors (len(texts), dimensions); texts beyond `max_tokens` tokens are cut."""
        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for batch, vectors in self.encode_batches(texts, kind):
            found[batch] = vectors
        return found

    def encode_batches(
        self, texts: Sequence[str], kind: str = "document"
    ) -> Iterator[tuple[list[int], Vectors]]:
        """The vectors batch by batch, shortest texts first, with the positions in `texts`."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        prompt = self._prompts.get(kind, "")
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            yield batch, self._run([prompt + texts[i] for i in batch])

    def encode_with_part(self, text: str, start: int, end: int) -> Vectors:
        """Unit vectors (2, dimensions) of a query and of its part from `start` to `end`.

        Both come from one pass: the part's is the mean over its tokens, as they are meant in the
        whole, and the two that frame a text. A model that pools otherwise encodes the part alone.
        """
        prompt = self._prompts.get("query", "")
        with self._lock:
            encoded = self._tokenizer.encode(prompt + text)
        tokens, (vector,) = self._session.run(["tokens", "vector"], _feed([encoded]))
        first, last = start + len(prompt), end + len(prompt)
        inside = [first <= a < b <= last for a, b in encoded.offsets]
        inside[0] = inside[-1] = True
        part = _unit(tokens[0][inside].mean(axis=0))
        if sum(inside) < 3 or _unit(tokens[0].mean(axis=0)) @ vector < POOLED:
            return self.encode([text, text[start:end]], kind="query")
        return np.stack([vector, part])

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` has, before any cut."""
        with self._lock:
            self._tokenizer.no_truncation()
            count = len(self._tokenizer.encode(text).ids)
            self._tokenizer.enable_truncation(self.max_tokens)
        return count

    def rarity(self, word: str) -> float:
        """From 0 (among the commonest words of the language) to 1, by the model's vocabulary.

        A WordPiece vocabulary is ordered by frequency; a word that it lacks is rare.
        """
        rank = self._ranks.get(word.casefold())
        return 1.0 if rank is None else min(1.0, max(0.0, (rank - COMMON) / (RARE - COMMON)))

    def _run(self, texts: list[str]) -> Vectors:
        with self._lock:
            encoded = self._tokenizer.encode_batch(texts)
        (vectors,) = self._session.run(["vector"], _feed(encoded))
        return np.asarray(vectors, dtype=np.float32)


def _feed(encoded: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
    """What the model reads of tokenized texts of one length."""
    return {
        "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
        "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
    }


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
