"""Quality rules on the cells of the tables alone: Q-06, Q-13, Q-14, Q-15, Q-17, Q-18."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.checks import check_report
from archive.quality import findings
from archive.reports import Bureau, Check, Figure, Finding
from archive.vocabulary.forms import forms
from tests.test_quality import COUNTY, FORESTRY, TOWN, cell, found, report

APPLICANTS = [member.key for member in forms().applicants]


def row(indicator: str, *values: float | None) -> list[Figure]:
    """A row of part three, in the order of the form."""
    return [cell(indicator, value, dimension=key) for key, value in zip(APPLICANTS, values, strict=True)]


def sums(figures: list[Figure]) -> dict[str, Finding]:
    """The findings on sums, by what they are on."""
    return {one.subject: one for one in found("Q-06", report(), figures, check_report(figures))}


# ── Q-06 ──


def test_a_row_that_does_not_add_up_is_spelled_out() -> None:
    one = sums(row("requests.granted", 3, 1, 0, 0, 0, 0, 5))["ROW requests.granted"]
    assert (
        one.message_zh == "表中“予以公开”（各类申请人之和等于总计）：自然人3 + 商业企业1 = 4；所印为总计5。"
    )
    assert one.message_en == (
        "Table, “Granted” (the kinds of applicant add up to the total): Natural persons 3 + Businesses 1 = 4; "
        "printed is Total 5."
    )
    assert one.evidence == "予以公开 × 件数：5"


def test_a_single_part_is_said_to_be_the_only_one() -> None:
    one = sums(row("requests.granted", 3, 0, 0, 0, 0, 0, 5))["ROW requests.granted"]
    assert "自然人3，其余为0；所印为总计5" in one.message_zh


def test_a_balance_that_does_not_hold_has_both_sides() -> None:
    figures = [
        cell("requests.received", 14), cell("requests.carried_in", 1),
        cell("requests.results_total", 12), cell("requests.carried_out", 1),
    ]  # fmt: skip
    one = sums(figures)["BAL total"]
    assert "本年新收政府信息公开申请数量14 + 上年结转政府信息公开申请数量1 = 15" in one.message_zh
    assert "所印为本年度办理结果总计12 + 结转下年度继续办理1 = 13" in one.message_zh


def test_a_repair_that_would_make_it_hold_is_named() -> None:
    check = Check("BAL", "business", "fail", 3, 4, repair="column_shift")
    (one,) = found("Q-06", report(), [], [check])
    assert "或有数字填在相邻一栏" in one.message_zh
    assert "a figure may stand one column to the side" in one.message_en
    assert ": 3; printed is 4" in one.message_en


def test_a_part_that_is_more_than_its_whole_and_items_below_nought() -> None:
    whole, part = "statistics.press_conferences", "statistics.press_conferences_by_head"
    one = sums([cell(whole, 1), cell(part, 2)])[f"ST {part} ≤ {whole}"]
    assert (
        "（分项不超过总数）：主要负责同志参加新闻发布会次数2；所印为参加或举办新闻发布会总次数1"
        in one.message_zh
    )
    items = [cell("proactive.permit_items_previous", 5), cell("proactive.permit_items_change", -8, "减8")]
    assert sums(items)["XI+ proactive.permit_items"].message_zh == (
        "表中“行政许可项目”：上一年项目数量5，本年增/减-8，两格相加为-3，低于0。"
    )


@pytest.mark.parametrize(
    "check",
    [
        Check("ROW", "requests.granted", "pass", 4, 4),
        Check("ROW", "requests.granted", "blank", 4, None),
        Check("CH", "statistics.disclosed ≤ sum", "fail", 4, 3, is_hard=False),
        Check("XC", "total", "fail", 4, 3),
    ],
)
def test_soft_relations_and_those_between_years_are_no_broken_sums(check: Check) -> None:
    assert found("Q-06", report(), [], [check]) == ()


# ── Q-13 ──


def test_items_that_add_up_to_decisions() -> None:
    figures = [
        cell("proactive.permit_items_previous", 421), cell("proactive.permit_items_change", 1423, "增1423"),
        cell("proactive.permits", 1844),
    ]  # fmt: skip
    (one,) = found("Q-13", report("", 2019), figures, check_report(figures))
    assert "上一年项目数量421，本年增/减1423，两格相加等于处理决定数量1844" in one.message_zh
    assert "by the form the first two count items, the last decisions" in one.message_en
    other = [*figures[:2], cell("proactive.permits", 1843)]
    assert found("Q-13", report("", 2019), other, check_report(other)) == ()


# ── Q-14 ──


def test_one_procurement_of_hundreds_of_millions() -> None:
    amount = cell("proactive.procurement_amount", 236_000_000, "23600万元")
    (one,) = found("Q-14", report("", 2019), [cell("proactive.procurement_projects", 1), amount])
    assert one.message_zh == (
        "表中“政府集中采购总金额”印为“23600万元”，按所印单位合236000000元，同表采购项目数量为1。"
    )
    assert found("Q-14", report("", 2019), [cell("proactive.procurement_projects", 40), amount]) == ()
    small = cell("proactive.procurement_amount", 2_360_000, "236万元")
    assert found("Q-14", report("", 2019), [cell("proactive.procurement_projects", 1), small]) == ()


def test_fees_that_no_department_can_have() -> None:
    fees = cell("proactive.fees", 31_644_100, "31644100")
    (one,) = found("Q-14", report(), [fees])
    assert "印为“31644100”" in one.message_zh
    assert "按所印单位合316441000000元" in one.message_zh
    city = replace(COUNTY, level="city")
    for other in (city, replace(FORESTRY, level="central"), replace(FORESTRY, is_certain=False)):
        assert found("Q-14", report("", bureau=other), [fees]) == ()
    for other in (TOWN, COUNTY, replace(FORESTRY, level="city")):
        assert len(found("Q-14", report("", bureau=other), [fees])) == 1
    assert found("Q-14", report(), [cell("proactive.fees", 5949.09)]) == ()


# ── Q-15 ──


def test_rules_made_by_a_township() -> None:
    figures = [cell("proactive.rules_issued", 2), cell("proactive.rules_in_force", 6)]
    (one,) = found("Q-15", report("", bureau=TOWN), figures)
    assert "表中规章一行为规章本年制发件数为2件、规章现行有效件数为6件" in one.message_zh
    assert "松岭镇人民政府不在其列" in one.message_zh
    assert (
        len(found("Q-15", report(), figures)) == len(found("Q-15", report("", bureau=COUNTY), figures)) == 1
    )


@pytest.mark.parametrize(
    ("bureau", "value"),
    [
        (TOWN, 0),
        (replace(COUNTY, level="city"), 3),
        (replace(COUNTY, level="province"), 3),
        (replace(FORESTRY, level="central"), 3),
        (replace(FORESTRY, level=None), 3),
        (replace(TOWN, is_certain=False), 3),
        (None, 3),
    ],
)
def test_rules_of_those_who_may_make_them_or_may_be(bureau: Bureau | None, value: int) -> None:
    assert found("Q-15", report("", bureau=bureau), [cell("proactive.rules_in_force", value)]) == ()


#


def whole(value: float | None) -> list[Figure]:
    """Part three with the same in every cell."""
    rows = [i.key for i in forms().of_part("requests") if "f2021" in i.cells]
    return [figure for key in rows for figure in row(key, *[value] * len(APPLICANTS))]


def test_tables_that_are_nought_or_blank_throughout() -> None:
    assert len(found("Q-17", report(), whole(0)[:100])) == len(found("Q-18", report(), whole(None)[:50])) == 1
    (noughts,) = found("Q-17", report(), whole(0))
    assert noughts.message_zh == "表格中读到的175格数字全部为0。"
    (blanks,) = found("Q-18", report(), whole(None))
    assert blanks.message_en == "All 175 cells of the tables are blank; none holds a number."
    assert found("Q-17", report(), whole(None)) == found("Q-18", report(), whole(0)) == ()


def test_one_number_few_cells_or_cells_not_read_are_not_nothing() -> None:
    unreadable = replace(cell("proactive.permits", None), value_state="unreadable")
    for other in (cell("proactive.permits", 1), unreadable):
        assert found("Q-17", report(), [*whole(0), other]) == ()
        assert found("Q-18", report(), [*whole(None), other]) == ()
    assert found("Q-17", report(), whole(0)[:99]) == found("Q-18", report(), whole(None)[:49]) == ()


def test_recognised_cells_that_cannot_be_read_say_nothing() -> None:
    cells = [replace(figure, source="ocr", value_state="unreadable") for figure in whole(None)]
    assert findings(report(), cells, check_report(cells)) == ()
