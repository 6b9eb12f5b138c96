"""`cundang read`: one document or address, what would be archived of it, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import cundang
from tests.filed import form, page
from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve

KEYS = {
    "title", "report_type", "report_year", "bureau", "bureau_raw", "published_on", "signed_on", "form_edition",
    "scope", "document_number", "index_number", "text", "sections", "attachments", "dates", "figures", "checks",
    "issues",
}  # fmt: skip
PARTS = {
    "sections": {"number", "heading", "text"},
    "attachments": {"url", "name"},
    "dates": {"kind", "value", "precision", "raw", "witness"},
    "figures": {
        "cell", "indicator", "dimension", "value", "value_raw", "value_state", "unit", "source", "evidence",
    },
    "checks": {"rule", "subject", "verdict", "expected", "actual"},
    "issues": {"kind", "message"},
}  # fmt: skip

TEXT = """偃师市蔬菜办公室
2020年政府信息公开工作年度报告

按照条例规定，现将本单位2020年度的情况报告如下。
一、总体情况
全年公开大棚补贴名单二十三期。
二、存在的主要问题及改进情况
解读材料偏少，下一步配图说明。
偃师市蔬菜办公室
2021年1月19日
"""
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>洛阳市偃师区气象局2022年政府信息公开工作年度报告</title>
<meta name="ArticleTitle" content="洛阳市偃师区气象局2022年政府信息公开工作年度报告">
<meta name="PubDate" content="2023-01-18 09:20"></head><body>
<div class="path">首页 &gt; 年报</div>
<div class="article"><h1>洛阳市偃师区气象局2022年政府信息公开工作年度报告</h1>
<div class="TRS_Editor"><p>　　现公布洛阳市偃师区气象局2022年政府信息公开工作年度报告，数据截至2022年12月31日。</p>
<p><strong>一、总体情况</strong></p><p>　　主动公开寒潮与雷电预警二百一十七条，未收到公开申请。</p>
<p><strong>二、其他需要报告的事项</strong></p><p>　　无。</p>
<p>附件：<a href="files/yujing.xls">预警统计表.xls</a></p>
<p align="right">洛阳市偃师区气象局</p><p align="right">2023年1月17日</p></div></div></body></html>
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_file_is_shown_with_every_key_of_the_contract(tmp_path: Path) -> None:
    outcome = cundang("read", "--json", written(tmp_path, "蔬菜办.txt", TEXT))
    assert outcome.code == 0, outcome.said
    shown = json.loads(outcome.said)
    assert shown.keys() == KEYS
    assert shown["title"] == "偃师市蔬菜办公室2020年政府信息公开工作年度报告"
    assert (shown["report_type"], shown["report_year"]) == ("disclosure_annual", 2020)
    assert (shown["bureau_raw"], shown["signed_on"]) == ("偃师市蔬菜办公室", "2021-01-19")
    assert [shown[key] for key in ("published_on", "document_number", "index_number")] == [None, None, None]
    assert [(s["number"], s["heading"]) for s in shown["sections"]] == [
        ("一", "总体情况"),
        ("二", "存在的主要问题及改进情况"),
    ]


def test_a_saved_page_is_shown_with_every_key_of_the_contract(tmp_path: Path) -> None:
    url = "https://www.example.gov.cn/nb/2023/01.html"
    outcome = cundang("read", "--json", written(tmp_path, "saved.html", PAGE), "--url", url)
    assert outcome.code == 0, outcome.said
    shown = json.loads(outcome.said)
    assert shown.keys() == KEYS
    for name, keys in PARTS.items():
        assert all(part.keys() == keys for part in shown[name]), name
    assert shown["bureau"] == "洛阳市偃师区气象局"
    assert (shown["published_on"], shown["signed_on"]) == ("2023-01-18", "2023-01-17")
    assert shown["attachments"] == [
        {"url": "https://www.example.gov.cn/nb/2023/files/yujing.xls", "name": "预警统计表.xls"}
    ]
    assert "雷电预警二百一十七条" in shown["text"]
    assert "首页" not in shown["text"]
    assert {"kind": "written", "value": "2023-01-17", "precision": "day"}.items() <= next(
        date.items() for date in shown["dates"] if date["witness"] == "signature"
    )


def test_figures_and_checks_are_shown_with_every_key_of_the_contract(tmp_path: Path) -> None:
    html = page(
        "洛阳市偃师区气象局", 2022, "2022年我局收到政府信息公开申请12件。", *form(12, 9, wrong_total=True)
    )
    outcome = cundang("read", "--json", written(tmp_path, "body.html", html))
    shown = json.loads(outcome.said)
    for part in ("figures", "checks", "issues"):
        assert {frozenset(entry) for entry in shown[part]} == {frozenset(PARTS[part])}
    (cell,) = [figure for figure in shown["figures"] if figure["cell"] == "s3_new__total"]
    assert cell == {
        "cell": "s3_new__total", "indicator": "requests.received", "dimension": "total", "value": 13,
        "value_raw": "13", "value_state": "number", "unit": "件", "source": "table",
        "evidence": "一、本年新收政府信息公开申请数量 × 总计",
    }  # fmt: skip
    (stated,) = [figure for figure in shown["figures"] if figure["source"] == "prose"]
    assert (stated["cell"], stated["value"], stated["value_raw"]) == (None, 12, "12件")
    failing = [check for check in shown["checks"] if check["verdict"] == "fail"]
    assert {
        "rule": "ROW",
        "subject": "requests.received",
        "verdict": "fail",
        "expected": 12,
        "actual": 13,
    } in failing
    assert "Q-06" in {issue["kind"] for issue in shown["issues"]}
    told = cundang("read", tmp_path / "body.html").said
    assert "200 in tables, 1 in sentences" in told
    assert "40 pass, 2 fail" in told or "2 fail, 40 pass" in told


def test_for_a_person_what_is_not_stated_is_said_so(tmp_path: Path) -> None:
    outcome = cundang("read", written(tmp_path, "蔬菜办.txt", TEXT))
    assert outcome.code == 0
    shown = {line.partition(" ")[0]: line.partition(" ")[2].strip() for line in outcome.said.splitlines()}
    assert shown["report_year"] == "2020"
    assert shown["published_on"] == "(not stated)"


def test_a_document_that_is_no_report_is_shown_and_ends_with_1(tmp_path: Path) -> None:
    outcome = cundang("read", "--json", written(tmp_path, "a.txt", "采购蔬菜种子的通知\n请各村领取。\n"))
    assert outcome.code == 1
    shown = json.loads(outcome.said)
    assert (shown["title"], shown["report_type"], shown["report_year"]) == (
        "采购蔬菜种子的通知",
        "other",
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("missing.txt",), 2, "There is no file missing.txt; check the path"),
        ((".",), 2, "give the path of a file"),
        (("good.txt", "--family", "joomla"), 2, "There is no family joomla; use one of "),
        (("picture.pdf",), 1, "picture.pdf"),
        (("nothing.txt",), 1, "nothing.txt"),
        (("http://127.0.0.1:9/x.html",), 2, "could not be fetched"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    written(tmp_path, "good.txt", TEXT)
    written(tmp_path, "picture.pdf", "%PDF-1.4\n%%EOF\n")
    written(tmp_path, "nothing.txt", "  \n")
    source = (
        arguments[0] if "//" in arguments[0] or arguments[0] == "missing.txt" else tmp_path / arguments[0]
    )
    outcome = cundang("read", source, *arguments[1:])
    assert outcome.code == code
    assert told in outcome.said
    assert outcome.said.startswith("cundang: ")
    assert len(outcome.said.splitlines()) == 1


def test_an_address_is_read_as_the_crawl_would_and_nothing_is_written(tmp_path: Path) -> None:
    site = henan_date.site()
    document = next(d for d in documents() if (d.organ, d.year) == ("水利局", 2021))
    data = tmp_path / "data"
    with serve(site) as running:
        url = running.url + henan_date.address(document)
        outcome = cundang("read", "--json", url, CUNDANG_DATA=str(data))
    assert outcome.code == 0, outcome.said
    shown = json.loads(outcome.said)
    assert (shown["title"], shown["published_on"]) == (document.title, document.day)
    assert not data.exists()


@pytest.mark.parametrize(
    ("mode", "code", "told"),
    [
        ("login", 1, "asks for a login"),
        ("challenge", 2, "answered with status 412"),
    ],
)
def test_an_address_that_answers_with_something_else_is_no_report(mode: str, code: int, told: str) -> None:
    site = henan_date.Site(mode=mode)
    with serve(site) as running:
        outcome = cundang("read", running.url + henan_date.address(site.documents[5]))
    assert (outcome.code, len(outcome.said.splitlines())) == (code, 1)
    assert told in outcome.said
