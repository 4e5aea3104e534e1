"""The words of a corpus: what is mended, what names a subject, how much a word weighs."""

from __future__ import annotations

import pytest

from rag.articles.article import Article, parse
from rag.articles.glossary import Glossary, Term
from rag.articles.passage import split
from rag.search.lexicon import Lexicon, is_slip
from rag.text import tokens

TEXT = """---
title: Which imaging comes first in suspected neuroblastoma?
subject: a child with suspected neuroblastoma
specialty: s
status: submitted
updated: 2026-01-01
references:
  - number: 1
    kind: review
    title: t
    source: s
    year: 2020
    consulted: none
---

## When to refer

In neuroblastoma, ultrasound comes before magnetic resonance imaging and
dysphasia is rare; compare the complete report. [1]
"""
ARTICLE: Article = parse(TEXT.encode(), "nb")
GLOSSARY = Glossary(
    [Term("magnetic resonance imaging", ("MRI",), ""), Term("ultrasound", ("US",), "")]
)


def lexicon(common: frozenset[str] = frozenset()) -> Lexicon:
    return Lexicon([ARTICLE], split(ARTICLE), GLOSSARY, lambda w: 0.0 if w in common else 1.0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("neuroblastma first?", "neuroblastoma first?"),
        ("neurobalstoma first?", "neuroblastoma first?"),
        ("neuroblastema first?", "neuroblastoma first?"),
        ("how do i refr", "how do i refer"),
        ("why not mri", "why not MRI"),
        ("tell us", "tell us"),
        ("dysphagia", "dysphagia"),  # another word, not a slip for dysphasia
        ("imagine", "imagine"),
        ("a neuroblas is it", "a neuroblastoma is it"),  # cut short
        ("comp", "comp"),  # may be several words
    ],
)
def test_a_slip_is_mended_and_another_word_is_left(typed: str, meant: str) -> None:
    assert lexicon(frozenset({"imagine"})).mended(typed) == meant


@pytest.mark.parametrize(
    ("word", "other", "slip"),
    [
        ("croup", "group", False),
        ("ileus", "ileum", False),
        ("tumor", "tumour", True),
        ("bipsoy", "biopsy", False),
        ("biospy", "biopsy", True),
        ("biopsi", "biopsy", True),
        ("sulf", "self", False),
    ],
)
def test_a_slip_keeps_the_first_letter_and_the_consonants(
    word: str, other: str, slip: bool
) -> None:
    assert is_slip(word, other) is slip


def test_an_abbreviation_is_spelled_out_for_the_encoder_once() -> None:
    assert lexicon().spelled_out("why not MRI?") == "why not MRI (magnetic resonance imaging)?"
    written = "MRI, that is magnetic resonance imaging"
    assert lexicon().spelled_out(written) == written


def test_general_words_of_a_subject_do_not_name_it() -> None:
    assert "neuroblastoma" in lexicon().subjects
    assert not {"child", "suspect"} & lexicon().subjects


def test_a_common_word_weighs_less_than_a_rare_one() -> None:
    words = lexicon(frozenset({"straight"}))
    straight, vincristine = tokens("straight vincristine")
    assert words.weight(straight) == pytest.approx(0.35 * words.weight(vincristine))


@pytest.mark.parametrize(
    ("word", "count"),
    [("dysphasia", 1), ("refer", 1), ("suspected", 1), ("vincristine", 0)],
)
def test_frequency_counts_sentences_with_headings_and_titles(word: str, count: int) -> None:
    (token,) = tokens(word)  # in the sentence, in its heading, in the title only, nowhere
    assert lexicon().frequency.get(token.stem, 0) == count
    assert (token.stem in lexicon().known) is (count > 0)
