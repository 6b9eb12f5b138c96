"""Forms whose cells ran together into text: what can be cut for certain is read, what cannot is said to be unreadable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from archive.figures.flattened import read_flattened
from archive.reports import Figure

APPLICANTS = (
    "natural_person", "business", "research_body", "public_interest_body", "legal_services", "other", "total",
)  # fmt: skip
PART_TWO = (
    "二、主动公开政府信息情况 第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章{rules}规范性文件{documents}"
    "第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可{permits}其他对外管理服务事项{services}"
    "第二十条第（六）项信息内容上一年项目数量本年增/减处理决定数量行政处罚{penalties}行政强制{measures}"
    "第二十条第（八）项信息内容上一年项目数量本年增/减行政事业性收费{fees}"
    "第二十条第（九）项信息内容采购项目数量采购总金额政府集中采购{procurement}三、收到和处理政府信息公开申请情况"
)
ROWS_TWO = {
    "rules": "000", "documents": "777", "permits": "415236", "services": "103", "penalties": "287 -5 12",
    "measures": "0+1600", "fees": "30", "procurement": "13 618207.35元",
}  # fmt: skip
PART_THREE = (
    "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他一、本年新收政府信息公开申请数量{received}"
    "二、上年结转政府信息公开申请数量{carried_in}三、本年度办理结果（一）予以公开{granted}"
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）{in_part}（三）不予公开1.属于国家秘密{secret}"
    "2.其他法律行政法规禁止公开{law}3.危及“三安全一稳定”{safety}（六）其他处理{other}（七）总计{total}四、结转下年度继续办理{carried_out} "
    "四、政府信息公开行政复议、行政诉讼情况"
)
ROWS_THREE = {
    "received": "260 000026", "carried_in": "111000012", "granted": "9000009", "in_part": "1100002", "secret": "0000000",
    "law": "0000 0 00", "safety": "1000001", "other": "0 0 0 0 0 00", "total": "240000024", "carried_out": "200002",
}  # fmt: skip
OUTCOMES = "结果维持结果纠正其他结果尚未审结总计"
PART_FOUR = f"行政复议行政诉讼{OUTCOMES}未经复议直接起诉复议后起诉{OUTCOMES}{OUTCOMES}"
STATISTICS = (
    "统计指标单位统计数一、主动公开情况（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）条864其中：主动公开规范性文件数条12"
    "制发规范性文件总数件{issued}（二）通过不同渠道和方式公开政府信息的情况1.政府公报公开政府信息数条02.政府网站公开政府信息数条860"
    "3.政务微博公开政府信息数条{weibo}{local}4.政务微信公开政府信息数条305.其他方式公开政府信息数条5"
    "三、依申请公开情况（一）收到申请数件{received}1.当面申请数件{in_person}2.传真申请数件03.网络申请数件84.信函申请数件2"
    "四、行政复议数量件1（一）维持具体行政行为数件1五、行政诉讼数量件3（二）被依法纠错数件2"
    "七、依申请公开信息收取的费用万元{fee}（三）接受培训人员数人次{trainees} 单位负责人：陈某"
)
ROWS_LIST = {
    "issued": "12", "weibo": "0", "local": "", "received": "11", "in_person": "1", "fee": "0.35", "trainees": "120",
}  # fmt: skip
ANNEX = (
    "附件1：某县人民政府2010年政府信息公开情况统计表 指标名称计量单位2010年度{second}主动公开信息数条{disclosed}受理依申请公开信息总数条{requests}"
    "其中：1.当面申请数条{in_person}2.传真申请数条003.电子邮件申请数条006.其它形式申请数条00"
)


def text_of(template: str, rows: Mapping[str, str], **changed: str) -> str:
    """A form run together, some of its rows changed."""
    return template.format(**{**rows, **changed})


def row(figures: Sequence[Figure], indicator: str) -> list[int | float | str | None]:
    """What is read of one row, in order: numbers, or why there is none."""
    found = [figure for figure in figures if figure.indicator == indicator]
    return [figure.value_state if figure.value is None else figure.value for figure in found]


UNREADABLE = ["unreadable"] * 7


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("requests.received", [26, 0, 0, 0, 0, 0, 26]),
        ("requests.granted", [9, 0, 0, 0, 0, 0, 9]),
        ("requests.granted_in_part", [1, 1, 0, 0, 0, 0, 2]),
        ("requests.refused.state_secret", [0] * 7),
        ("requests.refused.other_law", [0] * 7),
        ("requests.refused.security_stability", [1, 0, 0, 0, 0, 0, 1]),
        ("requests.other", [0] * 7),
        ("requests.results_total", [24, 0, 0, 0, 0, 0, 24]),
        # 1 and 11, or 11 and 1: either is 12.
        ("requests.carried_in", UNREADABLE),
        # One cell too few.
        ("requests.carried_out", UNREADABLE),
    ],
)
def test_a_row_of_requests_is_read_where_its_own_total_leaves_one_way(
    indicator: str, values: list[int | str]
) -> None:
    figures = read_flattened(text_of(PART_THREE, ROWS_THREE), ["requests"])
    assert row(figures, indicator) == values
    assert [figure.dimension for figure in figures if figure.indicator == indicator] == list(APPLICANTS)


def test_a_row_says_where_it_stands_and_keeps_what_is_printed() -> None:
    text = "前文。\n" + text_of(PART_THREE, ROWS_THREE)
    figures = read_flattened(text, ["requests"])
    first = figures[0]
    assert (first.value_raw, first.cell, first.source) == ("26", "s3_new__natural", "table")
    assert text[first.start : first.end] == "一、本年新收政府信息公开申请数量260 000026"
    unread = next(figure for figure in figures if figure.indicator == "requests.carried_in")
    assert unread.value_raw == "111000012"


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("rules_made", 0), ("normative_documents_disclosed", "unreadable"), ("other_service_items_previous", "unreadable"),
        ("other_services", "unreadable"), ("penalty_items_previous", 287), ("penalty_items_change", -5), ("penalties", 12),
        ("fee_items_previous", "unreadable"), ("fee_items_change", "unreadable"), ("procurement_projects", 13), ("procurement_amount", 618_207.35),
        ("permit_items_previous", "unreadable"), ("permits", "unreadable"), ("coercive_measure_items_change", "unreadable"),
    ],
)  # fmt: skip
def test_a_row_of_part_two_is_read_where_its_cells_stand_apart_or_are_noughts(
    indicator: str, value: float | str
) -> None:
    figures = read_flattened(text_of(PART_TWO, ROWS_TWO), ["proactive"])
    assert row(figures, f"proactive.{indicator}") == [value]


def test_the_form_of_2021_is_known_by_its_headings() -> None:
    text = (
        "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件1012第二十条第（五）项"
        "信息内容本年处理决定数量行政许可236第二十条第（六）项信息内容本年处理决定数量行政处罚13行政强制0"
        "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费3.5"
    )
    read = {figure.indicator: figure.value for figure in read_flattened(text, ["proactive"])}
    assert (read["proactive.rules_issued"], read["proactive.rules_in_force"]) == (0, 0)
    assert (read["proactive.permits"], read["proactive.penalties"]) == (236, 13)
    assert read["proactive.fees"] == 3.5
    assert read["proactive.normative_documents_issued"] is None
    assert "proactive.fee_items_previous" not in read


@pytest.mark.parametrize(
    ("digits", "values"),
    [
        ("200020100100000", [2, 0, 0, 0, 2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]),
        ("1 0 0 1 2 00000 00000", [1, 0, 0, 1, 2] + [0] * 10),
        ("10000100000000000", [10, 0, 0, 0, 10] + [0] * 10),
        # 1 10 0 0 11 and 11 0 0 0 11.
        ("11000110000000000", ["unreadable"] * 15),
        ("10000000000000", ["unreadable"] * 15),
        ("200030100000000", ["unreadable"] * 15),
    ],
)
def test_outcomes_of_disputes_are_read_where_each_kind_adds_up(digits: str, values: list[int | str]) -> None:
    figures = read_flattened(f"{PART_FOUR}{digits} 五、存在的主要问题及改进情况", ["disputes"])
    assert [figure.value_state if figure.value is None else figure.value for figure in figures] == values
    assert [figure.indicator.partition(".")[0] for figure in figures[4:11:3]] == [
        "reconsideration", "litigation_direct", "litigation_after_reconsideration",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("statistics.disclosed", [864]),
        ("statistics.normative_documents_issued", [12]),
        ("statistics.channel_gazette", [0]),
        ("statistics.channel_website", [860]),
        ("statistics.channel_weibo", [0]),
        ("statistics.channel_wechat", [30]),
        ("statistics.requests", [11]),
        ("statistics.requests_in_person", [1]),
        ("statistics.requests_by_letter", [2]),
        ("statistics.reconsiderations_upheld", [1]),
        ("statistics.litigations_corrected", [2]),
        ("statistics.reconsiderations_corrected", []),
        ("statistics.fees", [0.35]),
        ("statistics.trainees", [120]),
    ],
)
def test_a_list_gives_each_row_its_own_number_and_not_the_ordinal_of_the_next(
    indicator: str, values: list[float]
) -> None:
    assert row(read_flattened(text_of(STATISTICS, ROWS_LIST), ["lists"]), indicator) == values


@pytest.mark.parametrize("local", ["4.机构领导及人事信息条7", "6、本县自办栏目信息数条1"])
def test_the_ordinal_of_a_row_that_the_form_does_not_have_never_becomes_part_of_a_number(local: str) -> None:
    figures = read_flattened(text_of(STATISTICS, ROWS_LIST, weibo="2", local=local), ["lists"])
    assert row(figures, "statistics.channel_weibo") == ["unreadable"]
    assert row(figures, "statistics.channel_wechat") == [30]


def test_an_unknown_row_among_the_requests_leaves_the_row_before_it_unread() -> None:
    text = text_of(PART_THREE, ROWS_THREE, law="00000003.市里自定的一行0000000")
    figures = read_flattened(text, ["requests"])
    assert row(figures, "requests.refused.other_law") == UNREADABLE
    assert row(figures, "requests.refused.state_secret") == [0] * 7


def test_a_date_behind_the_last_row_is_no_part_of_its_number() -> None:
    text = text_of(STATISTICS, ROWS_LIST, trainees="1202017年1月12日")
    assert row(read_flattened(text, ["lists"]), "statistics.trainees") == ["unreadable"]


def test_a_row_whose_number_is_missing_is_blank() -> None:
    figures = read_flattened(text_of(STATISTICS, ROWS_LIST, fee=""), ["lists"])
    assert row(figures, "statistics.fees") == ["blank"]


def test_a_list_of_one_column_is_read_whole() -> None:
    rows = {"second": "", "disclosed": "425", "requests": "14", "in_person": "1"}
    figures = read_flattened(ANNEX.format(**rows).replace("条00", "条0"), ["lists"])
    assert row(figures, "annex.disclosed") == [425]
    assert row(figures, "annex.requests_in_person") == [1]


def test_of_the_year_and_all_years_the_year_is_read_where_the_two_stand_apart_or_are_noughts() -> None:
    rows = {"second": "历年累计", "disclosed": "4251516", "requests": "14", "in_person": "1 12"}
    figures = read_flattened(ANNEX.format(**rows), ["lists"])
    assert row(figures, "annex.disclosed") == ["unreadable"]
    # 1 and 4, or 14 and a blank.
    assert row(figures, "annex.requests") == ["unreadable"]
    assert row(figures, "annex.requests_in_person") == [1]
    assert row(figures, "annex.requests_other") == [0]


def test_a_sentence_that_lists_all_rows_is_no_form() -> None:
    sentence = "当面申请数1件、传真申请数0件、网络申请数8件、信函申请数2件，同意公开答复数6件、同意部分公开答复数1件，申请办结数9件。"
    assert read_flattened(sentence, ["lists"]) == ()


@pytest.mark.parametrize("part", ["proactive", "requests", "disputes", "lists"])
def test_sentences_that_only_mention_the_rows_give_nothing(part: str) -> None:
    sentences = (
        "公开的信息内容更加丰富，规范性文件12件，处理决定数量249件，其中行政许可236件，行政处罚13件。政府信息公开申请数量26件，"
        "其中予以公开9件，部分公开2件，属于国家秘密0件，2.重复申请3件。行政复议2件、行政诉讼1件，结果维持1件，尚未审结2件。"
        "当面申请数1件，信函申请数2件。"
    )
    assert read_flattened(sentences, [part]) == ()


def test_rows_far_apart_are_no_form() -> None:
    between = "本年度各科室按照要求继续做好各项工作，" * 8
    rows = (
        "（一）予以公开9",
        "1.属于国家秘密0",
        "2.重复申请3",
        "3.要求提供公开出版物0",
        "（五）不予处理1.信访举报投诉类申请1",
    )
    assert read_flattened(between.join(rows), ["requests"]) == ()
    assert read_flattened("".join(rows), ["requests"]) != ()


def test_only_the_parts_asked_for_are_read() -> None:
    text = text_of(PART_TWO, ROWS_TWO) + text_of(PART_THREE, ROWS_THREE)
    assert {figure.indicator.partition(".")[0] for figure in read_flattened(text, ["requests"])} == {
        "requests"
    }
    assert read_flattened(text, []) == ()
