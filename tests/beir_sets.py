"""A tiny set in the BEIR layout, to be written where a test wants it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

ROWS = (
    {"_id": "d1", "title": "Croup", "text": "Steroids help croup."},
    {"_id": "d2", "title": "Cough", "text": "Honey helps a cough. Rest helps."},
    {"_id": "d3", "title": "", "text": "Fever needs fluids."},
)
QUERIES = (
    {"_id": "q1", "text": "What helps croup?"},
    {"_id": "q2", "text": "Which fluids in fever?"},
)
QRELS = ("q1\td1\t1", "q2\td3\t1")


def write_set(
    folder: Path,
    rows: Sequence[dict[str, object]] = ROWS,
    queries: Sequence[dict[str, object]] = QUERIES,
    qrels: Sequence[str] = QRELS,
    header: str = "query-id\tcorpus-id\tscore",
    packed: bool = False,
) -> Path:
    """The folder, with corpus and questions as plain or packed files."""
    (folder / "qrels").mkdir(parents=True)
    for name, content in (("corpus", rows), ("queries", queries)):
        data = "".join(json.dumps(row) + "\n" for row in content).encode()
        path = folder / f"{name}.jsonl{'.gz' if packed else ''}"
        path.write_bytes(gzip.compress(data) if packed else data)
    (folder / "qrels" / "test.tsv").write_text("\n".join([header, *qrels]) + "\n", "utf-8")
    return folder
