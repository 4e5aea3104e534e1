"""What retrieval finds with each form of a follow-up: nDCG@10 over a folder in the BEIR layout.

The retriever is the one that serves (evals.systems.sequitur); documents that were right for an
earlier turn, and are not for this one, are left out: the reader has seen them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evals.followup import Forms
from evals.measures import DEPTH, per_query
from evals.systems import Scores, Search, top
from evals.turns import Rewritten

Judged = Mapping[str, Mapping[str, int]]  # turn id to document id to grade


def ndcg(
    turns: Sequence[Rewritten],
    forms: Forms,
    before: Mapping[str, set[str]],
    search: Search,
    ids: Sequence[str],
    judged: Judged,
) -> dict[str, float]:
    """nDCG@10 of each turn that is judged, by turn id; the documents `before` are left out."""
    asked = {t.id: form for t, form in zip(turns, forms, strict=True) if t.id in judged}
    place = {document: i for i, document in enumerate(ids)}
    ranked = {}
    for turn, form in asked.items():
        scores = _without(search(form), [place[d] for d in before[turn] if d in place])
        ranked[turn] = [ids[i] for i in top(scores, DEPTH)]
    return per_query({turn: judged[turn] for turn in asked}, ranked)["nDCG@10"] if asked else {}


def _without(scores: Scores, places: Sequence[int]) -> Scores:
    kept = scores.copy()
    kept[list(places)] = -np.inf
    return kept


def cited_before(turns: Sequence[Rewritten], judged: Judged) -> dict[str, set[str]]:
    """By turn id the documents right for an earlier turn, and not for this one too."""
    seen: dict[str, set[str]] = {}
    found = {}
    for turn in sorted(turns, key=lambda t: t.turn):
        cited = seen.setdefault(turn.conversation, set())
        right = {d for d, grade in judged.get(turn.id, {}).items() if grade > 0}
        found[turn.id] = cited - right
        cited.update(right)
    return found
