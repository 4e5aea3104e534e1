"""What retrieval finds with each form of a follow-up: nDCG@10 over a folder in the BEIR layout."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from evals.turns import Rewritten, TurnsError
from rag.search.encoder import Encoder, Vectors
from rag.search.lexical import Lexical
from rag.search.ordering import scaled
from rag.text import content_stems

DEPTH = 10
Qrels = Mapping[str, Mapping[str, int]]  # turn id to document id to grade


class Documents(NamedTuple):
    """A collection made ready for search."""

    ids: tuple[str, ...]
    vectors: Vectors  # (documents, dimensions)
    lexical: Lexical
    qrels: Qrels


def load_documents(folder: Path, encoder: Encoder, cache: Path) -> Documents:
    """The documents of a BEIR folder, embedded once for each content and model."""
    rows = [json.loads(line) for line in _lines(folder, "corpus.jsonl")]
    texts = [f"{r.get('title', '')}. {r['text']}" for r in rows]
    lexical = Lexical.build([content_stems(t) for t in texts])
    return Documents(
        tuple(r["_id"] for r in rows),
        _embedded(texts, encoder, cache),
        lexical,
        _qrels(folder / "qrels" / "test.tsv"),
    )


def _lines(folder: Path, name: str) -> list[str]:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            data = path.read_bytes()
            text = gzip.decompress(data) if path.suffix == ".gz" else data
            return [line for line in text.decode("utf-8").splitlines() if line.strip()]
    raise TurnsError(f"{folder}: no {name} or {name}.gz in it")


def _qrels(path: Path) -> Qrels:
    if not path.is_file():
        raise TurnsError(f"{path}: no such file")
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return found


def _embedded(texts: Sequence[str], encoder: Encoder, cache: Path) -> Vectors:
    content = hashlib.sha256("\0".join([encoder.fingerprint, *texts]).encode()).hexdigest()[:24]
    path = cache / f"{content}.npy"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half.npy")
        np.save(half, encoder.encode(texts).astype(np.float16))
        half.replace(path)
    return np.asarray(np.load(path), dtype=np.float32)


def ndcg(
    turns: Sequence[Rewritten],
    forms: Sequence[str],
    before: Mapping[str, set[str]],
    documents: Documents,
    encoder: Encoder,
) -> dict[str, float]:
    """nDCG@10 of each turn that has qrels, by turn id; the documents `before` are left out."""
    texts = list(dict.fromkeys(forms))
    vectors = dict(zip(texts, encoder.encode(texts, kind="query"), strict=True))
    found = {}
    for turn, form in zip(turns, forms, strict=True):
        relevant = documents.qrels.get(turn.id)
        if relevant:
            scores = _fused(form, vectors[form], documents)
            ranked = (documents.ids[i] for i in np.argsort(-scores, kind="stable"))
            left = (d for d in ranked if d not in before[turn.id])
            grades = [relevant.get(d, 0) for d in islice(left, DEPTH)]
            found[turn.id] = gain(grades, list(relevant.values()))
    return found


def cited_before(turns: Sequence[Rewritten], qrels: Qrels) -> dict[str, set[str]]:
    """By turn id the documents right for an earlier turn, and not for this one too."""
    seen: dict[str, set[str]] = {}
    found = {}
    for turn in sorted(turns, key=lambda t: t.turn):
        cited = seen.setdefault(turn.conversation, set())
        found[turn.id] = cited - set(qrels.get(turn.id, ()))
        cited.update(qrels.get(turn.id, ()))
    return found


def _fused(form: str, vector: Vectors, documents: Documents) -> npt.NDArray[np.float32]:
    """Half the cosine and half the BM25 score, each scaled to its best."""
    dense = np.maximum(documents.vectors @ vector, 0.0)
    lexical = documents.lexical.scores(content_stems(form))
    return np.asarray(scaled(dense) + scaled(lexical), dtype=np.float32)


def gain(found: Sequence[int], wanted: Sequence[int]) -> float:
    """nDCG@10 (0 to 1) of the grades found, in order, against all grades wanted.

    Gain is the grade, discount log2(1 + rank): Järvelin and Kekäläinen 2002, as trec_eval has it.
    """
    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    ideal = sorted(wanted, reverse=True)[:DEPTH]
    best = float(np.dot(ideal, discounts[: len(ideal)]))
    return float(np.dot(found[:DEPTH], discounts[: len(found[:DEPTH])])) / best if best else 0.0
