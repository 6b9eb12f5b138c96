"""What all pages have in common, ours and Datasette's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page import page
from tests.test_web_report import address

pytest_plugins = ["tests.web"]

PAGES = (
    "/", "/-/search?q=公开", address("林业局", 2022), "/-/bureau/410381-林业局", "/-/compare", "/-/coverage", "/-/changes",
    "/-/health", "/archive", "/archive/report", "/archive/report/1", "/-/dashboards/overview",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_what_a_page_is_about_is_its_one_main_part(site: Any, path: str) -> None:
    shown = await page(site, path)
    (main,) = shown.select("main")
    assert main.select_one("h1")
    assert main.select("header.site, footer") == []


@pytest.mark.parametrize(
    "path", ["/-/nothing", "/archive/nothing", "/-/report/nothing", "/-/attachment/0/original"]
)
async def test_so_it_is_of_a_page_that_says_what_is_not_there(site: Any, path: str) -> None:
    (main,) = (await page(site, path, status=404)).select("main")
    assert main.select_one("h1")
