"""Every way a portal prints a date, and what looks like one and is not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import read_date, read_dates, read_epoch, signature_date

TODAY = date(2026, 11, 23)
JAN_22 = date(2020, 1, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-22", "2020/1/22", "2020.01.22", "2020年1月22日", "2020 年 1 月22 日", "[2020-01-22]", "（2020-01-22）",
        "20200122", "2020-01-22 10:03:11", "2020/1/22 10:03:11", "2020-01-22T10:03:11+08:00", "2020-\n01-\n22",
        "２０２０年１月２２日", "二〇二〇年一月二十二日", "二○二○年一月二十二日", "二Ｏ二Ｏ年一月二十二日", "二O二O年一月二十二日",
        "二零二零年一月二十二日", "二0二0年一月二十二日", "二◯二◯年元月廿二日", "二〇二〇年正月二十二日", "2o2o年1月22日",
        "发布时间：2020-01-22 10:03 来源：市林业局", "2020年01月22日星期三", "/2020/01-22/1.html 2020-01-22",
        "22 2020-01", "22\n2020.01", "22日 2020年1月", "二⊙二⊙年一月二十二日", "二Ο二Ο年一月二十二日",
    ],
)  # fmt: skip
def test_every_printed_form_is_the_same_day(text: str) -> None:
    read = read_date(text, TODAY)
    assert read is not None
    assert (read.value, read.precision) == (JAN_22, "day")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        ("二〇一九年十月十日", date(2019, 10, 10)),
        ("二○一六年十二月二日", date(2016, 12, 2)),
        ("2026-04-24T20:47:41.000+00:00", date(2026, 4, 25)),
        ("2026-04-24T20:47:41Z", date(2026, 4, 25)),
        ("二〇二一年三月卅一日", date(2021, 3, 31)),
        ("2020/01-22", date(2020, 1, 22)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2018年12月24", date(2018, 12, 24)),
    ],
)
def test_numerals_and_time_zones_are_reckoned(text: str, value: date) -> None:
    read = read_date(text, TODAY)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize(
    "text",
    [
        "2019年6月31日", "2020-13-01", "1996-12-31", "2027-01-01", "005184768/2020-00012", "2020-02-00018",
        "豫政〔2020〕5号", "0379-67712345", "邮编：471900", "13800138000", "", "第20条", "120200122",
        "昨天下午召开会议", "2020-01-22T25:00:00Z", "2026-11-25", "2020-01-22T10:03:11+99:00", "2020-13",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_not_read(text: str) -> None:
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2020年1月", date(2020, 1, 1), "month"),
        ("2020-01", date(2020, 1, 1), "month"),
        ("二〇二〇年一月", date(2020, 1, 1), "month"),
        ("2019年度", date(2019, 1, 1), "year"),
        ("二〇一九年", date(2019, 1, 1), "year"),
    ],
)
def test_a_month_or_a_year_is_not_more_exact_than_printed(text: str, value: date, precision: str) -> None:
    read = read_date(text, TODAY)
    assert read is not None
    assert (read.value, read.precision) == (value, precision)


def test_the_raw_text_is_quoted_as_printed() -> None:
    read = read_date("时间： ２０２０年１月\n２２日 ", TODAY)
    assert read is not None
    assert read.raw == "２０２０年１月\n２２日"


def test_a_bare_month_and_day_needs_a_year_from_outside() -> None:
    assert read_date("01-22", TODAY) is None
    for text in ("01-22", "1月22日"):
        read = read_date(text, TODAY, year=2020)
        assert read is not None
        assert read.value == JAN_22


@pytest.mark.parametrize(
    ("text", "value"),
    [("昨天", date(2026, 11, 22)), ("前天 09:30", date(2026, 11, 21)), (" 今天 ", date(2026, 11, 23))],
)
def test_yesterday_is_reckoned_from_the_day_the_page_was_captured(text: str, value: date) -> None:
    read = read_date(text, TODAY)
    assert read is not None
    assert (read.value, read.precision) == (value, "day")


_LOOKALIKES = st.text("0123456789年月日-/.:TZ+〇○◯⊙零Oo二三十廿卅元正一九八昨天〔〕[]() \n²③½٣Ⅷ", max_size=30)
_MOMENTS = st.from_regex(r"(19|20)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)", fullmatch=True)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.one_of(_LOOKALIKES, _MOMENTS), st.dates(min_value=date(1997, 1, 3)))
def test_no_text_is_read_as_a_day_that_cannot_be_and_every_reading_quotes_the_text(
    text: str, seen_on: date
) -> None:
    found = [
        *read_dates(text, seen_on),
        read_date(text, seen_on, year=2020),
        signature_date(text.splitlines(), seen_on),
    ]
    for read in filter(None, found):
        assert date(1997, 1, 1) <= read.value
        assert (read.value - seen_on).days <= 1
        assert read.raw in text


def test_all_dates_of_a_text_come_in_order() -> None:
    text = "自2019年1月1日起至2019年12月31日止，2020年1月22日公布"
    assert [r.value for r in read_dates(text, TODAY)] == [date(2019, 1, 1), date(2019, 12, 31), JAN_22]


def test_epochs_are_days_in_beijing() -> None:
    assert read_epoch(1579651200) == read_epoch(1579651200000) == JAN_22
    assert read_epoch(1579622400) == JAN_22  # midnight in Beijing is still the 21st in UTC


@pytest.mark.parametrize(
    "lines",
    [
        ["六、其他需要报告的事项", "无。", "偃师市林业局", "2020年1月22日"],
        ["无。", "偃师市林业局 二〇二〇年一月二十二日"],
        ["无。", "2020年1月22日", "附件：统计表"],
        ["2019年12月31日前完成整改。", "（2020年1月22日）"],
    ],
)
def test_the_signature_is_the_date_that_stands_alone_at_the_end(lines: list[str]) -> None:
    read = signature_date(lines, TODAY)
    assert read is not None
    assert read.value == JAN_22


def test_a_signature_above_a_long_annex_is_found_but_never_the_day_under_the_title() -> None:
    annex = [f"{n}.指标 0 0" for n in range(20)]
    report = ["蚕桑站2019年年报", "2020年2月1日", "一、概况", "略。", "二、附表", "详见附表。"]
    signed = signature_date([*report, "二〇二〇年一月二十二日", *annex], TODAY)
    assert signed is not None
    assert signed.value == JAN_22
    assert signature_date([*report, "截止 2020年1月22日", "共2020年1月22日", *annex], TODAY) is None


@pytest.mark.parametrize("line", ["截至2019年12月31日", "自2019年1月1日", "填报日期：2019年12月31日"])
def test_the_end_of_a_period_is_no_signature(line: str) -> None:
    assert signature_date(["无。", line], TODAY) is None


def test_prose_that_mentions_a_day_is_no_signature() -> None:
    assert signature_date(["截至2019年12月31日，我局共收到申请2件，均已办结。", "无。"], TODAY) is None
