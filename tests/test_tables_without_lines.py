"""Tables by what stands below each other; what only looks like one stays text."""

from __future__ import annotations

import pytest

from crawler.documents.pages.assembly import read_pages
from tests.builders.laid_out import (
    PROSE,
    across,
    filled,
    lines,
    page,
    rows,
)

PLAIN = [["项目", "上年", "本年"], ["行政许可", "12", "13"], ["行政处罚", "７", ""], ["行政强制", "/", "0"]]


def test_three_rules_make_a_table_of_head_and_body() -> None:
    rules = [across(y, 72, 500) for y in (198.0, 218.0, 280.0)]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0, 260.0), PLAIN)
    document = read_pages([page(lines("表1处理决定") + pieces, rules)])
    assert rows(document) == PLAIN
    assert document.tables[0].heading == "表1处理决定"


def test_more_rules_make_a_row_between_each_two() -> None:
    rules = [across(y, 72, 500) for y in (198.0, 218.0, 250.0, 270.0)]
    texts = [
        ["项目", "上年", "本年"],
        ["1.其他法律\n禁止公开", "12", "13"],
        ["", "", ""],
        ["2.国家秘密", "0", "/"],
    ]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0, 252.0), texts)
    assert rows(read_pages([page(pieces, rules)])) == [texts[0], ["1.其他法律禁止公开", "12", "13"], texts[3]]


def test_figures_that_stand_below_each_other_make_a_table() -> None:
    figures = [["项目", "上年", "本年"], ["行政许可", "12", "13件"], ["行政处罚", "7", "0件"]]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0), figures)
    assert rows(read_pages([page(lines("表1") + pieces + lines("完。", top=300))])) == figures


def test_figures_that_stand_beside_their_heads_are_not_taken_for_another_column() -> None:
    heads = filled((80.0, 200.0, 330.0), (200.0,), [["项目", "上年", "本年"]])
    figures = filled((80.0, 280.0, 410.0), (220.0, 240.0), [["行政许可", "12", "13"], ["行政处罚", "7", "0"]])
    assert read_pages([page(heads + figures)]).tables == ()


def test_figures_that_no_gap_parts_from_their_neighbours_make_no_table() -> None:
    figures = filled((80.0, 150.0, 330.0), (220.0, 240.0), [["行政许可", "12", "13"], ["行政处罚", "7", "0"]])
    heads = filled((80.0, 300.0), (200.0,), [["信息内容上年件数", "本年件数"]])
    assert read_pages([page(heads + figures)]).tables == ()


@pytest.mark.parametrize(
    "texts",
    [
        ["一、总体情况", "1. 公开信息12条", "2. 收到申请5件", "3. 答复申请5件"],
        ["（一）     公开信息", "（二）     收到申请", "（三）     答复申请"],
        ["邮编：    471900", "申请：    12", "答复：    13"],
        ["白杨县蚕桑站      2024年1月20日", "联系人：张三      电话：0379-1234567"],
        ["一、总体情况" + "…" * 29 + "1", "二、主动公开" + "…" * 29 + "2", "三、申请情况" + "…" * 29 + "5"],
        [PROSE[:30], PROSE[:12] + "     " + PROSE[20:30] + "。", PROSE[:20] + "    " + PROSE[30:32]],
        ["收到申请      12", "答复申请      13"],
    ],
    ids=["list", "bracketed-list", "address", "signature", "contents", "prose", "two-lines"],
)
def test_what_only_looks_like_columns_stays_text(texts: list[str]) -> None:
    document = read_pages([page(lines(*texts))])
    assert document.tables == ()
    assert ["".join(line.split()) for line in document.text.splitlines()] == [
        "".join(text.split()) for text in texts
    ]
