"""A question stands alone that names its subject, or nothing that the corpus knows."""

from __future__ import annotations

import pytest

from rag.search.alone import stands_alone
from tests.test_followup import LEXICON


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("How is neuroblastoma staged?", True),
        ("which dose in croup", True),
        ("is paracetamol helpful?", True),  # nothing that the corpus knows
        ("Is MRI with contrast and MIBG scintigraphy safe under 18 months?", True),
        ("which dose?", False),
        ("is it neuroblastoma?", False),  # "it" is something said before
        ("and in croup?", False),
        ("why?", False),
        ("", False),
    ],
)
def test_a_question_stands_alone_that_names_its_subject(question: str, alone: bool) -> None:
    assert stands_alone(question, LEXICON) is alone
