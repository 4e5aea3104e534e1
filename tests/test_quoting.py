"""Choosing the sentences that answer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from rag.answers.quoting import (
    MOST,
    Pick,
    asked,
    choose,
    covered,
    score_sentences,
    share,
    subject_share,
)
from rag.articles.glossary import Glossary, Term
from rag.articles.passage import NOT_COVERED, Passage, Sentence
from rag.search.encoder import OnnxEncoder, Vectors
from rag.search.followup import Lexicon, as_typed, resolve
from rag.search.index import IndexReader
from rag.search.retrieval import Found, search

FLANK = "flank-mass-with-calcification"
EMPTY = Lexicon((), (), Glossary())
NAMES = Lexicon((), (), Glossary([Term("magnetic resonance imaging", ("MRI",), "")]))


class VectorsOnly(NamedTuple):
    """An index of one sentence a passage, each with a vector of its own."""

    vectors: list[tuple[float, float]]

    def sentence_vectors_of(self, position: int) -> Vectors:
        return np.array([(0.0, 0.0), self.vectors[position]], dtype=np.float32)


class OnePassage(NamedTuple):
    """An index of one passage."""

    vectors: list[tuple[float, float]]

    def sentence_vectors_of(self, position: int) -> Vectors:
        return np.array([(0.0, 0.0), *self.vectors], dtype=np.float32)


def pick(position: int, score: float, number: int = 0) -> Pick:
    sentence = Sentence(f"p{position}.{number}", "Some text.", 0, 10, "sentence", (), "")
    passage = Passage(f"p{position}", "lump", ("Signs",), "Some text.", (sentence,))
    return Pick(position, number, passage, sentence, score, 0, 0, 0)


APART = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (0.7, 0.7)]


@pytest.mark.parametrize(
    ("scores", "positions"),
    [
        ([], []),
        ([0.1], [0]),
        ([1.0, 0.83, 0.82], [0, 1]),
        ([0.5, 0.42, 0.41], [0, 1]),
        ([1.0, 0.99, 0.98, 0.97, 0.96, 0.95], [0, 1, 2, 3, 4]),
    ],
    ids=["none", "the best always", "nearly as good", "of the best", "five at most"],
)
def test_the_best_is_quoted_and_those_nearly_as_good(
    scores: list[float], positions: list[int]
) -> None:
    picks = [pick(i, s) for i, s in enumerate(scores)]
    assert [p.position for p in choose(picks, VectorsOnly(APART))] == positions
    assert len(positions) <= MOST


def test_a_neighbour_in_the_best_passage_needs_to_be_less_good() -> None:
    picks = [pick(0, 1.0, 0), pick(0, 0.73, 1), pick(0, 0.72, 2)]
    assert [p.number for p in choose(picks, OnePassage(APART))] == [0, 1]


def test_a_sentence_that_says_the_same_is_not_quoted_twice() -> None:
    alike = [(1.0, 0.0), (0.95, 0.31), (0.9, 0.44)]  # cosines with the first: 0.95 and 0.90
    picks = [pick(0, 1.0), pick(1, 0.99), pick(2, 0.98)]
    assert [p.position for p in choose(picks, VectorsOnly(alike))] == [0, 2]


def test_one_that_says_nearly_the_same_with_another_number_is_no_repetition() -> None:
    index = VectorsOnly([(1.0, 0.0), (0.95, 0.31)])
    texts = ("See her after 4 weeks.", "See her after 1 week.")
    picks = [pick(i, 1.0) for i in range(2)]
    said = [
        p._replace(sentence=p.sentence._replace(text=t)) for p, t in zip(picks, texts, strict=True)
    ]
    assert [p.position for p in choose(said, index)] == [0, 1]


def test_a_word_is_covered_by_itself_or_by_the_whole_of_another_of_its_names() -> None:
    weights = asked("MRI price", NAMES).weights
    assert list(weights) == ["mri", "price"]
    assert covered(["mri"], weights, NAMES) == {"mri"}
    assert covered(["magnet", "reson", "imag", "price"], weights, NAMES) == {"mri", "price"}
    assert covered(["magnet", "imag"], weights, NAMES) == set()


def test_the_share_is_by_weight_and_nothing_asked_is_nothing_covered() -> None:
    wanted = asked("MRI price", NAMES)._replace(weights={"mri": 3.0, "price": 1.0})
    assert share(["mri"], wanted, NAMES) == 0.75
    assert share(["mri"], wanted._replace(weights={}), NAMES) == 0.0


def test_an_article_fits_a_carried_subject_as_well_as_its_best_passage_was_found() -> None:
    found = Found((), np.zeros(1), np.zeros(1), {"one": 1.0, "two": 0.4})
    turn = as_typed("which signs?")._replace(added=("measles",))
    assert subject_share(turn, "one", found) == 1.0
    assert subject_share(turn, "two", found) == 0.4
    assert subject_share(turn, "new", found) == 0.0
    assert subject_share(turn._replace(added=()), "two", found) == 1.0
    assert subject_share(turn._replace(article="two"), "two", found) == 1.0


def scored(question: str, slug: str, reader: IndexReader, encoder: OnnxEncoder) -> list[Pick]:
    index = reader()
    lexicon = Lexicon(index.articles.values(), index.passages, index.glossary, encoder.rarity)
    query = resolve(question, (), lexicon, index.articles.get(slug))
    return score_sentences(query, search(query, index, encoder, lexicon), index, lexicon)


@pytest.mark.parametrize(
    "question", ["which dose of contrast?", "what is the differential?", "MRI or CT?"]
)
def test_scored_sentences_can_be_quoted_and_stand_best_first(
    question: str, reader: IndexReader, encoder: OnnxEncoder
) -> None:
    picks = scored(question, FLANK, reader, encoder)
    assert [p.score for p in picks] == sorted((p.score for p in picks), reverse=True)
    assert not {p.sentence.kind for p in picks} & {"lead-in", "header"}
    assert NOT_COVERED not in {p.passage.path[-1] for p in picks}
    assert all(p.passage.sentences[p.number] == p.sentence for p in picks)
    assert all(reader().passages[p.position] == p.passage for p in picks)


def test_a_list_item_is_scored_with_its_lead_in(reader: IndexReader, encoder: OnnxEncoder) -> None:
    question = "which conditions does the differential diagnosis take in?"
    best = scored(question, FLANK, reader, encoder)[0]
    lead = next(s.text for s in best.passage.sentences if s.id == best.sentence.lead)
    assert lead.endswith("takes in these conditions:")
    assert "conditions" not in best.sentence.text
    assert best.own_cover == pytest.approx(1.0)


def test_a_sentence_on_another_condition_than_the_one_named_is_no_answer(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    # Salbutamol stands in the article on a high potassium, too.
    picks = scored("acute asthma not better with salbutamol nebs", "", reader, encoder)
    assert picks
    assert "hyperkalaemia" not in {p.passage.article for p in picks}


def test_in_the_open_article_a_sentence_need_not_name_the_condition(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    picks = scored("salbutamol when there is asthma?", "hyperkalaemia", reader, encoder)
    assert "hyperkalaemia" in {p.passage.article for p in picks}
