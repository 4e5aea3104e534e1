"""The Article, Library, Conversations and About pages, driven through Streamlit's AppTest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.answers.answer import DISCLAIMER
from rag.chain import AnswerChain, FollowUp
from rag.conversation import Conversations
from rag.search.index import IndexReader
from ui import words
from ui.engine import engine
from ui.keeping import conversations

APP = Path(__file__).parent.parent / "ui" / "app.py"
FLANK = "flank-mass-with-calcification"
Opener = Callable[..., AppTest]


@pytest.fixture
def opened(
    built_index: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Opener:
    """Opens a page at an address, with a store of its own."""
    monkeypatch.setenv("SEQUITUR_INDEX", str(built_index))
    monkeypatch.setenv("SEQUITUR_CORPUS", str(corpus))
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", f"sqlite:///{tmp_path / 'kept.db'}")
    engine.clear()
    conversations.clear()

    def open_(place: str, **address: str) -> AppTest:
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        page.query_params.update(address)
        return page.switch_page(f"app_pages/{place}.py").run()

    return open_


def shown(page: AppTest) -> str:
    assert not page.exception
    return "\n".join([*(h.value for h in page.html), *(t.value for t in page.text)])


def store() -> Conversations:
    found = conversations()
    assert found is not None
    return found


def keep(chain: AnswerChain, *questions: str) -> str:
    """A conversation of the user whom AppTest is: a browser without a cookie."""
    conversation = store().start("")
    for question in questions:
        store().keep(conversation, "", chain.answer(FollowUp(question)))
    return conversation


def button(page: AppTest, label: str) -> None:
    next(b for b in page.button if b.label == label).click().run()


def test_an_article_shows_its_status_its_sections_and_its_references(opened: Opener) -> None:
    text = shown(opened("article", slug=FLANK))
    assert 'sq-on" aria-current="step">Submitted<' in text
    assert words.NOT_REVIEWED in text
    assert 'id="s-why-not-mri-first">Why not MRI first</h3>' in text
    assert 'href="https://doi.org/10.1016/j.jacr.2023.02.009"' in text
    assert "<mark>" not in text


def test_a_link_marks_the_passage_that_it_names(opened: Opener, reader: IndexReader) -> None:
    passage = next(
        p for p in reader().passages if p.article == FLANK and p.path[-1] == "Why not MRI first"
    )
    text = shown(opened("article", slug=FLANK, at=passage.id))
    assert "<mark>For a soft-tissue mass, </mark>" in text
    assert text.count("<mark>") >= len(passage.sentences)


def test_a_link_to_a_passage_that_is_gone_says_so(opened: Opener) -> None:
    text = shown(opened("article", slug=FLANK, at="0123456789abcdef"))
    assert words.PASSAGE_GONE in text
    assert "Why not MRI first" in text


def test_a_passage_of_another_article_is_not_marked(opened: Opener, reader: IndexReader) -> None:
    other = next(p for p in reader().passages if p.article != FLANK)
    assert words.PASSAGE_GONE in shown(opened("article", slug=FLANK, at=other.id))


def test_an_article_that_is_not_there_says_so_and_leads_to_the_library(opened: Opener) -> None:
    page = opened("article", slug="../../etc/passwd")
    assert words.NO_ARTICLE in shown(page)
    assert words.TO_LIBRARY in [link.proto.label for link in page.get("page_link")]


def test_the_box_below_an_article_asks_in_it(opened: Opener) -> None:
    page = opened("article", slug=FLANK)
    page.chat_input[0].set_value("so why not mri first?").run()
    assert not page.exception
    talk = page.session_state.talk
    assert talk.article == FLANK
    assert talk.turns[0].answer.context == FLANK
    assert "CT comes before MRI" in talk.turns[0].answer.text


def test_what_is_often_asked_next_is_asked_in_the_article(opened: Opener) -> None:
    page = opened("article", slug=FLANK)
    asked = engine().index.articles[FLANK].asks[0]
    page.button(key="asks-0").click().run()
    assert page.session_state.talk.turns[0].answer.question == asked


def test_a_section_is_asked_about_with_its_heading_in_the_box(opened: Opener) -> None:
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.query_params.update({"article": FLANK, "draft": "Why CT: "})
    page.run()
    assert not page.exception
    assert page.chat_input[0].proto.value == "Why CT: "
    assert "draft" not in page.query_params
    assert page.session_state.talk.turns == []


def test_the_library_lists_every_article_with_its_count(
    opened: Opener, reader: IndexReader
) -> None:
    text = shown(opened("library"))
    articles = reader().articles
    assert f"{len(articles)} of {len(articles)} articles" in text
    assert text.count('class="sq-go" href="article?slug=') == len(articles)


def test_the_library_is_narrowed_by_specialty_and_status(opened: Opener) -> None:
    page = opened("library")
    page.selectbox(key="specialty").set_value("Paediatric oncology").run()
    assert "12 of 63 articles" in shown(page)
    page.selectbox(key="status").set_value("approved").run()
    assert "0 of 63 articles" in shown(page)
    assert words.NOTHING_FOUND in shown(page)


def test_a_link_brings_a_specialty_to_the_library(opened: Opener) -> None:
    text = shown(opened("library", specialty="Paediatric oncology"))
    assert "12 of 63 articles" in text


def test_a_search_finds_by_title_and_by_meaning(opened: Opener) -> None:
    page = opened("library")
    page.text_input(key="q").set_value("flank mass").run()
    text = shown(page)
    title, meaning = text.index(words.IN_TITLE), text.index(words.NEAR_IN_MEANING)
    assert title < text.index(f"slug={FLANK}") < meaning
    assert "&amp;at=" in text[meaning:]


def test_conversations_are_listed_and_searched(opened: Opener, chain: AnswerChain) -> None:
    page = opened("conversations")
    assert words.NONE_KEPT in shown(page)
    keep(chain, "Why not MRI first in a calcified flank mass?", "and biopsy?")
    keep(chain, "Which drug treats :green-badge[gout]?")
    page.run()
    assert "2 questions" in shown(page)
    labels = [link.proto.label for link in page.main.get("page_link")]
    assert len(labels) == 2
    assert all(":green-badge[" not in label for label in labels)
    page.text_input(key="find").set_value("biopsy").run()
    (link,) = page.main.get("page_link")
    assert "flank" in link.proto.label


def test_a_conversation_is_renamed(opened: Opener, chain: AnswerChain) -> None:
    key = keep(chain, "How is gout treated?")
    page = opened("conversations")
    page.button(key=f"manage-{key}").click().run()
    page.text_input(key=f"title-{key}").set_value("Ward 3: gout")
    button(page, words.RENAME)
    assert store().read(key, "").title == "Ward 3: gout"


def test_a_conversation_is_deleted_only_when_that_is_said_twice(
    opened: Opener, chain: AnswerChain
) -> None:
    key = keep(chain, "How is gout treated?")
    page = opened("conversations")
    page.button(key=f"manage-{key}").click().run()
    button(page, words.DELETE)
    assert len(store().list("")) == 1
    button(page, words.DELETE_NO)
    assert len(store().list("")) == 1
    page.button(key=f"manage-{key}").click().run()
    button(page, words.DELETE)
    button(page, words.DELETE_YES)
    assert store().list("") == ()


def test_all_conversations_are_deleted_only_when_that_is_said_twice(
    opened: Opener, chain: AnswerChain
) -> None:
    keep(chain, "How is gout treated?")
    keep(chain, "Why not MRI first in a calcified flank mass?")
    page = opened("conversations")
    button(page, words.DELETE_ALL)
    assert len(store().list("")) == 2
    button(page, words.DELETE_YES)
    assert store().list("") == ()


def test_a_conversation_is_taken_along_in_every_format(opened: Opener, chain: AnswerChain) -> None:
    key = keep(chain, "How is gout treated?")
    page = opened("conversations")
    page.button(key=f"manage-{key}").click().run()
    labels = [b.proto.label for b in page.get("download_button")]
    assert labels == list(words.FORMATS.values())


def test_the_page_says_where_nothing_is_kept(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUITUR_CONVERSATIONS", "off")
    conversations.clear()
    assert words.KEPT_OFF in shown(opened("conversations"))
    assert words.PRIVACY_OFF[0] in shown(opened("about"))


def test_about_counts_what_is_here_and_shows_the_disclaimer(
    opened: Opener, reader: IndexReader
) -> None:
    text = shown(opened("about"))
    assert "<dd>63: 63 not reviewed, 0 under review, 0 approved</dd>" in text
    assert reader().manifest.corpus_version in text
    assert DISCLAIMER["clinician"] in text
    assert words.CANNOT[0] in text
