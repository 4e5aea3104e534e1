"""Identifiers may stand nowhere in an answer."""

from __future__ import annotations

import dataclasses

from evals.scorers import abstention, facts, identifiers, notices, source
from rag.answers.answer import Notice, abstain
from tests.test_scorers import ANSWER, CASE, GAP

TYPED = dataclasses.replace(CASE, identifiers=("Ann Lee", "123"))
EITHER = dataclasses.replace(CASE, abstain=None)


def test_a_share_of_identifiers_is_kept_out_of_all_fields() -> None:
    assert identifiers.score(CASE, ANSWER).value is None
    assert identifiers.score(TYPED, ANSWER).value == 1.0
    echoed = identifiers.score(TYPED, abstain("ann lee, which first?", "unclear", "nothing"))
    assert echoed[:2] == (0.5, "repeats identifier 1")


def test_an_abstention_is_told_of_removed_identifiers_too() -> None:
    case = dataclasses.replace(CASE, notices=("identifiers-removed",))
    assert notices.score(case, GAP).value == 0.0
    told = dataclasses.replace(GAP, notices=(Notice("identifiers-removed", "x"),))
    assert notices.score(case, told).value == 1.0


def test_where_both_are_right_an_abstention_is_not_scored_and_an_answer_is() -> None:
    for scorer in (abstention, source, facts):
        assert scorer.score(EITHER, GAP).value is None
    assert (source.score(EITHER, ANSWER).value, facts.score(EITHER, ANSWER).value) == (1.0, 1.0)
