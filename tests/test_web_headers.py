"""What every answer says to browsers, and that our pages live within it: no script but ours, no frame, no style in the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright import sync_api as playwright

from archive.web.headers import HEADERS
from cundang.serve import PUBLIC_SETTINGS, application
from tests.browser import PAGES, needs_chromium

pytest_plugins = ["tests.web", "tests.browser_fixtures"]

ANSWERS = {
    "/": 200,
    "/-/search?q=公开": 200,
    "/-/search.csv?q=公开": 200,
    "/-/search.json?q=公开": 200,
    "/-/search.atom?q=公开": 200,
    "/-/changes.atom": 200,
    "/-/bureau/1": 302,
    "/-/report/nobody": 404,
    "/-/cundang/cundang.css": 200,
    "/-/cundang/cundang.js": 200,
    "/-/cundang/nothing.js": 404,
    "/-/static/app.css": 200,
    "/-/static/nothing.css": 404,
    "/-/static-plugins/datasette_dashboards/vega.min.js": 200,
    "/-/config": 301,
    "/-/dashboards/overview": 200,
    "/archive": 200,
    "/archive?sql=select+1": 200,
    "/archive/report.json": 200,
    "/archive/report.csv": 200,
    "/archive/report.csv?_stream=on&_dl=on&_excel=on": 200,
    "/archive/report?_filter_column=id&_filter_op=exact&_filter_value=1": 302,
    "/archive/report/1.blob?_blob_column=title": 200,
    "/archive/report?_sort=nonsense": 400,
    "/archive/feed_of_findings.atom": 200,
    "/favicon.ico": 200,
    "/nothing": 404,
}
MORE_PAGES = (
    "/archive/report?_facet=status&_facet=form_edition",
    "/archive/report?report_year=2020",
    "/archive/revision/1",
    "/archive/requests_of_a_bureau",
    "/archive/feed_of_findings",
    "/archive?sql=select+1",
    "/-/dashboards",
    "/-/dashboards/overview/reports_per_place",
    "/-/metadata",
    "/-/versions",
    "/nothing",
    "/archive/report?_sort=nonsense",
)
# A browser reports the page itself, when it is one that says that there is none.
OF_THE_PAGE = "Failed to load resource: the server responded with a status of 4"


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
async def test_every_answer_says_it_once(site: Any, path: str, status: int) -> None:
    answer = await site.client.get(path)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value], name


async def test_refusals_and_faults_say_it_too(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    public = application(published, PUBLIC_SETTINGS)
    monkeypatch.setattr("archive.web.pages.home._COUNTS", "select nonsense")
    for path, status in {"/archive?sql=select+1": 403, "/-/databases.json": 403, "/": 500}.items():
        answer = await public.client.get(path)
        assert answer.status_code == status
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    public.executor.shutdown()


def test_nothing_unsafe_is_allowed() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert "*" not in str(policy)


@needs_chromium
@pytest.mark.parametrize("of", ["address", "public_address"])
def test_no_page_breaks_the_rules_or_complains(
    browser: playwright.Browser, of: str, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue(of)
    found = []
    page = browser.new_context().new_page()
    page.on(
        "console", lambda message: found.append((page.url, message.text)) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: found.append((page.url, str(error))))
    for path in (*PAGES, *MORE_PAGES):
        page.goto(address + path, wait_until="networkidle")
    page.context.close()
    assert [entry for entry in found if not entry[1].startswith(OF_THE_PAGE)] == []


@needs_chromium
def test_a_script_that_got_into_a_page_would_not_run(browser: playwright.Browser, address: str) -> None:
    page = browser.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/archive/report")
    page.evaluate("""
        document.body.insertAdjacentHTML('beforeend', '<img src=/nothing onerror="window.hit = 1"><a id=bad href="javascript:hit=1">x</a>');
        const script = document.createElement('script'); script.textContent = 'window.hit = 1'; document.body.append(script);
    """)
    page.locator("#bad").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert sum("Content Security Policy" in complaint for complaint in complaints) == 3
    page.context.close()
