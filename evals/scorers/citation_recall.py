"""Citation recall: the share of statements that the passages they cite bear (ALCE, 2023).

A statement without a citation, or with a number that the answer does not hold, is not borne.
"""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score, share
from evals.scorers.statements import bears, cited_by, out_of_range
from rag.answers.answer import Answer


def score(_case: Case, answer: Answer) -> Score:
    """The share of borne statements."""
    if not answer.statements:
        return NOT_SCORED
    bare = [
        s.text
        for s in answer.statements
        if out_of_range(s, answer) or not bears(cited_by(s, answer), s)
    ]
    why = f"not borne by what is cited: {bare[0][:80]!r}" if bare else "every statement is borne"
    return share(len(answer.statements) - len(bare), len(answer.statements), why, "statement")
