"""Tables that a page break cuts are put together again, row by row and label by label."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.layout import PageLayout
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

HEAD = ["类别", "项目", "数量"]
UPPER, LOWER = (720.0, 740.0, 760.0), (80.0, 100.0, 120.0)


def broken(
    upper: Sequence[Sequence[str]], lower: Sequence[Sequence[str]], *, left: float = 0.0
) -> tuple[PageLayout, PageLayout]:
    """Two pages with two rows each of one table."""
    xs = tuple(x + left for x in XS)
    return (
        page(filled(XS, UPPER, upper), ruled(XS, UPPER)),
        page(filled(xs, LOWER, lower), ruled(xs, LOWER)),
    )


def test_a_table_goes_on_over_the_page_break_with_its_head_and_the_page_number_left_out() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [HEAD, ["公开", "处罚", "2"]], left=9)
    document = read_pages(
        [
            page([*upper.pieces, *words(280, 790, "- 4 -")], upper.rules),
            page([*words(280, 50, "年度报告"), *lower.pieces, *words(280, 790, "- 5 -")], lower.rules),
            page([*words(280, 50, "年度报告"), *lines("五、存在的问题"), *words(280, 790, "- 6 -")]),
        ]
    )
    assert [rows(document, n) for n in range(len(document.tables))] == [
        [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"]]
    ]
    assert document.text.splitlines()[-2:] == ["公开\t处罚\t2", "五、存在的问题"]
    assert document.pages == 3


def test_a_page_number_between_the_lines_of_a_table_is_left_out() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [["公开", "处罚", "2"], ["公开", "强制", "3"]])
    rules = [*upper.rules, *(down(x, 760, 820) for x in XS)]
    document = read_pages([page([*upper.pieces, *words(220, 790, "— 4 —")], rules), lower])
    assert rows(document) == [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"], ["公开", "强制", "3"]]


def test_a_heading_between_parts_two_tables() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [HEAD, ["申请", "收到", "2"]])
    document = read_pages([upper, page([*words(72, 50, "三、申请情况"), *lower.pieces], lower.rules)])
    assert [table.heading for table in document.tables] == ["", "三、申请情况"]
    assert rows(document, 1) == [HEAD, ["申请", "收到", "2"]]


@pytest.mark.parametrize("xs", [(72.0, 200.0, 300.0, 480.0), (72.0, 130.0, 250.0, 400.0)])
def test_a_table_with_other_columns_is_another_table(xs: tuple[float, ...]) -> None:
    upper, _ = broken([HEAD, ["公开", "许可", "1"]], [])
    other = page(filled(xs, LOWER, [["甲", "乙", "丙"], ["1", "2", "3"]]), ruled(xs, LOWER))
    assert len(read_pages([upper, other]).tables) == 2


def test_two_tables_on_one_page_with_nothing_between_are_two() -> None:
    first, second = (200.0, 220.0, 240.0), (260.0, 280.0, 300.0)
    table = [HEAD, ["公开", "许可", "1"]]
    pieces = filled(XS, first, table) + filled(XS, second, table)
    assert len(read_pages([page(pieces, ruled(XS, first) + ruled(XS, second))]).tables) == 2


def test_a_part_that_lacks_a_column_boundary_is_counted_in_the_columns_of_the_whole() -> None:
    upper, _ = broken([["信息内容", "制发", "废止"], ["规章", "0", "1"]], [])
    xs = (72.0, 200.0, 400.0)
    lower = page(filled(xs, LOWER, [["信息内容", "决定数量"], ["行政许可", "35"]]), ruled(xs, LOWER))
    assert rows(read_pages([upper, lower])) == [
        ["信息内容", "制发", "废止"],
        ["规章", "0", "1"],
        ["信息内容", "决定数量", "决定数量"],
        ["行政许可", "35", "35"],
    ]


def test_a_row_that_no_line_closes_at_the_break_is_one_row() -> None:
    upper, lower = broken([HEAD, ["公开", "行政", "12"]], [["", "许可", ""], ["公开", "处罚", "2"]])
    upper_rules = [rule for rule in upper.rules if rule.top < 755 or rule.bottom > 765]
    lower_rules = [rule for rule in lower.rules if rule.bottom > 90]
    document = read_pages([page(upper.pieces, upper_rules), page(lower.pieces, lower_rules)])
    assert rows(document) == [HEAD, ["公开", "行政许可", "12"], ["公开", "处罚", "2"]]


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("2.逾期未", "缴纳费用的"),
        ("（二）公开（只", "计这一项）"),
        ("处理的（只计", "这一情形）"),
        ("逾期仍未缴纳费", "用的"),
    ],
    ids=["numbered", "numbered-bracket", "bracket", "full"],
)
def test_a_row_whose_label_goes_on_below_a_drawn_line_is_one_row(label: str, rest: str) -> None:
    document = read_pages(broken([HEAD, ["公开", label, "12"]], [["", rest, ""], ["公开", "4.许可", "2"]]))
    assert rows(document) == [HEAD, ["公开", label + rest, "12"], ["公开", "4.许可", "2"]]


@pytest.mark.parametrize(
    "below",
    [["公开", "2.处罚", ""], ["公开", "处罚", "2"]],
    ids=["numbered-and-blank", "complete"],
)
def test_a_new_row_with_blank_figures_stays_a_row_and_its_figures_blank(below: list[str]) -> None:
    document = read_pages(broken([HEAD, ["公开", "1.许可", "12"]], [below, ["公开", "3.强制", "/"]]))
    assert rows(document) == [HEAD, ["公开", "1.许可", "12"], below, ["公开", "3.强制", "/"]]


def test_a_total_below_a_numbered_row_is_a_row() -> None:
    document = read_pages(broken([HEAD, ["公开", "1.许可", "12"]], [["", "合计", ""], ["", "3.强制", "/"]]))
    assert rows(document)[2:] == [["公开", "合计", ""], ["", "3.强制", "/"]]


def test_a_heading_row_and_the_row_below_it_stay_two_rows() -> None:
    document = read_pages(broken([HEAD, ["", "（二）公开", ""]], [["", "网站", "5"], ["", "微信", "/"]]))
    assert rows(document)[1:] == [["", "（二）公开", ""], ["", "网站", "5"], ["", "微信", "/"]]


def test_a_blank_label_before_figures_alone_stays_blank() -> None:
    document = read_pages(broken([HEAD, ["许可", "1", "2"]], [["", "3", "4"], ["处罚", "5", "6"]]))
    assert rows(document)[1:] == [["许可", "1", "2"], ["", "3", "4"], ["处罚", "5", "6"]]


def test_an_unnumbered_row_below_an_unnumbered_row_is_never_taken_for_its_rest() -> None:
    document = read_pages(broken([HEAD, ["", "行政处罚", "7"]], [["", "行政强制", ""], ["", "收费", "0"]]))
    assert rows(document) == [HEAD, ["", "行政处罚", "7"], ["", "行政强制", ""], ["", "收费", "0"]]


def test_a_label_of_several_rows_is_carried_over_the_break_but_no_blank_figure_is_filled() -> None:
    upper, lower = broken(
        [["（三）不予公开", "1.国家秘密", "0"], ["", "2.其他法规", "1"]],
        [["", "3.三安全", ""], ["", "4.第三方", "/"]],
    )
    upper_rules = [rule for rule in upper.rules if rule.top != 739.75] + [across(740, 200, 400)]
    lower_rules = [rule for rule in lower.rules if rule.top != 99.75] + [across(100, 200, 400)]
    document = read_pages([page(upper.pieces, upper_rules), page(lower.pieces, lower_rules)])
    assert rows(document) == [
        ["（三）不予公开", "1.国家秘密", "0"],
        ["（三）不予公开", "2.其他法规", "1"],
        ["（三）不予公开", "3.三安全", ""],
        ["（三）不予公开", "4.第三方", "/"],
    ]


def test_a_head_that_the_page_break_cuts_keeps_its_headings_over_both_rows() -> None:
    xs = (72.0, 172.0, 272.0, 372.0, 472.0)
    upper_rules = [across(y, 72, 472) for y in (740, 760)] + [down(x, 740, 760) for x in (72, 172, 372, 472)]
    upper = page(filled((72.0, 172.0, 372.0), (740.0,), [["类别", "法人组织", "总计"]]), upper_rules)
    lower = page(filled(xs, LOWER, [["", "商业企业", "其他", ""], ["申请", "1", "2", "3"]]), ruled(xs, LOWER))
    assert rows(read_pages([upper, lower])) == [
        ["类别", "法人组织", "法人组织", "总计"],
        ["类别", "商业企业", "其他", "总计"],
        ["申请", "1", "2", "3"],
    ]


def test_the_padding_of_a_row_pushed_to_the_next_page_is_no_row() -> None:
    document = read_pages(broken([HEAD, ["公开", "许可", "1"]], [["", "", ""], ["公开", "处罚", "2"]]))
    assert rows(document) == [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"]]


def test_a_blank_strip_that_no_line_closes_is_no_row() -> None:
    rules = [*ruled(XS, UPPER), *(down(x, 760, 780) for x in XS)]
    document = read_pages([page(filled(XS, UPPER, [HEAD, ["公开", "许可", "1"]]), rules)])
    assert rows(document) == [HEAD, ["公开", "许可", "1"]]


def test_the_side_of_a_label_that_fills_the_page_is_a_side_of_the_table() -> None:
    ys = (200.0, 220.0, 240.0)
    rules = [down(72, 200, 240), *ruled(XS[1:], ys)]
    table = filled(XS, ys, [["三、办理", "许可", "12"], ["", "处罚", "/"]])
    assert rows(read_pages([page(table, rules)])) == [["三、办理", "许可", "12"], ["三、办理", "处罚", "/"]]


def test_a_label_that_is_drawn_shorter_than_its_rows_makes_no_row_of_its_own() -> None:
    rules = [across(y, 200, 400) for y in (200, 220, 260)] + [across(y, 72, 200) for y in (200, 246, 260)]
    rules += [down(x, 200, 260) for x in XS]
    table = filled(XS, (200.0, 222.0), [["（六）其他", "许可", "12"], ["", "处罚", "/"]])
    assert rows(read_pages([page(table, rules)])) == [
        ["（六）其他", "许可", "12"],
        ["（六）其他", "处罚", "/"],
    ]


def test_a_label_may_cover_the_rows_of_many_pages() -> None:
    ys = [100.0 + 16 * n for n in range(41)]
    rules = [across(y, 200, 400) for y in ys] + [across(ys[0], 72, 400), across(ys[-1], 72, 400)]
    rules += [down(x, ys[0], ys[-1]) for x in XS]
    pages = [
        page(filled(XS, ys, [["" if n or m else "公开", f"第{n}项", f"{m}"] for m in range(40)]), rules)
        for n in range(4)
    ]
    read = rows(read_pages(pages))
    assert read == [["公开", f"第{n}项", f"{m}"] for n in range(4) for m in range(40)]


def test_a_row_over_all_columns_alone_at_the_end_of_a_page_belongs_to_the_table() -> None:
    first = page(words(200, 743, "第二十条第（一）项"), ruled((72.0, 400.0), (740.0, 760.0)))
    _, lower = broken([], [["信息内容", "制发", "废止"], ["规章", "0", "1"]])
    assert rows(read_pages([first, lower]))[0] == ["第二十条第（一）项"] * 3
