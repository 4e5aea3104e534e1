"""Parts of the body: which a text names, and when it is about another than the one asked about."""

from __future__ import annotations

import pytest

from rag.answers.organs import another, organs


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Adrenal mass", {"adrenal"}),
        ("renal biopsy", {"kidney"}),
        ("Nephrectomy and the liver", {"kidney", "liver"}),
        ("a child with fever", set()),
    ],
)
def test_a_text_names_parts_of_the_body(text: str, parts: set[str]) -> None:
    assert organs(text) == parts


@pytest.mark.parametrize(
    ("asked", "text", "is_another"),
    [
        ("renal mass biopsy?", "Biopsy of an adrenal mass", True),
        ("renal mass biopsy?", "Biopsy of a kidney", False),
        ("renal mass biopsy?", "Biopsy of a mass", False),  # it names none
        ("mass biopsy?", "Biopsy of an adrenal mass", False),  # none is asked about
        ("renal or adrenal?", "Biopsy of the liver", False),  # several are
    ],
)
def test_a_text_on_another_part_is_no_answer(asked: str, text: str, is_another: bool) -> None:
    assert another(organs(asked), text) is is_another
