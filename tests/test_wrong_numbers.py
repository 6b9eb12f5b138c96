"""Tables that could bring a number into a cell it does not belong to: what is not certain is no number."""

from __future__ import annotations

import pytest

from archive.figures.tables import read_tables
from archive.figures.values import read_value
from archive.records import Table
from tests.builders.grids import (
    APPLICANTS,
    CARRIED_OUT,
    CASES,
    DISPUTES,
    GRANTED,
    RECEIVED,
    TRUE,
    Numbers,
    Rows,
    answers,
    disputes,
    listing,
    of_disputes,
    requests,
    table,
)


def numbers(*tables: Table) -> Numbers:
    """Every number read, by its cell; one read twice is kept as read last."""
    return {str(f.cell): f.value for f in read_tables(tables).figures if f.value is not None}


def decisions(value: str) -> Numbers:
    """The permits of a block of one row."""
    return numbers(table(["信息内容", "本年处理决定数量"], ["行政许可", value]))


LIST_HEADING = ["指标", "单位", "统计数"]
EVERY_SECOND = dict(list(TRUE.items())[::2])
LAST = ["1", "0", "0", "0", "0", "0", "1"]
FULL = "5 0 0 0 1 2 8"
OF_LAST = answers("carry_out", " ".join(LAST))
FORM = requests([RECEIVED, *FULL.split()], [CARRIED_OUT, *LAST])
OF_FORM = answers("new", FULL) | OF_LAST


MARKS = ["12①", "12²", "③", "⑫", "½", "12º", "㊿", "٣"]
TWO_OR_NONE = ["3-5", "12:30", "5%", "(38)", "2023-01-05", "0379-6712345", "12*", "0,123", "1,23", "12\ufffd"]


@pytest.mark.parametrize("printed", [*MARKS, *TWO_OR_NONE, "13800138000", "12元", "12万元"])
def test_a_cell_that_holds_more_than_a_count_is_no_number(printed: str) -> None:
    assert decisions(printed) == {}


@pytest.mark.parametrize(
    ("printed", "number"), [("１２", 12), ("O", 0), ("〇", 0), ("－8", -8), ("1，234件", 1234)]
)
def test_a_number_in_other_dress_is_still_read(printed: str, number: int) -> None:
    assert decisions(printed) == {"s2_license_decisions": number}


@pytest.mark.parametrize(
    ("label", "heading", "printed", "fee"),
    [
        ("行政事业性收费", "本年收费金额（元）", "5000", 0.5),
        ("行政事业性收费（元）", "本年收费金额", "5000", 0.5),
        ("行政事业性收费", "本年收费金额（单位：千元）", "50", 5),
        ("行政事业性收费", "本年收费金额（单位：亿元）", "2", 20000),
        ("行政事业性收费（元）", "本年收费金额（单位：万元）", "5000", None),
        ("行政事业性收费", "本年收费金额（单位：美元）", "5000", None),
        ("行政事业性收费", "本年收费金额（单位：万元）", "12项", None),
        ("行政事业性收费", "本年收费金额（单位：万元）", "5000元", 0.5),
    ],
)
def test_money_is_read_in_the_unit_that_label_heading_or_cell_state(
    label: str, heading: str, printed: str, fee: float | None
) -> None:
    read = numbers(table(["信息内容", heading], [label, printed]))
    assert read == ({} if fee is None else {"s2_fee_amount_wanyuan": fee})


def test_money_is_read_in_the_unit_of_a_line_below_the_heading_or_above_the_table() -> None:
    below = table(["信息内容", "本年收费金额"], ["", "（单位：元）"], ["行政事业性收费", "5000"])
    above = table(["信息内容", "本年收费金额"], ["行政事业性收费", "5000"], heading="（单位：元）")
    assert numbers(below) == numbers(above) == {"s2_fee_amount_wanyuan": 0.5}


@pytest.mark.parametrize("unit", ["（万元）", "(单位:万元)"])
def test_purchases_under_a_heading_of_ten_thousands_are_converted(unit: str) -> None:
    rows = table(["信息内容", "采购项目数量", f"采购总金额{unit}"], ["政府集中采购", "3", "23.5"])
    assert numbers(rows) == {"s2_procure_count": 3, "s2_procure_amount_yuan": 235000}


