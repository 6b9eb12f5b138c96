"""What the reports of a bureau show beside each other, and one report beside many others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from archive.checks import check_years
from archive.dates import BEIJING
from archive.quality.archive_wide import Amount, CopiedText, findings_of_amounts, findings_of_copies
from archive.quality.years import YearReport, findings_of_years
from archive.reports import Check, Figure, Finding
from tests.figure_cases import Rows, complete, figures

IN, OUT = "requests.carried_in", "requests.carried_out"
DOCUMENTS = "proactive.normative_documents"


@dataclass(frozen=True)
class Year:
    """One year's report of an invented bureau."""

    year: int = 2023
    rows: Rows = field(default_factory=dict)
    edition: str = "f2021"
    text: str = ""
    versions: Sequence[tuple[datetime, str]] = (
        (datetime(2024, 1, 20, 9, 30, tzinfo=BEIJING), "https://a.gov.cn/1"),
    )

    @property
    def figures(self) -> tuple[Figure, ...]:
        return figures(self.rows)

    @property
    def report(self) -> YearReport:
        return YearReport(self.year, self.edition, self.text, self.versions, self.figures)


def compared(earlier: Year, later: Year) -> tuple[Finding, ...]:
    """What two years in a row show."""
    checks = check_years(earlier.figures, later.figures)
    return findings_of_years(earlier.report, later.report, checks)


def named(checks: Sequence[Check]) -> dict[str, tuple[object, ...]]:
    """Verdict, what is expected, what is printed, and whether it must hold, by rule and subject."""
    found: dict[str, tuple[object, ...]] = {
        f"{c.rule} {c.subject}": (c.verdict, c.expected, c.actual, c.is_hard) for c in checks
    }
    assert len(found) == len(checks)
    return found


def test_what_was_carried_over_is_what_comes_in_for_every_applicant() -> None:
    before, after = figures({OUT: "1 1 0 0 0 0 2"}), figures({IN: "1 0 0 0 0 0 1"})
    assert named(check_years(before, after)) == {
        "XC natural_person": ("pass", 1, 1, True),
        "XC business": ("fail", 1, 0, True),
        "XC research_body": ("pass", 0, 0, True),
        "XC public_interest_body": ("pass", 0, 0, True),
        "XC legal_services": ("pass", 0, 0, True),
        "XC other": ("pass", 0, 0, True),
        "XC total": ("fail", 2, 1, True),
    }


def test_documents_in_force_follow_from_those_of_before() -> None:
    before = figures({f"{DOCUMENTS}_in_force": "597", "proactive.rules_in_force": "6"})
    rows = {f"{DOCUMENTS}_issued": "30", f"{DOCUMENTS}_repealed": "27", f"{DOCUMENTS}_in_force": "600"}
    rules = {f"proactive.rules_{name}": value for name, value in (("issued", "1"), ("repealed", "0"))}
    found = named(check_years(before, figures({**rows, **rules, "proactive.rules_in_force": "6"})))
    assert found == {
        "XV proactive.rules_in_force": ("fail", 7, 6, False),
        f"XV {DOCUMENTS}_in_force": ("pass", 600, 600, False),
    }


@pytest.mark.parametrize("name", ["permit", "other_service", "penalty", "coercive_measure", "fee"])
def test_items_of_before_are_those_of_the_year_before_with_their_change(name: str) -> None:
    items = f"proactive.{name}_items"
    before = figures({f"{items}_previous": "39", f"{items}_change": "-6"})
    assert named(check_years(before, figures({f"{items}_previous": "33"}))) == {
        f"XI {items}": ("pass", 33, 33, False)
    }
    assert named(check_years(before, figures({f"{items}_previous": "39"}))) == {
        f"XI {items}": ("fail", 33, 39, False)
    }


@pytest.mark.parametrize("unknown", ["_", "/", "?", "无"])
def test_a_pair_of_which_one_is_no_number_is_left_out(unknown: str) -> None:
    stock = {f"{DOCUMENTS}_issued": "30", f"{DOCUMENTS}_repealed": unknown, f"{DOCUMENTS}_in_force": "600"}
    before = figures({OUT: "1 0 0 0 0 0 1", f"{DOCUMENTS}_in_force": "597"})
    found = named(check_years(before, figures({IN: f"1 {unknown} 0 0 0 0 1", **stock})))
    assert len(found) == 6
    assert "XC business" not in found
    assert check_years(before, ()) == check_years((), before) == ()


