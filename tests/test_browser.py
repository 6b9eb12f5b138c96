"""The archive in a real browser: found, opened, cited; without JavaScript, on a phone, and from loopback only."""

from __future__ import annotations

import pytest
from playwright import sync_api as playwright

from tests.browser import PAGES, PHONE, Open, needs_chromium

pytest_plugins = ["tests.web", "tests.browser_fixtures"]
pytestmark = needs_chromium


def find_forestry(page: playwright.Page, address: str) -> None:
    page.goto(address)
    page.locator("form.search input[name=q]").fill("林业")
    page.locator("form.search button").click()
    page.locator(".hits .title").first.click()
    page.wait_for_url("**/-/report/**")


def test_a_journalist_finds_opens_and_cites_a_report(tab: Open, address: str) -> None:
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    find_forestry(page, address)
    assert "林业局" in page.locator("h1").inner_text()
    digest = page.locator("dl.facts code").inner_text()
    assert len(digest) == 64
    citation = page.locator("textarea").first.input_value()
    assert digest[:12] in citation
    button = page.locator("button.copy").first
    button.click()
    playwright.expect(button).to_have_text("已复制 · Copied")
    assert page.evaluate("navigator.clipboard.readText()") == citation


def test_a_citation_is_copied_where_the_browser_gives_no_clipboard(tab: Open, address: str) -> None:
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(
        "window.kept = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    find_forestry(page, address)
    button = page.locator("button.copy").first
    button.click()
    playwright.expect(button).to_have_text("已复制 · Copied")
    assert page.evaluate("window.kept.readText()") == page.locator("textarea").first.input_value()


def test_everything_works_without_javascript(tab: Open, address: str) -> None:
    page = tab(java_script_enabled=False)
    find_forestry(page, address)
    assert "林业局" in page.locator("h1").inner_text()
    assert "林业局" in page.locator("textarea").first.input_value()
    assert page.locator("button.copy").count() == 0
    page.goto(f"{address}/archive/report")
    page.locator(".facet-info[data-column=report_year] a", has_text="2020").click()
    page.locator("td.col-title a").first.click()
    page.wait_for_url("**/-/report/**2020")


@pytest.mark.parametrize("width", [PHONE["width"], 1200])
def test_nothing_is_wider_than_the_screen(tab: Open, address: str, width: int) -> None:
    page = tab(viewport={**PHONE, "width": width})
    too_wide = []
    for path in PAGES:
        page.goto(address + path)
        shown, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        too_wide += [(path, shown)] if shown > room else []
    assert too_wide == []


def test_on_a_phone_the_results_come_before_the_filters(tab: Open, address: str) -> None:
    page = tab(viewport=PHONE)
    page.goto(f"{address}/-/search?q=公开")
    hit, filters = (page.locator(part).first.bounding_box() for part in (".hits li", "aside"))
    assert hit["y"] < filters["y"]
    assert hit["y"] < PHONE["height"]


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(tab: Open, address: str) -> None:
    page = tab()
    page.goto(f"{address}/-/report/410381-林业局-disclosure_annual-2022")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    playwright.expect(skip).to_be_focused()
    playwright.expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_reaches_the_box_at_once_and_enter_searches(tab: Open, address: str) -> None:
    page = tab()
    page.goto(address)
    # A busy machine may take a moment to give the box the focus it asks for.
    page.locator("input[name=q]:focus").first.wait_for()
    page.keyboard.type("古树名木")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/search?q=**")
    assert page.locator(".hits li").count() == 6