TWO_YEARS = [["信息内容", *["本年处理决定数量"] * 2], ["信息内容", "2022年", "2023年"]]
RULES = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


@pytest.mark.parametrize(
    "rows",
    [
        [*TWO_YEARS, ["行政许可", "5", ""]],
        [["信息内容", "处理决定数量（2022年）"], ["行政许可", "3"]],
        [["信息内容", "处理决定数量（上年）"], ["行政许可", "3"]],
        [["信息内容", "2022年处理决定数量", "2023年处理决定数量"], ["行政许可", "5", "7"]],
        [RULES, ["规章（2022年）", "3", "1", "5"]],
        [RULES, ["规章", "3", "1", "5"], ["规章", "4", "2", "7"]],
        [RULES, ["规章", "3", "5"]],
    ],
    ids=[
        "years_in_a_line",
        "year_bracket",
        "last_year",
        "years",
        "year_of_row",
        "same_row_twice",
        "cell_lost",
    ],
)
def test_part_two_with_figures_of_other_years_or_too_few_has_no_number(rows: Rows) -> None:
    assert numbers(table(*rows)) == {}


@pytest.mark.parametrize(
    "other",
    [
        [["收入项目", "金额（元）"], ["行政事业性收费", "3164100"]],
        [["税收收入", "900"], ["行政事业性收费", "3164100"]],
        [["执法种类", "案件数"], ["行政事业性收费", "44"]],
    ],
    ids=["revenue", "revenue_without_heading", "cases_by_kind"],
)
def test_a_table_of_revenue_or_cases_behind_part_two_is_not_of_it(other: Rows) -> None:
    form = table(["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "12.5"])
    assert numbers(form, table(*other)) == {"s2_fee_amount_wanyuan": 12.5}


THREE, FIVE = ["3", "1", "0", "0", "0", "0", "4"], ["5", "1", "0", "0", "0", "0", "6"]
TOWNS = ["办理结果", "城关镇", "东镇", "西镇", "南镇", "北镇", "中镇", "合计"]


@pytest.mark.parametrize(
    "other",
    [
        [TOWNS, [GRANTED, *THREE], ["总计", *FIVE]],
        [["办理情况", "数量"], [GRANTED, "5"], ["（六）其他处理", "3"]],
        [["申请情况", "自然人", "法人", "总计"], [RECEIVED, "11", "1", "12"], [CARRIED_OUT, "1", "0", "1"]],
        [["城关镇", *THREE], ["总计", *FIVE]],
        [["合计", "12"], ["总计", "12"]],
    ],
    ids=["by_town", "list_of_results", "three_applicants", "towns_without_heading", "totals"],
)
def test_another_table_of_requests_is_not_part_three_alone_or_behind_it(other: Rows) -> None:
    assert numbers(table(*other)) == {}
    assert numbers(table(*FORM), table(*other)) == OF_FORM


@pytest.mark.parametrize(
    "row",
    [
        "5 0 0 1 2 8 _",  # a cell lost, the row padded
        "_ 5 0 0 0 1 2",  # pushed to the right, the total lost
        "5 0 _ 0 0 1 2",
        "5 5 5 5 5 5 5",  # one merged cell
        "5000017 _ _ _ _ _ _",  # glued in no way that adds up
        "1\ufffd 1\ufffd 1\ufffd 1\ufffd 1\ufffd 1\ufffd 1\ufffd",
    ],
)
def test_a_row_of_requests_out_of_its_columns_has_no_number(row: str) -> None:
    cells = [cell.replace("_", "") for cell in row.split()]
    rows = requests([RECEIVED, *cells], [CARRIED_OUT, *LAST])
    assert numbers(table(*rows)) == OF_LAST


def test_a_row_with_zeros_left_blank_and_one_applicant_is_read() -> None:
    rows = requests([RECEIVED, "12", "", "", "", "", "", "12"])
    assert numbers(table(*rows)) == {"s3_new__natural": 12, "s3_new__total": 12}


@pytest.mark.parametrize(
    "label",
    [
        "本年新收政府信息公开申请人数",
        "历年结转政府信息公开申请数量",
        "结转下年度政府信息公开申请数量",
        "一、本年新收政府信息公开申请数量（上年）",
        "9.不属于国家秘密",
        "属于国家秘密的申请人数",
    ],
)
def test_a_label_that_asks_something_else_is_no_misprint(label: str) -> None:
    rows = requests([label, *FULL.split()], [CARRIED_OUT, *LAST])
    assert numbers(table(*rows)) == OF_LAST


def test_a_misprinted_label_is_still_read() -> None:
    rows = requests(["本年新收政府信息公幵申请数", *FULL.split()])
    assert numbers(table(*rows)) == answers("new", FULL)


@pytest.mark.parametrize("part", ["其中：当场公开", "4.申请人撤回申请", "小计"])
@pytest.mark.parametrize("group", ["（一）予以公开", "（六）其他处理"])
def test_a_part_of_a_row_is_not_the_row(group: str, part: str) -> None:
    rows = table(["", "", *APPLICANTS], [group, part, *FULL.split()])
    assert numbers(rows) == {}


def test_a_row_printed_for_two_years_has_no_number() -> None:
    last, this = [RECEIVED, *["9", *LAST[1:6], "9"]], [RECEIVED, *FULL.split()]
    rows = [["年份", *FORM[0]], ["2022年", *last], ["2023年", *this]]
    assert {key: n for key, n in numbers(table(*rows)).items() if n} == {}


@pytest.mark.parametrize(
    "headings",
    [
        ["自然人", "个体工商户", *APPLICANTS[2:]],
        [*APPLICANTS[1:6], "自然人", "总计"],
        ["自然人", "商业企业", "", "社会公益组织", "科研机构", "其他", "总计"],
    ],
    ids=["another_body", "natural_persons_slid", "two_exchanged"],
)
def test_applicants_whose_order_is_not_certain_give_a_pushed_row_no_number(headings: list[str]) -> None:
    rows = [["", "", *headings], [RECEIVED, *FULL.split()]]
    assert numbers(table(*rows)) == {}


def test_a_table_narrower_than_the_headings_before_it_is_read_without_harm() -> None:
    form = [["", "", "", *APPLICANTS], ["", "", RECEIVED, *FULL.split()]]
    narrow = [["x", GRANTED, "5"], ["总计", "12"]]
    assert numbers(table(*form), table(*narrow)) == answers("new", FULL)
    assert numbers(table(*disputes()), table(["人员", "1", "2"])) == {}


PRINTED = list(map(str, CASES))
FIRST, SECOND, THIRD = disputes()


@pytest.mark.parametrize(
    "rows",
    [
        [FIRST, ["行政复议"] * 5 + [DISPUTES[1]] * 4 + [DISPUTES[2]] * 6, THIRD, PRINTED],
        [["行政复议", "行政诉讼"], DISPUTES[1:], THIRD, PRINTED],
        [FIRST, [DISPUTES[1]] * 5 + [DISPUTES[2]] * 5, THIRD, PRINTED],
        [["", *FIRST], ["", *SECOND], ["", *THIRD], [*PRINTED, ""]],
        [["", *FIRST], ["", *SECOND], ["", *THIRD], ["2022年", *["9"] * 15], ["2023年", *PRINTED]],
        [["", *FIRST], ["", *SECOND], ["", *THIRD], ["县公安局", *["0"] * 15], ["合计", *PRINTED]],
        [FIRST, SECOND, THIRD, ["10%"] * 15],
        [FIRST, SECOND, THIRD, [*PRINTED[1:], ""]],
        [FIRST, SECOND, THIRD, [*PRINTED[:2], "", *PRINTED[2:14]]],
    ],
    ids=["spans", "no_spans", "no_rowspan", "pushed", "years", "bodies", "shares", "lost", "inserted"],
)
def test_part_four_out_of_its_columns_or_printed_twice_has_no_number(rows: Rows) -> None:
    assert numbers(table(*rows)) == {}


@pytest.mark.parametrize(
    "below", [[str(n) for n in range(1, 16)], ["1", "2", "3", "4", "5=1+2+3+4"] * 3], ids=["numbers", "sums"]
)
def test_a_line_that_numbers_the_columns_is_not_the_figures_of_part_four(below: list[str]) -> None:
    assert numbers(table(FIRST, SECOND, THIRD, below, PRINTED)) == of_disputes(CASES)


@pytest.mark.parametrize(
    "heading",
    [
        ["指标名称", "单位", "本月", "累计"],
        ["指标名称", "单位", "上半年", "下半年"],
        ["指标名称", "单位", "上年数", "同比"],
        ["指标名称", "单位", "县本级", "乡镇"],
        ["指标名称", "单位", "2016年", "2017年"],
    ],
    ids=lambda heading: heading[2],
)
def test_a_list_whose_headings_do_not_name_the_year_has_no_number(heading: list[str]) -> None:
    assert numbers(listing("UNIT", "3", "N", heading=heading)) == {}
    assert numbers(listing("UNIT", "5", "5", heading=heading)) == {}


@pytest.mark.parametrize(
    "heading",
    [
        ["指标名称", "单位", "第四季度", "本年累计"],
        ["指标名称", "单位", "本月", "1—12月累计"],
        ["指标名称", "单位", "历年累计", "本年数"],
        ["指标名称", "单位", "上年数量", "本年数量"],
        ["指标名称", "单位", "年度计划", "年度完成"],
        ["指标名称", "单位", "代码", "填报数"],
    ],
    ids=lambda heading: heading[3],
)
def test_the_column_of_the_year_is_told_from_that_before_it(heading: list[str]) -> None:
    assert numbers(listing("UNIT", "3", "N", heading=heading)) == TRUE
    assert numbers(listing("UNIT", "3", "N", heading=heading, filled=EVERY_SECOND)) == EVERY_SECOND


def test_a_blank_beside_the_figure_of_another_column_is_not_filled_from_it() -> None:
    for heading in (None, ["", "单位", "上年", "本年"], ["指标", "单位", "2016年", "2017年"]):
        assert numbers(listing("UNIT", "3", "N", heading=heading, filled=EVERY_SECOND)) == {}


def test_the_heading_of_a_list_holds_on_the_next_page() -> None:
    first = listing("UNIT", "500", "N", heading=["指标", "单位", "历年累计", "本年数"])
    second = listing("UNIT", "500", "")
    assert numbers(first, second) == TRUE


def test_a_local_row_that_begins_as_a_heading_does_is_none() -> None:
    rows = [
        list(row) for row in listing("UNIT", "500", "N", heading=["指标", "单位", "历年累计", "本年数"]).rows
    ]
    rows.insert(3, ["项目审批公开信息", "条", "700", "12"])
    assert numbers(table(*rows)) == TRUE


@pytest.mark.parametrize(
    "label",
    ["撤销具体行政行为数", "变更具体行政行为数", "举办各类培训班人次", "举办各类培训班参训人数"],
)
def test_a_local_row_like_one_of_the_list_is_not_read_as_it(label: str) -> None:
    rows = [list(row) for row in listing("UNIT", "N", heading=LIST_HEADING).rows]
    place = next(at for at, row in enumerate(rows) if "维持" in row[0] or label[:6] in row[0])
    rows[place + 1 : place + 1] = [[label, "件", "77"]]
    assert numbers(table(*rows)) == TRUE


def test_outcomes_below_a_part_the_form_does_not_have_are_not_those_of_reconsideration() -> None:
    rows = [list(row) for row in listing("UNIT", "N", heading=LIST_HEADING).rows]
    place = next(at for at, row in enumerate(rows) if "纠错" in row[0])
    rows[place + 1 : place + 1] = [["五、应诉案件总数", "件", "9"], ["（二）被依法纠错数", "件", "8"]]
    assert numbers(table(*rows)) == TRUE


@pytest.mark.parametrize(("unit", "fee"), [("元", 0.0074), ("千元", 7.4)])
def test_the_fee_of_a_list_is_read_in_the_unit_beside_it(unit: str, fee: float) -> None:
    rows = [
        [cell.replace("万元", unit) for cell in row]
        for row in listing("UNIT", "N", heading=LIST_HEADING).rows
    ]
    assert numbers(table(*rows)) == TRUE | {"b_fee_wanyuan": fee}


@pytest.mark.parametrize(("unit", "printed_unit"), [("件", ""), ("万元", "元万元")])
def test_a_unit_that_does_not_fit_is_no_number(unit: str, printed_unit: str) -> None:
    assert read_value("12元" if unit == "件" else "12", unit, printed_unit).number is None
