"""Which of several sources of one report is believed, and where they contradict each other."""

from __future__ import annotations

import pytest

from archive.renditions import Source, best, differences, is_same_report, is_stub

PROSE = (
    "偃师市蚕桑站2019年政府信息公开工作年度报告\n一、总体情况\n全年公开桑苗价格12次，培训蚕农300人次。\n"
    "二、主动公开政府信息情况\n规范性文件制发2件；废止0件。\n三、其他\n没有收费。"
)
ROWS = "信息内容\t本年制发件数\t现行有效件数\n规范性文件\t2\t7\n行政处罚\t\t3\n行政强制\t/\t0"


def source(text: str, has_form: bool = True, is_page: bool = True, is_ocr: bool = False) -> Source:
    return Source(text, has_form, is_page, is_ocr)


def test_a_page_that_repeats_its_file_is_the_same_report_whatever_its_line_breaks() -> None:
    assert is_same_report(PROSE, PROSE.replace("\n", "\n\n　　").replace("，", "， "))
    assert is_same_report(PROSE[:60], f"第1页\n{PROSE}\n第2页")
    assert not is_same_report(PROSE, "偃师市茶叶站工作总结\n一年来，茶园面积有所增加，茶农收入稳定。")
    assert not is_same_report("", PROSE)


def test_a_page_that_only_points_to_its_file_is_a_stub() -> None:
    assert is_stub("详见附件。", PROSE)
    assert not is_stub(PROSE, PROSE)
    assert not is_stub(PROSE[:60], PROSE)


@pytest.mark.parametrize(
    ("sources", "chosen"),
    [
        ([source(PROSE), source(PROSE, is_page=False)], 0),
        ([source("详见附件。", has_form=False), source(PROSE, is_page=False)], 1),
        ([source(PROSE, has_form=False), source(PROSE + ROWS, is_page=False)], 1),
        ([source(PROSE, has_form=False), source(ROWS, is_page=False)], 0),
        ([source("见附件", has_form=False), source(PROSE, is_page=False, is_ocr=True)], 1),
        ([source(PROSE, is_page=False, is_ocr=True), source(PROSE, is_page=False)], 1),
    ],
    ids=["page-of-equals", "stub", "tables-only-in-the-file", "annex-of-tables", "only-a-scan", "scan-and-text"],
)  # fmt: skip
def test_the_source_that_is_whole_and_has_its_tables_is_believed(sources: list[Source], chosen: int) -> None:
    assert best(sources) == sources[chosen]


def test_a_number_that_two_sources_print_differently_is_named_with_both_values() -> None:
    page = source(f"{PROSE}\n{ROWS}")
    other = page.text.replace("蚕农300人次", "蚕农３３０人次").replace("规范性文件\t2\t7", "规范性文件\t2\t8")
    assert differences(page, source(other, is_page=False)) == (
        "the page prints “全年公开桑苗价格12次,培训蚕农300人次”, the file “全年公开桑苗价格12次,培训蚕农330人次”",
        "the page prints “规范性文件：2 7”, the file “规范性文件：2 8”",
    )


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("行政处罚\t\t3", "行政处罚\t0\t3", 1),
        ("行政强制\t/\t0", "行政强制\t0\t0", 1),
        ("规范性文件\t2\t7", "规范性文件\t２\t7", 0),
        ("没有收费。", "没有收费。\n第3页", 0),
        ("规范性文件制发2件；废止0件。", "规范性文件\n制发2件；废止0件。", 0),
    ],
    ids=["blank-is-not-zero", "slash-is-not-zero", "width", "page-number", "line-break"],
)
def test_only_another_value_is_a_difference(before: str, after: str, count: int) -> None:
    page = source(f"{PROSE}\n{ROWS}")
    assert len(differences(page, source(page.text.replace(before, after), is_page=False))) == count


def test_a_blank_cell_at_a_rows_end_is_not_a_difference() -> None:
    page, file = source("规章\t0\t\n规范性文件\t2\t7"), source("规章\t0\n规范性文件\t2\t7", is_page=False)
    assert differences(page, file) == ()


def test_what_ocr_read_contradicts_nothing() -> None:
    scan = source(PROSE.replace("300", "380"), is_page=False, is_ocr=True)
    assert differences(source(PROSE), scan) == ()


def test_a_row_that_stands_twice_is_not_compared() -> None:
    page = source("结果维持\t1\t2\n结果维持\t3\t4")
    assert differences(page, source("结果维持\t3\t4\n结果维持\t1\t2", is_page=False)) == ()
