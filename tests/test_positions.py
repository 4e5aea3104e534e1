"""Positions: differences that are written down, and checked against the articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.articles.article import parse, read_corpus
from rag.articles.passage import Passage, split
from rag.articles.positions import (
    MAX_BYTES,
    Difference,
    Position,
    check_positions,
    read_positions,
)
from rag.errors import CorpusError
from tests.fakes import article

FILE = """# Questions on which articles differ.
differences:
  - question: CT or ultrasound first?
    positions:
      - label: CT
        body: one guideline
        population: a calcified mass
        article: calcified
        sentence: CT is next.
        sections: [Short answer]
      - label: Ultrasound
        body: another
        population: any mass
        article: palpable
        sentence: Ultrasound is first.
    limits:
      - article: calcified
        sentence: Its criteria are for limbs.
"""
DIFFERENCE = Difference(
    question="CT or ultrasound first?",
    positions=(
        Position(
            "CT", "one guideline", "a calcified mass", "calcified", "CT is next.", ("Short answer",)
        ),
        Position("Ultrasound", "another", "any mass", "palpable", "Ultrasound is first.", ()),
    ),
    limits=(("calcified", "Its criteria are for limbs."),),
    line=3,
)


def write(folder: Path, text: str | bytes) -> Path:
    (folder / "positions.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def passages() -> dict[str, list[Passage]]:
    sources = {
        "calcified": article(
            "A?", short_answer="CT is next. [1]", limits="Its criteria are for limbs."
        ),
        "palpable": article("B?", short_answer="Ultrasound is first. [1] CT follows."),
    }
    return {slug: split(parse(source.encode(), slug)) for slug, source in sources.items()}


def test_differences_are_read(tmp_path: Path) -> None:
    assert read_positions(write(tmp_path, FILE)) == (DIFFERENCE,)


def test_a_corpus_may_have_no_differences(tmp_path: Path) -> None:
    assert read_positions(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (FILE, "", ":1: the file is not a list of `field: value`"),
        (FILE, "a: 1", ":1: the file: `differences` is missing"),
        (FILE, "differences: []", ":1: the file: `differences` is not a list of 1 to 500"),
        (FILE, FILE + "more: 1\n", ":19: the file: `more` is not a field"),
        ("question:", "ask:", ":3: difference: `question` is missing"),
        ("    limits:", "    limit:", ":16: difference: `limit` is not a field"),
        ("label: CT", "name: CT", ":5: position: `label` is missing"),
        ("body: another", "who: another", ":11: position: `body` is missing"),
        ("population: any mass\n        ", "", ":11: position: `population` is missing"),
        ("article: palpable\n        ", "", ":11: position: `article` is missing"),
        ("        sentence: Ultrasound is first.\n", "", ":11: position: `sentence` is missing"),
        ("sections: [Short answer]", "sections: Short answer",
         ":10: position: `sections` is not a list of 1 to 20"),
        ("sections: [Short answer]", "section: Short answer",
         ":10: position: `section` is not a field"),
        ("        sentence: Its criteria are for limbs.\n", "",
         ":17: limit: `sentence` is missing"),
        ("label: CT", "label: &a CT", ":5: anchors and aliases are refused; write the value out"),
        ("# Questions", "# \x00", ":1: the file is not YAML: unacceptable character #x0000: "
         "special characters are not allowed"),
        (FILE[FILE.index("      - label: U"):FILE.index("    limits")], "",
         ":3: 'CT or ultrasound first?' has one position; a difference has two"),
        (FILE, "#" * (MAX_BYTES + 1), ": larger than 1024 KiB"),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_bad_file_is_an_error_with_its_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert FILE.count(old) == 1
    with pytest.raises(CorpusError) as caught:
        read_positions(write(tmp_path, FILE.replace(old, new)))
    assert str(caught.value) == f"{tmp_path}/positions.yaml{reason}"


def test_a_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"positions\.yaml: not UTF-8$"):
        read_positions(write(tmp_path, FILE.encode("utf-16")))


def test_positions_that_the_articles_hold_word_for_word_are_sound() -> None:
    assert check_positions([DIFFERENCE], passages()) == []
    assert check_positions([], {}) == []


def test_a_sentence_that_its_article_does_not_hold_is_a_problem() -> None:
    one, other = DIFFERENCE.positions
    found = check_positions(
        [
            DIFFERENCE._replace(
                positions=(
                    one._replace(sentence="CT is next", sections=("Short answer", "Why CT")),
                    other._replace(article="gone", sections=("Any",)),
                ),
                limits=(("palpable", "Its criteria are for limbs."), ("calcified", "x" * 99)),
            )
        ],
        passages(),
    )
    assert found == [
        "positions.yaml:3: calcified does not hold 'CT is next'",
        "positions.yaml:3: gone does not hold 'Ultrasound is first.'",
        "positions.yaml:3: palpable does not hold 'Its criteria are for limbs.'",
        f"positions.yaml:3: calcified does not hold '{'x' * 60}'",
        "positions.yaml:3: calcified has no section 'Why CT'",
        "positions.yaml:3: gone has no section 'Any'",
    ]


def test_the_shipped_positions_are_sound(corpus: Path) -> None:
    differences = read_positions(corpus)
    held = {slug: split(a) for slug, a in read_corpus(corpus).articles.items()}
    assert check_positions(differences, held) == []
    assert any(
        "flank-mass-with-calcification" in {p.article for p in d.positions} for d in differences
    )
    assert all(len({p.sentence for p in d.positions}) > 1 for d in differences)
