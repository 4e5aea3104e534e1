"""What only a real browser shows of the other pages: places, keys, files, history, inertness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.answers.answer import DISCLAIMER
from rag.search.index import IndexReader
from tests.browsing import PLANTED, ask, context_of, grave, needs_chromium
from ui import words

pytestmark = needs_chromium
FLANK = "/article?slug=flank-mass-with-calcification"
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def cited(reader: IndexReader) -> str:
    """The address of a passage deep in an article."""
    found = next(
        p
        for p in reader().passages
        if p.article == "flank-mass-with-calcification" and p.path[-1] == "Why not MRI first"
    )
    return f"{FLANK}&at={found.id}"


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    with context_of(chromium, address, viewport=PHONE) as context:
        yield context.new_page()


def article(page: Page, address: str) -> None:
    page.goto(f"{address}{FLANK}")
    page.locator(".sq-article").wait_for()


def box(page: Page) -> str:
    return page.get_by_test_id("stChatInputTextArea").input_value()


def manage(page: Page, address: str) -> None:
    """Holds a conversation, and opens what can be done with it."""
    page.goto(f"{address}/?article=gout")
    ask(page, "Which drug comes first in an acute flare?")
    page.goto(f"{address}/conversations")
    page.get_by_role("button", name=words.MANAGE).first.click()
    page.get_by_role("dialog").wait_for()


def test_a_link_lands_at_its_passage_with_the_keyboard_there(
    tab: Page, address: str, cited: str
) -> None:
    tab.goto(f"{address}{cited}")
    mark = tab.locator(".sq-article mark").first
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    expect(tab.locator(".sq-outline [aria-current]")).to_have_text("Why not MRI first")


def test_a_page_is_there_for_the_first_who_comes_by_its_address(tab: Page, address: str) -> None:
    for place in ("library", "conversations", "about"):
        tab.goto(f"{address}/{place}")
        expect(tab.locator("h1")).to_have_text(words.PLACES[place])
        expect(tab.locator(".sq-brand")).to_be_visible()


def test_a_term_is_explained_by_the_keyboard_and_sent_away(
    phone: Page, address: str, cited: str
) -> None:
    phone.goto(f"{address}{cited}")
    term = phone.locator("section:has(mark) .sq-term").first
    tip = term.locator(".sq-tip")
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    for each in phone.locator(".sq-term").all():
        each.focus()
        found = each.locator(".sq-tip").bounding_box()
        assert found is not None
        assert 0 <= found["x"] <= found["x"] + found["width"] <= PHONE["width"]
    term.focus()
    phone.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_mark_leads_to_its_reference_and_that_back_to_the_mark(tab: Page, address: str) -> None:
    article(tab, address)
    mark = tab.locator("#s-why-not-mri-first ~ p .sq-marks a").first
    mark.click()
    reference = tab.locator("#ref-2")
    expect(reference).to_be_in_viewport()
    reference.locator(".sq-back").click()
    expect(mark).to_be_in_viewport()
    assert tab.locator(".sq-article").count() == 1


def test_references_open_in_a_tab_that_knows_nothing_of_this_one(tab: Page, address: str) -> None:
    article(tab, address)
    links = tab.locator(".sq-refs a.sq-out").all()
    assert links
    for link in links:
        assert (link.get_attribute("href") or "").startswith("https://")
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_outline_leads_to_a_section(tab: Page, address: str) -> None:
    article(tab, address)
    tab.locator(".sq-outline a", has_text="Imaging protocol").click()
    expect(tab.locator("#s-imaging-protocol")).to_be_in_viewport()
    expect(tab.locator(".sq-outline [aria-current]")).to_have_text("Imaging protocol")


def test_a_section_and_a_chosen_text_are_asked_about_in_the_box(tab: Page, address: str) -> None:
    article(tab, address)
    tab.locator("section:has(> #s-why-not-mri-first) .sq-ask a").click()
    expect(tab.get_by_test_id("stChatInputTextArea")).to_have_value("Why not MRI first: ")
    assert "article=flank-mass-with-calcification" in tab.url
    tab.locator("[data-test-script-state=notRunning]").wait_for()
    tab.go_back()
    tab.locator("#s-why-not-mri-first ~ p:not(.sq-ask)").last.dblclick(position={"x": 70, "y": 12})
    chosen = tab.evaluate("getSelection().toString().trim()")
    assert len(chosen) > 2
    tab.get_by_role("button", name=words.ASK_SELECTED).click()
    expect(tab.get_by_test_id("stChatInputTextArea")).to_have_value(f"“{chosen}”: ")


def test_the_box_below_an_article_asks_in_it_and_back_leads_to_it(tab: Page, address: str) -> None:
    article(tab, address)
    ask(tab, "so why not mri first?")
    expect(tab.locator(".asking")).to_contain_text("flank mass")
    tab.locator("[data-test-script-state=notRunning]").wait_for()
    tab.go_back()
    expect(tab.locator(".sq-article h1")).to_be_visible()


def test_the_library_is_searched_and_back_leads_to_what_was_found(tab: Page, address: str) -> None:
    tab.goto(f"{address}/library")
    expect(tab.locator(".sq-count")).to_contain_text("64 of 64 articles")
    search = tab.get_by_role("searchbox")
    search.fill("why not MRI in a calcified flank mass")
    search.press("Enter")
    tab.locator(".sq-list small a", has_text="Why not MRI first").first.click()
    expect(tab.locator(".sq-article mark").first).to_be_in_viewport()
    tab.go_back()
    expect(tab.locator(".sq-group").first).to_have_text(re.compile("In the title|Near in meaning"))
    expect(search).to_have_value("why not MRI in a calcified flank mass")


def test_a_search_that_holds_a_patient_is_not_run(tab: Page, address: str) -> None:
    tab.goto(f"{address}/library")
    search = tab.get_by_role("searchbox")
    search.fill("gout in John Smith, DOB 12/03/1961")
    search.press("Enter")
    expect(tab.get_by_text(words.IDENTIFIERS_HERE)).to_be_visible()
    expect(tab.locator(".sq-list")).to_have_count(0)
    assert "Smith" not in tab.url


def test_a_conversation_is_taken_along_with_its_disclaimer(tab: Page, address: str) -> None:
    manage(tab, address)
    for kind, label in words.FORMATS.items():
        with tab.expect_download() as waited:
            tab.get_by_role("button", name=label, exact=True).click()
        file = waited.value
        assert file.suggested_filename.endswith(f".{kind}")
        text = Path(file.path()).read_text("utf-8")
        if kind in ("md", "json", "html"):
            assert DISCLAIMER["clinician"] in text.replace("\\", "").replace("&#39;", "'")
        else:
            assert re.search(r"^(TY {2}- |@\w+\{)", text, re.M)


def test_a_conversation_is_renamed_and_deleted_for_good(tab: Page, address: str) -> None:
    manage(tab, address)
    title = tab.get_by_label(words.TITLE)
    title.fill("Gout on the ward")
    tab.get_by_role("button", name=words.RENAME).click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.get_by_test_id("stMain").get_by_role("link", name="Gout on the ward").click()
    expect(tab.locator(".turn")).to_have_count(1)
    kept = tab.url
    tab.go_back()
    tab.get_by_role("button", name=words.MANAGE).first.click()
    tab.get_by_role("button", name=words.DELETE, exact=True).click()
    tab.get_by_role("button", name=words.DELETE_YES).click()
    expect(tab.get_by_text(words.NONE_KEPT)).to_be_visible()
    tab.goto(kept)
    expect(tab.get_by_text("there is no such conversation of yours")).to_be_visible()


def test_planted_markup_stays_text_on_every_page(tab: Page, address: str) -> None:
    tab.goto(f"{address}/?article=zebra")
    ask(tab, f"why ultrasound first in a zebra {PLANTED}")
    for place, shown in (
        ("article?slug=zebra", ".sq-article"),
        ("library", ".sq-list"),
        ("conversations", ".sq-kept"),
    ):
        tab.goto(f"{address}/{place}")
        tab.locator(shown).first.wait_for()
        expect(tab.get_by_test_id("stMain")).to_contain_text(":green-badge[APPROVED]")
        assert tab.locator("img").count() == 0
        assert tab.locator(".stMarkdownBadge").count() == 0
        assert tab.locator("a[href*='evil']").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding_of_axe(
    chromium: Browser, address: str, cited: str, scheme: str
) -> None:
    with context_of(chromium, address, color_scheme=scheme) as context:
        page = context.new_page()
        for place, shown in (
            (cited, ".sq-article mark"),
            ("/library", ".sq-list"),
            ("/about", ".sq-about"),
        ):
            page.goto(f"{address}{place}")
            page.locator(shown).first.wait_for()
            page.wait_for_timeout(500)
            assert grave(page) == [], place
        manage(page, address)
        page.wait_for_timeout(500)
        assert grave(page) == [], "conversations"
