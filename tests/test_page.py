"""The Ask page and the sidebar as a reader uses them, driven through Streamlit's AppTest."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rag.answers.answer import DISCLAIMER
from rag.conversation import Conversations, open_conversations
from rag.settings import Settings
from ui import words
from ui.engine import engine
from ui.keeping import conversations
from ui.session import Talk

APP = Path(__file__).parent.parent / "ui" / "app.py"
FLANK = "flank-mass-with-calcification"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of conversations."""
    path = tmp_path / "kept.db"
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", f"sqlite:///{path}")
    conversations.clear()
    return path


@pytest.fixture
def served(built_index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQUITUR_INDEX", str(built_index))
    monkeypatch.setenv("SEQUITUR_CORPUS", str(corpus))
    engine.clear()


def opened(**address: str) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params.update(address)
    return page.run()


@pytest.fixture
def page(served: None, kept: Path) -> AppTest:
    return opened()


def ask(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def talk(page: AppTest) -> Talk:
    found: Talk = page.session_state.talk
    return found


def drawn(page: AppTest, kind: str) -> list[dict[str, Any]]:
    """The data of the components of a kind, in the order of the page."""
    found = [json.loads(e.proto.json) for e in page.get("bidi_component")]
    return [d for d in found if d["kind"] == kind]


def test_the_first_page_has_a_box_and_the_specialties_of_the_library(page: AppTest) -> None:
    assert not page.exception
    assert page.chat_input[0].placeholder == words.FIRST_BOX
    (welcome,) = drawn(page, "welcome")
    articles = engine().index.articles.values()
    assert {s["name"] for s in welcome["specialties"]} == {a.specialty for a in articles}


def test_the_sidebar_leads_to_every_page(page: AppTest) -> None:
    labels = [e.proto.label for e in page.sidebar.get("page_link")]
    assert labels == ["Ask", "Library", "Conversations", "About"]


def test_a_follow_up_is_answered_with_its_sources_and_the_disclaimer(page: AppTest) -> None:
    ask(page, "so why not mri first for a calcified flank mass?")
    assert not page.exception
    (turn,) = drawn(page, "turn")
    assert "CT comes before MRI" in turn["statements"][0]["text"]
    assert turn["citations"]["1"]["references"]
    assert turn["disclaimer"] == DISCLAIMER["clinician"]
    assert page.chat_input[0].placeholder == words.BOX


def test_an_address_that_names_an_article_asks_in_it(served: None, kept: Path) -> None:
    page = opened(article=FLANK)
    assert drawn(page, "asking")[0]["slug"] == FLANK
    ask(page, "so why not mri first?")
    assert talk(page).turns[0].answer.context == FLANK
    assert page.query_params["article"] == FLANK


def test_an_article_that_is_not_there_is_not_asked_in(served: None, kept: Path) -> None:
    page = opened(article="no-such-article")
    assert not page.exception
    assert drawn(page, "asking") == []


def test_what_the_corpus_lacks_is_a_gap_with_the_disclaimer(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    (turn,) = drawn(page, "turn")
    assert turn["abstained"]
    assert turn["statements"] == []
    assert turn["disclaimer"] == DISCLAIMER["clinician"]


def test_earlier_turns_stay_and_give_the_next_question_its_subject(page: AppTest) -> None:
    ask(page, "Which imaging comes first for a palpable abdominal mass in a child?")
    ask(page, "which bloods?")
    assert [t["last"] for t in drawn(page, "turn")] == [False, True]
    assert "palpable" in talk(page).turns[-1].answer.resolved_question


def test_a_turn_that_did_not_change_is_sent_as_it_was(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    before = [e.proto.json for e in page.get("bidi_component")]
    page.run()
    assert [e.proto.json for e in page.get("bidi_component")] == before


def test_a_conversation_is_in_its_address_and_opens_there_again(page: AppTest) -> None:
    ask(page, "Which imaging comes first for a palpable abdominal mass in a child?")
    ask(page, "which bloods?")
    again = opened(c=page.query_params["c"])
    assert [t.answer for t in talk(again).turns] == [t.answer for t in talk(page).turns]
    assert len(drawn(again, "turn")) == 2


def test_a_conversation_that_is_not_there_is_said_so_and_another_may_begin(page: AppTest) -> None:
    gone = opened(c="x" * 22)
    assert gone.text[0].value.startswith("That conversation cannot be opened")
    assert "c" not in gone.query_params
    ask(gone, "How is psoriasis treated?")
    assert gone.query_params["c"] != "x" * 22


def test_an_altered_conversation_is_not_shown(page: AppTest, kept: Path) -> None:
    ask(page, "so why not mri first for a calcified flank mass?")
    with sqlite3.connect(kept) as db:
        db.execute("UPDATE turns SET answer = replace(answer, 'CT comes before', 'CT comes after')")
    db.close()
    again = opened(c=page.query_params["c"])
    assert not again.exception
    assert drawn(again, "turn") == []
    assert again.text[0].value.startswith("That conversation cannot be opened")


def test_what_was_asked_today_stands_in_the_sidebar(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    last = page.sidebar.get("page_link")[-1].proto
    assert last.label == r"How is psoriasis treated?"
    assert page.query_params["c"] in last.query_string


def test_a_new_conversation_leaves_the_old_one_kept(page: AppTest) -> None:
    ask(page, "How is psoriasis treated?")
    old = page.query_params["c"]
    page.button(key="new").click().run()
    assert talk(page).turns == []
    assert "c" not in page.query_params
    assert drawn(page, "turn") == []
    assert len(talk(opened(c=old)).turns) == 1


def test_an_answer_that_cannot_be_kept_is_shown_and_says_so(
    served: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", f"sqlite:///{folder}/kept.db")
    conversations.clear()
    page = opened()
    folder.rename(tmp_path / "elsewhere")
    ask(page, "so why not mri first for a calcified flank mass?")
    (turn,) = drawn(page, "turn")
    assert turn["statements"]
    assert any(r.startswith("This answer was not kept") for r in turn["remarks"])
    assert not turn["judge"]


def test_where_nothing_is_kept_a_conversation_goes_on_without_an_address(
    served: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", "off")
    conversations.clear()
    page = opened()
    ask(page, "Which imaging comes first for a palpable abdominal mass in a child?")
    ask(page, "which bloods?")
    assert len(drawn(page, "turn")) == 2
    assert "c" not in page.query_params
    assert not drawn(page, "turn")[0]["judge"]


def test_a_patient_reads_the_patients_disclaimer(page: AppTest) -> None:
    page.segmented_control(key="reader").set_value("patient").run()
    ask(page, "How is psoriasis treated?")
    assert drawn(page, "turn")[0]["disclaimer"] == DISCLAIMER["patient"]
    assert drawn(page, "page")[0]["reader"] == "patient"


def test_markup_in_a_question_is_data_and_its_title_is_escaped(page: AppTest) -> None:
    question = "<img src=http://evil.invalid/x.png> :green-badge[APPROVED] why?"
    ask(page, question)
    assert drawn(page, "turn")[0]["question"] == question
    label = page.sidebar.get("page_link")[-1].proto.label
    assert r"\:green\-badge\[APPROVED\]" in label
    assert "<img" not in label.replace(r"\<", "")
    assert all("evil" not in m.value for m in [*page.markdown, *page.html])


def test_a_missing_index_is_one_line_that_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUITUR_INDEX", str(tmp_path / "none"))
    engine.clear()
    conversations.clear()
    page = opened()
    assert not page.exception
    assert "run `sequitur ingest`" in page.text[0].value


def test_a_failure_is_one_line_with_a_number_and_the_log_holds_no_question(
    page: AppTest, caplog: pytest.LogCaptureFixture
) -> None:
    ask(page, "How is psoriasis treated?")
    page.session_state.talk.turns[0].answer = "a secret question"  # what no turn can be
    page.run()
    assert not page.exception
    (line,) = [t.value for t in page.text]
    assert line.startswith("Something went wrong on this page (reference ")
    assert line.split("reference ")[1][:8] in caplog.text
    assert "secret" not in caplog.text


def test_what_the_page_kept_is_the_users_alone(page: AppTest, kept: Path) -> None:
    ask(page, "How is psoriasis treated?")
    store = open_conversations(Settings(conversations=f"sqlite:///{kept}"))
    assert isinstance(store, Conversations)
    assert len(store.list("")) == 1
    assert store.list("browser:somebody-else-entirely") == ()
