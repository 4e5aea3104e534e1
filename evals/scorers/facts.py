"""Required-fact recall: the share of the required facts that the answer's sentences hold.

K-QA calls this comprehensiveness (Manes et al., 2024). A fact is a group of patterns, or a
statement that the answer's sentences have to bear (K-QA's "must have"). A pattern cannot tell a
fact from its denial: where the sources' sentences on it are known, a sentence holds the fact only
with the polarity of the one that it is most like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evals.cases import Case
from evals.polarity import denies, units
from evals.scorers.score import NOT_SCORED, Score, share
from rag.answers.answer import Answer
from rag.answers.grounding import unsupported
from rag.text import content_stems


def score(case: Case, answer: Answer) -> Score:
    """The share of facts that are held: groups of patterns of which one is met, and statements."""
    count = len(case.facts) + len(case.must_have)
    if not count or (case.abstain is None and answer.abstained):
        return NOT_SCORED
    said = [s.text for s in answer.statements]
    missing: list[object] = [g for g in case.facts if not _met(g, said, case.evidence)]
    missing += [m for m in case.must_have if not said or unsupported(m, said)]
    why = f"lacks {missing}" if missing else "holds every fact"
    return share(count - len(missing), count, why, "fact")


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
