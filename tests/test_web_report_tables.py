"""The statutory tables on a report's page: the form's layout, the state of every figure, sums that miss, sentences that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag

from archive.database import connect
from archive.ingest import ARCHIVE_FILE
from archive.publish import publish
from archive.vocabulary import read_yaml
from archive.vocabulary.forms import forms
from archive.web.report.official_tables import official_tables
from archive.web.report.quotes import Quotes
from cundang.serve import application
from tests.filed import Filed, form
from tests.filed import page as document
from tests.page import page, words
from tests.replicas.forms import COLUMNS, requests_table
from tests.test_web_report import address

pytest_plugins = ["tests.web"]

COPIED = (
    "一、总体情况",
    *(
        f"我局围绕{what}工作，及时{how}政府信息公开目录，安排专人按月核对栏目内容，并在办事大厅设立查阅窗口供群众使用。"
        for what in (
            "河道采砂",
            "水库加固",
            "农村饮水",
            "防汛抗旱",
            "节水灌溉",
            "水土保持",
            "移民安置",
            "取水许可",
        )
        for how in ("更新", "梳理")
    ),
)


def _row(label: str, cells: tuple[str, ...]) -> str:
    return f'<td colspan="3"><p>{label}</p></td>' + "".join(
        f'<td><p align="center">{cell}</p></td>' for cell in cells
    )


ODD = {
    "一、本年新收政府信息公开申请数量": ("5件", "0件", "0", "0", "0", "0", "5件"),
    "二、上年结转政府信息公开申请数量": ("0", "", "0", "0", "0", "0", "0"),
    "四、结转下年度继续办理": ("1", "/", "0", "0", "0", "0", "1"),
}


def odd_cells() -> tuple[str, ...]:
    """A form of 2021 in which other things than numbers stand, and a row that no edition has."""
    parts = list(form(5, 3, carried=1))
    for label, cells_ in ODD.items():
        before = _row(label, (cells_[0][0], "0", "0", "0", "0", "0", cells_[6][0]))
        assert before in parts[3]
        parts[3] = parts[3].replace(before, _row(label, cells_))
    own = f"<tr>{_row('五、网上申请平台访问量', ('7', '1', '0', '0', '0', '0', '8'))}</tr>"
    parts[3] = parts[3].replace("</tbody></table>", f"{own}</tbody></table>")
    parts[1] = parts[1].replace("<tr><td>规章</td><td>0</td>", "<tr><td>规章</td><td>无</td>")
    return tuple(parts)


def file_reports(folder: Path) -> None:
    """Three reports of one bureau: with odd cells, and two years that share their text and do not carry on."""
    filed = Filed(folder)
    filed.add("odd.html", document("洛阳市偃师区财政局", 2023, *odd_cells()))
    filed.add("2021.html", document("洛阳市偃师区水利局", 2021, *COPIED, *form(9, 6, carried=2)))
    filed.add("2022.html", document("洛阳市偃师区水利局", 2022, *COPIED, *form(4, 4)))
    _spoil(folder / ARCHIVE_FILE)


def _spoil(archive: Path) -> None:
    """Cells as bad scans leave them in the first report: one unreadable, one recognised, one not there, one there twice."""
    connection = connect(archive)
    for statement, cell in (
        ("delete from indicator_value where revision_id = 1 and cell = ?", "s4_review_other"),
        (
            "update indicator_value set value = null, value_state = 'unreadable', value_raw = '1O' "
            "where revision_id = 1 and cell = ?",
            "s3_open__biz",
        ),
        ("update indicator_value set source = 'ocr' where revision_id = 1 and cell = ?", "s3_partial__biz"),
        (
            "insert into indicator_value (revision_id, indicator, value, value_raw, value_state, source, cell) "
            "select revision_id, indicator, 8, '8', 'number', source, cell from indicator_value "
            "where revision_id = 1 and cell = ?",
            "s4_review_pending",
        ),
    ):
        connection.execute(statement, (cell,))
    connection.close()


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published copy of those reports."""
    folder = tmp_path_factory.mktemp("tables")
    file_reports(folder)
    return publish(folder).path


