"""The tokeniser, the sentence splitter and what they must not do to clinical prose."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
import syntok.segmenter
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text import (
    STOP_WORDS,
    content_stems,
    content_tokens,
    hidden_character,
    one_edit_apart,
    sentences,
    stem,
    stems,
    tokens,
    unique,
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def split_by_syntok(text: str) -> list[str]:
    return [
        "".join(token.spacing + token.value for token in sentence).strip()
        for paragraph in syntok.segmenter.process(text)
        for sentence in paragraph
    ]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"),
        ("Tumours", "tumors"),
        ("haemorrhage", "hemorrhage"),
        ("haematuria", "hematuria"),
        ("paediatric", "pediatric"),
        ("orthopaedic", "orthopedic"),
        ("oedema", "edema"),
        ("lymphoedema", "lymphedema"),
        ("ischaemia", "ischemia"),
        ("leukaemia", "leukemia"),
        ("anaemic", "anemic"),
        ("anaesthesia", "anesthesia"),
        ("gynaecology", "gynecology"),
        ("faeces", "feces"),
        ("aetiology", "etiology"),
        ("oesophagus", "esophagus"),
        ("oestrogen", "estrogen"),
        ("coeliac", "celiac"),
        ("diarrhoea", "diarrhea"),
        ("apnoea", "apnea"),
        ("foetal", "fetal"),
        ("fibre", "fiber"),
        ("fibres", "fibers"),
        ("centre", "center"),
        ("millilitres", "milliliters"),
        ("behaviour", "behavior"),
        ("favours", "favors"),
        ("neighbouring", "neighboring"),
        ("characterise", "characterize"),
        ("characterisation", "characterization"),
        ("analysed", "analyzed"),
        ("paralysing", "paralyzing"),
    ],
)
def test_british_and_american_spellings_meet(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("BIOPSIES", "biopsy"),
        ("child’s", "child"),
        ("child's", "child"),
        ("ＭＲＩ", "mri"),
        ("m²", "m2"),
        ("10⁹", "109"),
    ],
)
def test_case_width_and_endings_do_not_part_a_word_from_itself(word: str, same: str) -> None:
    assert stem(word) == stem(same)


@pytest.mark.parametrize(("word", "other"), [("four", "for"), ("rise", "rize"), ("CT", "cot")])
def test_short_words_are_not_folded_into_others(word: str, other: str) -> None:
    assert stem(word) != stem(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the claw-sign", ["the", "claw", "sign"]),
        ("5.5 mg/kg", ["5.5", "mg", "kg"]),
        ("5-18% of cases", ["5", "18", "of", "cases"]),
        ("<5 years", ["5", "years"]),
        ("IL-6, CT/MRI", ["IL", "6", "CT", "MRI"]),
        ("β-hCG", ["β", "hCG"]),
        ("3 m²", ["3", "m²"]),
        ("snake_case", ["snake", "case"]),
        ("?!", []),
        ("", []),
    ],
)
def test_tokens_are_the_words_and_numbers(text: str, words: list[str]) -> None:
    assert [t.text for t in tokens(text)] == words


@given(st.text())
def test_a_token_stands_where_it_says(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text and t.text for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert stems(text) == [t.stem for t in found]


def test_content_is_what_the_text_is_about_each_stem_once() -> None:
    assert content_stems("Why is the CT of a child before the CT of another children?") == [
        "ct",
        "child",
        "anoth",
        "children",
    ]


def test_the_ultrasound_is_not_the_pronoun() -> None:
    assert [t.text for t in content_tokens("US for us")] == ["US"]


def test_stop_words_are_single_folded_words() -> None:
    assert all(w == w.casefold() and " " not in w for w in STOP_WORDS)


@pytest.mark.parametrize(
    "whole",
    [
        "Nephroblastoma, e.g. Wilms tumour, is renal.",
        "One modality, i.e. US, is enough.",
        "CT vs. MRI is settled by the question.",
        "The claw sign (Fig. 2) is renal.",
        "See ref. 3 for the cut-off.",
        "Give 5.5 mg/kg over 2.5 h.",
        "Dr. X and Prof. A. B. Smith agree.",
        "Brown et al. CT first, then MRI.",
        "J. Smith wrote it.",
        "Give 15 mg/kg, max. 60 mg/kg daily.",
        "It takes approx. 20 mL.",
        "The U.S. Preventive Services Task Force says so.",
        "At pH 7.4. mIBG is stable.",
        "It was seen in 5-18% of cases",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(whole: str) -> None:
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["Give 5.5 mg/kg.", "Repeat once."],
        ["Give 10 mL/kg over 10 min.", "Repeat once if needed."],
        ["Lactate is above 2 mmol/L.", "Give fluid."],
        ["The white count is 10⁹/L.", "CRP is high."],
        ["Give vitamin K.", "It prevents bleeding."],
        ["She has hepatitis B.", "Her baby is vaccinated."],
        ["It is common.", "<5 years is typical.", "≥10 is not."],
        ["Is it urgent?", "Yes!", "Call (now).", '"Wait."', "(Then go.)"],
        ["It is renal (Fig. 2).", "MRI follows."],
        ["There are 3 kinds.", "2 are benign."],
        ["Is it malignant?", "No.", "Nothing more."],
        ["See Fig. 2.", "3 cm is the cut-off."],
        ["Take no more.", "Refer."],
    ],
)
def test_a_sentence_ends_where_a_new_one_begins(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        (
            "Give 10 mL/kg over 10 min. Repeat once if needed.",
            ["Give 10 mL/kg over 10 min.", "Repeat once if needed."],
            ["Give 10 mL/kg over 10 min. Repeat once if needed."],
        ),
        (
            "Give 15 mg/kg i.v. Repeat after 6 h.",
            ["Give 15 mg/kg i.v.", "Repeat after 6 h."],
            ["Give 15 mg/kg i.v. Repeat after 6 h."],
        ),
        (
            "It is renal (Fig. 2). See ref. 3. Then refer.",
            ["It is renal (Fig. 2).", "See ref. 3.", "Then refer."],
            ["It is renal (Fig. 2).", "See ref.", "3. Then refer."],
        ),
        (
            "Observe for 2 h. Discharge when well.",
            ["Observe for 2 h.", "Discharge when well."],
            ["Observe for 2 h. Discharge when well."],
        ),
        (
            "The stage is set by Prof. A. Smith. It holds.",
            ["The stage is set by Prof. A. Smith.", "It holds."],
            ["The stage is set by Prof.", "A. Smith.", "It holds."],
        ),
        (
            "Brown et al. CT first, then MRI.",
            ["Brown et al. CT first, then MRI."],
            ["Brown et al.", "CT first, then MRI."],
        ),
    ],
)
def test_where_a_maintained_splitter_fails(text: str, ours: list[str], theirs: list[str]) -> None:
    assert split_by_syntok(text) == theirs
    assert split(text) == ours


@given(st.text(alphabet=string.printable + "≥β’²"))
def test_sentences_lose_nothing_but_space(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    assert all(s == s.strip() and s for s in split(text))


def edits(word: str, letters: str) -> set[str]:
    """Every word one edit away, by the textbook: all cuts, then all four edits at each."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in cuts if b}
        | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        | {a + c + b[1:] for a, b in cuts if b for c in letters}
        | {a + c + b for a, b in cuts for c in letters}
    ) - {word}


