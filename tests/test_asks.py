"""An ask is offered where it is answered from its article, in each context in which it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answers.suggesting import MOST
from rag.asks import AskProver, digest_of
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import OnnxEncoder
from rag.search.index import IndexReader
from rag.search.ingest import ingest
from rag.settings import Settings
from tests.fakes import COUGH, FEVER, World, asking, write_corpus

COUGH_ASKS = asking(COUGH, "When is the child referred?", "What is the price of a ventilator?")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder) -> World:
    folder = tmp_path_factory.mktemp("asks")
    world = World(
        write_corpus(folder / "corpus", {"cough": COUGH_ASKS, "fever": FEVER}), folder / "i"
    )
    ingest(world.corpus, world.index, encoder, prover=AskProver(encoder))
    return world


def test_an_ask_that_is_answered_is_kept_with_what_it_cites_and_another_with_the_reason(
    asked: World, encoder: OnnxEncoder
) -> None:
    index = IndexReader(asked.index, encoder)()
    (kept,), (refused,) = index.suggestions
    assert (kept.article, kept.ask) == ("cough", "When is the child referred?")
    assert index.passages[index.at[kept.cited[0]]].path == ("When to refer",)
    assert (refused.article, refused.ask) == ("cough", "What is the price of a ventilator?")
    assert refused.reason


@pytest.mark.parametrize("article", ["", "cough"])
def test_a_turn_offers_it_until_it_was_asked(
    article: str, asked: World, encoder: OnnxEncoder
) -> None:
    chain = AnswerChain(IndexReader(asked.index, encoder), encoder, Settings())
    first = chain.answer(FollowUp("What helps a child with a cough?", article=article))
    assert first.suggestions == ("When is the child referred?",)
    second = chain.answer(FollowUp(first.suggestions[0], (first.turn,), article))
    assert second.citations[0].article == "cough"
    assert second.suggestions == ()


def test_the_shipped_asks_are_mostly_answered_and_offered_three_at_most(
    chain: AnswerChain, encoder: OnnxEncoder
) -> None:
    found = AskProver(encoder)(chain.index)
    asks = sum(len(a.asks) for a in chain.index.articles.values())
    assert len(found.verified) + len(found.refused) == asks
    assert len(found.verified) >= 0.9 * asks
    assert max(len(v) for v in found.of.values()) >= MOST


def test_the_fingerprint_changes_with_a_module_or_a_weight(tmp_path: Path) -> None:
    (tmp_path / "search" / "weights").mkdir(parents=True)
    (tmp_path / "chain.py").write_text("a = 1")
    (tmp_path / "search" / "weights" / "w.json").write_text("1")
    seen = {digest_of(tmp_path, ("search", "chain.py"))}
    (tmp_path / "search" / "weights" / "w.json").write_text("2")
    seen.add(digest_of(tmp_path, ("search", "chain.py")))
    (tmp_path / "chain.py").write_text("a = 2")
    seen.add(digest_of(tmp_path, ("search", "chain.py")))
    assert len(seen) == 3
