"""Shorthand is written out, and what has two readings is left alone."""

from __future__ import annotations

import pytest

from rag.search.shorthand import written_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cant we just biopsy it", "cannot we just biopsy it"),
        ("how shd the ct be done", "how should the ct be done"),
        ("1st search neg, now what", "first search negative, now what"),
        ("bx before tx?", "biopsy before treatment?"),
        ("w/o contrast, f/u in 3 mths", "without contrast, follow-up in 3 months"),
        ("what the us shows", "what the US shows"),
        ("CT or us?", "CT or US?"),
        ("2yo, 18mo or 3 yrs", "2 years old, 18 months or 3 years"),
        ("rescan or re-image?", "repeat scan or repeat image?"),
        ("report the scan, remaining pain", "report the scan, remaining pain"),
        ("15do, febrile", "15 days old, febrile"),
        ("what does type 2 do", "what does type 2 do"),
        ("xray or cxr?", "x-ray or chest x-ray?"),
        ("does it help us to know", "does it help us to know"),
        ("tell us more", "tell us more"),
        ("PT raised, ca?", "PT raised, ca?"),
        ("Cantor positions", "Cantor positions"),
    ],
)
def test_shorthand_is_written_out_and_other_words_stay(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("why im and not iv", "why intramuscular and not intravenous"),
        ("im adrenaline", "intramuscular adrenaline"),
        ("im not sure", "im not sure"),
        ("stage iv disease", "stage iv disease"),
        ("im worried", "im worried"),
        ("TI-RADS 4", "TI-RADS 4"),
        ("rads says", "radiology says"),
    ],
)
def test_routes_are_written_out_and_stages_are_not(typed: str, meant: str) -> None:
    assert written_out(typed) == meant
