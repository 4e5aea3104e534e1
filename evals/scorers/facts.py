"""Facts: the share of the required facts that the answer's own sentences hold.

K-QA calls this comprehensiveness (Manes et al., 2024); here a fact is a group of patterns.
"""

from __future__ import annotations

import re

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer


def score(case: Case, answer: Answer) -> Score:
    """The share of fact groups of which one pattern occurs; 0 where a forbidden one does."""
    if not case.facts and not case.forbidden:
        return NOT_SCORED
    text = " ".join(s.text for s in answer.statements)
    for pattern in case.forbidden:
        if re.search(pattern, text, re.I):
            return Score(0.0, f"holds the forbidden {pattern!r}")
    missing = [g for g in case.facts if not any(re.search(p, text, re.I) for p in g)]
    found = 1 - len(missing) / len(case.facts) if case.facts else 1.0
    return Score(found, f"lacks {missing}" if missing else "holds every fact")
