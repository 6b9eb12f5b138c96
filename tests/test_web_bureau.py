"""The bureau page: its names, what it owed and when it came, and its figures without a line over a break in meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.changed import changed
from tests.commands import rows
from tests.page import page, words

pytest_plugins = ["tests.web"]

EDUCATION = "/-/bureau/410381-教育局"


def part(shown: BeautifulSoup, heading: str) -> Tag:
    (found,) = [
        section
        for section in shown.select("section section")
        if words(section.find(["h2", "h3"])).startswith(heading)
    ]
    return found


def grid(element: Tag) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in element.select("tbody tr")]


async def test_it_is_named_as_today_and_lists_every_name(site: Any) -> None:
    shown = await page(site, EDUCATION)
    assert words(shown.h1) == "洛阳市偃师区教育局"
    names = grid(part(shown, "历来名称"))
    assert [row[:3] for row in names] == [
        ["洛阳市偃师区教育局", "现名 Name today", "2021–2023"],
        ["偃师市教育局", "当年名称 Name in a year described", "2018–2020"],
    ]
    facts = words(shown.select_one("dl.facts"))
    assert "洛阳市偃师区 410381" in facts
    assert "县级 County" in facts
    assert "教育 Education" in facts


async def test_each_year_owed_is_said_in_words_and_leads_to_its_report(site: Any) -> None:
    strip = part(await page(site, EDUCATION), "年度")
    years = {words(entry.select_one(".when")): entry for entry in strip.select(".strip > li")}
    assert list(years) == ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]
    assert "按期公布" in words(years["2020"])
    assert "2021年1月31日" in words(years["2020"])
    assert years["2020"].a["href"] == "/-/report/" + quote("410381-教育局-disclosure_annual-2020")
    assert "未见" in words(years["2024"])
    assert years["2024"].a is None
    assert "不等于没有公布" in words(strip.select_one(".legend"))


async def test_a_late_year_says_by_how_many_days(site: Any) -> None:
    (entry,) = (await page(site, "/-/bureau/410381-河务局")).select(".strip > li.late")
    assert "2020" in words(entry)
    assert "逾期公布 33 天" in words(entry)


async def test_what_we_cannot_say_is_not_called_missing(published: Path, tmp_path: Path) -> None:
    statement = (
        "update obligation set state = 'not_collected' where report_year = 2025 "
        "and bureau_id = (select id from bureau where key = '410381-教育局')"
    )
    async with changed(published, tmp_path, statement) as site:
        shown = await page(site, EDUCATION)
        last = shown.select(".strip > li")[-1]
        assert "2025" in words(last)
        assert "未采集" in words(last)
        assert "未见" not in words(last)
        assert "无法判断" in words(part(shown, "年度").select_one(".legend"))
        assert grid(part(shown, "予以公开"))[-1] == ["2025", "未采集"]


async def test_its_main_figures_stand_beside_their_charts(site: Any) -> None:
    shown = await page(site, EDUCATION)
    received = part(shown, "本年新收政府信息公开申请数量")
    # 9 × (year − 2015) modulo 17, plus 1; in 2018 a sentence states it, and the table of 2014 another indicator.
    assert [row[:2] for row in grid(received)][:6] == [
        ["2018", "11 正文"], ["2019", "3"], ["2020", "12"], ["2021", "4"], ["2022", "13"], ["2023", "5"],
    ]  # fmt: skip
    assert grid(part(shown, "予以公开"))[2] == ["2020", "8"]
    assert grid(part(shown, "行政许可处理决定数量"))[2] == ["2020", "84"]
    assert received.svg["aria-label"].startswith("本年新收政府信息公开申请数量")
    # What a sentence says is not joined with the tables.
    assert [path["d"].count("L") for path in received.select("svg.chart .tone-0 path")] == [0, 4]
    figure = received.select("tbody tr")[2].a
    assert figure["href"] == "/-/report/" + quote("410381-教育局-disclosure_annual-2020")


async def test_questions_of_two_editions_are_two_lines(site: Any) -> None:
    documents = part(await page(site, EDUCATION), "行政规范性文件本年制发件数")
    headings = [words(heading) for heading in documents.select("thead th")]
    assert "行政规范性文件本年制发件数" in headings[1]
    assert "规范性文件本年新制作数量" in headings[2]
    # received modulo 3
    assert grid(documents)[2:4] == [
        ["2020", "—报告中没有此项数字", "0"],
        ["2021", "1", "—报告中没有此项数字"],
    ]
    assert len(documents.select("svg.chart .series")) == 2


async def test_its_reports_are_a_table_that_can_be_taken_away(site: Any) -> None:
    shown = await page(site, EDUCATION)
    reports = part(shown, "报告")
    lines = grid(reports)
    assert [line[0] for line in lines] == ["2023", "2022", "2021", "2020", "2019", "2018"]
    assert lines[4][1:5] == [
        "偃师市教育局2019年政府信息公开工作年度报告",
        "2020年1月28日",
        "按期公布 On time",
        "2",
    ]
    links = {link.text: link["href"] for link in reports.select(".export-links a")}
    taken = await site.client.get(links["Excel (CSV)"])
    assert taken.content.startswith(b"\xef\xbb\xbf")
    assert len(taken.text.strip().splitlines()) == 1 + 6
    address = urlsplit(next(href for href in links.values() if ".atom" in href))
    assert (address.path, parse_qs(address.query)["bureau"]) == ("/-/search.atom", ["洛阳市偃师区教育局"])


async def test_predecessors_are_linked_and_called_possible(published: Path, tmp_path: Path) -> None:
    statement = (
        "insert into bureau_succession select p.id, s.id, 2019, '2018–19 institutional reform' from bureau p, bureau s "
        "where p.key = '410381-林业局' and s.key = '410381-教育局'"
    )
    async with changed(published, tmp_path, statement) as site:
        names = part(await page(site, EDUCATION), "历来名称")
        assert "可能的前身" in words(names)
        assert "2019" in words(names.select_one("li"))
        assert names.select_one("li a")["href"] == "/-/bureau/" + quote("410381-林业局")
        other = part(await page(site, "/-/bureau/410381-林业局"), "历来名称")
        assert "可能的后继" in words(other)
        assert "可能的前身" not in words(other)


async def test_reports_that_read_alike_are_shown_from_both_sides(published: Path, tmp_path: Path) -> None:
    one, other = "410381-教育局-disclosure_annual-2021", "410381-林业局-disclosure_annual-2020"
    pair = (
        "insert into similar_report (id, report_id, other_report_id, kind, score) select 9001, a.id, b.id, 'bureaus', 0.87 "  # noqa: S608 keys of ours
        f"from report a, report b where a.key = '{one}' and b.key = '{other}'"
    )
    passage = (
        "insert into shared_passage (similar_report_id, text, text_start, text_end, other_text_start, other_text_end) "
        "values (9001, '落实先审查、后公开<script>', 0, 9, 0, 9)"
    )
    async with changed(published, tmp_path, pair, passage) as site:
        for bureau, own, theirs in (("教育局", one, other), ("林业局", other, one)):
            shown = await page(site, f"/-/bureau/410381-{bureau}")
            (row,) = part(shown, "文字相近的报告").select("tbody tr")
            assert [link["href"] for link in row.select("a")] == [
                f"/-/report/{quote(own)}",
                f"/-/report/{quote(theirs)}",
            ]
            assert "87%" in words(row)
            assert "后公开<script>" in words(row)
            assert row.select("script") == []


async def test_findings_are_counted_by_rule(site: Any, published: Path) -> None:
    counted = rows(
        published,
        "select i.kind, count(*) from issue i join report r on r.id = i.report_id join bureau b on b.id = r.bureau_id "
        "where b.key = '410381-教育局' and i.severity is not null group by 1 order by 1",
    )
    shown = grid(part(await page(site, EDUCATION), "核查发现汇总"))
    assert sorted((row[0].split()[-1], int(row[2])) for row in shown) == counted != []


async def test_a_number_leads_to_its_key_and_an_unknown_bureau_is_said_in_words(
    site: Any, published: Path
) -> None:
    ((row,),) = rows(published, "select id from bureau where key = '410381-教育局'")
    response = await site.client.get(f"/-/bureau/{row}")
    assert (response.status_code, response.headers["location"]) == (
        302,
        f"/-/bureau/{quote('410381-教育局')}",
    )
    for missing in ("410381-无此局", "999999", "9" * 40, "%00", "' or 1=1 --"):
        found = await page(site, f"/-/bureau/{missing}", status=404)
        assert words(found.h1) == "没有这个机构 There is no such bureau"
