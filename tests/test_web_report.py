"""The report page: what it says, where each statement was read, and how to cite it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup

from archive.snapshots import SnapshotStore
from tests.commands import rows
from tests.page import HOSTILE_SENTENCE, HOSTILE_TITLE, page, words

pytest_plugins = ["tests.web"]

FORESTRY = "410381-林业局-disclosure_annual-2022"
EDUCATION = "410381-教育局-disclosure_annual-2019"


def address(organ: str, year: int) -> str:
    return f"/-/report/410381-{organ}-disclosure_annual-{year}"


def facts(report: BeautifulSoup) -> dict[str, str]:
    """The facts at the head of the page, by their Chinese names."""
    return {words(entry.dt).split()[0]: words(entry.dd) for entry in report.select("dl.facts > div")}


async def test_it_shows_the_report_and_where_it_comes_from(site: Any, data: Path) -> None:
    report = await page(site, f"/-/report/{FORESTRY}")
    assert words(report.h1) == "洛阳市偃师区林业局2022年政府信息公开工作年度报告"
    stated = facts(report)
    assert stated["首次公布日期"] == "2023年1月23日 按期公布 On time"
    assert stated["法定期限"] == "2023年1月31日"
    assert stated["落款日期"] == "2023年1月23日"
    original = report.select_one("dl.facts dd a[href^='http']")
    assert original["href"].endswith("/2023/01-23/1202200.html")
    kept = SnapshotStore(data / "snapshots.db")
    bodies = [c.snapshot.body for c in kept.captures() if c.url == original["href"] and c.snapshot]
    kept.close()
    # Captured twice with another frame round the same text: the first brought this revision.
    assert hashlib.sha256(bodies[0]).hexdigest() == report.select_one("dl.facts code").text
    assert "北京时间" in stated["快照"]
    text = words(report.select_one("section.source"))
    assert "我局围绕森林防火、国土绿化和古树名木保护主动公开政府信息55条" in text


async def test_its_sections_are_listed_and_can_be_jumped_to(site: Any) -> None:
    report = await page(site, f"/-/report/{FORESTRY}")
    links = report.select("nav.contents a")
    assert [words(link) for link in links] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    for link in links:
        assert words(report.select_one(link["href"])) == words(link)


async def test_every_date_is_shown_with_its_place_and_the_chosen_one_marked(site: Any) -> None:
    report = await page(site, f"/-/report/{FORESTRY}")
    shown = [[words(cell) for cell in row.select("td")] for row in report.select("table tr:has(time)")]
    assert ["成文 Written", "落款 Signature", "二○二三年元月二十三日", "2023年1月23日", "✓"] in shown
    assert sum(1 for row in shown if row[0].startswith("公布") and row[-1] == "✓") == 1
    assert {row[1].split()[0] for row in shown} >= {"列表页", "落款"}


async def test_a_late_report_says_by_how_many_days(site: Any) -> None:
    assert (
        facts(await page(site, address("河务局", 2020)))["首次公布日期"]
        == "2021年3月5日 逾期33天 33 days late"
    )


async def test_attachments_say_whether_they_are_kept(site: Any) -> None:
    report = await page(site, address("民政局", 2019))
    (section,) = [part for part in report.select("section") if "附件" in part.h2.text]
    entries = [words(entry) for entry in section.select("li")]
    assert len(entries) == 2
    assert next(e for e in entries if ".xls" in e).endswith("网站未提供 Not found on the portal")
    assert "已存 Kept · 已读取 Read · 作为报告入库 Filed as a report" in next(
        e for e in entries if ".docx" in e
    )


async def test_a_scan_without_text_says_so(site: Any) -> None:
    assert "未能读出文字" in words((await page(site, address("档案局", 2018))).select_one("section.source"))


async def test_the_citation_names_bureau_title_day_address_snapshot_and_revision(site: Any) -> None:
    report = await page(site, f"/-/report/{FORESTRY}")
    digest = report.select_one("dl.facts code").text
    original = report.select_one("dl.facts dd a[href^='http']")["href"]
    zh, en = (box.text for box in report.select("textarea"))
    assert zh.startswith(
        "洛阳市偃师区林业局：《洛阳市偃师区林业局2022年政府信息公开工作年度报告》，2023年1月23日公布，"
    )
    assert f" {original} " in zh
    assert f"SHA-256 {digest[:12]}，第1版）" in zh
    link = zh.rpartition(" ")[2]
    assert link == f"http://localhost/-/report/{quote(FORESTRY)}/revision/1"
    assert en.endswith(f"revision 1), archived at {link}")
    assert words((await page(site, link)).h1) == words(report.h1)


async def test_a_report_from_a_file_is_cited_without_an_address(site: Any) -> None:
    report = await page(site, address("盐业局", 2019))
    zh, en = (box.text for box in report.select("textarea"))
    assert "公布日期不详（" in zh
    assert "publication date not known (captured" in en


async def test_a_township_is_told_from_those_that_the_law_names(site: Any, published: Path) -> None:
    ((key,),) = rows(published, "select key from report where key like '%镇%' and report_year = 2021 limit 1")
    assert "法律未列明此类机构" in facts(await page(site, f"/-/report/{key}"))["法定期限"]
    assert "法律未列明此类机构" not in facts(await page(site, f"/-/report/{FORESTRY}"))["法定期限"]


async def test_each_revision_has_its_own_page_text_and_citation(site: Any) -> None:
    first = await page(site, f"/-/report/{EDUCATION}/revision/1")
    second = await page(site, f"/-/report/{EDUCATION}")
    annex = "附：教师资格认定办理流程图已在门户网站公布。"
    assert annex not in first.text
    assert annex in second.text
    assert "这是较早的版本" in first.text
    assert "这是较早的版本" not in second.text
    assert annex in (await page(site, f"/-/report/{EDUCATION}/revision/2")).text
    cited = [shown.select_one("textarea").text for shown in (first, second)]
    assert "2020年1月28日公布" in cited[0]
    assert "/2020/01-28/1201901.html " in cited[0]
    assert "2020年3月2日公布" in cited[1]
    assert "/2020/03-02/2000001.html " in cited[1]
    assert facts(second)["首次公布日期"].startswith("2020年1月28日")
    assert facts(second)["本版公布日期"] == "2020年3月2日"


async def test_the_same_text_elsewhere_is_listed_with_its_address(site: Any) -> None:
    report = await page(site, address("财政局", 2021))
    (entry,) = [entry for entry in report.select("li") if "相同内容的另一页面" in entry.text]
    assert entry.a["href"].endswith("/2022/02-18/2000002.html")


async def test_a_number_leads_to_the_report_of_that_row(site: Any, published: Path) -> None:
    ((row, key),) = rows(published, f"select id, key from report where key = '{FORESTRY}'")  # noqa: S608
    response = await site.client.get(f"/-/report/{row}")
    assert (response.status_code, response.headers["location"]) == (302, f"/-/report/{quote(str(key))}")


async def test_what_is_not_there_is_said_in_words(site: Any) -> None:
    for missing in (
        "/-/report/410381-林业局-disclosure_annual-1999",
        f"/-/report/{FORESTRY}/revision/9",
        f"/-/report/{FORESTRY}/revision/{'9' * 40}",
        "/-/report/999999",
        f"/-/report/{'9' * 40}",
        "/-/report/%00",
        "/-/report/' or 1=1 --",
    ):
        found = await page(site, missing, status=404)
        assert words(found.h1) == "没有这份报告 There is no such report"
        assert found.select_one("section.content a")["href"] == "/-/search"


async def test_a_hostile_title_and_text_stay_text(site: Any) -> None:
    hostile = await page(site, address("盐业局", 2019))
    assert words(hostile.h1) == HOSTILE_TITLE
    assert HOSTILE_SENTENCE in words(hostile.select_one(".source"))
    for path in (address("盐业局", 2019), "/-/search?q=食盐储备", "/", "/archive/report?_search=食盐储备"):
        shown = await page(site, path)
        assert "盐业局" in shown.text or path == "/"
        assert "alert" not in "".join(script.text for script in shown.select("script"))
        assert shown.select("img, [onerror], .source b") == []
    assert facts(hostile)["原文链接"].startswith("由文件导入")


async def test_a_table_with_merged_cells_puts_no_label_over_a_column_it_may_not_belong_to(site: Any) -> None:
    report = await page(site, f"/-/report/{FORESTRY}")
    tables = report.select("table.printed")
    (requests,) = [table for table in tables if "本年新收" in table.text]
    lines = {words(row.td): [words(cell) for cell in row.select("td")] for row in requests.select("tr")}
    assert lines["一、本年新收政府信息公开申请数量"][1:] == ["5", "0", "0", "0", "0", "0", "5"]
    widths = {sum(int(cell.get("colspan", 1)) for cell in row.select("td")) for row in requests.select("tr")}
    assert len(widths) == 1
    (applicants,) = [cells for label, cells in lines.items() if label.startswith("自然人")]
    assert applicants == ["自然人 ｜ 法人或其他组织 ｜ 总计"]
    assert "合并单元格未能还原" in words(requests.parent.find_next_sibling("div"))
    (documents,) = [table for table in tables if "行政规范性文件" in table.text]
    assert [words(cell) for cell in documents.select("tr")[0].select("td")] == [
        "信息内容", "本年制发件数", "本年废止件数", "现行有效件数",
    ]  # fmt: skip
    assert documents.parent.find_next_sibling().get("class") != ["small"]
