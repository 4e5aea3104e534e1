"""What only a real browser shows of the Ask page: sources opening, keys, addresses, inertness."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PLANTED, ask, context_of, grave, needs_chromium

pytestmark = needs_chromium
FLANK = "/?article=flank-mass-with-calcification"
WHY = "so why not mri first?"


def open_answer(page: Page, address: str) -> None:
    page.goto(f"{address}{FLANK}")
    ask(page, WHY)


def test_planted_markup_stays_text_wherever_it_is_shown(tab: Page, address: str) -> None:
    tab.goto(f"{address}/?article=zebra")
    tab.locator(".ask").first.wait_for()
    asks = tab.locator(".ask").first.inner_text()
    assert ":green-badge[APPROVED] ![x](http://evil.invalid/a.png)" in asks
    ask(tab, f"why ultrasound first in a zebra {PLANTED}")
    tab.locator(".cite").first.click()
    assert "<script>alert(1)</script>" in tab.locator(".card").first.inner_text()
    assert PLANTED in tab.locator(".question").inner_text()
    tab.locator(".st-key-today a").first.wait_for()
    assert tab.locator("img").count() == 0
    assert tab.locator(".stMarkdownBadge").count() == 0
    assert tab.locator("a[href*='evil']").count() == 0


def test_a_source_shows_while_the_pointer_rests_on_its_number(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.locator(".lead .cite").hover()
    mark = tab.locator(".card.floating mark")
    expect(mark).to_have_text(re.compile("^In a child with a calcified flank mass, CT comes"))
    tab.mouse.move(5, 5)
    expect(tab.locator(".card")).to_have_count(0)


def test_a_source_opens_and_closes_by_the_keyboard(tab: Page, address: str) -> None:
    open_answer(tab, address)
    knob = tab.locator(".lead .cite")
    knob.focus()
    tab.keyboard.press("Enter")
    card = tab.locator(".below .card")
    expect(card.locator("mark")).to_be_visible()
    expect(knob).to_have_attribute("aria-expanded", "true")
    for said in ("Why not MRI first", "summary of guidelines", "2025", "not read", "not reviewed"):
        expect(card).to_contain_text(said)
    tab.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(knob).to_be_focused()


def test_a_source_leads_to_its_place_in_the_article_and_back(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.locator(".lead .cite").click()
    tab.get_by_role("link", name="open in article").click()
    tab.wait_for_url(re.compile(r"/article\?slug=flank-mass-with-calcification&at=[0-9a-f]{16}"))
    expect(tab.locator(".turn")).to_have_count(0)
    tab.go_back()
    expect(tab.locator(".question")).to_have_text(WHY)


def test_a_reload_and_a_restart_of_the_browser_lose_nothing(tab: Page, address: str) -> None:
    open_answer(tab, address)
    said = tab.locator(".lead").inner_text()
    tab.wait_for_url(re.compile(r"[?&]c="))
    tab.reload()
    expect(tab.locator(".lead")).to_have_text(said, use_inner_text=True)
    again = tab.context.new_page()
    again.goto(tab.url)
    expect(again.locator(".lead")).to_have_text(said, use_inner_text=True)


def test_another_browser_does_not_open_the_conversation(
    tab: Page, address: str, chromium: Browser
) -> None:
    open_answer(tab, address)
    tab.wait_for_url(re.compile(r"[?&]c="))
    with context_of(chromium, address) as other:
        page = other.new_page()
        page.goto(tab.url)
        page.get_by_text("That conversation cannot be opened").wait_for()
        assert page.locator(".turn").count() == 0


def test_copying_takes_the_sources_and_the_disclaimer(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.get_by_role("button", name="Copy with sources").click()
    expect(tab.locator(".thanks")).to_have_text("Copied")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert "CT comes before MRI" in copied
    assert "[1] " in copied
    assert tab.locator(".disclaimer").inner_text() in copied


def test_a_verdict_and_its_comment_are_kept_with_the_answer(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.get_by_role("button", name="Wrong source").click()
    box = tab.get_by_role("textbox", name="What is wrong")
    box.fill("the year is another")
    box.press("Enter")
    expect(box).to_have_count(0)
    tab.wait_for_url(re.compile(r"[?&]c="))
    tab.wait_for_timeout(500)  # until the verdict has arrived
    tab.reload()
    pressed = tab.get_by_role("button", name="Wrong source")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_a_slash_leads_to_the_box_but_is_typed_in_one(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.locator(".pill").first.wait_for()
    box = tab.get_by_test_id("stChatInputTextArea")
    tab.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    tab.keyboard.type("3/7 of fever")
    expect(box).to_have_value("3/7 of fever")


def test_a_suggestion_is_asked_and_only_the_last_answer_offers_any(tab: Page, address: str) -> None:
    open_answer(tab, address)
    pill = tab.locator(".turn .pill").first
    question = pill.inner_text()
    pill.click()
    expect(tab.locator(".question").nth(1)).to_have_text(question)
    expect(tab.locator(".turn .disclaimer")).to_have_count(2)
    expect(tab.locator(".turn").first.locator(".pill")).to_have_count(0)


def test_what_was_searched_can_be_edited_in_the_answers_place(tab: Page, address: str) -> None:
    open_answer(tab, address)
    added = tab.locator(".searched .added").all_inner_texts()
    assert "child" in added
    tab.get_by_role("button", name="edit", exact=True).click()
    box = tab.get_by_role("textbox", name="Search for")
    box.fill("Does calcification prove neuroblastoma?")
    box.press("Enter")
    expect(tab.locator(".question").first).to_have_text("Does calcification prove neuroblastoma?")
    expect(tab.locator(".turn")).to_have_count(1)


def test_my_exact_words_are_searched_without_what_was_carried(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.get_by_role("button", name="my exact words").click()
    expect(tab.locator(".searched").first).to_contain_text("Searched as typed")
    expect(tab.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("Ask with these removed", "pt [name]"), ("These are not identifiers", "pt John Smith")],
)
def test_patient_details_wait_for_their_reader(
    tab: Page, address: str, choice: str, shown: str
) -> None:
    tab.goto(f"{address}{FLANK}")
    box = tab.get_by_test_id("stChatInputTextArea")
    box.fill("pt John Smith, why not mri first?")
    box.press("Enter")
    expect(tab.locator(".identifiers mark").first).to_have_text("John Smith")
    assert "c=" not in tab.url
    assert tab.locator(".turn").count() == 0
    tab.get_by_role("button", name=choice).click()
    expect(tab.locator(".question")).to_contain_text(shown)
    expect(tab.locator(".identifiers")).to_have_count(0)


def test_the_finished_answer_is_announced_once(tab: Page, address: str) -> None:
    open_answer(tab, address)
    status = tab.locator(".turn + [role=status]")
    expect(status).to_have_text(re.compile("^Answer ready. In a child with a calcified"))
    assert tab.locator(".turn [aria-live]").count() == 0


def test_who_reads_is_remembered_by_the_browser(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.get_by_role("radio", name="Patient").click()
    ask(tab, "How is psoriasis treated?")
    expect(tab.locator(".disclaimer")).to_contain_text("not advice about your own care")
    again = tab.context.new_page()
    again.goto(address)
    expect(again.get_by_role("radio", name="Patient")).to_be_checked()


def test_a_new_conversation_shows_nothing_of_the_last(tab: Page, address: str) -> None:
    open_answer(tab, address)
    tab.get_by_role("button", name="New conversation").click()
    tab.locator(".ask").first.wait_for()
    expect(tab.locator(".turn:visible")).to_have_count(0)
    tab.locator(".st-key-today a").first.click()
    expect(tab.locator(".question")).to_have_text(WHY)


def test_the_page_forbids_the_browser_to_fetch_elsewhere(tab: Page, address: str) -> None:
    response = tab.goto(address)
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    with context_of(chromium, address, color_scheme=request.param) as context:
        yield context.new_page()


def test_axe_finds_nothing_serious_on_the_first_page(themed: Page, address: str) -> None:
    themed.goto(address)
    themed.locator(".ask").first.wait_for()
    assert grave(themed) == []


def test_axe_finds_nothing_serious_with_a_source_open(themed: Page, address: str) -> None:
    open_answer(themed, address)
    themed.locator(".lead .cite").click()
    themed.locator(".caution summary").click()
    themed.locator(".card").wait_for()
    assert grave(themed) == []


def test_axe_finds_nothing_serious_on_an_abstention(themed: Page, address: str) -> None:
    themed.goto(address)
    ask(themed, "How is psoriasis treated?")
    assert grave(themed) == []


def test_nothing_hangs_over_the_edge_of_a_phone(chromium: Browser, address: str) -> None:
    with context_of(
        chromium, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        open_answer(page, address)
        page.locator(".lead .cite").tap()
        expect(page.locator(".below .card")).to_be_visible()
        expect(page.locator(".floating")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = page.locator(".card").evaluate("e => e.getBoundingClientRect().right")
        assert wide <= 390
