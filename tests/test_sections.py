"""Sections as a reader would count them."""

import pytest

from archive.sections import split_sections

REPORT = """偃师市林业局
2019年政府信息公开工作年度报告
一、总体情况
全年公开信息十二条。
二、主动公开政府信息情况。
（一）网站公开
一是更新栏目；二是规范流程。
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t0\t0\t0
四、存在的主要问题
无。
2020年1月22日"""


def test_each_numbered_heading_opens_a_section() -> None:
    sections = split_sections(REPORT)
    assert [(s.number, s.heading) for s in sections] == [
        ("一", "总体情况"),
        ("二", "主动公开政府信息情况"),
        ("三", "收到和处理政府信息公开申请情况"),
        ("四", "存在的主要问题"),
    ]
    assert sections[1].text == "（一）网站公开\n一是更新栏目；二是规范流程。"
    assert sections[3].text.endswith("2020年1月22日")


def test_a_table_row_that_begins_with_a_numeral_is_not_a_heading() -> None:
    assert "本年新收" in split_sections(REPORT)[2].text


def test_a_row_of_the_form_that_was_left_blank_is_not_a_heading() -> None:
    text = "三、收到和处理政府信息公开申请情况\n三、本年度办理结果\t（一）予以公开\n四、结转下年度继续办理\n四、复议、诉讼情况\n无。"
    assert [s.heading for s in split_sections(text)] == ["收到和处理政府信息公开申请情况", "复议、诉讼情况"]


def test_an_annex_that_starts_again_at_one_stays_in_the_last_section() -> None:
    sections = split_sections("一、概述\n二、附表\n一、基本情况\n人员 2\n")
    assert [s.heading for s in sections] == ["概述", "附表"]
    assert "基本情况" in sections[1].text


def test_a_repeated_number_is_a_printing_error_not_a_reason_to_lose_a_section() -> None:
    assert len(split_sections("一、总体情况\n三、主动公开\n三、依申请公开\n四、问题\n")) == 4


def test_numbers_above_ten_keep_their_order() -> None:
    text = "\n".join(f"{n}、第{n}部分" for n in ("九", "十", "十一", "十二"))
    assert [s.number for s in split_sections(text)] == ["九", "十", "十一", "十二"]


def test_a_text_without_headings_has_no_sections() -> None:
    assert split_sections("详见附件。") == ()


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        (("1、 总体情况", "略", "2、主动公开政府信息情况", "略"), ["总体情况", "主动公开政府信息情况"]),
        (("总体情况", "略", "二、主动公开政府信息情况", "略"), ["总体情况", "主动公开政府信息情况"]),
        (("五、存在的主要问题及改进情况", "略", "l六、其他需要报告的事项", "无。"),
         ["存在的主要问题及改进情况", "其他需要报告的事项"]),
        (("三、收到和处理政府信息公开申请情况", "略", "二、政府信息公开行政复议、行政诉讼情况", "略"),
         ["收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"]),
    ],
)  # fmt: skip
def test_the_headings_of_the_form_are_known_under_any_number(
    lines: tuple[str, ...], headings: list[str]
) -> None:
    assert [s.heading for s in split_sections("\n".join(lines))] == headings


def test_a_sentence_that_names_a_heading_opens_no_section() -> None:
    text = "一、总体情况\n全文包括总体情况、其他需要报告的事项等六部分。\n总体情况良好，逐年改善。\n其他需要报告的事项见附件。\n"
    assert len(split_sections(text)) == 1


def test_a_list_of_contents_is_not_the_report() -> None:
    sections = split_sections("一、概述\n二、收费情况\n一、概述\n公开十条。\n二、收费情况\n未收费。\n")
    assert [(s.heading, s.text) for s in sections] == [("概述", "公开十条。"), ("收费情况", "未收费。")]