@pytest.fixture
async def small(invented: Path) -> AsyncIterator[Any]:
    """Datasette on them."""
    datasette = application(invented)
    yield datasette
    datasette.executor.shutdown()


def table(report: BeautifulSoup, part: str) -> Tag:
    """The redrawn table of one part of the form."""
    heading = report.select_one(f"#table-{part}")
    assert heading is not None, part
    found = heading.find_next(["table", "h3"])
    assert found.name == "table"
    return found


def cells(drawn: Tag, label: str) -> list[str]:
    """The cells of the line whose last heading begins with `label`."""
    (line,) = [row for row in drawn.select("tbody tr") if _heading(row).startswith(label)]
    return [words(cell) for cell in line.select("td")]


def _heading(row: Tag) -> str:
    headings = row.select("th")
    return words(headings[-1]) if headings else ""


def sums(report: BeautifulSoup) -> list[str]:
    """The arithmetic below the tables."""
    return [words(entry) for entry in report.select("ul.sums li")]


@pytest.mark.parametrize(("edition", "count"), [("f2008", 56), ("f2014", 58), ("f2019", 198), ("f2021", 200)])
def test_every_cell_of_an_edition_has_one_place_in_its_tables(edition: str, count: int) -> None:
    placed = Counter(key for each in official_tables(edition) for line in each.body for key in line.cells)
    members = [member.key for member in forms().applicants]
    asked = {
        (i.key, member)
        for i in forms().indicators.values()
        if edition in i.cells
        for member in (members if i.dimension else [None])
    }
    assert set(placed) == asked
    assert sum(placed.values()) == len(asked) == count


@pytest.mark.parametrize("edition", ["f2014", "f2019", "f2021"])
def test_every_line_of_a_table_is_as_wide_as_the_others(edition: str) -> None:
    for each in official_tables(edition):
        reaching: Counter[int] = Counter()
        widths = set()
        lines = (*each.head, *each.body)
        for at, line in enumerate(lines):
            wide = sum(heading.columns for heading in line.headings) + len(line.cells) + bool(line.unit)
            wide += line.columns - 1
            widths.add(wide + reaching[at])
            for heading in line.headings:
                for below in range(at + 1, at + heading.rows):
                    reaching[below] += heading.columns
        assert len(widths) == 1, each.part
        assert not [below for below in reaching if below >= len(lines)]


@pytest.mark.parametrize("edition", ["f2008", "f2014", "f2019", "f2021"])
def test_every_heading_of_a_form_has_words_in_both_languages(edition: str) -> None:
    lines = [line for each in official_tables(edition) for line in (*each.head, *each.body)]
    headings = [heading for line in lines for heading in line.headings]
    assert [
        heading.zh for heading in headings if not heading.en or re.search(r"[\u4e00-\u9fff]", heading.en)
    ] == []
    layout = read_yaml("form_layout.yml")
    assert [row for row in layout["statistics"] if set(row) - {"label", "indicator", "en"}] == []


async def test_the_three_tables_are_redrawn_in_the_form_of_2021(site: Any) -> None:
    report = await page(site, address("林业局", 2022))
    assert cells(table(report, "proactive"), "行政许可") == ["35"]
    requests = table(report, "requests")
    heads = [words(heading.select_one("[lang=zh-CN]")) for heading in requests.select("thead th")]
    assert heads[1:] == ["申请人情况", "自然人", "法人或其他组织", "总计", *COLUMNS[1:]]
    assert cells(requests, "一、本年新收") == ["5", "0", "0", "0", "0", "0", "5"]
    assert cells(requests, "1.本机关不掌握") == ["2", "0", "0", "0", "0", "0", "2"]
    assert cells(requests, "3.其他") == ["0"] * 7
    (group,) = [each for each in requests.select("th[scope=rowgroup]") if words(each).startswith("（三）")]
    assert group["rowspan"] == "8"
    (disputes,) = [[words(cell) for cell in table(report, "disputes").select("tbody td")]]
    assert disputes == ["1", "0", "0", "0", "1"] + ["0"] * 10


