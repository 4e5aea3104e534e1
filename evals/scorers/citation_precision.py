"""Citation precision: the share of citations that a statement needs (ALCE, 2023).

A citation counts where its statement is borne at all, and either it bears the statement alone or
the others do not without it. A number that the answer does not hold does not count.
"""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score, share
from evals.scorers.statements import bears, cited_by, out_of_range
from rag.answers.answer import Answer, Citation, Statement


def score(_case: Case, answer: Answer) -> Score:
    """The share of citations, over all statements, that count."""
    marks = sum(len(s.citations) for s in answer.statements)
    if not marks:
        return NOT_SCORED
    good = sum(_needed(c, s, answer) for s in answer.statements for c in cited_by(s, answer))
    lost = [n for s in answer.statements for n in out_of_range(s, answer)]
    why = f"cites [{lost[0]}], which the answer does not hold" if lost else "of what is cited"
    return share(good, marks, "every citation is needed" if good == marks else why, "citation")


def _needed(citation: Citation, statement: Statement, answer: Answer) -> bool:
    every = cited_by(statement, answer)
    others = [c for c in every if c is not citation]
    return bears(every, statement) and (
        bears([citation], statement) or not bears(others, statement)
    )
