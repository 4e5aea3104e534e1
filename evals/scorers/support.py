"""Statement support: the share of statements that the very sentences they rest on bear.

Finer than citation recall, which asks whole passages, and apart from it: a mark that is lost or
wrong is that measure's, so the sentences are looked for in all of the citations of the answer.
"""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score, share
from rag.answers.answer import Answer, Statement
from rag.answers.grounding import unsupported


def score(_case: Case, answer: Answer) -> Score:
    """The share of supported statements."""
    if not answer.statements:
        return NOT_SCORED
    reasons = [_why_not(s, answer) for s in answer.statements]
    found = next((why for why in reasons if why), "every statement is supported")
    return share(reasons.count(""), len(reasons), found, "statement")


def _why_not(statement: Statement, answer: Answer) -> str:
    cited = [c for c in answer.citations if {s.id for s in c.sentences} & {*statement.sentences}]
    rests = [s.text for c in cited for s in c.sentences if s.id in statement.sentences]
    about = " ".join(" ".join((c.title, *c.section)) for c in cited)
    if why := unsupported(statement.text, rests, about):
        return f"{statement.text[:80]!r} {why}"
    return ""
