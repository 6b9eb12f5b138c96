"""A row or a column is found by its words, whatever ordinal, note, quote or misprint it is printed with."""

from __future__ import annotations

import pytest

from archive.figures.labels import full_key, label_key, nearest

ANSWERS = {
    "属于国家秘密": "secret",
    "属于三类内部事务信息": "internal",
    "属于四类过程性信息": "process",
    "属于行政执法案卷": "file",
    "属于行政查询事项": "query",
    "没有现成信息需要另行制作": "creating",
    "要求行政机关确认或重新出具已获取信息": "confirmation",
    "要求行政机关确认或者重新出具已获取信息": "confirmation",
    "其他": "other",
}


@pytest.mark.parametrize(
    "printed",
    ["予以公开", "（一）予以公开", "(一)予以公开", "一、予以公开", "一、 予以公开（见附件）", "1.予以公开", "1．予以公开",
     "1、予以公开", "１．予以公开", "12.予以公开", "1 予以公开", "其中：予以公开", "其中：1.予以公开", "（二十）予以公开",
     "予 以\n公 开", "\u200b予以公开\u00a0", "予以公开：", "“予以公开”", "予以公开数", "予以公开数量", "予以公开件数", "：予以公开",
     "l一、予以公开", "*予以公开"],
)  # fmt: skip
def test_ordinals_marks_and_width_make_no_other_label(printed: str) -> None:
    assert label_key(printed) == "予以公开"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("（二）部分公开(区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("规章（设区的市、自治州人民政府（含直辖市）填写）", "规章"),
        ("主动公开（含（一）项）规范性文件数", "主动公开规范性文"),
        ("部分公开【见注】", "部分公开"),
        ("专职人员数〔不含编辑人员〕", "专职人员"),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条", "主动公开政府信息"),
        ("本年增/减（如有减少用负值表示，如-8）", "本年增减"),
        ("收取的费用（单位：万元）", "收取的费用"),
    ],
)
def test_a_note_in_brackets_is_no_part_of_the_label(printed: str, key: str) -> None:
    assert label_key(printed) == key


@pytest.mark.parametrize(
    "printed",
    ["3.危及“三安全一稳定”", "3.危及\"三安全一稳定\"", "3.危及‘三安全一稳定’", "3.危及「三安全一稳定」", "3.危及三安全一稳定"],
)  # fmt: skip
def test_quotes_make_no_other_label(printed: str) -> None:
    assert label_key(printed) == "危及三安全一稳定"


def test_its_other_spelling_is_the_same_other() -> None:
    assert label_key("6.其它形式申请数") == label_key("6.其他形式申请数") == "其他形式申请"


@pytest.mark.parametrize(
    "printed",
    ["", "\u3000", "12", "0", "O", "12件", "３ 件", "1,234", "0.5万元", "251000元", "12人次", "增3", "增1558", "减少4", "-1",
     "+2", "/", "——", "（一）", "2.", "20 18", "12%", "“12”"],
)  # fmt: skip
def test_figures_and_marks_are_no_label(printed: str) -> None:
    assert label_key(printed) == ""


@pytest.mark.parametrize("printed", ["2018年", "约20", "免予公开范围1", "三安全一稳定", "一般性答复"])
def test_digits_and_numerals_that_are_words_of_a_label_stay(printed: str) -> None:
    assert label_key(printed) == printed


@pytest.mark.parametrize("printed", ["规章（2022年）", "规章（上年）", "规章（去年同期）"])
def test_another_year_in_brackets_makes_another_label(printed: str) -> None:
    assert label_key(printed) not in ("", "规章")


def test_what_stands_in_brackets_tells_labels_apart_that_are_otherwise_the_same() -> None:
    paper, disc = "3.主动公开复制费（纸张）", "4.主动公开复制费（光盘）"
    assert label_key(paper) == label_key(disc) == "主动公开复制费"
    assert (full_key(paper), full_key(disc)) == ("主动公开复制费纸张", "主动公开复制费光盘")


@pytest.mark.parametrize(
    ("misprinted", "meant"),
    [
        ("属于三类内部事物信息", "internal"),
        ("属于四类过程信息", "process"),
        ("属于行政执法案件", "file"),
        ("属于行政査询事项", "query"),
        ("没有现成信息需另行制做", "creating"),
    ],
)
def test_a_misprint_is_taken_for_the_label_it_can_only_be(misprinted: str, meant: str) -> None:
    assert misprinted not in ANSWERS
    assert nearest(misprinted, ANSWERS) == meant


def test_two_spellings_of_one_label_are_no_rivals() -> None:
    assert nearest("要求行政机关确认或重新出具己获取信息", ANSWERS) == "confirmation"


@pytest.mark.parametrize("misprinted", ["属于行政查询案卷", "属于行政事项案卷"])
def test_a_misprint_that_is_as_near_to_two_labels_is_taken_for_neither(misprinted: str) -> None:
    assert nearest(misprinted, ANSWERS) is None


def test_one_wrong_character_where_two_labels_differ_decides_for_neither() -> None:
    known = {"属于公开范围甲种": 1, "属于公开范围乙类": 2}
    assert nearest("属于公开范围乙种", known) is None
    assert nearest("属于公开范国甲种", known) == 1


@pytest.mark.parametrize(
    "other",
    ["不属于国家秘密", "属于行政执法案卷另册", "上年属于国家秘密", "没有现成信息不需要另行制作"],
)
def test_a_label_that_asks_something_else_in_nearly_the_same_words_is_taken_for_none(other: str) -> None:
    assert nearest(other, ANSWERS) is None


@pytest.mark.parametrize(
    "other", ["属于信息公开", "本机关自行增加的一行", "举办新闻发布会", "属于国家", "其他它", "没有需要制作"]
)
def test_a_label_that_is_none_of_them_or_too_short_to_tell_is_taken_for_none(other: str) -> None:
    assert nearest(other, ANSWERS) is None
