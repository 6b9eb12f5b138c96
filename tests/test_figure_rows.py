"""Figures as rows: what a journalist or an analyst finds of them in tables and views."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.filed import Filed, form, page
from tests.report_cases import REPORTS, expected, expected_cells

BUREAU = "青河县林业局"
CLEAN = REPORTS / "f2021" / "clean" / "body.html"


@pytest.fixture
def filed(tmp_path: Path) -> Filed:
    return Filed(tmp_path)


def test_every_cell_of_a_report_is_a_row_and_a_column_of_the_wide_view(filed: Filed) -> None:
    filed.add("clean.html", CLEAN.read_text(encoding="utf-8"))
    wanted = expected_cells(expected(CLEAN))
    assert dict(filed.rows("select cell, value from indicator_value where source = 'table'")) == wanted
    assert filed.rows(
        "select requests_received_natural_person, proactive_fees, reconsideration_total from report_f2021"
    ) == [(wanted["s3_new__natural"], wanted["s2_fee_amount_wanyuan"], wanted["s4_review_total"])]


def test_a_figure_leads_back_to_the_row_it_is_printed_in(filed: Filed) -> None:
    filed.add("2022.html", page(BUREAU, 2022, *form(12, 9)))
    (printed,) = filed.rows(
        "select p.label, json_extract(p.cells, '$[' || (v.column_number - 1) || ']'), v.value_raw from indicator_value v "
        "join printed_row p using (revision_id, table_number, row_number) where v.cell = 's3_open__natural'"
    )
    assert printed == ("（一）予以公开", "9", "9")


def test_what_a_sentence_states_is_a_row_of_its_own_that_quotes_it(filed: Filed) -> None:
    sentence = "2022年我局收到政府信息公开申请12件。"
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", sentence, *form(12, 9)))
    assert filed.rows(
        "select indicator, value, cell, evidence from figure where source = 'prose' and dimension = 'total'"
    ) == [("requests.received", 12, None, sentence.removesuffix("。"))]
    ((start, end),) = filed.rows("select text_start, text_end from figure where source = 'prose'")
    ((text,),) = filed.rows("select text from revision")
    assert "收到政府信息公开申请12件" in str(text)[int(str(start)) : int(str(end))]


def test_blank_is_empty_and_never_zero(filed: Filed) -> None:
    blank = form(0, 0)[3].replace(">0<", "><")
    filed.add("2022.html", page(BUREAU, 2022, "三、收到和处理政府信息公开申请情况", blank))
    states = dict(filed.rows("select value_state, count(*) from indicator_value group by 1"))
    assert states == {"blank": 175}
    assert filed.rows("select requests_received_total from report_f2021") == [(None,)]


def test_a_sum_that_does_not_hold_is_found_with_both_numbers(filed: Filed) -> None:
    filed.add("2022.html", page(BUREAU, 2022, *form(12, 9, wrong_total=True)))
    broken = filed.rows("select rule, subject, expected, actual, delta from broken_sums order by rule")
    assert broken == [("BAL", "total", 13, 12, -1), ("ROW", "requests.received", 12, 13, 1)]
    assert filed.rows("select count(*) from check_result where verdict = 'pass' and is_hard") == [(40,)]


def test_an_edited_report_shows_its_figures_of_today_and_keeps_those_of_before(filed: Filed) -> None:
    filed.add("2022.html", page(BUREAU, 2022, *form(12, 9, wrong_total=True)))
    filed.add("2022.html", page(BUREAU, 2022, *form(14, 9)))
    assert filed.rows("select requests_received_total from report_f2021") == [(14,)]
    assert filed.rows("select value from figure where cell = 's3_new__total'") == [(14,)]
    assert filed.rows("select value from indicator_value where cell = 's3_new__total' order by id") == [
        (13,),
        (14,),
    ]
    assert filed.rows("select * from broken_sums") == []
    assert filed.rows("select rule from quality_finding where rule in ('Q-06', 'Q-32')") == [("Q-32",)]


def test_what_was_carried_over_is_looked_for_in_the_next_year_whichever_came_first(filed: Filed) -> None:
    filed.add("2023.html", page(BUREAU, 2023, "我局依法公开。", *form(8, 8)))
    assert filed.rows("select * from quality_finding where rule = 'Q-07'") == []
    filed.add("2022.html", page(BUREAU, 2022, "我局依法公开。", *form(12, 9, carried=2)))
    found = filed.rows(
        "select report_year, message_en from quality_finding where rule = 'Q-07' order by message_en"
    )
    assert [year for year, _ in found] == [2023, 2023]
    assert "the report on 2022, 2;" in str(found[0][1])
    assert filed.rows(
        "select subject, expected, actual from check_result where rule = 'XC' and verdict = 'fail'"
    ) == [("natural_person", 2, 0), ("total", 2, 0)]


def test_years_that_count_different_bodies_are_not_compared(filed: Filed) -> None:
    region = "2022年，全县共收到政府信息公开申请12件。"
    filed.add("2022.html", page("青河县人民政府", 2022, region, *form(12, 9, carried=2)))
    filed.add("2023.html", page("青河县人民政府", 2023, "本报告由办公室编制。", *form(8, 8)))
    assert filed.rows("select scope from report order by report_year") == [("region_total",), ("unknown",)]
    assert filed.rows("select * from check_result where before_revision_id is not null") == []


def test_a_year_that_the_archive_lacks_is_named(filed: Filed) -> None:
    filed.add("2020.html", page(BUREAU, 2020, *form(12, 9)))
    filed.add("2023.html", page(BUREAU, 2023, *form(12, 9)))
    assert filed.rows("select report_year from missing_years order by 1") == [(2021,), (2022,)]
    assert filed.rows("select count(*) from quality_finding where rule = 'Q-02'") == [(2,)]
    filed.add("2021.html", page(BUREAU, 2021, *form(12, 9)))
    assert filed.rows("select report_year from missing_years") == [(2022,)]
    assert filed.rows("select message_en from quality_finding where rule = 'Q-02'") == [
        (
            "The archive holds the reports on 2021 and on 2023 but none on 2022; not held does not mean not published.",
        )
    ]


def test_only_rows_that_mean_the_same_stand_in_the_view_since_2019(filed: Filed) -> None:
    filed.add("2022.html", page(BUREAU, 2022, *form(12, 9, permits=181)))
    (columns,) = filed.rows("select group_concat(name, ' ') from pragma_table_info('report_since_2019')")
    named = str(columns[0]).split()
    assert {"proactive_permits", "requests_other_total", "reconsideration_pending"} <= {*named}
    assert not {"proactive_fees", "proactive_rules_made", "proactive_rules_issued"} & {*named}
    assert filed.rows("select proactive_permits, requests_other_total from report_since_2019") == [(181, 0)]


def test_prose_that_contradicts_the_table_is_found_with_its_sentence(filed: Filed) -> None:
    sentence = "2022年我局收到政府信息公开申请15件。"
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", sentence, *form(12, 9)))
    ((rule, zh, evidence),) = filed.rows("select rule, message_zh, evidence from prose_contradicts_table")
    assert rule == "Q-08"
    assert "正文为15件" in str(zh)
    assert "申请15件" in str(evidence)


def test_a_report_of_zeros_only_is_listed(filed: Filed) -> None:
    zeros = [
        part.replace(">3<", ">0<").replace(">6<", ">0<").replace(">9<", ">0<").replace(">5<", ">0<")
        for part in form(0, 0)
    ]
    filed.add("2022.html", page(BUREAU, 2022, *zeros))
    assert filed.rows("select bureau, report_year from all_zero_reports") == [(BUREAU, 2022)]


def test_two_reports_of_a_bureau_that_read_alike_are_a_pair_with_their_longest_passage(filed: Filed) -> None:
    prose = [
        f"我局第{name}项工作抓得较紧，全年召开会议部署{name}次，落实了{name}方面的责任，{name}科室按时报送材料，效果良好。"
        for name in ("宣传", "培训", "审核", "平台", "解读", "监督", "保密", "归档", "值班", "督查")
    ]
    filed.add("2021.html", page(BUREAU, 2021, "一、总体情况", *prose, *form(12, 9)))
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", *prose, *form(15, 9)))
    ((kind, score, passage),) = filed.rows("select kind, score, longest_passage from copied_text")
    assert kind == "years"
    assert float(str(score)) > 0.95
    assert "宣传科室按时报送材料" in str(passage)
    assert filed.rows("select report_year from quality_finding where rule = 'Q-21'") == [(2022,)]


def test_an_edit_of_a_figure_is_listed_cell_by_cell(filed: Filed) -> None:
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", "我局收到申请若干。", *form(12, 9)))
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", "我局收到申请若干。", *form(14, 9)))
    filed.add("2022.html", page(BUREAU, 2022, "一、总体情况", "我局收到申请多件。", *form(14, 9)))
    assert filed.rows("select kind, differs from change") == [
        ("new", None),
        ("revised", "figures"),
        ("revised", "text"),
    ]
    changed = filed.rows(
        "select revision, indicator, dimension, before_raw, after_raw from figure_change order by 2, 3"
    )
    assert changed == [
        (2, row, applicant, before, after)
        for row, before, after in (
            ("requests.not_available.not_held", "3", "5"),
            ("requests.received", "12", "14"),
            ("requests.results_total", "12", "14"),
        )
        for applicant in ("natural_person", "total")
    ]


def test_a_page_put_up_again_later_makes_nobody_late(filed: Filed) -> None:
    for published, more in (("2023-01-20", "我局依法公开。"), ("2023-03-02", "我局依法公开，并更正附件。")):
        line = f"<p>发布日期：{published}</p>"
        filed.add(f"{published}.html", page(BUREAU, 2022, line, more, *form(12, 9)))
    assert filed.rows("select published_on, days_late, revision_count from report") == [
        ("2023-01-20", -11, 2)
    ]
    assert filed.rows("select kind from issue where kind = 'Q-01'") == []


def test_a_late_report_stays_late_by_its_first_day_when_it_is_put_up_again(filed: Filed) -> None:
    for published, more in (("2023-02-03", "我局依法公开。"), ("2023-03-02", "我局依法公开，并更正附件。")):
        line = f"<p>发布日期：{published}</p>"
        filed.add(f"{published}.html", page(BUREAU, 2022, line, more, *form(12, 9)))
    ((message,),) = filed.rows("select message_zh from issue where kind = 'Q-01'")
    assert "2023年2月3日" in str(message)
    assert "之后3天" in str(message)
