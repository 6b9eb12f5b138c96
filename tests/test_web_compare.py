"""The compare page: the same question to several bureaux, and never a line between figures that count different things."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup

from tests.changed import changed
from tests.commands import rows
from tests.page import page, words

pytest_plugins = ["tests.web"]

EDUCATION, FORESTRY, CIVIL = "410381-教育局", "410381-林业局", "410381-民政局"


def address(
    *bureaus: str, name: str = "/-/compare", indicator: str = "requests.received", **more: object
) -> str:
    pairs = [("indicator", indicator), *(("bureau", key) for key in bureaus), *more.items()]
    return f"{name}?{urlencode(pairs)}"


def table(shown: BeautifulSoup) -> dict[str, dict[str, str]]:
    """The cells by bureau and year."""
    years = [words(heading)[:4] for heading in shown.select(".compared thead th")][1:]
    return {
        words(row.th): dict(zip(years, (words(cell) for cell in row.select("td")), strict=True))
        for row in shown.select(".compared tbody tr")
    }


def notices(shown: BeautifulSoup) -> str:
    return " ".join(words(notice) for notice in shown.select(".notice"))


def figure_of(year: int, change: str) -> str:
    return (
        f"update indicator_value set {change} where indicator = 'requests.received' and dimension = 'total' "  # noqa: S608
        "and cell is not null and revision_id = (select current_revision_id from report "
        f"where key = '410381-教育局-disclosure_annual-{year}')"
    )


async def lines(site: Any, path: str) -> list[dict[str, str]]:
    response = await site.client.get(path)
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


async def test_bureaus_stand_under_each_other_year_by_year(site: Any) -> None:
    shown = await page(site, address(EDUCATION, FORESTRY))
    cells = table(shown)
    # education: 9 × (year − 2015) modulo 17, plus 1; forestry: 3 × (year − 2015) modulo 17, plus 1.
    assert cells["洛阳市偃师区教育局"] == {
        "2018": "11 正文", "2019": "3", "2020": "12", "2021": "4", "2022": "13", "2023": "5", "2024": "未见", "2025": "未见",
    }  # fmt: skip
    assert [cells["洛阳市偃师区林业局"][year] for year in ("2019", "2020", "2021")] == ["13", "16", "2"]
    head = words(shown.select_one(".compared thead"))
    assert "2020 2019年式" in head
    assert "2021 2021年式" in head
    assert [shown.select_one(box)["value"] for box in ("#from", "#to")] == ["", ""]
    assert "统计范围 Scope: 本机关" in words(shown.select_one(".comparison"))
    assert (
        shown.select_one(".compared td a[href$='2020']")["href"]
        == f"/-/report/{quote(EDUCATION)}-disclosure_annual-2020"
    )
    assert shown.select_one(".compared th a")["href"] == f"/-/bureau/{quote(EDUCATION)}"


async def test_the_line_does_not_join_a_sentence_with_a_table(site: Any) -> None:
    shown = await page(site, address(EDUCATION))
    assert [path["d"].count("L") for path in shown.select("svg.chart .series path")] == [0, 4]
    assert "取自报告的句子" in words(shown.select_one(".comparison"))


async def test_the_applicant_can_be_chosen_and_the_years_narrowed(site: Any) -> None:
    shown = await page(site, address(EDUCATION, applicant="business", **{"from": 2020, "to": 2021}))
    assert table(shown) == {"洛阳市偃师区教育局": {"2020": "0", "2021": "0"}}
    assert "商业企业" in words(shown.h2)
    assert [shown.select_one(box)["value"] for box in ("#from", "#to")] == ["2020", "2021"]
    assert shown.select_one("#applicant option[selected]")["value"] == "business"
    undivided = await page(site, address(EDUCATION, indicator="proactive.permits", applicant="business"))
    assert table(undivided)["洛阳市偃师区教育局"]["2020"] == "84"
    assert "不分申请人" in notices(undivided)


async def test_another_edition_s_indicator_is_offered_and_never_joined(site: Any) -> None:
    shown = await page(site, address(EDUCATION, indicator="proactive.normative_documents_issued"))
    cells = table(shown)["洛阳市偃师区教育局"]
    assert (cells["2020"], cells["2021"]) == ("—报告中没有此项数字", "1")
    made = next(link for link in shown.select(".comparison li a") if "本年新制作数量" in link.text)
    assert "不与上表相连" in words(shown.select_one(".comparison"))
    other = await page(site, made["href"])
    cells = table(other)["洛阳市偃师区教育局"]
    assert (cells["2020"], cells["2021"]) == ("0", "—报告中没有此项数字")


async def test_states_of_a_cell_look_different(published: Path, tmp_path: Path) -> None:
    nothing = "value = null, value_raw = '{}', value_state = '{}'"
    states = {
        2019: ("", "blank"),
        2020: ("/", "slash"),
        2021: ("详见附件", "text"),
        2022: ("囗", "unreadable"),
        2023: ("0", "zero"),
    }
    statements = [
        figure_of(year, nothing.format(raw, state))
        for year, (raw, state) in states.items()
        if state != "zero"
    ]
    # No sentence may step in for what the table leaves open.
    async with changed(
        published, tmp_path, *statements, figure_of(2023, "value = 0, value_raw = '0', value_state = 'zero'")
    ) as site:
        shown = await page(site, address(EDUCATION))
        cells = table(shown)["洛阳市偃师区教育局"]
        assert [cells[str(year)] for year in states] == ["空白", "/", "详见附件", "无法辨认 囗", "0"]
        legend = words(shown.select_one(".legend"))
        assert "空白：原表此格没有填写，不是0" in legend
        assert "无法辨认" in legend
        assert len(shown.select("svg.chart .series circle")) == 2
        found = await lines(site, address(EDUCATION, name="/-/compare.csv"))
        assert {line["year"]: (line["value"], line["value_raw"], line["value_state"]) for line in found}[
            "2020"
        ] == ("", "/", "slash")


async def test_a_figure_printed_twice_with_different_values_is_no_value(
    published: Path, tmp_path: Path
) -> None:
    twice = (
        "insert into indicator_value (revision_id, indicator, dimension, value, value_raw, value_state, source, cell) "
        "select current_revision_id, 'requests.received', 'total', 21, '21', 'number', 'table', 's3_new__total' from report "
        "where key = '410381-教育局-disclosure_annual-2020'"
    )
    async with changed(published, tmp_path, twice) as site:
        shown = await page(site, address(EDUCATION))
        assert table(shown)["洛阳市偃师区教育局"]["2020"] == "12 ≠ 21"
        assert [path["d"].count("L") for path in shown.select("svg.chart .series path")] == [0, 0, 2]
        found = await lines(site, address(EDUCATION, name="/-/compare.csv"))
        assert [line["value"] for line in found if line["year"] == "2020"] == ["12", "21"]


async def test_scopes_are_never_compared_silently(published: Path, tmp_path: Path) -> None:
    statement = "update report set scope = 'region_total' where key = '410381-教育局-disclosure_annual-2022'"
    async with changed(published, tmp_path, statement) as site:
        shown = await page(site, address(EDUCATION, FORESTRY))
        assert "统计范围不一致" in notices(shown)
        cells = table(shown)
        assert cells["洛阳市偃师区教育局"]["2022"] == "13 全地区汇总"
        assert cells["洛阳市偃师区教育局"]["2021"] == "4 本机关"
        assert cells["洛阳市偃师区林业局"]["2022"] == "5 本机关"
        joined = [path["d"].count("L") for path in shown.select("svg.chart .series.tone-0 path")]
        assert joined == [0, 2, 0, 0]


async def test_a_report_on_another_edition_than_its_neighbours_says_so(
    published: Path, tmp_path: Path
) -> None:
    statement = "update report set form_edition = 'f2019' where key = '410381-教育局-disclosure_annual-2022'"
    async with changed(published, tmp_path, statement) as site:
        cells = table(await page(site, address(EDUCATION, FORESTRY)))
        assert cells["洛阳市偃师区教育局"]["2022"] == "13 2019年式"
        assert cells["洛阳市偃师区林业局"]["2022"] == "5 2021年式"
        assert cells["洛阳市偃师区林业局"]["2021"] == "2"


async def test_a_year_before_the_first_report_is_not_called_missing(site: Any) -> None:
    cells = table(await page(site, address(EDUCATION, CIVIL)))["洛阳市偃师区民政局"]
    assert (cells["2018"], cells["2019"], cells["2020"]) == ("库中没有", "4", "未见")


async def test_the_table_can_be_taken_away_with_its_states(site: Any) -> None:
    shown = await page(site, address(EDUCATION, CIVIL))
    with_mark, plain = (link["href"] for link in shown.select(".export-links a"))
    assert (await site.client.get(with_mark)).content.startswith(b"\xef\xbb\xbf")
    assert not (await site.client.get(plain)).content.startswith(b"\xef\xbb\xbf")
    found = {(line["bureau_key"], line["year"]): line for line in await lines(site, with_mark)}
    assert found[EDUCATION, "2020"] == {
        "bureau": "洛阳市偃师区教育局", "bureau_key": EDUCATION, "year": "2020", "indicator": "requests.received", "applicant": "total",
        "value": "12", "value_raw": "12", "value_state": "number", "source": "table", "is_approximate": "0", "form_edition": "f2019",
        "scope": "own", "report_key": f"{EDUCATION}-disclosure_annual-2020", "published_on": "2021-01-14",
    }  # fmt: skip
    assert found[CIVIL, "2018"]["value_state"] == "no_report"
    assert found[CIVIL, "2020"]["value_state"] == "missing"


async def test_a_formula_in_a_cell_is_text_for_a_spreadsheet(published: Path, tmp_path: Path) -> None:
    change = "value = null, value_state = 'text', value_raw = '=HYPERLINK(\"http://x\")'"
    name = "update bureau set name = '@教育局' where key = '410381-教育局'"
    async with changed(published, tmp_path, figure_of(2020, change), name) as site:
        found = {line["year"]: line for line in await lines(site, address(EDUCATION, name="/-/compare.csv"))}
        assert found["2020"]["value_raw"] == '\'=HYPERLINK("http://x")'
        assert found["2020"]["bureau"] == "'@教育局"


async def test_a_bureau_is_found_by_a_part_of_a_name_of_then_and_the_ticked_stay(site: Any) -> None:
    shown = await page(site, address(EDUCATION, place="偃师市", find="林"))
    boxes = {box["value"]: box.has_attr("checked") for box in shown.select("fieldset input")}
    assert boxes == {EDUCATION: True, FORESTRY: False}
    for box in shown.select("form.comparing :is(input, select)"):
        assert box.find_parent("label") or shown.select_one(f"label[for='{box['id']}']")
    assert "没有找到这样的机构" in notices(await page(site, "/-/compare?find=%25"))


async def test_without_parameters_there_are_examples_that_have_results(site: Any) -> None:
    shown = await page(site, "/-/compare")
    assert notices(shown) == ""
    links = [link["href"] for link in shown.select("section.content li a")]
    assert len(links) >= 2
    for link in links:
        cells = [cell for years in table(await page(site, link)).values() for cell in years.values()]
        assert any(cell.isdigit() for cell in cells)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (address(EDUCATION, indicator="requests.nothing"), "没有这个指标"),
        (address(), "请填写地区或机构名称"),
        (address("410381-无此局"), "有的机构不在库中"),
        ("/-/compare?bureau=" + EDUCATION, "请选择指标"),
        (address(EDUCATION, applicant="nobody"), "没有这类申请人"),
        (address(EDUCATION, **{"from": "二零"}), "年度须是四位数字"),
        (address(EDUCATION, **{"from": 2022, "to": 2020}), "起始年度晚于截止年度"),
        (address(*(f"410381-{number}" for number in range(21))), "最多比较20个机构"),
    ],
)
async def test_what_makes_no_sense_is_said_and_not_compared(site: Any, path: str, said: str) -> None:
    shown = await page(site, path)
    assert said in notices(shown)
    assert shown.select(".compared") == []
    refused = await site.client.get(path.replace("/-/compare", "/-/compare.csv"))
    assert refused.status_code == 400
    assert said in refused.text


async def test_twenty_bureaus_can_be_compared(site: Any, published: Path) -> None:
    keys = [str(key) for (key,) in rows(published, "select key from bureau limit 20")]
    assert len(table(await page(site, address(*keys)))) == len(keys) > 15


async def test_a_hostile_address_does_nothing(site: Any) -> None:
    evil = '"><script>alert(1)</script>'
    shown = await page(
        site, address(evil, indicator=evil, place=evil, find=evil, applicant=evil, **{"from": evil})
    )
    assert all("alert(1)" not in script.text for script in shown.select("script"))
    assert shown.select_one("#place")["value"] == evil
