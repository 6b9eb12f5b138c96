"""What a reader finds in a cell: the number that is printed there, nothing, words, or that it cannot be read for certain."""

from __future__ import annotations

import pytest

from archive.figures.values import Value, money_unit, read_value

NUMBERS = [
    ("12", 12),
    ("0.5", 0.5),
    ("1.0", 1),
    ("1,234", 1234),
    ("1，234", 1234),
    ("12,345,678", 12_345_678),
    ("１２", 12),
    ("１，２３４", 1234),
    (" 12 ", 12),
    ("\u200b12\ufeff", 12),
    ("1O", 10),
    ("2o5", 205),
    ("3〇", 30),
    ("12件", 12),
    ("3 件", 3),
    ("7项", 7),
    ("15人次", 15),
]
SIGNS = [
    ("增1558", 1558),
    ("增加3", 3),
    ("增长4", 4),
    ("+2", 2),
    ("＋2", 2),
    ("+ 2", 2),
    ("减38", -38),
    ("减少4", -4),
    ("减 38项", -38),
    ("-1", -1),
    ("－1", -1),
    ("−1", -1),
    ("- 1,200", -1200),
]


@pytest.mark.parametrize(("raw", "number"), NUMBERS)
def test_a_number_is_read_however_it_is_typed(raw: str, number: float) -> None:
    assert read_value(raw, "件") == Value("number", number)


@pytest.mark.parametrize(("raw", "number"), SIGNS)
def test_a_change_keeps_its_sign_in_figures_and_in_words(raw: str, number: float) -> None:
    assert read_value(raw, "项") == Value("number", number)


@pytest.mark.parametrize("raw", ["0", "０", "O", "o", "〇", "0件", "+0", "-0", "0.00", "增0"])
def test_nought_is_a_number_of_its_own_and_no_blank(raw: str) -> None:
    assert read_value(raw, "件") == Value("zero", 0)


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\u3000", "\n\t", "\u200b\ufeff", "\u00a0\u3000\u00a0"])
def test_a_blank_cell_states_nothing(raw: str) -> None:
    assert read_value(raw, "件") == Value("blank")


@pytest.mark.parametrize("raw", ["/", "／", "-", "—", "——", "– –", "－", "_", "\\", "―"])
def test_a_stroke_is_neither_nought_nor_blank(raw: str) -> None:
    assert read_value(raw, "件") == Value("slash")


@pytest.mark.parametrize("raw", ["无", "约20", "20余", "详见附件2", "三", "12(含上年3件)", "增", "不适用"])
def test_words_are_kept_as_words_with_no_number_taken_out_of_them(raw: str) -> None:
    assert read_value(raw, "件") == Value("text")


@pytest.mark.parametrize(
    "raw",
    ["1 053", "1\n053", "23 4", "1. 5", "1 .5", "1 ,053", "1\u3000053", "05", "00", "007", "05.5", "1\ufffd",
     "\ufffd", "1.2.3", "1,23", "1,2345", "2.5.", "1/2", "12%", "12?", "oO"],
)  # fmt: skip
def test_a_number_that_is_not_certain_is_not_guessed(raw: str) -> None:
    assert read_value(raw, "件") == Value("unreadable")


@pytest.mark.parametrize("raw", ["13800001234", "260000026000000", "2300000230000002", "0" * 14])
def test_digits_too_many_for_one_cell_are_no_number(raw: str) -> None:
    assert read_value(raw, "件") == Value("unreadable")


def test_money_may_have_more_digits_than_a_count() -> None:
    assert read_value("13800001234", "元") == Value("number", 13_800_001_234)
    assert read_value("5,394,432,000.52", "元") == Value("number", 5_394_432_000.52)
    assert read_value("26000002600000", "元") == Value("unreadable")


@pytest.mark.parametrize("raw", ["3²", "②", "5①", "12º"])
def test_the_mark_of_a_note_is_no_digit(raw: str) -> None:
    assert read_value(raw, "件") == Value("unreadable")


