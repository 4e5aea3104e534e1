"""Lints of one sentence: each rule flags what it is for, and leaves sound sentences alone."""

from __future__ import annotations

import pytest

from rag.articles.wording import MOST_WORDS, bodies_in, flaws


def rules(text: str, in_prose: bool = True) -> list[str]:
    return [f.rule for f in flaws(text, in_prose)]


@pytest.mark.parametrize(
    "text",
    [
        "This is given to children with croup.",
        "They are admitted.",
        "It is not biopsied.",
        "In this group, a lumbar puncture is done.",
        "However, children with croup are not given it.",
        "There is no role for antibiotics in croup.",
    ],
)
def test_a_sentence_that_leans_on_the_one_before_cannot_stand_alone(text: str) -> None:
    assert rules(text) == ["stands-alone"]


@pytest.mark.parametrize(
    "text",
    [
        "Thisness of croup is not a word.",
        "Therapy of croup is dexamethasone.",
        "Italian children with croup are treated alike.",
        "Therefores are no sentences on croup.",
    ],
)
def test_a_word_that_only_begins_like_a_pronoun_stands_alone(text: str) -> None:
    assert rules(text) == []


def test_a_sentence_of_more_words_than_one_claim_needs_is_flagged() -> None:
    assert rules(" ".join(["word"] * MOST_WORDS)) == []
    assert rules(" ".join(["word"] * (MOST_WORDS + 1))) == ["one-claim"]


@pytest.mark.parametrize(
    "text",
    [
        "In infants aged under 3, ultrasound comes first.",
        "Platelets above 50 and a normal INR are needed before biopsy.",
        "A pulse of over 130 is a danger sign.",
        "Referral follows if the count is below 1.5.",
        "Of the children seen, 44 were well.",
    ],
)
def test_a_number_without_a_unit_is_flagged(text: str) -> None:
    assert rules(text) == ["units"]


@pytest.mark.parametrize(
    "text",
    [
        "In infants aged 8 to 21 days, urine is cultured.",
        "In infants aged 8, 14 or 21 days, urine is cultured.",
        "A nodule of 6-8 mm is followed at 6 to 12 months.",
        "A dose within 4.5 hours of onset helps in 17% of patients.",
        "A score of 2 or more calls for anticoagulation.",
        "A GCS score below 14 calls for CT.",
        "Stage 3 or 4 disease, class 2 obesity and type 2 diabetes are risks.",
        "A pH below 7.1 is severe.",
        "An INR of 2 to 3 is the aim.",
        "The 2021 guideline replaced that of 2016.",
        "One in 5 children, or 1 in 4 girls, relapses.",
        "Of 53 children in the trial, 44 had low risk and 7 intermediate risk.",
        "In a series of 65 children, clotting was abnormal in 16, and 2 bled.",
        "The ratio of HVA to VMA was over 2.",
        "CHA2DS2-VASc, PCV13 and HLA-B58 are names.",
        "A temperature of 38 °C or 39°C is fever.",
        "A T-score of -2.5 or below is osteoporosis.",
        "Platelets of 450 × 10⁹/L, 450 x 10^9/L or 1 or more flares, 2 a year, are signs.",
        "Adrenaline of 1:1000 is nebulised.",
        "Two of 3 tests, and a 10-year risk of 10% or more, decide.",
    ],
)
def test_a_number_with_a_unit_a_noun_or_a_scale_is_left_alone(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("In croup, dexamethasone 10 mg is given orally.", "an interval"),
        ("In croup, dexamethasone 10 mg is given once.", "a route"),
        ("In croup, dexamethasone 0.6 mg/kg is given orally once.", "a maximum"),
        ("In croup, dexamethasone 0.6 mg per kg helps.", "a route and an interval and a maximum"),
    ],
)
def test_a_dose_is_written_whole_or_flagged_with_what_it_lacks(text: str, lacking: str) -> None:
    (flaw,) = flaws(text)
    assert flaw.rule == "whole-dose"
    assert flaw.message.endswith(f" without {lacking}")


@pytest.mark.parametrize(
    "text",
    [
        "In croup, dexamethasone 0.6 mg/kg is given orally once, at most 16 mg.",
        "Adults with anaphylaxis get adrenaline 500 micrograms intramuscularly every 5 minutes.",
        "In a child with ketoacidosis, insulin 0.1 units/kg/hour is infused intravenously.",
        "A glucose of 11.1 mmol/L (200 mg/dL) is diabetes.",
        "An albumin to creatinine ratio of 3 mg/mmol (30 mg/g) is raised.",
        "A haemoglobin below 70 g/L (7 g/dL) calls for transfusion.",
    ],
)
def test_a_whole_dose_and_a_laboratory_value_are_left_alone(text: str) -> None:
    assert rules(text) == []


def test_a_table_row_may_leave_its_units_to_the_header_but_not_its_doses() -> None:
    assert rules("Age in years: 2; Stage: L1", in_prose=False) == []
    assert rules("Drug: dexamethasone; Dose: 10 mg", in_prose=False) == ["whole-dose"]


@pytest.mark.parametrize(
    "text",
    [
        "A bilirubin of 15 mg/dL is treated.",
        "Urate below 360 micromol/L is the aim.",
        "LDL cholesterol of 5 mmol/L is high.",
    ],
)
def test_a_threshold_carries_si_and_conventional_units(text: str) -> None:
    assert rules(text) == ["both-units"]


def test_a_unit_that_both_systems_share_needs_no_second_figure() -> None:
    assert rules("A potassium of 6.5 mmol/L is severe.") == []
    assert rules("A creatinine risen by 30%, or a potassium over 5.5 mmol/L, calls for it.") == []
    assert rules("Urate below 360 micromol/L (6 mg/dL) is the aim.") == []


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("In a child, the ACR recommends CT.", ["ACR"]),
        ("For staging, SIOP-RTSG prefers MRI to CT.", ["SIOP-RTSG"]),
        ("The Children's Oncology Group (COG) advises resection.", ["Children's Oncology Group"]),
        ("The American College of Radiology suggests CT.", ["American College of Radiology"]),
        ("MRI is preferred to CT.", []),
        ("Ultrasound suggests a cyst.", []),
    ],
)
def test_a_body_is_told_by_what_it_advises(sentence: str, bodies: list[str]) -> None:
    assert bodies_in(sentence) == bodies
