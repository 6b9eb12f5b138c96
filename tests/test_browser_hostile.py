"""What portals and strangers write does nothing in a reader's browser: not in rows, not in addresses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.database import connect
from tests.browser import PAGES, Open, needs_chromium, served

pytest_plugins = ["tests.web", "tests.browser_fixtures"]
pytestmark = needs_chromium

HARM = (
    """"'></textarea></title></script><img src=x onerror="window.harmed=1"><script>window.harmed=1</script>"""
)
HARM += """<svg onload="window.harmed=1"><a href="javascript:window.harmed=1">x</a>{{7*7}}"""
# Every text that a portal, a document or a file name brings, or that is made of one.
TEXTS = {
    "report": ("title", "bureau", "bureau_as_printed", "place", "document_number", "index_number"),
    "bureau": ("name", "place"),
    "bureau_name": ("name",),
    "revision": ("title", "text"),
    "section": ("heading",),
    "attachment": ("name", "text"),
    "indicator_value": ("value_raw", "evidence"),
    "printed_row": ("label",),
    "date_witness": ("raw",),
    "bureau_witness": ("raw",),
    "issue": ("message", "message_zh", "evidence"),
    "shared_passage": ("text",),
    "portal": ("name",),
    "obligation": ("reason",),
    "list_row": ("title",),
}
ADDRESSES = {"report": ("url",), "revision": ("url",), "attachment": ("url",), "portal": ("home_url",)}
SCRIPT = "javascript:window.harmed=1//"
HARM_IN_ADDRESS = quote(HARM)
ASKED = (
    f"/-/search?q={HARM_IN_ADDRESS}&place={HARM_IN_ADDRESS}&bureau={HARM_IN_ADDRESS}&year={HARM_IN_ADDRESS}&has={HARM_IN_ADDRESS}",
    f"/-/search?q=公开&sort={HARM_IN_ADDRESS}&page={HARM_IN_ADDRESS}&lang={HARM_IN_ADDRESS}",
    f"/-/report/{quote(HARM, safe='')}",
    f"/-/bureau/{quote(HARM, safe='')}",
    f"/-/compare?indicator={HARM_IN_ADDRESS}&applicant={HARM_IN_ADDRESS}&bureau={HARM_IN_ADDRESS}&first={HARM_IN_ADDRESS}",
    f"/-/coverage?place={HARM_IN_ADDRESS}&type={HARM_IN_ADDRESS}&province={HARM_IN_ADDRESS}",
    f"/-/changes?kind={HARM_IN_ADDRESS}&place={HARM_IN_ADDRESS}&bureau={HARM_IN_ADDRESS}&since={HARM_IN_ADDRESS}",
    f"/-/health?kind={HARM_IN_ADDRESS}",
    f"/archive/report?_search={HARM_IN_ADDRESS}&report_year={HARM_IN_ADDRESS}&_facet=place",
    f"/archive/{quote(HARM, safe='')}",
    f"/archive/late?report_year={HARM_IN_ADDRESS}&place={HARM_IN_ADDRESS}",
    f"/archive?sql={quote('select ' + repr(HARM.replace(chr(39), '')) + ' as harm')}",
    f"/-/dashboards/{quote(HARM, safe='')}",
)


@pytest.fixture(scope="module")
def harmful(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The archive with harm at the end of every text, served to a newsroom."""
    folder = tmp_path_factory.mktemp("harmful")
    (folder / "public").mkdir()
    shutil.copy(data / "public" / "archive.db", folder / "public" / "archive.db")
    archive = connect(folder / "public" / "archive.db")
    with archive:
        for added, places in ((HARM, TEXTS), (None, ADDRESSES)):
            for table, columns in places.items():
                for column in columns:
                    text = f"{column} || ?" if added else "? || rowid"
                    archive.execute(f"update {table} set {column} = {text}", (added or SCRIPT,))  # noqa: S608
    archive.close()
    with served(folder) as address:
        yield address


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_what_is_in_the_rows_stays_text(tab: Open, harmful: str, javascript: bool) -> None:
    page = tab(java_script_enabled=javascript)
    # The place has another name now, and its code still.
    for path in (one.replace("洛阳市偃师区", "410381") for one in PAGES):
        page.goto(harmful + path)
        assert page.locator("img[src=x], svg[onload], a[href^='javascript:']").count() == 0, path
        assert "49" not in page.locator("h1").first.inner_text(), path
        if javascript:
            assert page.evaluate("window.harmed") is None, path


def test_what_is_in_an_address_stays_text(tab: Open, harmful: str) -> None:
    page = tab()
    for path in ASKED:
        # What is not there is answered as such, and says so on the console: the server's own word, not a script's.
        status = page.request.get(harmful + path).status
        assert status < 500, path
        page.set_content(page.request.get(harmful + path).text())
        assert page.locator("img[src=x], svg[onload], a[href^='javascript:']").count() == 0, path
        assert page.evaluate("window.harmed") is None, path
