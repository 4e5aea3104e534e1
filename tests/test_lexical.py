"""BM25 on stems."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.search.lexical import Lexical

DOCUMENTS = [["ct", "first"], ["mri", "mri", "ct", "late"], ["biopsi"]]
STEMS = st.sampled_from("ct mri us biopsi flank mass".split())


def test_scores_are_those_of_lucenes_bm25() -> None:
    lexical = Lexical.build(DOCUMENTS)
    # k1 = 1.5, b = 0.75; the mean length is 7/3; "mri" stands in one of three documents:
    # ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) = 0.98083, twice in a document of 4:
    # 2 / (2 + 1.5 * (0.25 + 0.75 * 4 / (7/3))) = 0.46479
    assert lexical.scores(["mri"]).tolist() == pytest.approx([0, 0.45588, 0], abs=1e-4)
    # "ct" stands in two: ln(1 + 1.5 / 2.5) = 0.47000, once in documents of 2 and of 4:
    # 1 / (1 + 1.5 * (0.25 + 0.75 * 2 / (7/3))) = 0.42748, and 0.30271
    assert lexical.scores(["ct"]).tolist() == pytest.approx([0.20092, 0.14227, 0], abs=1e-4)


def test_the_scores_of_words_add_up() -> None:
    lexical = Lexical.build(DOCUMENTS)
    together = lexical.scores(["mri", "ct"])
    assert together.tolist() == pytest.approx(
        (lexical.scores(["mri"]) + lexical.scores(["ct"])).tolist()
    )


@pytest.mark.parametrize("query", [[], ["zebra"], ["zebra", ""]])
def test_unknown_words_score_nothing(tmp_path: Path, query: list[str]) -> None:
    built = Lexical.build(DOCUMENTS)
    built.save(tmp_path)
    for lexical in (built, Lexical.load(tmp_path)):
        scores = lexical.scores(query)
        assert scores.tolist() == [0, 0, 0]
        assert scores.dtype == np.float32


def test_an_unknown_word_takes_nothing_from_a_known_one() -> None:
    lexical = Lexical.build(DOCUMENTS)
    assert lexical.scores(["zebra", "ct"]).tolist() == lexical.scores(["ct"]).tolist()


def test_the_vocabulary_is_what_the_documents_hold() -> None:
    assert Lexical.build(DOCUMENTS).vocabulary == {"ct", "first", "mri", "late", "biopsi"}


@settings(max_examples=25, deadline=None)
@given(
    documents=st.lists(st.lists(STEMS, min_size=1, max_size=8), min_size=1, max_size=6),
    query=st.lists(STEMS, max_size=4),
)
def test_what_is_loaded_scores_as_what_was_saved(
    documents: list[list[str]], query: list[str]
) -> None:
    built = Lexical.build(documents)
    with TemporaryDirectory() as folder:
        built.save(Path(folder))
        loaded = Lexical.load(Path(folder))
        assert loaded.vocabulary == built.vocabulary
        assert loaded.scores(query).tolist() == built.scores(query).tolist()
        assert len(loaded.scores(query)) == len(documents)
