"""Quality rules on days and years: Q-01 and Q-03."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.deadlines import due_on
from archive.reports import Bureau, DateWitness, Report
from tests.test_quality import COUNTY, FORESTRY, TOWN, found, report


def published(on: date, year: int, bureau: Bureau, place: str = "visible_line", **stated: object) -> Report:
    """A report that its page dates."""
    witness = DateWitness("published", place, on.isoformat(), on, "day", chosen=True)  # type: ignore[arg-type]
    stated |= {"published_on": on, "due_on": due_on(bureau.kind, year), "dates": (witness,)}
    return report("", year, bureau, **stated)


def signed(on: date, year: int) -> Report:
    """A report with a date below it."""
    witness = DateWitness(
        "written", "signature", f"{on.year}年{on.month}月{on.day}日", on, "day", chosen=True
    )
    return report("", year, signed_on=on, dates=(witness,))


# ── Q-01 ──


def test_a_department_that_publishes_in_february_is_late() -> None:
    (one,) = found("Q-01", published(date(2023, 2, 3), 2022, FORESTRY, signed_on=date(2023, 1, 20)))
    assert one.message_zh == (
        "页面所载发布日期为2023年2月3日，在《政府信息公开条例》（国务院令第711号）第四十九条规定的最后一日2023年1月31日之后3天。"
        "落款日期为2023年1月20日。"
    )
    assert "after the last day that Article 49" in one.message_en
    assert "31 January 2023 (days after it: 3); it is signed 20 January 2023." in one.message_en
    assert one.evidence == "2023-02-03"


def test_a_government_late_by_a_day_and_a_department_late_under_the_older_regulation() -> None:
    (one,) = found("Q-01", published(date(2023, 4, 1), 2022, COUNTY))
    assert "2023年3月31日之后1天。" in one.message_zh
    (older,) = found("Q-01", published(date(2016, 4, 11), 2015, TOWN))
    assert "国务院令第492号" in older.message_zh


def test_the_regulation_of_2019_applies_from_its_own_year_on() -> None:
    (one,) = found("Q-01", published(date(2020, 2, 3), 2019, FORESTRY))
    assert "第四十九条规定的最后一日2020年1月31日之后3天" in one.message_zh
    (town,) = found("Q-01", published(date(2020, 2, 3), 2019, TOWN))
    assert "未列明乡镇和街道" in town.message_zh


def test_a_report_signed_late_is_late_even_after_years() -> None:
    assert len(found("Q-01", published(date(2019, 8, 4), 2015, FORESTRY, signed_on=date(2019, 8, 1)))) == 1


def test_a_township_is_told_that_the_article_does_not_name_it() -> None:
    (one,) = found("Q-01", published(date(2023, 2, 3), 2022, TOWN))
    assert "未列明乡镇和街道" in one.message_zh
    assert "does not name townships and subdistricts" in one.message_en


@pytest.mark.parametrize(
    "in_time",
    [
        published(date(2023, 1, 31), 2022, FORESTRY),
        published(date(2019, 3, 31), 2018, FORESTRY),
        # The address tells when the page was made.
        published(date(2023, 2, 3), 2022, FORESTRY, "url"),
        # A portal that was moved dates all it holds on that day; the report itself was signed in time.
        published(date(2019, 8, 4), 2015, FORESTRY, signed_on=date(2016, 3, 1)),
        # The report of a government's office may be the government's.
        published(date(2023, 3, 8), 2022, replace(FORESTRY, organ="人民政府办公室", kind="government")),
        published(date(2023, 2, 3), 2022, replace(FORESTRY, is_certain=False)),
        report("", 2022, due_on=date(2023, 1, 31)),
    ],
)
def test_no_report_is_called_late_that_may_be_in_time(in_time: Report) -> None:
    assert found("Q-01", in_time) == ()


# ── Q-03 ──


@pytest.mark.parametrize(
    ("text", "place", "stated"),
    [
        ("青河县林业局2021年政府信息公开工作年度报告\n2022年工作如下。", "heading", "正文标题为2021年"),
        ("本报告统计期限为2021年1月1日至2021年12月31日。", "period", "统计期限为2021年"),
        ("所列数据统计期限自2021年1月1日起至2022年12月31日止。", "period", "统计期限为2021年至2022年"),
        ("截至2021年底，我局尚无依申请公开事项。", "as_of", "正文数字的截止日为2021年"),
        ("2021年我局公开信息。" * 5 + "2022年培训1次。", "body", "2021年（5次，所述年度1次）"),
    ],
)
def test_a_place_that_states_another_year_is_quoted(text: str, place: str, stated: str) -> None:
    raised = {one.subject: one for one in found("Q-03", report(text, 2022))}
    assert list(raised) == [place]
    assert raised[place].message_zh.startswith("报告所述年度为2022年，")
    assert stated in raised[place].message_zh
    assert raised[place].evidence in text


def test_a_signature_of_the_year_itself_or_of_two_years_later_disagrees() -> None:
    (early,) = found("Q-03", signed(date(2017, 2, 10), 2017))
    assert early.message_en == "The report is on 2017; its signature gives 2017: “2017年2月10日”."
    (late,) = found("Q-03", signed(date(2024, 1, 5), 2022))
    assert "落款日期为2024年" in late.message_zh


@pytest.mark.parametrize(
    "agreeing",
    [
        report(
            "一、2023年工作打算\n2023年计划培训3次。2023年将继续公开。2023年力争做好。2023年打算更新。", 2022
        ),
        report("2022年收到申请9件，比2021年增加3件，较2021年同期多办结2件。2021年结转1件。", 2022),
        report("截至2021年底累计公开信息900条。", 2022),
        report("截至2021年底，我县有行政村120个。", 2022),
        report("截至2020年底，我局尚无依申请公开事项。", 2022),
        report("截至2021年底和2020年底，我局尚无依申请公开事项。", 2022),
        report("2022年培训1次。" + "这一数字比2021年增加。" * 5, 2022),
        report("2022年培训1次。" + "2023年的各项工作。" * 5, 2022),
        report("2022年培训2次。" * 2 + "2021年培训2次。" * 4, 2022),
        report("2021年培训1次。" * 3, 2022),
        report("统计期限自2022年1月1日起至12月31日止。", 2022),
        report("统计期限自2021年12月26日起至2022年12月25日止。", 2022),
        report("青河县林业局2022年政府信息公开工作年度报告", 2022),
        signed(date(2022, 12, 30), 2022),
        signed(date(2023, 1, 12), 2022),
    ],
)
def test_plans_comparisons_and_the_report_year_itself_are_no_other_year(agreeing: Report) -> None:
    assert found("Q-03", agreeing) == ()
