"""Five stories of a journalist who has never seen the archive: from the home page to what can be printed, in a real browser."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright import sync_api as playwright

from tests.browser import PHONE, Open, needs_chromium

pytest_plugins = ["tests.web", "tests.browser_fixtures"]
pytestmark = needs_chromium


@pytest.fixture(params=["desk", "phone", "without JavaScript"])
def home(request: pytest.FixtureRequest, tab: Open, public_address: str) -> playwright.Page:
    """The home page of the public archive, as different readers open it."""
    options: dict[str, object] = {
        "desk": {},
        "phone": {"viewport": PHONE, "has_touch": True},
        "without JavaScript": {"java_script_enabled": False},
    }[request.param]
    page = tab(**options, accept_downloads=True)
    page.goto(public_address)
    return page


def follow(page: playwright.Page, words: str) -> None:
    """Click the first link that says this."""
    link = page.get_by_role("link", name=words).first
    if not link.is_visible():
        # On a phone the filters are folded together.
        page.locator("summary:visible", has=page.locator("xpath=self::*")).first.click()
    link.click()


def save_original(page: playwright.Page) -> bytes:
    """The bytes behind the link to the original."""
    with page.expect_download() as started:
        page.get_by_role("link", name="下载原件").first.click()
    return Path(started.value.path()).read_bytes()


def test_finds_the_one_report_by_a_word_of_two_characters_and_cites_it(home: playwright.Page) -> None:
    home.locator("input[type=search]").first.fill("林业")
    home.keyboard.press("Enter")
    first = home.locator("ol.hits > li").first
    assert "林业局" in first.inner_text()
    first.locator("a.title").click()
    title, digest = home.locator("h1").inner_text(), home.locator("dl.facts code").first.inner_text()
    citation = home.locator("textarea[lang='zh-CN']").input_value()
    assert title in citation
    assert digest[:12] in citation
    # Whoever reads the citation gets to the same bytes by the address in it.
    home.goto(re.findall(r"http://\S+", citation)[-1])
    assert home.locator("h1").inner_text() == title
    assert home.locator("dl.facts code").first.inner_text() == digest


def test_tells_who_was_late_and_what_they_said_about_requests(home: playwright.Page) -> None:
    follow(home, "谁公布晚了？")
    follow(home, "2019")
    late = {
        hit.locator(".meta a").first.inner_text(): hit.inner_text()
        for hit in home.locator("ol.hits > li").all()
    }
    assert set(late) == {"洛阳市偃师区水利局", "洛阳市偃师区卫生健康委员会"}
    assert "35" in late["洛阳市偃师区水利局"]
    # What each says about requests stands beside how late it was: no report needs to be opened for it.
    received = {name: re.search(r"新收申请（件）\D*(\d+)", told) for name, told in late.items()}
    assert {name: found and int(found[1]) for name, found in received.items()} == {
        "洛阳市偃师区水利局": 9,
        "洛阳市偃师区卫生健康委员会": 12,
    }


def test_sees_which_number_was_changed_and_both_versions(home: playwright.Page) -> None:
    follow(home, "哪些数字改过？")
    (change,) = home.locator("li.change").all()
    assert "城市管理局" in change.inner_text()
    follow(home, "看改动")
    changed = home.locator("section:has(> h2#changes) tr", has_text="本年新收政府信息公开申请数量").first
    assert changed.locator("td").all_inner_texts()[-2:] == ["6", "16"]
    after = save_original(home)
    assert "申请16件" in after.decode("utf-8")
    home.goto(home.url.partition("/revision/")[0] + "/revision/1")
    assert "申请6件" in save_original(home).decode("utf-8")


def test_sees_who_has_not_published_and_how_that_is_known(home: playwright.Page) -> None:
    follow(home, "哪些年度的报告没有找到？")
    follow(home, "洛阳市偃师区")
    row = home.locator("table.coverage tr", has_text="洛阳市偃师区体育局")
    missing = row.locator("td.is-missing a").first
    assert "未见" in missing.inner_text()
    missing.click()
    assert home.locator("h1").inner_text() == "洛阳市偃师区体育局"
    # Never that it was not published: what was walked, and when.
    told = home.locator(".lacking li").inner_text()
    assert "2025" in told
    assert "走完列表而未见的网站" in told


def test_sees_which_sum_does_not_agree_and_keeps_the_proof(home: playwright.Page) -> None:
    follow(home, "哪些合计对不上？")
    home.locator("ol.hits > li a.title", has_text="司法局").first.click()
    marked = home.locator("table.official td.broken").first
    assert marked.inner_text().startswith(("9", "10"))
    marked.locator("a.mark").first.click()
    arithmetic = home.locator(f"#{home.url.rpartition('#')[2]}").inner_text()
    assert "9" in arithmetic
    assert "10" in arithmetic
    proof = save_original(home)
    assert hashlib.sha256(proof).hexdigest() == home.locator("dl.facts code").first.inner_text()
