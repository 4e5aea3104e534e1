"""Follow-ups are proved before an index is published, and kept with it."""

from __future__ import annotations

import pytest

from rag.errors import IndexBrokenError
from rag.search.index import Index
from rag.search.suggestions import FILE, RefusedAsk, Suggestion, Suggestions
from tests.fakes import COUGH, World, counts

FOUND = Suggestions(
    (Suggestion("cough", "When to refer?", ("p1", "p2")),),
    (RefusedAsk("fever", "Why?", "it is not answered"),),
)


class FakeProver:
    """Finds the same of every index; remembers which folders it was shown."""

    def __init__(self, fingerprint: str = "1") -> None:
        self.fingerprint = fingerprint
        self.shown: list[str] = []

    def __call__(self, index: Index) -> Suggestions:
        assert len(index.articles) == 2
        self.shown.append(index.folder.name)
        return FOUND


def test_an_index_holds_what_was_proved_of_it_and_the_summary_counts_it(world: World) -> None:
    summary = world.ingest(prover=FakeProver())
    assert world.opened().suggestions == FOUND
    assert (summary.asks, summary.refused_asks) == (1, FOUND.refused)
    assert FOUND.of == {"cough": [FOUND.verified[0]]}


def test_an_index_that_was_made_without_a_proof_offers_nothing(world: World) -> None:
    assert world.opened().suggestions == Suggestions()
    (world.serving() / FILE).write_text('{"verified": [["cough", "Why?", []]], "refused": []}')
    assert world.opened().suggestions == Suggestions()  # the manifest names no such file


def test_where_nothing_changed_nothing_is_proved_again(world: World) -> None:
    prover = FakeProver()
    first = world.ingest(prover=prover)
    second = world.ingest(prover=prover)
    assert len(prover.shown) == 1
    assert second.asks == first.asks
    assert counts(second) == (0, 0, 0, 2)


@pytest.mark.parametrize("change", ["an article", "the fingerprint"])
def test_where_something_changed_the_proof_is_made_anew(world: World, change: str) -> None:
    world.ingest(prover=FakeProver())
    if change == "an article":
        world.write("cough", COUGH.replace("honey", "treacle"))
    prover = FakeProver("2" if change == "the fingerprint" else "1")
    world.ingest(prover=prover)
    assert prover.shown == [world.serving().name]


def test_a_proof_that_fails_leaves_the_index_as_it_was(world: World) -> None:
    before = world.serving()

    class Failing(FakeProver):
        def __call__(self, index: Index) -> Suggestions:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        world.ingest(prover=Failing())
    assert world.serving() == before
    assert world.builds() == [before.name]


def test_altered_follow_ups_make_an_index_unfit_to_serve_and_it_is_made_again(
    world: World,
) -> None:
    world.ingest(prover=FakeProver())
    file = world.serving() / FILE
    file.write_text(file.read_text().replace("When", "Why"))
    with pytest.raises(IndexBrokenError, match=r"suggestions\.json is not as it was written"):
        world.opened()
    world.ingest(prover=FakeProver())
    assert world.opened().suggestions == FOUND
