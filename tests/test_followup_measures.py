"""The measures of follow-ups, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evals.followup import BASELINES, baseline, measured
from evals.followup_retrieval import cited_before, ndcg
from evals.split import part
from evals.turns import Exchange, Rewritten, TurnsError, load_turns

HISTORY = (Exchange("What is croup?", ""), Exchange("Is dexamethasone safe?", ""))
TURNS = [
    Rewritten("c", 2, "c_2", "is it viral?", "Is croup viral?", HISTORY[:1]),
    Rewritten("c", 3, "c_3", "which dose?", "Which dose of dexamethasone in croup?", HISTORY),
    Rewritten("c", 4, "c_4", "What is asthma?", "What is asthma?", HISTORY),
]


def test_added_words_are_counted_over_all_turns_together() -> None:
    # Wanted: {croup}, {dexamethasone, croup}, {}. Ours: {croup}, {croup, stridor}, {fever}.
    forms = ["is it viral croup?", "which dose stridor croup?", "What is asthma fever?"]
    found = measured(TURNS, forms)
    assert found.precision == pytest.approx(2 / 4)
    assert found.recall == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(4 / 7)
    assert found.first_f1 == 1.0  # only the first turn has one question before it
    assert found.added_when_none_needed == 1.0


def test_the_manual_rewrite_scores_one_and_adds_nothing_where_none_is_needed() -> None:
    found = measured(TURNS, [t.manual for t in TURNS])
    assert (found.precision, found.recall, found.f1, found.query_f1) == (1, 1, 1, 1)
    assert found.added_when_none_needed == 0


def test_a_baseline_puts_earlier_questions_before_the_question() -> None:
    forms = {name: baseline(name, TURNS)[1] for name in BASELINES}
    assert forms == {
        "raw": "which dose?",
        "first+raw": "What is croup? which dose?",
        "prev+raw": "Is dexamethasone safe? which dose?",
        "first+prev+raw": "What is croup? Is dexamethasone safe? which dose?",
    }


def test_what_was_cited_before_is_left_out_of_a_ranking() -> None:
    # "a" scores best, then "b", "c"; of turn c_3 "a" was cited before, so that "c" is second.
    scores = np.array([3.0, 2.0, 1.0], dtype=np.float32)
    judged = {"c_2": {"a": 1}, "c_3": {"c": 1}}
    before = cited_before(TURNS, judged)
    forms = [t.question for t in TURNS]
    found = ndcg(TURNS, forms, before, lambda _: scores, ("a", "b", "c"), judged)
    assert found == pytest.approx({"c_2": 1.0, "c_3": 1 / math.log2(3)})
    assert ndcg(TURNS, forms, before, lambda _: scores, ("a", "b", "c"), {}) == {}


def test_documents_of_earlier_turns_are_left_out_unless_right_again() -> None:
    qrels = {"c_2": {"a": 1, "b": 1}, "c_3": {"b": 1}, "c_4": {"c": 1}}
    assert cited_before(TURNS, qrels) == {"c_2": set(), "c_3": {"a"}, "c_4": {"a", "b"}}


def test_a_fifth_is_held_out_by_its_name() -> None:
    names = [f"conversation {i}" for i in range(1000)]
    held = [n for n in names if part(n) == "held-out"]
    assert 160 < len(held) < 240
    assert part("19e_31") == "train"  # and never otherwise


def test_a_broken_line_is_named(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "turns.jsonl"
    path.write_text('\n{"conversation": "c"}\n', "utf-8")
    with pytest.raises(TurnsError, match=r"turns.jsonl:2: not a turn"):
        load_turns(path)
    with pytest.raises(TurnsError, match="no such file"):
        load_turns(path.with_name("other.jsonl"))
