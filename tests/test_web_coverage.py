"""The coverage page: what is held of what is owed, and for everything else the reason that is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from archive.nights.obligations import Seen, _absent
from archive.vocabulary import gazetteer
from archive.web.coverage import owed
from archive.web.coverage.owed import reason_of
from cundang.serve import PUBLIC_SETTINGS, application
from tests.changed import changed
from tests.page import page, words

pytest_plugins = ["tests.web"]

HERE = "/-/coverage?place=410381"
# So many more counties of another province, each with a bureau that owed two reports and has neither.
MANY = (
    "insert into bureau (id, key, name, organ, kind, place, division_code, level) with recursive n(i) as (select 1 union all "
    "select i + 1 from n where i < 120) select 10000 + i, '62' || (1000 + i) || '-x', '甲' || i || '县局', '局', 'department', "
    "'甲' || i || '县', '62' || (1000 + i), 'county' from n",
    "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason) select id, "
    "'disclosure_annual', 2020, '2021-01-31', 0, 'not_collected', 'demo not walked to the end of its lists since' from bureau "
    "where id > 10000",
    "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason) select id, "
    "'disclosure_annual', 2021, '2022-01-31', 0, 'missing', 'not listed on demo, walked to the end on 2026-01-01' from bureau "
    "where id > 10000",
)


def matrix(shown: BeautifulSoup) -> dict[str, dict[str, Tag]]:
    """The cells by the first word of their row, then by the heading of their column."""
    heads = [words(cell) for cell in shown.select("table.coverage thead th")]
    lines = [row.select("th, td") for row in shown.select("table.coverage tbody tr, table.coverage tfoot tr")]
    return {words(cells[0]): dict(zip(heads, cells, strict=True)) for cells in lines}


def said(cell: Tag) -> str:
    return words(cell)


async def test_a_place_shows_how_many_are_held_of_how_many_are_owed(site: Any) -> None:
    cells = matrix(await page(site, "/-/coverage"))
    here = cells["洛阳市偃师区"]
    assert here["地区 Place"].a["href"] == "?place=410381"
    # Twelve bureaus have a report of 2018 in the column, and none is owed by others yet.
    assert said(here["2018"]) == "12/12"
    # Ten of the column and 河务局, late; 体育局 档案局 民政局 统计局 are owed; 盐业局 came as a file, from no portal.
    assert said(here["2020"]) == "11/16 逾期公布 1 未见 4 未采集 1"
    assert said(cells["合计 Total"]["2020"]) == said(here["2020"])
    total = sum(int(said(cell).split("/")[0]) for head, cell in here.items() if head.isdigit())
    assert said(here["合计 Total"]).startswith(f"{total}/")


async def test_each_year_of_a_bureau_leads_to_its_report_or_says_why_there_is_none(site: Any) -> None:
    shown = await page(site, HERE)
    assert words(shown.h1).endswith("洛阳市偃师区")
    cells = matrix(shown)
    river = cells["洛阳市偃师区河务局"]
    assert river["机构 Bureau"].a["href"] == "/-/bureau/" + quote("410381-河务局")
    assert said(river["2020"]) == "! 逾期公布"
    assert river["2020"].a["href"] == "/-/report/" + quote("410381-河务局-disclosure_annual-2020")
    assert said(river["2021"]) == "✕ 未见"
    address, _, year = river["2021"].a["href"].partition("#")
    bureau = await page(site, address)
    assert "未见" in words(bureau.find(id=year))
    (why,) = bureau.select(".lacking li")
    assert "走完列表而未见的网站" in words(why)
    assert "demo" in words(why)
    row = await page(site, why.find("a", string="2021")["href"])
    assert "not listed on demo, walked to the end on" in words(row)
    assert "不在应有之列" in said(river["2019"])
    assert river["2019"].a is None
    assert said(cells["洛阳市偃师区盐业局"]["2020"]) == "? 未采集"
    assert said(cells["洛阳市偃师区林业局"]["2018"]) == "✓ 按期公布"
    assert said(cells["合计 Total"]["2018"]) == "12/12"


async def test_why_reports_are_not_here_is_said_in_both_languages_and_never_as_not_published(
    site: Any,
) -> None:
    shown = await page(site, HERE)
    (why,) = [part for part in shown.select("section section") if "为什么没有" in words(part.h2)]
    lines = [words(line) for line in why.select("li")]
    assert any("走完列表而未见的网站" in line and "demo" in line and "202" in line for line in lines)
    assert any("其他报告由文件导入，没有可查的网站" in line for line in lines)
    assert why.select_one("li a")["href"] == "/archive/portal/demo"
    legend = [words(line) for line in shown.select("ul.legend li")]
    assert any(line.startswith("✕ 未见") and "不等于没有公布" in line for line in legend)
    assert any(line.startswith("? 未采集") and "无法判断" in line for line in legend)


def test_every_sentence_of_the_ledger_about_what_is_not_here_is_understood() -> None:
    due = date(2021, 1, 31)
    walked = {"a": "2021-02-03T00:00:00+00:00", "b": "2021-02-02T00:00:00+00:00"}
    seen = Seen(walked, [("b", "甲局2020年政府信息公开工作年度报告")])
    told = {
        (portals, organ): reason_of(_absent({"portals": portals, "organ": organ}, (2020, due), seen)[1])  # type: ignore[arg-type]
        for portals, organ in (("", "甲局"), ("a,c", "甲局"), ("a,b", "甲局"), ("a,b", "乙局"))
    }
    assert [one.kind for one in told.values()] == ["imported", "not_walked", "not_read", "not_listed"]
    assert told["a,c", "甲局"].portals == ("c",)
    assert told["a,b", "甲局"].portals == ("b",)
    last = told["a,b", "乙局"]
    assert (last.portals, last.walked_on) == (("a", "b"), "2021-02-03")
    assert reason_of("something else").kind is None


async def test_a_place_may_be_asked_for_by_its_name(site: Any) -> None:
    by_name = await page(site, "/-/coverage?place=" + quote("洛阳市偃师区"))
    assert matrix(by_name).keys() == matrix(await page(site, HERE)).keys()


async def test_a_place_that_is_not_here_is_said_in_words(site: Any) -> None:
    for asked in ("place=110101", "place=%3Cb%3Ex", "province=99", "province=%3Cb%3Ex"):
        shown = await page(site, f"/-/coverage?{asked}", status=404)
        assert "库中没有这个地区的机构" in words(shown.select_one(".notice"))
        assert shown.select(".notice b") == []
        assert shown.select("#gaps") == []


async def test_many_places_are_told_by_province_then_place_then_bureau(
    published: Path, tmp_path: Path
) -> None:
    async with changed(published, tmp_path, *MANY) as site:
        top = matrix(await page(site, "/-/coverage"))
        assert list(top) == ["河南省", "甘肃省", "合计 Total"]
        gansu = top["甘肃省"]
        assert said(gansu["2020"]) == "0/120 未采集 120"
        assert said(gansu["2021"]) == "0/120 未见 120"
        province = await page(site, "/-/coverage" + gansu["省级地区 Province"].a["href"])
        assert words(province.h1).endswith("甘肃省")
        cells = matrix(province)
        assert list(cells)[:2] == ["甲1县", "甲2县"]
        assert len(cells) == 101
        assert said(cells["合计 Total"]["2020"]) == "0/120 未采集 120"
        later = matrix(await page(site, "/-/coverage" + province.select_one("a[rel=next]")["href"]))
        assert (len(later), "甲101县" in later, "甲1县" in later) == (21, True, False)
        county = await page(site, "/-/coverage" + cells["甲2县"]["地区 Place"].a["href"])
        assert list(matrix(county)) == ["甲2县局", "合计 Total"]
        assert county.select_one("nav a[href='?province=62']")


async def test_a_bureau_without_a_place_is_not_left_out(published: Path, tmp_path: Path) -> None:
    placeless = "update bureau set place = null, division_code = null where key = '410381-林业局'"
    async with changed(published, tmp_path, placeless) as site:
        cells = matrix(await page(site, "/-/coverage"))
        (unknown,) = [row for name, row in cells.items() if name.startswith("地区不详")]
        assert said(unknown["2018"]) == "1/1"
        shown = await page(site, "/-/coverage" + unknown["地区 Place"].a["href"])
        assert next(iter(matrix(shown))) == "洛阳市偃师区林业局"


async def test_the_types_of_report_are_counted_apart(published: Path, tmp_path: Path) -> None:
    other = (
        "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason) select id, "
        "'rule_of_law_annual', 2018, '2019-03-31', 0, 'missing', 'x' from bureau where key = '410381-林业局'"
    )
    async with changed(published, tmp_path, other) as site:
        shown = await page(site, "/-/coverage")
        assert said(matrix(shown)["洛阳市偃师区"]["2018"]) == "12/12"
        (link,) = [a for a in shown.select("a[href*='type=']") if "法治政府" in words(a)]
        cells = matrix(await page(site, "/-/coverage" + link["href"]))
        assert said(cells["洛阳市偃师区"]["2018"]) == "0/1 未见 1"
        assert "type=rule_of_law_annual" in cells["洛阳市偃师区"]["地区 Place"].a["href"]


async def test_every_reason_leads_to_as_many_rows_as_it_counts(site: Any) -> None:
    shown = await page(site, "/-/coverage")
    links = shown.select("#gaps li a")
    told = [words(link) for link in links]
    assert any("未见：期限后走完全部列表" in line for line in told)
    # A picture: without the extra for scans it waits to be read, with it there is nothing in it.
    assert any("扫描件" in line or "没有内容" in line for line in told)
    for link in links:
        if "区划名录" in words(link):
            continue
        table, _, query = link["href"].partition("?")
        answer = (await site.client.get(f"{table}.json?{query}&_size=0")).json()
        assert answer["filtered_table_rows_count"] == int(link.b.text.replace(",", "")), words(link)


async def test_files_that_vanished_are_counted_as_such_whatever_was_read_of_them(
    published: Path, tmp_path: Path
) -> None:
    vanished = (
        "insert into attachment (revision_id, url, name, status, reading, reason) select current_revision_id, 'https://a/' || n, "
        "'a', 'missing', iif(n < 3, 'read', 'unreadable'), iif(n < 3, null, 'encrypted') from report "
        "join (select 1 as n union all select 2 union all select 3) where key = '410381-林业局-disclosure_annual-2022'"
    )
    async with changed(published, tmp_path, vanished) as site:
        shown = await page(site, "/-/coverage")
        told = {words(link).split()[1]: link for link in shown.select("#gaps li a")}
        missing = told["网站未提供的附件"]
        answer = (await site.client.get(missing["href"].replace("?", ".json?"))).json()
        assert answer["filtered_table_rows_count"] == int(missing.b.text) >= 3
        assert "文件加密，未能读取" not in told


async def test_a_gazetteer_whose_every_place_has_a_portal_is_no_gap(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (described,) = [place for place in gazetteer().all() if place.division_code == "410381"]
    monkeypatch.setattr(
        "archive.web.coverage.gaps.gazetteer", lambda: SimpleNamespace(all=lambda: [described])
    )
    async with changed(published, tmp_path) as site:
        assert "区划名录" not in words((await page(site, "/-/coverage")).select_one("#gaps"))


async def test_the_ledger_is_read_once_for_each_type_and_never_for_one_that_it_lacks(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(owed, "_provinces", lambda _, kind: read.append(kind) or ())
    async with changed(published, tmp_path) as site:
        for asked in ("", "?type=disclosure_annual", "?type=nothing", "?type=nothing", ""):
            shown = await page(site, f"/-/coverage{asked}")
            assert "还没有应公开台账" in words(shown.select_one(".notice"))
    assert read == ["disclosure_annual"]


async def test_the_rows_of_a_place_come_as_a_file_for_excel(site: Any) -> None:
    shown = await page(site, HERE)
    (link,) = [a["href"] for a in shown.select("p.take a") if a.text == "CSV"]
    assert parse_qs(urlsplit(link).query)["report_type"] == ["disclosure_annual"]
    response = await site.client.get(link)
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert "洛阳市偃师区林业局" in text
    assert text.count("\n") - 1 == len(shown.select("td.share a"))


async def test_a_public_site_hands_out_a_file_and_says_how_much_it_holds(
    published: Path, tmp_path: Path
) -> None:
    more = "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason) with recursive n(i) as "
    more += "(select 1 union all select i + 1 from n where i < 600) select 1, 'disclosure_annual', 1000 + i, '2021-01-31', 0, "
    more += "'not_collected', 'x' from n"
    async with changed(published, tmp_path, more) as local:
        assert "文件只含" not in words((await page(local, "/-/coverage")).select_one("p.take"))
    public = application(tmp_path / "archive.db", PUBLIC_SETTINGS)
    shown = (await page(public, "/-/coverage")).select_one("p.take")
    assert words(shown).endswith("500")
    assert (await public.client.get(shown.a["href"])).status_code == 200
    public.executor.shutdown()


async def test_a_file_of_one_page_of_bureaus_is_told_by_the_rows_of_that_page(
    published: Path, tmp_path: Path
) -> None:
    together = "update bureau set place = '甲1县', division_code = '621001' where id > 10000"
    years = (
        "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason) select id, "
        "'disclosure_annual', year, '2021-01-31', 0, 'missing', 'x' from bureau "
        "join (select 2022 as year union all select 2023 union all select 2024) where id > 10000"
    )
    async with changed(published, tmp_path, *MANY, together, years):
        pass
    public = application(tmp_path / "archive.db", PUBLIC_SETTINGS)
    shown = await page(public, "/-/coverage?place=621001")
    # 120 bureaus owe 600 reports; those on the page owe 500, which is as many as a file holds.
    assert "0/600" in words(shown.select_one("p.total"))
    taken = shown.select_one("p.take")
    assert "文件只含" not in words(taken)
    assert (await public.client.get(taken.a["href"])).text.strip().count("\n") == 500
    public.executor.shutdown()
