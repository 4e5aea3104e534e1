"""Labels that people gave: what a judging model's verdicts are held against.

`labels.jsonl` of a suite has a line a label, with the text that was judged, for another run's
answer to the same case is another thing to judge:
`{"case": ..., "rater": ..., "statement": ..., "cited": [...], "label": true}` says whether the
cited sentences support a statement, `{"case": ..., "rater": ..., "answer": ..., "label": true}`
whether an answer's statements, joined by spaces, answer the case's question.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

SUPPORTED, ANSWERS = "judged support", "judged answer"
JUDGED = (SUPPORTED, ANSWERS)  # the measures of a judging model
FILE = "labels.jsonl"
MAX_BYTES = 16 * 1024 * 1024
_STATEMENT = {"case", "rater", "statement", "cited", "label"}
_ANSWER = {"case", "rater", "answer", "label"}


class Item(NamedTuple):
    """What is labelled: a statement with what it cites, or an answer, which cites nothing here."""

    case: str
    text: str
    cited: tuple[str, ...] | None = None

    @property
    def measure(self) -> str:
        """The measure that the label is of."""
        return ANSWERS if self.cited is None else SUPPORTED


def read_labels(folder: Path) -> dict[Item, bool]:
    """What most raters say of each item; where as many say yes as no, it is left out.

    Raises ValueError with file and line.
    """
    path = folder / FILE
    votes: dict[tuple[Item, str], bool] = {}
    if not path.is_file():
        return {}
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path}: larger than {MAX_BYTES // 1024**2} MiB")
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        try:
            item, rater, label = _read(json.loads(line)) if line.strip() else (None, "", False)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path}:{number}: {error}") from None
        if item:
            votes[item, rater] = label
    return _most(votes)


def _read(row: Any) -> tuple[Item, str, bool]:
    if not isinstance(row, dict) or set(row) not in (_STATEMENT, _ANSWER):
        raise ValueError(f"not a label with {sorted(_STATEMENT)} or {sorted(_ANSWER)}")
    text = row["statement"] if "statement" in row else row["answer"]
    if not all(isinstance(t, str) and t for t in (row["case"], row["rater"], text)):
        raise ValueError("case, rater, and statement or answer are texts that are not empty")
    if not isinstance(row["label"], bool):
        raise ValueError("`label` is neither true nor false")
    cited = row.get("cited")
    if "cited" in row and not (isinstance(cited, list) and all(isinstance(c, str) for c in cited)):
        raise ValueError("`cited` is not a list of texts")
    item = Item(row["case"], text, None if cited is None else tuple(cited))
    return item, row["rater"], row["label"]


def _most(votes: dict[tuple[Item, str], bool]) -> dict[Item, bool]:
    sums: Counter[Item] = Counter()
    for (item, _), label in votes.items():
        sums[item] += 1 if label else -1
    return {item: total > 0 for item, total in sums.items() if total}