def test_a_break_between_the_forms_is_not_compared_but_carried_requests_are() -> None:
    found = check_years(figures(complete("f2019")), figures(complete("f2021")))
    assert {check.rule for check in found} == {"XC"}
    assert len(check_years(figures(complete("f2021")), figures(complete("f2021")))) == 7 + 2
    assert len(check_years(figures(complete("f2019")), figures(complete("f2019")))) == 7 + 5


def test_a_year_between_two_reports_that_is_not_held_is_named() -> None:
    found = findings_of_years(Year(2020).report, Year(2023).report, None)
    assert [(one.rule, one.subject) for one in found] == [("Q-02", "2021"), ("Q-02", "2022")]
    assert "2020" in found[0].message_zh
    assert "2023" in found[0].message_zh
    assert "not held does not mean not published" in found[0].message_en
    assert findings_of_years(Year(2022).report, Year(2023).report, None) == ()
    assert findings_of_years(None, Year(2023).report, None) == ()


def test_a_broken_chain_is_stated_with_both_reports() -> None:
    (found,) = compared(Year(2023, {OUT: "0 0 0 0 0 0 103"}), Year(2024, {IN: "0 0 0 0 0 0 34"}))
    assert (found.rule, found.subject) == ("Q-07", "total")
    assert found.message_zh == (
        "“总计”：2023年度报告所印的结转下年度继续办理为103件，2024年度报告所印的上年结转为34件。"
    )
    assert found.message_en == (
        "“Total”: carried over to the next year, by the report on 2023, 103; "
        "carried over from the year before, by the report on 2024, 34."
    )
    assert compared(Year(2023, {OUT: "0 0 0 0 0 0 34"}), Year(2024, {IN: "0 0 0 0 0 0 34"})) == ()
    assert compared(Year(2023, {OUT: "0 0 0 0 0 0 _"}), Year(2024, {IN: "0 0 0 0 0 0 34"})) == ()


def test_documents_in_force_that_do_not_follow_are_stated_with_the_sum() -> None:
    after = {f"{DOCUMENTS}_issued": "109", f"{DOCUMENTS}_repealed": "489", f"{DOCUMENTS}_in_force": "600"}
    (found,) = compared(Year(2022, {f"{DOCUMENTS}_in_force": "977"}), Year(2023, after))
    assert (found.rule, found.subject) == ("Q-16", f"{DOCUMENTS}_in_force")
    assert found.message_zh == (
        "“行政规范性文件现行有效件数”：2022年末有效977件，2023年制发109件、废止489件，按此为597件；所印现行有效为600件。"
    )
    assert compared(Year(2022, {f"{DOCUMENTS}_in_force": "980"}), Year(2023, after)) == ()


@pytest.mark.parametrize(
    ("last", "now", "is_found"),
    [(20, 101, True), (101, 20, True), (20, 100, False), (3, 19, False), (0, 500, False), (500, 0, False),
     (3, 20, True), (100, 170, False), (None, 500, False)],
)  # fmt: skip
def test_a_jump_is_more_than_a_factor_of_five_and_about_something(
    last: int | None, now: int, is_found: bool
) -> None:
    before = {"proactive.permits": "_" if last is None else str(last)}
    found = compared(Year(2022, before), Year(2023, {"proactive.permits": str(now)}))
    assert [one.rule for one in found] == ["Q-20"] * is_found
    if is_found:
        assert found[0].subject == "proactive.permits"
        assert found[0].message_zh == f"“行政许可处理决定数量”：2022年度报告为{last}，2023年度报告为{now}。"


def test_no_jump_is_seen_where_the_form_changed() -> None:
    before = Year(2020, {"proactive.permits": "20"}, "f2019")
    assert compared(before, Year(2021, {"proactive.permits": "500"}, "f2021")) == ()


GREW = "2024年全市共收到政府信息公开申请3646件，同比增长{}。"


@pytest.mark.parametrize(
    ("sentence", "last", "is_found"),
    [
        (GREW.format("1.15%"), 3607, True),
        (GREW.format("1.08%"), 3607, False),
        (GREW.format("1.1%"), 3607, False),
        (GREW.format("1%"), 3607, False),
        (GREW.format("1.2%"), 3607, True),
        (GREW.format("8%"), 3607, True),
        ("2024年新收政府信息公开申请 3646 件，比上年下降1.08%。", 3686, False),
        ("2024年新收政府信息公开申请 3646 件，比上年下降1.08%。", 3607, True),
        ("2024年本级收到申请646件，同比增长50%。", 3607, False),
        (GREW.format("1.05%"), 0, False),
        ("2024年共受理申请3646件，网上2000件，同比增长50%。", 3607, False),
    ],
)  # fmt: skip
def test_a_stated_growth_is_held_against_both_years(sentence: str, last: int, is_found: bool) -> None:
    before = Year(2023, {"requests.received": f"0 0 0 0 0 0 {last}"})
    after = Year(2024, {"requests.received": "0 0 0 0 0 0 3646"}, text=sentence)
    found = [one for one in compared(before, after) if one.rule == "Q-12"]
    assert len(found) == is_found


