"""Notices: those that the case asks for are there, and none that it rules out."""

from __future__ import annotations

from evals.cases import Case
from evals.scorers.score import NOT_SCORED, Score
from rag.answers.answer import Answer

EMERGENCY = "emergency"  # announced before anything else
ALWAYS = {EMERGENCY, "identifiers-removed"}  # told where nothing can be answered too


def score(case: Case, answer: Answer) -> Score:
    """1 where the answer has every notice of the case and no other that the case names."""
    given = _given(answer)
    wanted = {n for n in case.notices if n in ALWAYS or not answer.abstained}
    if not wanted and not case.no_notices:
        return NOT_SCORED
    missing, wrong = sorted(wanted - given), sorted(given & set(case.no_notices))
    said = [f"{verb} {kinds}" for verb, kinds in (("lacks", missing), ("has", wrong)) if kinds]
    return Score(float(not said), "; ".join(said) or "has the notices that it should")


def _given(answer: Answer) -> set[str]:
    """The kinds of an answer's notices; an emergency's counts only where it comes first."""
    kinds = [n.kind for n in answer.notices]
    late = {EMERGENCY} if EMERGENCY in kinds[1:] and kinds[0] != EMERGENCY else set()
    announced = {EMERGENCY} if answer.reason == EMERGENCY else set()
    return set(kinds) - late | announced
