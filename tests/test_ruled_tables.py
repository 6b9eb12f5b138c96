"""Tables by their drawn lines on one page, whatever format it came from."""

from __future__ import annotations

import pytest

from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.layout import Rule
from tests.builders.laid_out import (
    XS,
    across,
    down,
    filled,
    lines,
    page,
    rows,
    ruled,
    words,
)


def test_a_ruled_table_is_read_cell_by_cell_and_stands_in_the_text_with_tabs() -> None:
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["信息内容", "制发件数", "备注"], ["规章", "０", "/"]])
    document = read_pages([page(lines("二、主动公开", top=170) + table, ruled(XS, ys))])
    assert rows(document) == [["信息内容", "制发件数", "备注"], ["规章", "０", "/"]]
    assert (document.tables[0].heading, document.tables[0].page) == ("二、主动公开", 1)
    assert document.text.splitlines() == ["二、主动公开", "信息内容\t制发件数\t备注", "规章\t０\t/"]


def test_a_line_that_is_not_drawn_merges_the_cells_beside_it() -> None:
    ys = (200.0, 220.0, 240.0, 260.0)
    rules = [across(y, 72, 400) for y in (200.0, 220.0, 260.0)] + [across(240, 200, 400)]
    rules += [down(x, 200, 260) for x in (72.0, 400.0)] + [down(200, 220, 260), down(300, 220, 260)]
    table = words(180, 203, "申请人情况") + filled(
        XS, ys[1:], [["三、本年度", "自然人", "9"], ["", "其他", ""]]
    )
    document = read_pages([page(table, rules)])
    assert rows(document) == [
        ["申请人情况"] * 3,
        ["三、本年度", "自然人", "9"],
        ["三、本年度", "其他", ""],
    ]
    assert document.text.splitlines() == ["申请人情况", "三、本年度\t自然人\t9", "其他"]


@pytest.mark.parametrize(
    "rules",
    [
        [r for d in (0, 2.2) for r in ruled([x + d for x in XS], [y + d for y in (200.0, 220.0, 240.0)])],
        [across(y, x, x + 3) for y in (200.0, 220.0, 240.0) for x in range(72, 398, 6)]
        + [down(x, y, y + 3) for x in XS for y in range(200, 238, 6)],
        [Rule(x, y, x + 1, y + 1) for y in (200.0, 220.0, 240.0) for x in range(72, 400, 2)]
        + [Rule(x, y, x + 1, y + 1) for x in XS for y in range(200, 240, 2)],
        [across(y, 72, 400) for y in (200.0, 220.0, 240.0)] + [down(x, 200, 240) for x in XS[1:-1]],
        [*ruled(XS, (200.0, 220.0, 240.0)), across(225, 200, 228), across(300, 72, 400)],
    ],
    ids=["double", "dashed", "dotted", "open-sides", "underlined"],
)
def test_borders_of_any_kind_make_the_same_grid(rules: list[Rule]) -> None:
    table = filled(XS, (200.0, 220.0), [["项目", "上年", "本年"], ["许可", "12", "13"]])
    assert rows(read_pages([page(table, rules)])) == [["项目", "上年", "本年"], ["许可", "12", "13"]]


def test_lines_of_a_cell_are_one_text_and_a_number_broken_for_want_of_room_one_number() -> None:
    xs, ys = (72.0, 200.0, 236.0), (200.0, 240.0, 280.0)
    table = filled(xs, ys, [["2.申请人逾期\n未缴纳费用", "1398\n8889"], ["两个\nWeb\npage", "1\n2"]])
    document = read_pages([page(table, ruled(xs, ys))])
    assert rows(document) == [["2.申请人逾期未缴纳费用", "13988889"], ["两个Web page", "1 2"]]


@pytest.mark.parametrize(
    "rules",
    [ruled((50.0, 545.0), (50.0, 790.0)), ruled((70.0, 545.0), (115.0, 137.0, 157.0, 177.0)), [down(50, 50, 790)]],
    ids=["frame", "shaded-lines", "margin-line"],
)  # fmt: skip
def test_a_frame_around_text_is_no_table(rules: list[Rule]) -> None:
    document = read_pages([page(lines("一、总体情况", "公开政府信息12条。", "收到申请5件。"), rules)])
    assert document.tables == ()
    assert document.text.splitlines() == ["一、总体情况", "公开政府信息12条。", "收到申请5件。"]


def test_frames_on_several_pages_are_no_table() -> None:
    frame = ruled((50.0, 545.0), (50.0, 790.0))
    pages = [page(lines(text, "收到申请5件。"), frame) for text in ("一、总体情况", "二、其他情况")]
    document = read_pages(pages)
    assert document.tables == ()
    assert document.text.splitlines() == ["一、总体情况", "收到申请5件。", "二、其他情况", "收到申请5件。"]


def test_a_box_before_a_table_of_its_width_is_text_where_a_heading_stands_between() -> None:
    first = page(words(200, 743, "注意事项"), ruled((72.0, 400.0), (740.0, 760.0)))
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["项目", "上年", "本年"], ["许可", "12", "13"]])
    document = read_pages([first, page(lines("二、公开情况") + table, ruled(XS, ys))])
    assert document.text.splitlines()[:2] == ["注意事项", "二、公开情况"]
    assert len(document.tables) == 1


def test_a_table_within_a_frame_is_a_table_and_the_rest_text() -> None:
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["项目", "上年", "本年"], ["许可", "12", "13"]])
    rules = [*ruled(XS, ys), *ruled((50.0, 545.0), (50.0, 790.0))]
    document = read_pages([page(lines("一、总体情况") + table, rules)])
    assert len(document.tables) == 1
    assert document.text.splitlines() == ["一、总体情况", "项目\t上年\t本年", "许可\t12\t13"]
