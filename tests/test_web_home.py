"""The home page: a search box, what is in the archive, and where to go from there."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.commands import rows
from tests.page import page, words
from tests.replicas.documents import expected_reports

pytest_plugins = ["tests.web"]

# The replica's reports and the imported one, which is of a bureau of its own.
REPORTS = len(expected_reports()) + 1
BUREAUS = len({organ for organ, _ in expected_reports()}) + 1


async def test_it_says_how_much_the_archive_holds_and_when_it_last_crawled(
    site: Any, published: Path
) -> None:
    home = await page(site, "/")
    figures = {words(entry.dt): words(entry.dd) for entry in home.select("dl.figures > div")}
    assert figures["报告 Reports"] == str(REPORTS)
    assert figures["机构 Bureaus"] == str(BUREAUS)
    assert figures["年度 Years"] == "2018–2023"
    ((finished,),) = rows(published, "select max(finished_at) from crawl_run")
    beijing = datetime.fromisoformat(str(finished)).astimezone(timezone(timedelta(hours=8)))
    assert figures["最近一次采集 Last crawl"].startswith(f"{beijing:%Y-%m-%d %H:%M} 北京时间")
    assert figures["最近一次采集 Last crawl"].endswith("完整 complete")


async def test_its_box_leads_to_the_search_page(site: Any) -> None:
    form = (await page(site, "/")).select_one("form.search")
    assert (form["action"], form["method"], form.select_one("input[type=search]")["name"]) == (
        "/-/search",
        "get",
        "q",
    )


async def test_the_newest_reports_come_newest_first_and_lead_to_their_pages(site: Any) -> None:
    home = await page(site, "/")
    days = [time["datetime"] for time in home.select(".columns section:first-child time")]
    newest = sorted(expected_reports().values(), reverse=True)[:10]
    assert days == newest
    for link in home.select(".columns section:first-child a")[:3]:
        report = await page(site, link["href"])
        assert words(report.h1) == words(link)


async def test_places_and_years_are_counted_and_lead_to_what_they_count(site: Any) -> None:
    home = await page(site, "/")
    entries = {
        words(entry.a): (entry.a["href"], words(entry).split()[-1]) for entry in home.select("ul.tags li")
    }
    for year in (2018, 2023):
        expected = sum(1 for _, described in expected_reports() if described == year)
        address, count = entries[str(year)]
        assert int(count) == expected
        assert words((await page(site, address)).select_one(".total strong")) == count
    address, count = entries["洛阳市偃师区"]
    assert int(count) == REPORTS
    assert words((await page(site, address)).select_one(".total strong")) == count