async def test_the_form_of_2019_keeps_its_own_rows_and_columns(site: Any) -> None:
    report = await page(site, address("林业局", 2020))
    proactive = table(report, "proactive")
    # 16 requests: 12 items before, none changed, 112 decisions.
    assert cells(proactive, "行政许可") == ["12", "0", "112"]
    assert cells(proactive, "政府集中采购") == ["2", "251000 251000元"]
    assert cells(table(report, "requests"), "（六）其他处理") == ["0"] * 7


async def test_every_state_of_a_figure_looks_different(small: Any) -> None:
    report = await page(small, address("财政局", 2023))
    requests = table(report, "requests")
    assert cells(requests, "一、本年新收")[:3] == ["5 5件", "0 0件", "0"]
    assert cells(requests, "二、上年结转")[:2] == ["0", "未填写"]
    assert cells(requests, "四、结转下年度")[:2] == ["1", "/"]
    assert cells(requests, "（一）予以公开")[1] == "未能读取 1O"
    assert cells(requests, "（二）部分公开")[1] == "0OCR"
    assert cells(table(report, "proactive"), "规章")[0] == "“无”"
    reviews = [words(cell) for cell in table(report, "disputes").select("tbody td")][:5]
    assert reviews == ["0", "0", "—", "0 ≠ 8", "0"]
    legend = words(report.select_one("dl.legend"))
    for explained in (
        "填写的是零", "空白格，不是零", "划线", "填写的是文字", "有内容，读不准", "没有读到此格", "印了不同的数",
    ):  # fmt: skip
        assert explained in legend
    assert "由图像识别，可能有误" in words(report.select_one("#tables").find_next("p"))


async def test_a_row_of_its_own_stands_below_the_table_as_printed(small: Any) -> None:
    report = await page(small, address("财政局", 2023))
    below = table(report, "requests").find_next("h4").find_next("table")
    assert words(below.th) == "五、网上申请平台访问量"
    assert [words(cell) for cell in below.select("td")] == ["7", "1", "0", "0", "0", "0", "8"]


async def test_a_sum_that_misses_is_marked_in_its_cells_and_worked_out_below(site: Any) -> None:
    report = await page(site, address("司法局", 2022))
    requests = table(report, "requests")
    received = cells(requests, "一、本年新收")
    assert received[0].startswith("9 ✗")
    assert received[-1].startswith("10 ✗")
    assert "✗" not in " ".join(cells(requests, "（一）予以公开"))
    row = next(entry for entry in sums(report) if "ROW" in entry)
    assert "自然人 9 + 其余各项 0 ×5 = 9；而 总计 10；相差 +1" in row
    assert "Natural persons 9 + the others 0 ×5 = 9; but Total 10; difference +1" in row
    balance = next(entry for entry in sums(report) if "BAL" in entry)
    assert "一、本年新收政府信息公开申请数量 10 + 二、上年结转政府信息公开申请数量 0 = 10" in balance
    assert "（七）总计 9 + 四、结转下年度继续办理 0 = 9；相差 −1" in balance
    for mark in requests.select("a.mark"):
        assert report.select_one(mark["href"]).name == "li"


async def test_a_report_whose_sums_hold_has_no_mark(small: Any) -> None:
    report = await page(small, address("水利局", 2021))
    assert report.select(".official a.mark") == []
    assert sums(report) == []


async def test_what_was_not_carried_on_leads_to_the_report_of_the_year_before(small: Any) -> None:
    report = await page(small, address("水利局", 2022))
    (entry,) = [each for each in report.select("ul.sums li") if "XC" in each.text and "自然人" in each.text]
    assert "四、结转下年度继续办理（2021） 2；而 二、上年结转政府信息公开申请数量 0；相差" in words(entry)
    assert (
        "Carried over to the next year (2021) 2; but Carried over from the year before 0; difference −2"
        in words(entry)
    )
    assert entry.a["href"] == quote(address("水利局", 2021))


