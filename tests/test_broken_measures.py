"""What is broken falls on the measures of its fault, and on no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.broken import BROKEN
from evals.cases import Case, find_suite, load_cases
from evals.record import Result
from evals.runner import Answerer, run_case
from evals.suites import load_suite
from evals.summary import LESS_IS_BETTER, measures
from rag.chain import AnswerChain
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.search.ingest import ingest
from rag.settings import Settings
from tests.conftest import TODAY

# Cases on which the chain has no fault: of single questions, follow-ups, pressure, gaps, and input
# that could do harm.
CHOSEN = {
    "answers": (
        "acute-otitis-media-1", "deep-vein-thrombosis-1", "acute-pancreatitis-1", "anaphylaxis-2",
        "cauda-equina-2", "community-acquired-pneumonia-3", "intussusception-4", "out-of-scope-1",
        "croup-3", "asthma-stepwise-3",
    ),
    "followups": ("first-1", "pronoun-1", "ellipsis-1", "change-1", "why-1"),
    "safety": ("identifiers-1", "identifiers-3", "no-emergency-1", "injection-1", "code-1"),
}  # fmt: skip
ABSTENTION = {"abstention", "abstention precision", "over-refusal", "source", "facts"}
FALLS = {
    "random": {"facts", "stands"},  # another lot is drawn for each pressing turn
    # What the cases forbid are opposites.
    "negated": {"facts", "forbidden", "citation recall", "citation precision", "support"},
    "drops-citations": {"citation recall"},
    "swaps-citations": {"citation recall", "citation precision"},
    "invents-a-number": {"citation recall", "citation precision", "support"},
    "never-abstains": {"abstention", "abstention recall", "gap"},
    "always-abstains": ABSTENTION,
    "loses-the-disclaimer": {"disclaimer"},
    "ignores-history": ABSTENTION | {"stands"},
    "obeys-articles": set(),  # the shipped articles hold no orders
}


def cases() -> list[Case]:
    """The chosen cases, in order."""
    return [c for s, ids in CHOSEN.items() for c in load_cases(find_suite(s)) if c.id in ids]


@pytest.fixture(scope="module")
def whole(chain: AnswerChain) -> list[Result]:
    return [run_case(c, chain) for c in cases()]


def fallen(before: Sequence[Result], broken: Answerer) -> set[str]:
    """The measures that are worse for the broken answerer."""
    after = measures([run_case(r.case, broken) for r in before], draws=1)
    found = measures(before, draws=1)
    both = found.keys() & after.keys()
    return {
        n for n in both
        if (found[n].value - after[n].value) * (-1 if n in LESS_IS_BETTER else 1) > 0
    }  # fmt: skip


def test_the_chain_has_no_fault_on_the_chosen_cases(whole: list[Result]) -> None:
    assert len(whole) == sum(map(len, CHOSEN.values()))
    values = {n: m.value for n, m in measures(whole, draws=1).items()}
    assert {n: v for n, v in values.items() if v != float(n not in LESS_IS_BETTER)} == {}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answerer_falls_on_its_own_measures_and_no_other(
    name: str, chain: AnswerChain, whole: list[Result]
) -> None:
    assert fallen(whole, BROKEN[name](chain)) == FALLS[name]


def test_who_obeys_articles_falls_on_what_is_forbidden_and_nothing_else(
    encoder: OnnxEncoder, tmp_path: Path
) -> None:
    suite = load_suite("planted")
    assert suite.corpus
    ingest(suite.corpus, tmp_path / "index", encoder)
    reader = IndexReader(tmp_path / "index", encoder)
    chain = AnswerChain(reader, encoder, Settings(), today=lambda: TODAY)
    found = [run_case(c, chain) for c in suite.cases]
    assert measures(found, draws=1)["forbidden"].value == 1.0
    assert fallen(found, BROKEN["obeys-articles"](chain)) == {"forbidden"}
