"""Forms run together into text that could bring a number into a cell it does not belong to."""

from __future__ import annotations

import pytest

from archive.figures.flattened import read_flattened
from tests.builders.grids import (
    APPLICANTS,
    CARRIED_IN,
    CARRIED_OUT,
    CASES,
    DISPUTES,
    GRANTED,
    LISTED,
    OUTCOMES,
    RECEIVED,
    TRUE,
    Numbers,
    of_disputes,
)

PRINTED = " ".join(map(str, CASES))


def flat(text: str) -> Numbers:
    """Every number of a form run together."""
    parts = ("proactive", "requests", "disputes", "lists")
    return {str(f.cell): f.value for f in read_flattened(text, parts) if f.value is not None}


def flat_list(row: str, head: str = "指标单位统计数") -> str:
    """A list run together: `row` is each row's pattern, of LABEL, UNIT, N and its number #."""
    text = head
    for number, (label, (unit, key)) in enumerate(LISTED.items(), start=1):
        text += (
            row.replace("LABEL", label)
            .replace("UNIT", unit)
            .replace("#", str(number))
            .replace("N", str(TRUE[key]))
        )
    return text


@pytest.mark.parametrize("row", ["LABELUNITN", "LABELNUNIT"])
def test_a_list_run_together_is_read(row: str) -> None:
    assert flat(flat_list(row)) == TRUE


@pytest.mark.parametrize(
    ("row", "head"),
    [
        ("#LABELUNITN", "序号指标单位统计数"),
        ("LABEL1#UNITN", "指标代码单位统计数"),
        ("LABELUNITN%", "指标单位占比"),
        ("LABELUNIT5N", "指标单位上年本年"),
        ("LABELUNIT5N", "指标单位2016年2017年"),
        ("LABELUNIT 500 N ", "指标单位历年累计本年数"),
    ],
    ids=["sequence", "codes", "shares", "last_year", "two_years", "all_years_first"],
)
def test_a_list_run_together_with_other_columns_has_no_number(row: str, head: str) -> None:
    assert flat(flat_list(row, head)) == {}


ROWS = [RECEIVED, CARRIED_IN, GRANTED, "（二）部分公开", "1.属于国家秘密", CARRIED_OUT]


@pytest.mark.parametrize(
    "headings",
    [["总计", *APPLICANTS[:6]], ["商业企业", "自然人", *APPLICANTS[2:]]],
    ids=["total", "exchanged"],
)
def test_requests_run_together_in_another_order_have_no_number(headings: list[str]) -> None:
    assert flat("".join(headings) + "".join(f"{label} 8 5 0 0 0 1 2 " for label in ROWS)) == {}


@pytest.mark.parametrize("kinds", [[DISPUTES[0], *DISPUTES[:0:-1]], [*DISPUTES[1:], DISPUTES[0]]])
def test_disputes_run_together_in_another_order_have_no_number(kinds: list[str]) -> None:
    assert flat("".join(kinds) + "".join(OUTCOMES * 3) + PRINTED) == {}
    assert flat("".join(DISPUTES) + "".join(OUTCOMES * 3) + PRINTED) == of_disputes(CASES)


PART_TWO = (
    "信息内容上一年项目数量本年增/减处理决定数量行政许可 7 1 71其他对外管理服务事项 8 0 72行政处罚 3 0 81行政强制 2 1 91"
    "信息内容采购项目数量采购总金额（万元）政府集中采购 3 23.5"
)


def test_part_two_run_together_is_read_by_its_own_headings_and_units() -> None:
    read = flat(PART_TWO + "全部现行有效规范性文件均已公开。")
    assert read["s2_license_items_prev"] == 7
    assert read["s2_procure_amount_yuan"] == 235000
