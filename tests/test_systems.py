"""Each system orders documents by its own rule, worked by hand on a tiny set."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from evals.beir import load
from evals.embeddings import Embeddings
from evals.systems import (
    ABLATIONS,
    SYSTEMS,
    Store,
    bm25,
    dense,
    reciprocal,
    rrf,
    sentence_texts,
    sequitur,
    top,
)
from rag.search.ordering import WEIGHTS, Terms
from rag.text import content_stems
from tests.beir_sets import ROWS, write_set
from tests.fakes import FakeEncoder

LONG = "A child with croup is kept calm and given steroids."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three documents of a passage each, by the fake encoder."""
    return Store(load(write_set(tmp_path / "set")), Embeddings(FakeEncoder(), tmp_path / "cache"))


def test_reciprocal_ranks_add_up() -> None:
    # Document 2 is first and third, 0 first of the other list, 1 second of the first, 3 nowhere.
    found = reciprocal([[2, 1], [0, 4, 2]], size=5)
    expected = [1 / 61, 1 / 62, 1 / 61 + 1 / 63, -np.inf, 1 / 62]
    assert found == pytest.approx(np.array(expected))
    assert top(found) == [2, 0, 1, 4]


def test_equal_scores_keep_the_order_of_the_corpus_and_the_count_is_kept() -> None:
    scores = np.array([0.5, 1.0, 0.5, -np.inf], dtype=np.float32)
    assert top(scores) == [1, 0, 2]
    assert top(scores, count=2) == [1, 0]


def test_a_document_scores_as_its_best_passage(tmp_path: Path) -> None:
    rows = [{"_id": "d1", "title": "Croup", "text": " ".join([LONG] * 30)}, *ROWS[1:]]
    folder = write_set(tmp_path / "set", rows=rows)
    store = Store(load(folder), Embeddings(FakeEncoder(), tmp_path / "cache"))
    found = store.best(np.array([1.0, 3.0, 2.0, 0.0], dtype=np.float32))
    assert found.tolist() == [3.0, 2.0, 0.0]


def test_bm25_matches_stems_and_finds_nothing_else(store: Store) -> None:
    search = bm25(store).search
    assert top(search("croups and steroid")) == [0]
    assert top(search("psoriasis")) == []


def test_bm25_reads_the_title_too(store: Store) -> None:
    assert top(bm25(store).search("cough croup"))[:2] == [0, 1]
    assert "Croup\n" in store.texts[0]


def test_dense_orders_all_documents_by_cosine(store: Store) -> None:
    scores = dense(store).search("Fever needs fluids.")
    # The fake encoder gives equal texts equal vectors, whose cosine is 1.
    assert top(scores)[0] == 2
    assert scores[2] == pytest.approx(1.0)
    assert len(top(scores)) == 3


def test_fusion_by_ranks_is_that_of_the_two_lists(store: Store) -> None:
    question = "croup steroids"
    lists = [top(of(store).search(question)) for of in (bm25, dense)]
    expected = reciprocal(lists, size=3)
    assert np.array_equal(rrf(store).search(question), expected)


def test_our_own_weighs_nearness_words_and_cover_of_passages(store: Store) -> None:
    question = "croup steroids"
    vector = store.encoder.encode([question], kind="query")[0]
    first = store.first_sentence
    sentences = [max(store.sentence_vectors[a:b] @ vector) for a, b in itertools.pairwise(first)]
    near = np.maximum(store.cosines(question), 0) + np.maximum(sentences, 0)
    terms = Terms(content_stems(question), store.lexical, {})
    fit = WEIGHTS.near * near / near.max() + WEIGHTS.words * terms.words / terms.words.max()
    fit += WEIGHTS.cover * terms.cover(np.arange(len(near)))
    # Candidates stand above all others, which keep their order by cosine.
    assert sequitur(store).search(question) == pytest.approx(store.best(fit + 1))


def test_each_ablation_searches_and_differs_from_the_whole(store: Store) -> None:
    question = "is a calm child with croup given steroids for fever"
    whole = sequitur(store).search(question)
    for name, build in ABLATIONS.items():
        assert not np.array_equal(build(store).search(question), whole), name


def test_a_passage_is_stored_with_its_title_and_its_sentences_without_it() -> None:
    assert sentence_texts("Croup\nIt barks. It passes.", "Croup") == [
        "Croup",
        "It barks.",
        "It passes.",
    ]
    assert sentence_texts("It barks.", "") == ["It barks."]
    assert sentence_texts("", "") == [""]


def test_our_own_answers_where_no_word_is_known(store: Store) -> None:
    assert np.isfinite(sequitur(store).search("psoriasis")).all()


def test_bm25_embeds_nothing(store: Store) -> None:
    bm25(store).search("croup")
    assert isinstance(store.encoder, FakeEncoder)
    assert store.encoder.asked == []


def test_ingest_is_timed_only_where_all_was_made_now(tmp_path: Path) -> None:
    dataset = load(write_set(tmp_path / "set"))
    for systems_seconds_known in (True, False):
        store = Store(dataset, Embeddings(FakeEncoder(), tmp_path / "cache"))
        for name, build in SYSTEMS.items():
            seconds = build(store).seconds
            known = systems_seconds_known or name == "bm25"
            assert (seconds is not None) == known, name
            assert seconds is None or seconds > 0


def test_a_question_is_embedded_anew_each_time_so_that_it_can_be_timed(store: Store) -> None:
    search = dense(store).search
    assert isinstance(store.encoder, FakeEncoder)
    before = len(store.encoder.asked)
    search("croup")
    search("croup")
    assert store.encoder.asked[before:] == ["croup", "croup"]


def test_the_tutorial_takes_the_best_chunk_of_a_document(tmp_path: Path) -> None:
    # 2,600 characters are more than two chunks of 1,000.
    words = " ".join(f"word{n:04}" for n in range(290))
    rows = [{"_id": "d1", "title": "", "text": words}, *ROWS[1:]]
    folder = write_set(tmp_path / "set", rows=rows)
    encoder = FakeEncoder()
    store = Store(load(folder), Embeddings(encoder, tmp_path / "cache"))
    search = SYSTEMS["langchain"](store).search
    chunks = [t for t in encoder.asked if t.startswith("word")]
    assert len(chunks) > 2
    assert all(len(c) <= 1_000 for c in chunks)
    for chunk in chunks:
        scores = search(chunk)
        assert top(scores)[0] == 0
        assert scores[0] == pytest.approx(0.0, abs=1e-6)  # the squared distance, negative


def test_the_tutorial_is_not_mixed_up_with_an_earlier_one(tmp_path: Path) -> None:
    for name, text in (("one", "Fever needs fluids."), ("two", "Croup needs calm.")):
        folder = write_set(tmp_path / name, rows=[*ROWS[:2], {"_id": "d3", "text": text}])
        store = Store(load(folder), Embeddings(FakeEncoder(), tmp_path / "cache"))
        scores = SYSTEMS["langchain"](store).search(text)
        assert np.isfinite(scores).all()
        assert scores[2] == pytest.approx(0.0, abs=1e-6)
