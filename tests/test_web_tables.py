"""Datasette's own pages as this archive shows them: facets, notes, downloads, two languages, and nothing to write to."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from tests.commands import rows
from tests.page import HOSTILE_TITLE, page, words
from tests.replicas.documents import expected_reports

pytest_plugins = ["tests.web"]

PAGES = (
    "/",
    "/-/search?q=林业",
    "/-/search?q=龙门石窟",
    "/-/report/410381-林业局-disclosure_annual-2022",
    "/archive",
    "/archive/report",
    "/archive/report/1",
    "/archive/revision",
    "/archive?sql=select+1",
)
ABSENT = ("/-/report/nobody", "/nothing", "/archive/nothing", "/archive/report/999999")


async def test_reports_can_be_narrowed_by_place_bureau_year_and_type(site: Any) -> None:
    table = await page(site, "/archive/report")
    facets = table.select(".facet-info")
    assert [facet["data-column"] for facet in facets] == ["place", "bureau", "report_year", "report_type"]
    years = {words(entry.a): int(words(entry.select_one(".small"))) for entry in facets[2].select("li")}
    of_2020 = sum(1 for _, year in expected_reports() if year == 2020)
    assert years["2020"] == of_2020
    narrowed = await page(site, next(a["href"] for a in facets[2].select("a") if words(a) == "2020"))
    assert words(narrowed.select_one(".total strong")) == str(of_2020)
    assert words(facets[3].select_one("li")).startswith("政府信息公开工作年度报告 Annual disclosure report")


async def test_a_title_in_the_table_leads_to_the_reports_page(site: Any) -> None:
    table = await page(site, "/archive/report?_search=采砂&report_year=2021")
    link = table.select_one("td.col-title a")
    assert (
        words((await page(site, link["href"])).h1)
        == words(link)
        == "洛阳市偃师区水利局2021年政府信息公开工作年度报告"
    )


async def test_a_title_without_its_key_beside_it_is_plain_text(site: Any) -> None:
    table = await page(site, "/archive/report?_search=采砂&_col=title")
    assert words(table.select_one("td.col-title")).endswith("年度报告")
    assert table.select("td.col-title a") == []


async def test_every_column_is_explained_beside_the_rows(site: Any) -> None:
    table = await page(site, "/archive/report?_search=采砂")
    heads = {head["data-column"]: words(head.select_one(".note")) for head in table.select("th")}
    assert (heads["report_year"], heads["days_late"], heads["id"]) == ("报告年度", "逾期天数", "编号")
    notes = {words(entry.dt): words(entry.dd) for entry in table.select("dl.column-descriptions > div")}
    assert notes["status"].startswith("状态：live 网上可见")
    row = await page(site, "/archive/report/1")
    shown = {words(line.code): words(line.select_one(".note")) for line in row.select("table.row th")}
    assert shown["form_edition"] == "统计表版本"
    assert words((await page(site, "/archive")).select_one(".db-table h2")).startswith("报告 Reports report")


async def test_a_row_of_reports_leads_to_the_reports_page(site: Any, published: Path) -> None:
    row = await page(site, "/archive/report/1")
    (link,) = [a for a in row.select("a") if "打开报告页" in words(a)]
    report = await site.client.get(link["href"], follow_redirects=True)
    ((title,),) = rows(published, "select title from report where id = 1")
    assert str(title) in report.text


async def test_json_gives_every_report_once_page_after_page(site: Any, published: Path) -> None:
    found, address = [], "/archive/report.json?_shape=objects&_size=20"
    while address:
        answer = (await site.client.get(address.removeprefix("http://localhost"))).json()
        found += [entry["key"] for entry in answer["rows"]]
        address = answer["next_url"]
    assert sorted(found) == sorted(key for (key,) in rows(published, "select key from report"))


@pytest.mark.parametrize("order", ["", "?_sort_desc=report_year", "?_sort=published_on", "?_next=20,20"])
async def test_csv_gives_every_report_once_whatever_the_page_is_sorted_by(
    site: Any, published: Path, order: str
) -> None:
    # Fewer than there are, as the default would be for an archive of thousands.
    site.max_returned_rows = 50
    links = {
        words(a): a["href"] for a in (await page(site, f"/archive/report{order}")).select(".export-links a")
    }
    plain = await site.client.get(links["CSV"])
    lines = list(csv.DictReader(io.StringIO(plain.text)))
    assert sorted(line["key"] for line in lines) == sorted(
        key for (key,) in rows(published, "select key from report")
    )
    assert HOSTILE_TITLE in {line["title"] for line in lines}


async def test_csv_without_excel_has_no_mark(site: Any) -> None:
    for address in ("/archive/report.csv", "/archive/report.csv?_dl=on"):
        assert (await site.client.get(address)).content.startswith(b"id,key,")


async def test_the_excel_download_says_it_is_utf_8(site: Any) -> None:
    table = await page(site, "/archive/report?report_year=2020")
    links = {words(a): a["href"] for a in table.select(".export-links a")}
    file = await site.client.get(links["Excel (CSV)"])
    assert file.content.startswith(b"\xef\xbb\xbfid,key,")
    assert file.content.count(b"\xef\xbb\xbf") == 1
    assert "attachment" in file.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {line["report_year"] for line in lines} == {"2020"}
    assert len(lines) == sum(1 for _, year in expected_reports() if year == 2020)


async def test_the_archive_is_served_as_a_file_that_does_not_change(site: Any) -> None:
    served = (await site.client.get("/-/databases.json")).json()
    assert [(entry["name"], entry["is_mutable"]) for entry in served] == [("archive", False)]


@pytest.mark.parametrize(
    "sql",
    [
        "insert into report_search(report_search) values ('delete-all')",
        "delete from report",
        "drop table report",
        "with x as (select 1) delete from report",
        "attach database '/tmp/other.db' as other",
        "vacuum into 'copy.db'",
    ],
)
async def test_nothing_can_be_written(site: Any, published: Path, sql: str) -> None:
    before = hashlib.sha256(published.read_bytes()).hexdigest()
    asked = await site.client.get("/archive.json", params={"sql": sql})
    assert asked.status_code == 400
    posted = await site.client.post("/archive", data={"sql": sql})
    assert posted.status_code in (403, 404, 405)
    assert hashlib.sha256(published.read_bytes()).hexdigest() == before
    assert [file.name for file in published.parent.iterdir()] == ["archive.db"]


@pytest.mark.parametrize("path", [*PAGES, *ABSENT])
async def test_every_page_says_its_language_and_keeps_to_it(site: Any, path: str) -> None:
    status = 404 if path in ABSENT else 200
    chinese = await page(site, path, status)
    english = await page(site, f"{path}{'&' if '?' in path else '?'}lang=en", status)
    assert (chinese.html["lang"], english.html["lang"]) == ("zh-CN", "en")
    assert words(chinese.footer).startswith("首页 Home")
    assert words(english.footer).startswith("Home 首页")
    assert any("cundang.css" in link["href"] for link in chinese.select("link"))
    back = english.select_one("a.language")
    assert words(back) == "中文在前"
    assert back["href"].endswith("lang=zh")


async def test_the_language_is_remembered_until_it_is_changed(site: Any) -> None:
    first = await site.client.get("/?lang=en")
    cookie = first.headers["set-cookie"].partition(";")[0]
    english = await site.client.get("/archive/report", headers={"Cookie": cookie})
    assert '<html lang="en">' in english.text
    back = await site.client.get("/?lang=zh", headers={"Cookie": cookie})
    assert '<html lang="zh-CN">' in back.text
    assert back.headers["set-cookie"].startswith("cundang_lang=zh")
    nonsense = await site.client.get('/?lang="><script>')
    assert "set-cookie" not in nonsense.headers
    assert '<html lang="zh-CN">' in nonsense.text


async def test_changing_the_language_keeps_the_search(site: Any) -> None:
    found = await page(site, "/-/search?q=林业&year=2020")
    other = await page(site, f"/-/search{found.select_one('a.language')['href']}")
    assert [words(hit) for hit in other.select(".hits .title")] == [
        "偃师市林业局2020年政府信息公开工作年度报告"
    ]


async def test_a_page_that_is_not_there_is_said_in_words_and_not_on_the_operators_screen(
    site: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    absent = await page(site, "/nothing", 404)
    assert words(absent.h1) == "没有这个页面 There is no such page"
    assert (await site.client.get("/archive/nothing.json")).json()["status"] == 404
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
