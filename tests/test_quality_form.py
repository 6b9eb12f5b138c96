"""Quality rules on the form and its parts: Q-04, Q-05, Q-24, Q-30, Q-31."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import AttachmentLink, Table
from archive.reports import Report
from tests.test_quality import COUNTY, SIX_PARTS, cell, found, report

FILLER = "我局认真做好政府信息公开各项工作，及时更新栏目内容，方便群众查询。" * 12


# ── Q-04 ──


def test_the_form_of_2019_is_an_earlier_form_from_2021_on() -> None:
    cells = [cell("proactive.normative_documents_made", 3)]
    (one,) = found("Q-04", report("", 2022, form_edition="f2019"), cells)
    assert one.message_zh == (
        "报告年度为2022年，所用表格为国办公开办函〔2019〕60号的式样；该年度适用的是国办公开办函〔2021〕30号的格式。"
    )
    assert len(found("Q-04", report("", 2021, form_edition="f2019"), cells)) == 1
    assert found("Q-04", report("", 2020, form_edition="f2019"), cells) == ()
    assert found("Q-04", report("", 2022), cells) == ()


def test_an_older_list_is_used_only_where_its_cells_were_read() -> None:
    in_2018 = report("", 2018, form_edition="f2014")
    assert found("Q-04", in_2018, [cell("statistics.disclosed", 12)]) == ()
    in_2020 = report("本年主动公开规范性文件数不多。", 2020, form_edition="f2014")
    assert found("Q-04", in_2020) == ()
    (one,) = found("Q-04", in_2020, [cell("statistics.disclosed", 12)])
    assert "国办发〔2014〕32号" in one.message_zh


def test_a_report_that_names_the_trial_form_as_its_basis() -> None:
    text = "本报告根据国办公开办函〔2019〕60号文件要求编制。"
    (one,) = found("Q-04", report(text, 2022))
    assert (one.subject, one.evidence) == ("basis", text)
    assert len(found("Q-04", report(text, 2021))) == 1
    assert found("Q-04", report(text, 2020)) == ()
    for other in ("国办公开办函〔2019〕60号文件不再作为编制依据。", "国办公开办函〔2019〕60号印发已经三年。"):
        assert found("Q-04", report(other, 2022)) == ()
    replaced = "本报告按国办公开办函〔2019〕60号和国办公开办函〔2021〕30号格式编制。"
    assert found("Q-04", report(replaced, 2022)) == ()


def test_a_number_that_is_not_the_number_of_the_form() -> None:
    text = "依照《政府信息公开工作年度报告格式（试行）》的通知（国办公开办函〔2019〕{}号）编写。"
    (one,) = found("Q-04", report(text.format(61), 2020))
    assert "“国办公开办函〔2019〕61号”" in one.message_zh
    assert found("Q-04", report(text.format(60), 2020)) == ()
    # Number 61 itself is on another matter.
    assert found("Q-04", report("按国办公开办函〔2019〕61号要求调整了平台栏目。", 2020)) == ()


#


def test_a_report_of_2019_without_a_statutory_cell() -> None:
    (one,) = found("Q-05", report(FILLER, 2019, form_edition=None))
    assert "没有国办公开办函〔2019〕60号规定的统计表的任何一格" in one.message_zh
    of_2014 = [cell("statistics.disclosed", 3)]
    assert len(found("Q-05", report(FILLER, 2019, form_edition=None), of_2014)) == 1
    assert "the text as read" in one.message_en


@pytest.mark.parametrize(
    ("of", "cells"),
    [
        (report(FILLER, 2018), []),
        (report(FILLER, 2019, form_edition=None), [cell("requests.received", None)]),
        (
            report(FILLER, 2019, form_edition=None),
            [replace(cell("statistics.disclosed", 3), source="ocr")],
        ),
        # Its labels are printed: that no cell was read may be the reader's fault.
        (report(FILLER, 2019, form_edition="f2019"), []),
        (report("附件下载", 2019, form_edition=None), []),
        (report(FILLER, 2019, form_edition=None, attachments=(AttachmentLink("a.xls", "附表"),)), []),
        (report(FILLER, 2019, form_edition=None, tables=(Table((("乱",),), source="ocr"),)), []),
    ],
)
def test_no_table_is_called_missing_that_may_be_there(of: Report, cells: list) -> None:  # type: ignore[type-arg]
    assert found("Q-05", of, cells) == ()


def test_tables_in_a_file_beside_the_page_are_said_to_be_there() -> None:
    beside = (AttachmentLink("https://example.org/2022.xls", "附表.xls"),)
    page = report("\n".join([*SIX_PARTS[:3], FILLER]), 2022, form_edition=None, attachments=beside)
    (one,) = found("Q-31", page)
    assert one.message_zh == "正文有“主动公开政府信息情况”的标题，没有读到表格；页面另附文件1个：附表.xls。"
    assert found("Q-31", page, [cell("proactive.permits", 3)]) == ()
    assert found("Q-31", replace(page, attachments=())) == ()
    assert found("Q-31", replace(page, sections=())) == ()


# ── Q-24 ──


def parts(*bodies: str, year: int = 2022, headings: tuple[str, ...] = SIX_PARTS) -> Report:
    """A report with a sentence under each heading."""
    texts = [*bodies, *["本部分内容已经按照要求如实填报完毕。"] * (len(headings) - len(bodies))]
    return report(
        "\n".join(f"{heading}\n{body}" for heading, body in zip(headings, texts, strict=True)), year
    )


def test_six_parts_in_order_are_as_they_should_be() -> None:
    assert found("Q-24", parts()) == ()
    assert found("Q-24", parts(*["本部分内容已经按照要求如实填报完毕。"] * 5, "无。")) == ()


def test_a_missing_part_is_named() -> None:
    (one,) = found("Q-24", parts(headings=SIX_PARTS[:5]))
    assert one.message_zh == "规定格式的六部分中，没有读到：六、其他需要报告的事项。"
    # A heading that was lost is not a part that is missing.
    assert (
        found("Q-24", report(parts(headings=SIX_PARTS[:5]).text + "\n其他需要说明的事项：无。", 2022)) == ()
    )


def test_parts_out_of_order_are_shown() -> None:
    headings = list(SIX_PARTS)
    headings[2], headings[3] = "三、政府信息公开行政复议、行政诉讼情况", "四、收到和处理政府信息公开申请情况"
    (one,) = found("Q-24", parts(headings=tuple(headings)))
    assert (
        "“政府信息公开行政复议、行政诉讼情况” comes before “收到和处理政府信息公开申请情况”" in one.message_en
    )


def test_one_part_in_two_sections_is_in_order() -> None:
    halves = "五、存在的主要问题及改进情况（一）", "五、存在的主要问题及改进情况（二）"
    assert found("Q-24", parts(headings=(*SIX_PARTS[:4], *halves, SIX_PARTS[5]))) == ()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("无。", "“存在的主要问题及改进情况”之下的文字为“无。”。"),
        ("", "“存在的主要问题及改进情况”之下没有读到文字。"),
    ],
)
def test_part_five_that_says_nothing(body: str, message: str) -> None:
    (one,) = found("Q-24", parts(*["本部分内容已经按照要求如实填报完毕。"] * 4, body))
    assert one.message_zh == message


def test_part_five_at_the_end_of_a_text_may_be_cut_off() -> None:
    text = "\n".join([*SIX_PARTS[:4], "其他需要报告的事项：无。", SIX_PARTS[4]])
    assert found("Q-24", report(text, 2022)) == ()


def test_a_number_left_out_before_2019() -> None:
    text = "一、概述\n本年工作平稳。\n三、依申请公开情况\n未收到申请。"
    (one,) = found("Q-24", report(text, 2016))
    assert one.message_zh == "章节序号由“一”跳至“三”。"
    assert found("Q-24", report(text.replace("平稳。", "平稳。二、主动公开情况良好。"), 2016)) == ()


def test_the_parts_of_older_reports_in_2019() -> None:
    text = "一、概述\n有序。\n二、主动公开政府信息情况\n有序。\n三、收费及减免情况\n无。\n四、复议、诉讼情况\n无。"
    (one,) = found("Q-24", report(text, 2019, form_edition=None))
    assert (
        "章节为：一、概述；二、主动公开政府信息情况；三、收费及减免情况；四、复议、诉讼情况；不是"
        in one.message_zh
    )
    assert found("Q-24", report(text, 2018)) == ()
    assert found("Q-24", report(text.partition("三、")[0], 2019, form_edition=None)) == ()
    three = [*SIX_PARTS[1:2], *SIX_PARTS[3:5]]
    assert found("Q-24", replace(parts(headings=tuple(three), year=2019), form_edition=None)) == ()
    assert found("Q-24", report(text, 2019, form_edition=None), [cell("requests.received", 1)]) == ()


# ── Q-30 ──


def test_a_government_that_says_nothing_of_assessment() -> None:
    (one,) = found("Q-30", report(FILLER, 2022, COUNTY))
    assert "第五十条" in one.message_zh
    assert found("Q-30", report(FILLER + "将其纳入年度考核。", 2022, COUNTY)) == ()
    assert found("Q-30", report(FILLER, 2022)) == ()
    assert len(found("Q-30", report(FILLER, 2019, COUNTY))) == 1
    assert found("Q-30", report(FILLER, 2018, COUNTY)) == ()
    attached = (AttachmentLink("a.doc", "正文.doc"),)
    assert found("Q-30", report(FILLER, 2022, COUNTY, attachments=attached)) == ()
    assert found("Q-30", report(FILLER[:60], 2022, COUNTY)) == ()
