"""Charts, the table of places, and feeds: what is drawn is what the rows say, with and without JavaScript."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from cundang.serve import PUBLIC_SETTINGS, application
from tests.browser import PHONE, Open, needs_chromium
from tests.commands import rows
from tests.page import page, words

pytest_plugins = ["tests.web", "tests.browser_fixtures"]

CHARTS = ("reports_per_year", "punctuality_per_year", "requests_per_year", "reports_per_place", "findings_by_rule",
          "changes_per_month")  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


def fields(chart: Any) -> set[str]:
    """The columns that a chart draws."""
    return {part["field"] for part in chart["encoding"].values() if "field" in part}


async def test_every_chart_is_drawn_from_rows_that_everybody_may_read(published: Path) -> None:
    public = application(published, PUBLIC_SETTINGS)
    shown = await page(public, "/-/dashboards/overview")
    drawings = shown.select("[data-chart]")
    assert [urlsplit(drawing["data-rows"]).path for drawing in drawings] == [
        f"/archive/{name}.json" for name in CHARTS
    ]
    for drawing in drawings:
        given = (await public.client.get(drawing["data-rows"])).json()
        chart = json.loads(drawing["data-chart"])
        made = {name for step in chart.get("transform", []) for name in step.get("as", [])}
        assert given
        assert fields(chart) <= {*given[0], *made}
    public.executor.shutdown()


async def test_the_rows_of_a_chart_are_one_click_away_and_explained(site: Any, published: Path) -> None:
    shown = await page(site, "/-/dashboards/overview")
    for section in shown.select("section.chart"):
        link = section.select("p.small a")[-1]["href"]
        table = await page(site, link)
        assert table.select("table.rows-and-columns tbody tr")
        assert all(words(note) for note in table.select("th .note")), link
    ((count,),) = rows(published, "select count(*) from report where report_year = 2020")
    given = (await site.client.get("/archive/reports_per_year.json?_shape=array")).json()
    assert {row["report_year"]: row["reports"] for row in given}[2020] == count


async def test_places_are_listed_in_the_page_and_lead_to_their_reports(site: Any, published: Path) -> None:
    section = (await page(site, "/-/dashboards/overview")).select_one(
        "section[aria-labelledby=chart-reports_per_place]"
    )
    (line,) = section.select("tbody tr")
    ((count, bureaus, late),) = rows(
        published,
        "select count(*), count(distinct bureau_id), sum(days_late > 0) from report where place is not null",
    )
    assert [words(cell) for cell in line.select("th, td")] == [
        "洛阳市偃师区",
        str(count),
        str(bureaus),
        str(late),
    ]
    found = await page(site, line.a["href"])
    assert str(count) in words(found.select_one(".total"))


async def test_one_chart_has_a_page_of_its_own(site: Any) -> None:
    shown = await page(site, "/-/dashboards/overview/findings_by_rule")
    assert words(shown.h1) == "核查发现了什么？ What did the checks find?"
    assert len(shown.select("[data-chart]")) == 1
    await page(site, "/-/dashboards/overview/nothing", 404)
    listed = await page(site, "/-/dashboards")
    assert words(listed.select_one("ul.plain a")) == "概览 Overview"


@pytest.mark.parametrize("narrowed", ["", "?place=偃师&bureau=林业", "?bureau=nobody"])
async def test_the_feed_of_findings_is_one_that_readers_of_feeds_take(site: Any, narrowed: str) -> None:
    answer = await site.client.get(f"/archive/feed_of_findings.atom{narrowed}")
    assert "xml" in answer.headers["content-type"]
    feed: Any = etree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "核查发现的订阅 · Feed of findings"
    assert feed.findtext(f"{ATOM}id").startswith("http")
    assert entries
    for part in (feed, *entries):
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo
        assert len(part.findall(f"{ATOM}id")) == len(part.findall(f"{ATOM}title")) == 1
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert all(entry.find(f"{ATOM}link").get("href").startswith(("http", "/")) for entry in entries)


async def test_the_feed_holds_what_the_checks_found(site: Any, published: Path) -> None:
    ((bureau, count), *_) = rows(
        published,
        "select r.bureau, count(*) from issue i join report r on r.id = i.report_id join quality_rule q on q.rule = i.kind "
        "group by r.bureau order by count(*) desc",
    )
    answer = await site.client.get("/archive/feed_of_findings.atom", params={"bureau": bureau})
    feed: Any = etree.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert len(titles) == count > 1
    assert all(title.startswith(f"{bureau} 20") for title in titles)


async def test_a_query_with_the_columns_of_a_feed_offers_it(site: Any) -> None:
    shown = await page(site, "/archive/feed_of_findings?bureau=林业")
    (link,) = [a["href"] for a in shown.select(".export-links a") if words(a) == "ATOM"]
    assert shown.select_one("link[type='application/atom+xml']")["href"] == link
    entries = etree.fromstring((await site.client.get(link)).content).findall(f"{ATOM}entry")
    assert len(entries) == len(shown.select("table.rows-and-columns tbody tr"))
    own = "select key as atom_id, first_seen_at as atom_updated, title as atom_title, url as atom_link from report limit 3"
    asked = await page(site, f"/archive?sql={own}")
    (link,) = [a["href"] for a in asked.select(".export-links a") if words(a) == "ATOM"]
    assert len(etree.fromstring((await site.client.get(link)).content).findall(f"{ATOM}entry")) == 3
    other = await page(site, "/archive/late?report_year=2019")
    assert [a for a in other.select(".export-links a") if words(a) == "ATOM"] == []


# The browser's tests stay below the others: its loop would be in the way of theirs.
@needs_chromium
@pytest.mark.parametrize("width", [PHONE["width"], 1280])
def test_the_charts_are_drawn_with_no_request_but_for_their_rows(
    tab: Open, public_address: str, width: int
) -> None:
    opened = tab(viewport={**PHONE, "width": width})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(urlsplit(request.url).path))
    opened.goto(f"{public_address}/-/dashboards/overview", wait_until="networkidle")
    assert sorted(path for path in asked if path.endswith(".json")) == sorted(
        f"/archive/{name}.json" for name in CHARTS
    )
    assert opened.locator(".drawing svg").count() == len(CHARTS)
    marks = opened.locator(".drawing").first.locator(".mark-rect.role-mark path").count()
    assert marks == len({line["report_year"] for line in opened.request.get(
        f"{public_address}/archive/reports_per_year.json?_shape=array").json()})  # fmt: skip
    wide, room = opened.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room


@needs_chromium
def test_a_chart_that_cannot_be_drawn_says_so(tab: Open, address: str) -> None:
    opened = tab()
    opened.route("**/reports_per_year.json*", lambda route: route.fulfill(body="<"))
    opened.goto(f"{address}/-/dashboards/overview", wait_until="networkidle")
    assert opened.locator(".drawing").first.inner_text().startswith("图未能画出，数据见下面的链接")
    assert opened.locator(".drawing svg").count() == len(CHARTS) - 1


@needs_chromium
def test_without_javascript_the_rows_are_where_the_page_says(tab: Open, address: str) -> None:
    opened = tab(java_script_enabled=False)
    opened.goto(f"{address}/-/dashboards/overview")
    section = opened.locator("section.chart").first
    assert "图需要 JavaScript 才能画出" in section.inner_text()
    section.locator("p.small a").last.click()
    opened.wait_for_url("**/archive/reports_per_year")
    assert opened.locator("table.rows-and-columns tbody tr").count() > 1
