"""The page as a reader uses it, driven through Streamlit's AppTest."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.answers.answer import DISCLAIMER
from rag.search.index import IndexReader
from ui.engine import engine

APP = Path(__file__).parent.parent / "ui" / "app.py"
FLANK = "flank-mass-with-calcification"


@pytest.fixture
def page(built_index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SEQUITUR_INDEX", str(built_index))
    monkeypatch.setenv("SEQUITUR_CORPUS", str(corpus))
    engine.clear()
    return AppTest.from_file(str(APP), default_timeout=30).run()


def shown(page: AppTest) -> str:
    return "\n".join(h.value for h in page.html)


def ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def test_the_first_page_offers_every_article_and_a_question_of_each_specialty(
    page: AppTest, reader: IndexReader
) -> None:
    assert not page.exception
    articles = reader().articles.values()
    assert len(page.selectbox[0].options) == len(articles) + 1
    first = [b for b in page.button if b.key and b.key.startswith("first-")]
    assert len(first) == len({a.specialty for a in articles})


def test_an_article_is_read_with_its_status_date_and_references(page: AppTest) -> None:
    page.selectbox[0].set_value(FLANK).run()
    text = shown(page)
    assert '<span class="sq-step sq-on" aria-current="step">Submitted</span>' in text
    assert "updated 2025-11-26" in text
    assert "Diagnostic Approach for Flank Mass with Calcification" in text
    assert "No clinician has reviewed this article." in text


def test_a_follow_up_is_answered_with_its_passage_notices_and_disclaimer(page: AppTest) -> None:
    page.selectbox[0].set_value(FLANK).run()
    ask(page, "so why not mri first?")
    text = shown(page)
    assert not page.exception
    assert "CT comes before MRI" in text
    assert "<mark>In a child with a calcified flank mass, CT comes before MRI" in text
    assert 'Searched for: Why not MRI first for a <span class="sq-added">child</span>' in text
    assert "Not yet reviewed by a clinician." in text
    assert DISCLAIMER["clinician"] in text


def test_both_sides_stand_beside_each_other_where_articles_differ(page: AppTest) -> None:
    page.selectbox[0].set_value(FLANK).run()
    ask(page, "so why not mri first?")
    text = shown(page)
    assert text.count('<div class="sq-pos">') == 2
    assert "Ultrasound first" in text


def test_what_the_corpus_lacks_is_a_gap_with_the_disclaimer(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    text = shown(page)
    assert '<div class="sq-gap"><b>Not answered:</b>' in text
    assert 'class="sq-lead"' not in text
    assert DISCLAIMER["clinician"] in text


def test_earlier_turns_stay_and_give_the_next_question_its_subject(page: AppTest) -> None:
    ask(page, "Which imaging comes first for a palpable abdominal mass in a child?")
    ask(page, "which bloods?")
    text = shown(page)
    assert text.count('class="sq-turn"') == 2
    assert "palpable" in page.session_state.turns[-1].resolved_question


def test_an_edited_search_takes_the_place_of_the_answer_it_edits(page: AppTest) -> None:
    page.selectbox[0].set_value(FLANK).run()
    ask(page, "so why not mri first?")
    page.text_input(key="edit-1").set_value("Does calcification prove neuroblastoma?").run()
    page.button(key="this-1").click().run()
    (answer,) = page.session_state.turns
    assert answer.resolved_question == "Does calcification prove neuroblastoma?"
    assert answer.added == ()


def test_my_exact_words_are_searched_without_what_was_carried(page: AppTest) -> None:
    page.selectbox[0].set_value(FLANK).run()
    ask(page, "so why not mri first?")
    page.button(key="exact-1").click().run()
    (answer,) = page.session_state.turns
    assert answer.resolved_question == "so why not mri first?"


def test_a_new_conversation_forgets_the_turns(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    next(b for b in page.button if b.label == "New conversation").click().run()
    assert page.session_state.turns == []


def test_a_patient_reads_the_patients_disclaimer(page: AppTest) -> None:
    page.session_state.reader = "patient"
    ask(page, "How is psoriasis treated?")
    assert DISCLAIMER["patient"] in shown(page)


def test_markup_in_a_question_is_shown_as_text(page: AppTest) -> None:
    ask(page, "<img src=http://evil.invalid/x.png> :green-badge[APPROVED] why?")
    text = shown(page)
    assert "&lt;img src=http://evil.invalid/x.png&gt; :green-badge[APPROVED] why?" in text
    assert "<img" not in text


def test_a_missing_index_is_one_line_that_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUITUR_INDEX", str(tmp_path / "none"))
    engine.clear()
    page = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not page.exception
    assert "run `sequitur ingest`" in page.text[0].value
