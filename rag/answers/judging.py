"""Whether what was found for a question answers it; and of several readings, which one does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.answers.gate import Verdict
from rag.answers.premises import Differing
from rag.answers.quoting import Pick
from rag.search.followup import Query
from rag.search.retrieval import Found
from rag.text import content_stems


class Judged(NamedTuple):
    """One question with what was found for it, what of that was chosen, and whether it answers."""

    query: Query
    found: Found
    picks: Sequence[Pick]
    chosen: Sequence[Pick]
    verdict: Verdict
    premise: Differing | None = None  # what the question takes for granted and the corpus denies


def meant(judged: Sequence[Judged]) -> Judged:
    """What a finding means; else the first other reading whose answer begins by speaking of it.

    Any other answer would be that of a patient without it.
    """
    means = judged[0]
    said = {s for s in content_stems(means.query.own) if not s[0].isdigit()}
    for other in judged if means.verdict.reason else ():
        leads = other.chosen[0].sentence.text if other.chosen else ""
        if not other.verdict.reason and said & set(content_stems(leads)):
            return other
    return means