@given(st.text("abc", max_size=6), st.text("abc", max_size=7))
@settings(max_examples=500)
def test_one_edit_apart_is_what_the_textbook_lists(word: str, other: str) -> None:
    assert one_edit_apart(word, other) == (other in edits(word, "abc"))


@given(st.text("abcd", max_size=6), st.data())
def test_every_edit_is_found_from_both_sides(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(edits(word, "abcd"))))
    assert one_edit_apart(word, other)
    assert one_edit_apart(other, word)


def test_unique_keeps_the_first_of_each() -> None:
    assert unique(["b", "a", "b"]) == ("b", "a")


@pytest.mark.parametrize(
    "character",
    "\x00 \x07 \x0b \x1b \x7f \x85 \xad \u061c \u180e \u200b \u200f \u2028 \u202e \u2060 \u2066"
    " \ud800 \ufe0f \ufeff \ufffb \U000e0041".split(" "),
)
def test_characters_that_hide_or_reorder_text_are_found(character: str) -> None:
    found = hidden_character(f"a{character}b")
    assert found is not None
    assert (found.start(), found.group()) == (1, character)


def test_clinical_text_has_no_hidden_character() -> None:
    assert hidden_character("≥5 µg/m²\t10⁹/L – “é” β\n–\u00a0→ 38.5 °C ½") is None


def test_a_day_of_the_question_is_nothing_that_is_asked_for() -> None:
    assert content_stems("a fit with fever yesterday") == content_stems("a fit with fever")
