"""Numbers as the formats of a workbook print them."""

from __future__ import annotations

import pytest

from crawler.documents.sheets.number_format import built_in, shown


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (12.0, "General", "12"), (0.1 + 0.2, "General", "0.3"), (-0.0, "General", "0"), (1 / 3, "General", "0.333333333333333"),
        (410381000012, "General", "410381000012"), (1e20, "General", "1E+20"), (2.675, "0.00", "2.68"), (-3.456, "0.0_);(0.0)", "-3.5"),
        (1234.5, "#,##0.00_ ", "1,234.50"), (0.5, "#.##", "0.5"), (7, "000", "007"), (0.125, "0%", "13%"), (3, '0"件"', "3件"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0"), (0, "0;-0;;@", "0"), (12, "[=1]\"是\";0", "12"),
        (12345, "0!.0,", "12345"), (12345, "#,##0,", "12345"), (0.5, "# ?/?", "0.5"), (12, "G/通用格式", "12"), (1e300, "0.00", "1E+300"),
        (5, "¥#,##0", "¥5"), (5, "[$￥-804]#,##0.0", "￥5.0"), (12, "@", "12"), (12, "[Red]0", "12"), (float("nan"), "0", "nan"),
        (44946, 'yyyy"年"m"月"d"日"', "2023年1月20日"), (44946, "yy/mm/dd", "23/01/20"), (44946.38, "yyyy-mm-dd hh:mm", "2023-01-20 09:07"),
        (44946, "[DBNum1][$-804]yyyy年m月d日", "2023-01-20"), (44946, "dddd", "2023-01-20"), (0.5, "h:mm", "12:00"),
        (0.5, "h:mm AM/PM", "12:00:00"), (0, "yyyy-mm-dd", "0"), (-1, "yyyy-mm-dd", "-1"), (59, "yyyy/m/d", "1900/2/28"), (61, "yyyy/m/d", "1900/3/1"),
        (1.5, "[h]:mm", "1.5"),
    ],
)  # fmt: skip
def test_a_number_is_printed_as_its_format_prints_it(value: float, code: str, printed: str) -> None:
    assert shown(value, code) == printed


def test_formats_known_by_number_are_those_of_a_chinese_system() -> None:
    assert [shown(44946, built_in(number)) for number in (0, 3, 14, 31, 57)] == [
        "44946", "44,946", "2023/1/20", "2023年1月20日", "2023年1月",
    ]  # fmt: skip
