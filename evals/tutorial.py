"""The `langchain` baseline: retrieval as LangChain's own tutorial builds it.

A recursive splitter of 1,000 characters with 200 of overlap, Chroma as it comes, similarity, and of
a document its best chunk. Only the encoder is the project's, so that no difference is a model's.
"""

from __future__ import annotations

import time
import uuid

import chromadb
import numpy as np
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings as LangChainEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.embeddings import Embeddings
from evals.systems import Built, Scores, Store

SIZE, OVERLAP = 1_000, 200  # characters of a chunk
CHUNKS = 200  # asked of Chroma for a question, so that some 100 documents come back
_AT_ONCE = 5_000  # records; Chroma refuses more than 5,461 in one call


class _Encoder(LangChainEmbeddings):
    """LangChain's interface to an encoder: texts may come from the cache, questions never do."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of texts."""
        return [[float(x) for x in v] for v in self._embeddings.documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._embeddings.encoder.encode([text], kind="query")[0]]


def langchain(store: Store) -> Built:
    """The tutorial's retriever over the store's set; it uses nothing else of the store."""
    start = time.perf_counter()
    chunks = _chunks(store)
    texts = [text for text, _ in chunks]
    split = time.perf_counter() - start
    store.embeddings.documents(texts)  # apart, so that it can be told from what Chroma takes
    start = time.perf_counter()
    kept = _filled(chunks, store.embeddings)
    filling = time.perf_counter() - start
    embedding = store.embeddings.seconds(texts)

    def search(question: str) -> Scores:
        scores = np.full(len(store.dataset.ids), -np.inf, dtype=np.float32)
        for chunk, distance in kept.similarity_search_with_score(question, min(CHUNKS, len(texts))):
            place = chunk.metadata["document"]
            scores[place] = max(scores[place], -distance)
        return scores

    return Built(search, None if embedding is None else split + embedding + filling)


def _chunks(store: Store) -> list[tuple[str, int]]:
    """Every chunk with the place of its document; a row without any text has none."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    place = {id_: n for n, id_ in enumerate(store.dataset.ids)}
    return [
        (text, place[row.id])
        for row in store.dataset.rows
        for text in splitter.split_text(row.whole)
    ]


def _filled(chunks: list[tuple[str, int]], embeddings: Embeddings) -> Chroma:
    kept = Chroma(
        # The clients of a process share collections of one name.
        collection_name=f"tutorial-{uuid.uuid4().hex}",
        embedding_function=_Encoder(embeddings),
        client_settings=chromadb.Settings(anonymized_telemetry=False),
    )
    for at in range(0, len(chunks), _AT_ONCE):
        part = chunks[at : at + _AT_ONCE]
        kept.add_texts([text for text, _ in part], [{"document": place} for _, place in part])
    return kept
