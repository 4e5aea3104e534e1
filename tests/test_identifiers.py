"""Patient identifiers are found, clinical numbers and eponyms are not, and placeholders replace."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers.identifiers import (
    PLACEHOLDERS,
    find_identifiers,
    remove,
    removed,
    searchable,
)
from rag.answers.screening import MAX_CHARS


def found(text: str) -> list[tuple[str, str]]:
    return [(i.kind, i.text) for i in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pt John Smith 54M, next step?", "John Smith"),
        ("Mrs Patel has AF", "Patel"),
        ("mrs jones fell", "jones"),
        ("my patient Anna K. has a nodule", "Anna K"),
        ("patient SMITH John, bed 4", "SMITH John"),
        ("pt smith, john 54m", "smith, john"),
        ("her name is amelia and she is 2", "amelia"),
        ("J. Nakamura, AKI", "J. Nakamura"),
        ("is Liam too young for this?", "Liam"),
        ("Grace, 9, abdominal pain", "Grace"),
        ("my son Peter has croup", "Peter"),
        ("baby boy Thompson, 39/40", "Thompson"),
        ("patient van der Berg, 80", "van der Berg"),
        ("pt José Álvarez, sepsis", "José Álvarez"),
        ("Mary-Ann O'Neill has a rash", "Mary-Ann O'Neill"),
        ("MR SMITH needs a scan", "SMITH"),
        ("bed 3 Frank Underhill is worse", "Frank Underhill"),
    ],
)
def test_a_name_is_found_and_its_title_is_no_part_of_it(text: str, name: str) -> None:
    assert found(text) == [("name", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Wilms or neuroblastoma, Kawasaki, Gardner-Wells, Virchow",
        "Down syndrome, Graves disease, Wilson's disease, Turner syndrome",
        "Kocher criteria, Ottawa rules, Glasgow Coma Scale, Apgar 7, Murphy sign",
        "Grey Turner sign and Sister Mary Joseph nodule",
        "Thomas splint, Alexander disease, Arnold-Chiari, St John's wort",
        "MR angiography, MS relapse, MR Enterography",
        "GRACE score, ALICE trial, JUPITER",
        "patient with Graves disease; patient Health Questionnaire",
        "will the MRI change this? may I give it? Frank haematuria; Mark the site",
        "H. pylori, E. Coli, C. difficile",
        "Paris classification, Los Angeles grade C, Vancouver B2",
        "my daughter has croup and her mother is anxious; baby girl, 36 h",
        "Patient: Adult; Finding: lump",
    ],
)
def test_an_eponym_a_score_and_a_word_that_is_a_name_too_are_none(text: str) -> None:
    assert found(text) == []


def test_a_title_makes_a_name_of_an_eponym() -> None:
    assert found("Mr Kawasaki, Mrs Graves and Mr Down") == [
        ("name", "Kawasaki"),
        ("name", "Graves"),
        ("name", "Down"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("DOB 12/03/1987, pregnant", "birth-date", "DOB 12/03/1987"),
        ("d.o.b. 3.4.58", "birth-date", "d.o.b. 3.4.58"),
        ("born 14 February 1962", "birth-date", "born 14 February 1962"),
        ("dob 150362, PE", "birth-date", "dob 150362"),
        ("68F, 9 August 1955, GCA", "birth-date", "9 August 1955"),
        ("MRN 00482913: mass", "record-number", "MRN 00482913"),
        ("MRN00482913", "record-number", "MRN00482913"),
        ("patient id: 84731 bleeding", "record-number", "patient id: 84731"),
        ("NHS no 943 476 5919", "national-number", "NHS no 943 476 5919"),
        ("is 943 476 5919 hers?", "national-number", "943 476 5919"),
        ("SSN 536-22-8714", "national-number", "SSN 536-22-8714"),
        ("on 1EG4-TE5-MK73 now", "national-number", "1EG4-TE5-MK73"),
        ("ring 07700 900461 please", "phone", "07700 900461"),
        ("+44 20 7946 0958", "phone", "+44 20 7946 0958"),
        ("07700 900461 5 yo", "phone", "07700 900461"),
        ("her 5 07700 900461", "phone", "07700 900461"),
        ("cell (415) 555-0132 70M", "phone", "(415) 555-0132"),
        ("a.b+c@ward.example.org?", "email", "a.b+c@ward.example.org"),
        ("at 14 Elm Street, Leeds LS6 2AB", "address", "14 Elm Street, Leeds LS6 2AB"),
        ("postcode SW1A 1AA", "address", "SW1A 1AA"),
    ],
)
def test_each_kind_is_found_with_its_label(text: str, kind: str, span: str) -> None:
    assert found(text) == [(kind, span)]


@pytest.mark.parametrize(
    "text",
    [
        "BP 120/80, HR 110, K 5.6, 3/7 of pain, 34/40, 10 mg/kg",
        "2015 guideline, 05/2023 scan, scan of 05/02/2023, on 3 May 2024",
        "guideline updated 26/11/2025, since 01/02/2026, LMP 14/09/2025",
        "ICD-10 N20.0, SNOMED 73211009, PMID 31535829, NCT01234567",
        "doi 10.1016/j.jacr.2021.02.021",
        "PIVKA-II 400, UMBRELLA SIOP-RTSG 2016, CHEST-1, CRASH-3, AREN0532",
        "OGTT 5.3/10.2/8.6, hCG 120000, body weight 71.1 (101.9-50.9) kg",
        "1:1000 adrenaline, 1-2-3, T1 vs T2, G2P1, NICE NG143",
        "order 1000 mL, FIN 2020, NI 45 mg, CHI 5.6, NHS 24 h helpline",
        "2 mm ST elevation, 6 Minute Walk Test, call 999 or drive in",
    ],
)
def test_a_clinical_number_is_none(text: str) -> None:
    assert found(text) == []


def test_two_that_meet_are_one_and_of_the_surer_kind() -> None:
    assert found("NHS number: 943 476 5919, j.smith@example.org") == [
        ("national-number", "NHS number: 943 476 5919"),
        ("email", "j.smith@example.org"),
    ]


def test_removing_puts_a_placeholder_in_the_place_of_each() -> None:
    text = "Mrs Patel (DOB 12/03/1987, MRN 00482913) rang from 07700 900461"
    clean = remove(text, find_identifiers(text))
    assert clean == "Mrs [name] ([DOB], [record no.]) rang from [phone]"
    assert removed(clean) == ("name", "birth-date", "record-number", "phone")
    assert find_identifiers(clean) == ()


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("pt [name] ([DOB], [record no.]) has croup", "the patient has croup"),
        ("does Mrs [name] need a CT?", "does the patient need a CT?"),
        ("my daughter [name] is 3", "my daughter is 3"),
        ("tel [phone]. croup score 4?", "croup score 4?"),
        ("lives at [address], alone", "alone"),
        ("[name]'s potassium", "the patient's potassium"),
        ("Mrs [name] ([DOB]): why not MRI?", "why not MRI?"),
        ("why not MRI? Ring [phone], thanks", "why not MRI? thanks"),
        ("why not MRI [1]?", "why not MRI [1]?"),
    ],
)
def test_placeholders_are_not_searched_for(text: str, searched: str) -> None:
    assert searchable(text) == searched


@given(st.text(max_size=200))
def test_what_is_found_stands_in_order_apart_and_where_it_says(text: str) -> None:
    spans = find_identifiers(text)
    assert all(text[i.start : i.end] == i.text and i.text for i in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


_PIECES = ("pt John Smith", "DOB 1/2/1950", "MRN 1234567", "a@b.org", "07700 900461", "croup?", "5")


@given(st.lists(st.sampled_from(_PIECES)), st.sampled_from([" ", ", ", "; ", "\n"]))
def test_nothing_is_found_a_second_time(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    clean = remove(text, find_identifiers(text))
    assert "John" not in clean
    assert "1234567" not in clean
    assert "900461" not in clean
    assert set(removed(clean)) <= set(PLACEHOLDERS)


@pytest.mark.parametrize(
    "piece",
    ["1 ", "1-", "Ab ", "a'", "a-", "a.", "a@", "(1) - ", "nhs A", "nhs 1 ", "mrn: a1-", "1/1/1/",
     "name is ", "1 Ab Ab Ab Ab ", "lives at 1 Ab Ab, ", "9434765919 ", "1234 1234 1234 ",
     "tel          ", "home ", "pt ", "[name] (", "address "],
)  # fmt: skip
def test_hostile_repetition_is_read_in_steps_that_its_length_bounds(piece: str) -> None:
    # A pattern that tries every way to part such a text would not end.
    text = (piece * MAX_CHARS)[:MAX_CHARS]
    clean = remove(text, find_identifiers(text))
    assert isinstance(searchable(clean), str)