@pytest.mark.parametrize(
    ("raw", "unit", "printed_unit", "number"),
    [
        ("251000元", "元", "", 251_000),
        ("251000", "元", "", 251_000),
        ("5394432.52元", "元", "", 5_394_432.52),
        ("2601.953875万", "元", "", 26_019_538.75),
        ("2601.953875万元", "元", "", 26_019_538.75),
        ("23600万元", "元", "", 236_000_000),
        ("3.5亿", "元", "", 350_000_000),
        ("1.2亿元", "元", "", 120_000_000),
        ("3百万元", "元", "", 3_000_000),
        ("2.5", "万元", "千元", 0.25),
        ("1，234.5元", "元", "", 1234.5),
        ("3.5", "万元", "", 3.5),
        ("3.5万", "万元", "", 3.5),
        ("0.0035", "万元", "万元", 0.0035),
        ("3.5万元", "万元", "万元", 3.5),
        ("3.5万", "万元", "万元", 3.5),
        ("35000元", "万元", "", 3.5),
        ("35000元", "万元", "万元", 3.5),
        ("1亿", "万元", "万元", 10_000),
    ],
)
def test_money_is_given_in_the_unit_of_its_indicator(
    raw: str, unit: str, printed_unit: str, number: float
) -> None:
    assert read_value(raw, unit, printed_unit) == Value("number", number)


@pytest.mark.parametrize(
    ("raw", "unit", "printed_unit", "number"),
    [
        ("251000", "万元", "元", 25.1),
        ("1", "万元", "元", 0.0001),
        ("120", "元", "万元", 1_200_000),
        ("120元", "元", "万元", 120),
        ("12.5万元", "万元", "元", 12.5),
    ],
)
def test_the_unit_of_a_header_counts_unless_the_cell_states_its_own(
    raw: str, unit: str, printed_unit: str, number: float
) -> None:
    assert read_value(raw, unit, printed_unit) == Value("number", number)


@pytest.mark.parametrize(
    ("raw", "unit"), [("251000元", "件"), ("3.5万元", "件"), ("12件", "元"), ("12件", "万元")]
)
def test_money_in_a_cell_of_counts_is_not_read_nor_the_reverse(raw: str, unit: str) -> None:
    assert read_value(raw, unit) == Value("unreadable")


@pytest.mark.parametrize("printed_unit", ["美元", "万元元"])
def test_money_of_another_or_a_doubtful_unit_is_not_converted(printed_unit: str) -> None:
    assert read_value("12", "万元", printed_unit) == Value("unreadable")


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["采购总金额（元）"], "元"),
        (["单位：万元"], "万元"),
        (["本年收费金额（单位：万 元）", "行政事业性收费"], "万元"),
        (["金额（元）", "单位：元"], "元"),
        (["单位：美元"], "美元"),
        (["公开单元", "多元化"], ""),
        ([], ""),
    ],
)
def test_the_unit_of_money_is_the_one_that_headings_state(texts: list[str], unit: str) -> None:
    assert money_unit(*texts) == unit


def test_two_units_of_money_are_none_that_anything_is_read_in() -> None:
    assert read_value("12", "万元", money_unit("单位：万元", "金额（元）")) == Value("unreadable")


def test_a_unit_of_money_in_the_header_does_not_change_a_count() -> None:
    assert read_value("12件", "件", "万元") == Value("number", 12)


def test_ten_thousands_of_a_count_are_multiplied() -> None:
    assert read_value("1.5万人次", "人次") == Value("number", 15_000)


def test_whole_numbers_are_whole_and_money_keeps_every_decimal() -> None:
    assert isinstance(read_value("3.50万元", "元").number, int)
    assert isinstance(read_value("1.1万元", "元").number, int)
    assert read_value("0.1", "万元").number == 0.1
    assert read_value("4.35元", "元").number == 4.35
