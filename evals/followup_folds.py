"""The out-of-fold models of follow-ups, and which conversations the shipped one was trained on."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.split import fold
from evals.turns import Rewritten
from rag.search.carrying import Carrier

FOLDS = 5
FOLDS_FILE = Path(__file__).parent / "train" / "followup-folds.json.gz"


def known_as(turn: Rewritten) -> str:
    """A conversation's mark: 12 hex digits of its name and first question."""
    first = turn.history[0].question if turn.history else turn.question
    return hashlib.sha256(f"{turn.conversation}\n{first}".encode()).hexdigest()[:12]


def unseen_carriers(turns: Sequence[Rewritten]) -> Callable[[str], Carrier | None]:
    """For each conversation the model that did not see it; None stands for the shipped one."""
    record = json.loads(gzip.decompress(FOLDS_FILE.read_bytes()))
    marks = set(record["seen"])
    seen = {t.conversation for t in turns if known_as(t) in marks}
    carriers = [Carrier.load(r) for r in record["folds"]] if seen else []
    return lambda name: carriers[fold(name, FOLDS)] if name in seen else None
