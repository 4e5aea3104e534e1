"""Facts: the share of the required facts that the answer's own sentences hold.

K-QA calls this comprehensiveness (Manes et al., 2024); here a fact is a group of patterns. A
pattern cannot tell a fact from its denial: where the sources' sentences on it are known, a
sentence holds the fact only with the polarity of the one that it is most like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evals.cases import Case
from evals.polarity import denies, units
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer
from rag.text import content_stems


def score(case: Case, answer: Answer) -> Score:
    """The share of fact groups that are met; 0 where a forbidden pattern occurs."""
    if not case.facts and not case.forbidden:
        return NOT_SCORED
    said = [s.text for s in answer.statements]
    for pattern in case.forbidden:
        if re.search(pattern, " ".join(said), re.I):
            return Score(0.0, f"holds the forbidden {pattern!r}")
    missing = [group for group in case.facts if not _met(group, said, case.evidence)]
    found = 1 - len(missing) / len(case.facts) if case.facts else 1.0
    return Score(found, f"lacks {missing}" if missing else "holds every fact")


def matches(group: Iterable[str], text: str) -> bool:
    """Whether a pattern of a group occurs in a text, whatever else the text says."""
    return any(re.search(pattern, text, re.I) for pattern in group)


def _met(group: Iterable[str], said: Sequence[str], evidence: Iterable[str]) -> bool:
    """Whether a fact is said, and not denied by every sentence that speaks of it.

    A pattern that only spans sentences has no polarity to compare.
    """
    if not matches(group, " ".join(said)):
        return False
    found = [u for text in said for u in units(text) if matches(group, u)]
    true = [u for text in evidence for u in units(text) if matches(group, u)]
    return not found or not true or any(_agrees(u, true) for u in found)


def _agrees(said: str, true: Sequence[str]) -> bool:
    """Whether a sentence has the polarity of the true one that shares most of its words."""
    words = set(content_stems(said))

    def shared(sentence: str) -> float:
        other = set(content_stems(sentence))
        return len(words & other) / max(len(words | other), 1)

    most = max(map(shared, true))
    return any(denies(said) == denies(t) for t in true if shared(t) == most)
