"""BM25 over the passages, by bm25s, on the project's own tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt


class Lexical:
    """A BM25 index (Lucene's variant) whose documents are numbered in the order given."""

    def __init__(self, model: bm25s.BM25) -> None:
        self._model = model
        # bm25s adds an empty word, which it cannot score.
        self.vocabulary: frozenset[str] = frozenset(model.vocab_dict) - {""}

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Lexical:
        """An index of documents given as stems."""
        model = bm25s.BM25(method="lucene")
        model.index([list(d) for d in documents], show_progress=False)
        return cls(model)

    def save(self, folder: Path) -> None:
        """Writes the index into `folder`."""
        self._model.save(str(folder))

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """The index that `save` wrote, memory-mapped."""
        return cls(bm25s.BM25.load(str(folder), mmap=True))

    @property
    def size(self) -> int:
        """How many documents it holds."""
        return int(self._model.scores["num_docs"])

    def scores(self, stems: Sequence[str]) -> npt.NDArray[np.float32]:
        """The BM25 score of every document; zeros where no stem is known."""
        known = [s for s in stems if s in self.vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)
