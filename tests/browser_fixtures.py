"""Fixtures: the archive served, and tabs of a real browser that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright import sync_api as playwright

from tests.browser import CHROMIUM, FLAGS, Open, served


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Where the archive of `tests.web` is served to one reader."""
    with served(data) as found:
        yield found


@pytest.fixture(scope="module")
def public_address(data: Path) -> Iterator[str]:
    """Where the same archive is served to everyone."""
    with served(data, "--public") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: playwright.Browser) -> Iterator[Open]:
    """Opens tabs; at the end no tab may have left loopback or complained on its console."""
    complaints: list[str] = []

    def watched(**options: object) -> playwright.Page:
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if is_away(request.url) else None)
        return page

    yield watched
    for context in browser.contexts:
        context.close()
    assert complaints == []


def is_away(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"
