"""A text is embedded once for a model, and a kept vector is the one that was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evals.embeddings import Embeddings
from tests.fakes import FakeEncoder

TEXTS = [f"text {n}" for n in range(6)]


def test_a_second_run_embeds_nothing_and_has_the_same_vectors(tmp_path: Path) -> None:
    first = Embeddings(FakeEncoder(), tmp_path).documents(TEXTS)
    encoder = FakeEncoder()
    again = Embeddings(encoder, tmp_path).documents(TEXTS[::-1])
    assert encoder.asked == []
    assert np.array_equal(again, first[::-1])


def test_a_vector_is_that_of_its_text(tmp_path: Path) -> None:
    found = Embeddings(FakeEncoder(), tmp_path).documents(TEXTS)
    assert np.array_equal(found, FakeEncoder().encode(TEXTS))


def test_only_what_is_new_is_embedded_and_equal_texts_once(tmp_path: Path) -> None:
    Embeddings(FakeEncoder(), tmp_path).documents(TEXTS[:4])
    encoder = FakeEncoder()
    Embeddings(encoder, tmp_path).documents([*TEXTS, TEXTS[5]])
    assert sorted(encoder.asked) == TEXTS[4:]


def test_another_model_has_vectors_of_its_own(tmp_path: Path) -> None:
    Embeddings(FakeEncoder("a"), tmp_path).documents(TEXTS)
    encoder = FakeEncoder("b")
    Embeddings(encoder, tmp_path).documents(TEXTS)
    assert sorted(encoder.asked) == TEXTS


def test_what_another_run_kept_meanwhile_is_not_lost(tmp_path: Path) -> None:
    one, other = Embeddings(FakeEncoder(), tmp_path), Embeddings(FakeEncoder(), tmp_path)
    one.documents(TEXTS[:3])
    other.documents(TEXTS[3:])
    encoder = FakeEncoder()
    Embeddings(encoder, tmp_path).documents(TEXTS)
    assert encoder.asked == []


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    first = Embeddings(FakeEncoder(), tmp_path)
    first.documents(TEXTS)
    first.path.write_bytes(first.path.read_bytes()[:-10])
    encoder = FakeEncoder()
    Embeddings(encoder, tmp_path).documents(TEXTS)
    assert sorted(encoder.asked) == TEXTS


def test_no_half_written_file_stays_behind(tmp_path: Path) -> None:
    Embeddings(FakeEncoder(), tmp_path).documents(TEXTS)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".lock", ".npy"]


def test_the_seconds_are_known_only_of_what_this_run_embedded(tmp_path: Path) -> None:
    first = Embeddings(FakeEncoder(), tmp_path)
    first.documents(TEXTS)
    spent = first.seconds(TEXTS)
    assert spent is not None
    assert spent > 0
    second = Embeddings(FakeEncoder(), tmp_path)
    second.documents([*TEXTS, "new"])
    assert second.seconds(TEXTS) is None
    assert second.seconds([*TEXTS, "new"]) is None
    assert second.seconds(["new"]) is not None