def test_a_stated_growth_that_is_another_is_quoted_and_recomputed() -> None:
    before = Year(2023, {"requests.received": "0 0 0 0 0 0 3607"})
    after = Year(2024, {"requests.received": "0 0 0 0 0 0 3646"}, text=GREW.format("1.5%"))
    (found,) = compared(before, after)
    assert found.message_zh == ("文中所述增减幅度为+1.5%；2023年度报告为3607，本年为3646，按此计算为+1.08%。")
    assert found.evidence.endswith("同比增长1.5%")


def test_a_report_whose_text_changed_names_both_captures() -> None:
    moments = (
        datetime(2024, 1, 20, 9, 30, tzinfo=BEIJING),
        datetime(2024, 2, 3, 2, 0, tzinfo=BEIJING),
        datetime(2024, 3, 15, 2, 5, tzinfo=BEIJING),
    )
    versions = [(moment, "https://a.gov.cn/1") for moment in moments]
    (found,) = findings_of_years(None, Year(versions=versions).report, None)
    assert (found.rule, found.subject) == ("Q-32", "")
    assert "2024年1月20日09:30和2024年3月15日02:05" in found.message_zh
    assert "20 January 2024, 09:30 and 15 March 2024, 02:05" in found.message_en
    assert findings_of_years(None, Year(versions=versions[:1]).report, None) == ()


def test_another_text_at_another_address_is_no_edit() -> None:
    versions = [
        (datetime(2024, 1, 20, 9, 30, tzinfo=BEIJING), "https://a.gov.cn/1"),
        (datetime(2024, 1, 20, 9, 31, tzinfo=BEIJING), "https://a.gov.cn/2"),
    ]
    (found,) = findings_of_years(None, Year(versions=versions).report, None)
    assert "两个网址" in found.message_zh
    assert "https://a.gov.cn/1，https://a.gov.cn/2" in found.message_zh
    assert "captures" not in found.message_en


def test_years_that_cannot_be_compared_show_only_gaps_and_versions() -> None:
    before = Year(2022, {OUT: "0 0 0 0 0 0 9", "requests.received": "0 0 0 0 0 0 20"})
    after = Year(2023, {IN: "0 0 0 0 0 0 1", "requests.received": "0 0 0 0 0 0 900"})
    assert {one.rule for one in compared(before, after)} == {"Q-07", "Q-20"}
    assert findings_of_years(before.report, after.report, None) == ()


def test_text_that_repeats_an_earlier_year_is_shown_from_four_fifths_on() -> None:
    copies = [
        CopiedText(2021, 0.8, "认真落实各项要求"),
        CopiedText(2020, 0.79, "另一段"),
        CopiedText(2019, 1.0, "全文"),
    ]
    found = list(findings_of_copies(copies))
    assert [(one.rule, one.subject, one.evidence) for one in found] == [
        ("Q-21", "2021", "认真落实各项要求"), ("Q-21", "2019", "全文"),
    ]  # fmt: skip
    assert found[0].message_zh == "隐去数字和年份后，本报告与2021年度报告有80%的文字相同。"
    assert "100%" in found[1].message_en


@pytest.mark.parametrize(
    ("value", "peers", "is_found"),
    [(236_000_000, [2_000_000.0] * 10, True), (200_000_000, [2_000_000.0] * 10, False),
     (236_000_000, [2_000_000.0] * 9, False), (236_000_000, [1.0] * 5 + [3_000_000.0] * 6, False), (5.0, [], False)],
)  # fmt: skip
def test_an_amount_a_hundred_times_that_of_ten_others_is_shown(
    value: float, peers: list[float], is_found: bool
) -> None:
    found = list(findings_of_amounts([Amount("proactive.procurement_amount", value, "23600万元", peers)]))
    assert len(found) == is_found
    if is_found:
        assert (found[0].rule, found[0].subject) == ("Q-14", "proactive.procurement_amount")
        assert (
            found[0].message_zh == "表中“政府集中采购总金额”为“23600万元”，是同类机构中位数2000000的118倍。"
        )
        assert found[0].evidence == "23600万元"
