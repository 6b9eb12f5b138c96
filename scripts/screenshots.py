"""Takes the pictures of every page that the README shows, of the demo archive: `scripts/screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright import sync_api as playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import CHROMIUM, FLAGS, served  # noqa: E402
from tests.commands import cundang  # noqa: E402

FOLDER = ROOT / "docs" / "pages"
_DESK = {"width": 1200, "height": 860}
_PHONE = {"width": 390, "height": 860}
_REPORT = "/-/report/410381-司法局-disclosure_annual-2022"
_BUREAU = "410381-林业局"
# Name of the picture, address, and what stands at its top.
PICTURES = (
    ("home", "/", "body"),
    ("search", "/-/search?q=培训&has=late", "body"),
    ("report", _REPORT, "body"),
    ("report-sums", _REPORT, "#table-requests"),
    ("bureau", f"/-/bureau/{_BUREAU}", "body"),
    ("compare", f"/-/compare?indicator=requests.received&applicant=total&bureau={_BUREAU}&bureau=410381-教育局", "body"),
    ("coverage", "/-/coverage?place=洛阳市偃师区", "body"),
    ("changes", "/-/changes?kind=figures", "body"),
    ("health", "/-/health", "body"),
    ("dashboard", "/-/dashboards/overview", "body"),
    ("table", "/archive/broken_sums", "body"),
)  # fmt: skip


def take(browser: playwright.Browser, address: str) -> None:
    """Take every picture at a desk's width, and the first two at a phone's."""
    for view, size, pictures in (("", _DESK, PICTURES), ("-phone", _PHONE, PICTURES[:2])):
        page = browser.new_page(viewport=size)
        for name, path, top in pictures:
            page.goto(address + path, wait_until="networkidle")
            page.locator(top).first.evaluate("element => element.scrollIntoView()")
            page.screenshot(path=FOLDER / f"{name}{view}.png")


def main() -> None:
    """Make the demo archive in a folder of its own, serve it, and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        made = cundang("demo", "--no-serve", "--replica-port", "0", "--data", data)
        if made.code:
            raise SystemExit(made.said)
        with served(data, "--public") as address, playwright.sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            take(browser, address)
            browser.close()


if __name__ == "__main__":
    main()