async def test_items_taken_for_decisions_are_said_to_be_the_same(site: Any) -> None:
    # 31 items and 2 more are 33, which is the number of decisions of a bureau with 11 requests.
    (entry,) = [each for each in sums(await page(site, address("水利局", 2020))) if "MIS" in each]
    assert "项目数量疑填成办件数量" in entry
    assert "行政处罚 Administrative penalties MIS" in entry
    assert "行政处罚上一年项目数量 31 + 行政处罚项目本年增/减 2 = 33 ＝ 行政处罚处理决定数量 33" in entry
    assert (
        "Administrative penalties: items in the year before 31 + Administrative penalties: change of items 2 = 33"
        in entry
    )


async def test_readers_see_words_and_never_keys(site: Any, small: Any) -> None:
    keys = re.compile(r"\b(?:proactive|requests|reconsideration|litigation_\w+|statistics|annex)\.[a-z]")
    pages = [
        (site, address("水利局", 2020)),
        (site, address("司法局", 2022)),
        (small, address("水利局", 2022)),
    ]
    for archive, path in pages:
        text = words(await page(archive, path))
        assert [match.group() for match in keys.finditer(text)] == []
        assert "f2021" not in text


async def test_a_sentence_that_contradicts_a_table_is_quoted_beside_it_and_leads_to_its_place(
    site: Any,
) -> None:
    report = await page(site, address("司法局", 2022))
    (against,) = report.select(".against")
    assert against.find_previous("h3")["id"] == "table-requests"
    assert "收到政府信息公开申请9件" in words(against.blockquote)
    assert "正文为9件，表格为10" in words(against)
    sentence = report.select_one(".source " + against.a["href"])
    assert sentence.text == "收到政府信息公开申请9件"


def test_sentences_that_overlap_share_an_anchor_and_are_marked_once() -> None:
    quotes = Quotes(
        "无关。\n收到申请9件，答复8件。\n收到申请9件", ["收到申请9件，答复", "答复8件", "没有这句", None]
    )
    assert quotes.anchors == {"收到申请9件，答复": "q1", "答复8件": "q1"}
    pieces = quotes.pieces("收到申请9件，答复8件。")
    assert [(piece.text, piece.anchor) for piece in pieces] == [("收到申请9件，答复", "q1"), ("8件。", "")]
    assert [piece.anchor for piece in quotes.pieces("收到申请9件，答复8件。")] == [""]


async def test_reports_that_read_alike_are_named_with_the_passages_they_share(small: Any) -> None:
    for year, other in ((2021, 2022), (2022, 2021)):
        report = await page(small, address("水利局", year))
        similar = report.select_one("#similar").parent
        link = similar.select_one("li a")
        assert link["href"] == quote(address("水利局", other))
        assert "同一机构的另一年度" in words(similar)
        assert any("河道采砂" in passage.text for passage in similar.select("details blockquote"))


async def test_a_page_asks_the_database_as_often_for_a_full_report_as_for_an_empty_one(
    site: Any, small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for archive, path in (
        (site, address("档案局", 2018)),
        (site, address("城市管理局", 2022)),
        (site, address("民政局", 2019)),
        (small, address("水利局", 2022)),
    ):
        # Counts and schemas are asked once for a copy, not once for a page.
        await page(archive, path)
        database = archive.get_database("archive")
        execute, asked = database.execute, []

        async def noted(sql: str, *args: Any, execute: Any = execute, asked: Any = asked, **more: Any) -> Any:
            asked.append(sql)
            return await execute(sql, *args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(database, "execute", noted)
            await page(archive, path)
        counts.append(len(asked))
    assert set(counts) == {16}


async def test_a_form_without_the_layout_says_what_was_not_read(site: Any) -> None:
    report = await page(site, address("教育局", 2018))
    section = report.select_one("#tables").parent
    assert "在本报告中没有读到此表" in words(section)
    assert "没有公布" not in section.text


def test_the_replicas_print_the_rows_in_the_order_of_the_layout() -> None:
    printed = BeautifulSoup(requests_table("f2021", 5, 2, 1), "lxml")
    official = next(each for each in official_tables("f2021") if each.part == "requests")
    labels = [line.headings[-1].zh for line in official.body]
    rows = [words(row).replace(" ", "") for row in printed.select("tr")[3:]]
    assert len(rows) == len(labels)
    assert [label for label, row in zip(labels, rows, strict=True) if label not in row] == []
