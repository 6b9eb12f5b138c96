"""What sentences of reports state, in the wordings of 2008 to 2025; every sentence is invented."""

from __future__ import annotations

import pytest

from archive.figures.prose import read_prose
from archive.reports import Figure

RECEIVED, RESULTS = ("requests.received", "total"), ("requests.results_total", "total")
ITEMS, SITE, WECHAT = ("disclosure.items", None), ("disclosure.website", None), ("disclosure.wechat", None)
WEIBO, GAZETTE, OTHERS = ("disclosure.weibo", None), ("disclosure.gazette", None), ("disclosure.other", None)
GRANTED, IN_PART = ("requests.granted", "total"), ("requests.granted_in_part", "total")
EITHER, REFUSED = ("requests.granted_or_in_part", "total"), ("requests.refused", "total")
UNAVAILABLE, UNPROCESSED = ("requests.not_available", "total"), ("requests.not_processed", "total")
OTHERWISE, LEAKS = ("requests.other", "total"), ("disclosure.leaks", None)
CARRIED_IN, CARRIED_OUT = ("requests.carried_in", "total"), ("requests.carried_out", "total")
REVIEWS, SUITS, APPEALS = ("reconsideration.total", None), ("litigation.total", None), ("appeals.total", None)
ATTENDED, HELD = ("training.attended", None), ("training.held", None)
FEE, FEE_CASES = ("information_fee.amount", None), ("information_fee.cases", None)
PEOPLE, BUSINESSES = ("requests.received", "natural_person"), ("requests.received", "business")
YEAR = 2023


def stated(text: str, year: int | None = YEAR) -> dict[tuple[str, str | None], int | float | None]:
    figures = read_prose(text, year)
    found = {(figure.indicator, figure.dimension): figure.value for figure in figures}
    assert len(found) == len(figures), "one value for each"
    return found


def only(text: str, year: int | None = YEAR) -> Figure:
    (figure,) = read_prose(text, year)
    return figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，我局主动公开政府信息128条。", {ITEMS: 128}),
        ("全年共主动公开各类政府信息1,204条，其中政府网站公开986条，政务微信公开210条，其他方式公开8条。",
         {ITEMS: 1204, SITE: 986, WECHAT: 210, OTHERS: 8}),
        ("主动公开政府信息的数量为３５条。", {ITEMS: 35}),
        ("本年度向社会主动公开政务信息12则。", {ITEMS: 12}),
        ("2023年主动公开120条政府信息。", {ITEMS: 120}),
        ("我镇全年主动公开信息3.2万条。", {ITEMS: 32000}),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）124条。", {ITEMS: 124}),
        ("其中：政府公报公开政府信息数0条，政府网站公开政府信息数106条，政务微博公开政府信息数7条，政务微信公开政府信息数30条。",
         {GAZETTE: 0, SITE: 106, WEIBO: 7, WECHAT: 30}),
        ("通过县政府门户网站发布政府信息66条。", {SITE: 66}),
        ("2023年在“青山发布”微信公众号推送信息45条。", {WECHAT: 45}),
        ("利用政务微博发布政务信息一百二十条。", {WEIBO: 120}),
        ("2023年以来，我委通过其它形式公开信息三条。", {OTHERS: 3}),
        ("制作、获取政府信息总数900条，其中主动公开政府信息310条，作为依申请公开信息数40条，不予公开信息数550条。", {ITEMS: 310}),
    ],
)  # fmt: skip
def test_information_disclosed(text: str, expected: dict[tuple[str, str | None], int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，本机关共收到政府信息公开申请15件，均已按时答复。", {RECEIVED: 15}),
        ("全年受理依申请公开15宗。", {RECEIVED: 15}),
        ("我局收到公民、法人和其他组织提出的政府信息公开申请十二件。", {RECEIVED: 12}),
        ("全年共收到9件政府信息公开申请，办结9件。", {RECEIVED: 9, RESULTS: 9}),
        ("今年我区收到通过网站、信函等渠道提出的各类政府信息公开申请合计40件，来自自然人38件、商业企业2件。",
         {RECEIVED: 40, PEOPLE: 38, BUSINESSES: 2}),
        ("新收政府信息公开申请8件（自然人6件，法律服务机构1件，其他1件），上年结转1件。",
         {RECEIVED: 8, PEOPLE: 6, ("requests.received", "legal_services"): 1, ("requests.received", "other"): 1,
          CARRIED_IN: 1}),
        ("收到政府信息公开申请7件，其中科研机构1件，社会公益组织2件，自然人4件。",
         {RECEIVED: 7, ("requests.received", "research_body"): 1,
          ("requests.received", "public_interest_body"): 2, PEOPLE: 4}),
        ("全州共收到政府信息公开申请216件，答复210件（含上年度结转申请5件，另有11件转下年度办理）。",
         {RECEIVED: 216, RESULTS: 210, CARRIED_IN: 5, CARRIED_OUT: 11}),
        ("收到政府信息公开申请31件，2022年结转2件，结转至2024年办理1件。", {RECEIVED: 31, CARRIED_IN: 2, CARRIED_OUT: 1}),
        ("共办结政府信息公开申请20件，其中予以公开11件、部分公开3件、不予公开2件、无法提供2件、不予处理1件、其他处理（含主动撤回）1件。",
         {RESULTS: 20, GRANTED: 11, IN_PART: 3, REFUSED: 2, UNAVAILABLE: 2, UNPROCESSED: 1, OTHERWISE: 1}),
        ("办结依申请公开18件，其中：予以公开及部分公开9件，占50%；不予公开1件，占5.56%；无法提供8件，占44.44%。",
         {RESULTS: 18, EITHER: 9, REFUSED: 1, UNAVAILABLE: 8}),
        ("收到政府信息公开申请6件，其中4件予以公开，2件不予公开。", {RECEIVED: 6, GRANTED: 4, REFUSED: 2}),
        ("对政府信息公开申请答复5件，其中同意公开答复数4件，同意部分公开答复数1件。", {RESULTS: 5, GRANTED: 4, IN_PART: 1}),
        ("依申请公开情况\n全年收到申请3件。", {RECEIVED: 3}),
        ("（二）依申请公开情况\n全年收到申请14件，办结14件。", {RECEIVED: 14, RESULTS: 14}),
        ("（二）依申请公开情况。按规定办理。全年收到申请14件。", {RECEIVED: 14}),
        ("政府信息公开申请总数为4件。", {RECEIVED: 4}),
        ("2023年1月1日至2023年12月31日，收到政府信息公开申请4件。", {RECEIVED: 4}),
        ("2023年1-12月，收到政府信息公开申请4件。", {RECEIVED: 4}),
        ("收到政府信息公开申请4件，无上年结转申请，无结转下年度办理的申请。", {RECEIVED: 4, CARRIED_IN: 0, CARRIED_OUT: 0}),
        ("一、总体情况（二）依申请公开情况 2023年收到申请6件。", {RECEIVED: 6}),
    ],
)  # fmt: skip
def test_requests(text: str, expected: dict[tuple[str, str | None], int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，政府信息公开引发的行政复议案件4件、行政诉讼案件3件。", {REVIEWS: 4, SUITS: 3}),
        ("全年因政府信息公开工作被申请行政复议3件，提起行政诉讼1件，均获维持。", {REVIEWS: 3, SUITS: 1}),
        ("因信息公开发生1起行政诉讼。", {SUITS: 1}),
        ("涉及政府信息公开的行政申诉案2件。", {APPEALS: 2}),
        ("2023年我局参加上级组织的政务公开业务培训两次。", {ATTENDED: 2}),
        ("全年举办政务公开培训班3期，培训120人次。", {HELD: 3}),
        ("参加政务公开培训3次，举办业务培训1次。", {ATTENDED: 3, HELD: 1}),
        ("六、政府信息公开会议和培训情况\n举办各类培训班1次。", {HELD: 1}),
        ("围绕政府信息公开，组织开展2次专题培训。", {HELD: 2}),
        ("全年收取政府信息公开信息处理费860元。", {FEE: 860}),
        ("收取信息处理费0.3万元。", {FEE: 3000}),
        ("2023年收取信息处理费3件，金额2230.5元。", {FEE_CASES: 3, FEE: 2230.5}),
        ("本年度对3件政府信息公开申请收取信息处理费，共计120元。", {FEE_CASES: 3, FEE: 120}),
        ("依申请公开政府信息收取费用0元。", {FEE: 0}),
        ("应收取信息处理费300元，实际收取信息处理费200元。", {FEE: 200}),
        ("收取信息处理费0元，行政复议与行政诉讼见下文。", {FEE: 0}),
    ],
)
def test_disputes_training_and_fees(text: str, expected: dict[tuple[str, str | None], float]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年我中心未收到依申请公开信息要求。", {RECEIVED}),
        ("本年度无政府信息公开申请。", {RECEIVED}),
        ("2023年，我镇未收到公民、法人及其他组织的政府信息公开申请。", {RECEIVED}),
        ("截至2023年底，我镇尚无政府信息公开申请。", {RECEIVED}),
        ("2023年，我局没有收到要求公开政府信息的申请。", {RECEIVED}),
        ("全年收到政府信息公开申请0件。", {RECEIVED}),
        ("2023年我局依申请公开零申请。", {RECEIVED}),
        ("政府信息公开申请数为零。", {RECEIVED}),
        (
            "全年没有发生因政府信息公开引发的行政复议案、行政诉讼案和申诉案（含信访件）。",
            {REVIEWS, SUITS, APPEALS},
        ),
        ("未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", {REVIEWS, SUITS}),
        ("未发生因政府信息公开申请行政复议，提起行政诉讼的情况。", {REVIEWS, SUITS}),
        ("2023年未发生行政复议案件、行政诉讼案件。", {REVIEWS, SUITS}),
        ("本年度无行政复议、行政诉讼情况。", {REVIEWS, SUITS}),
        ("因政府信息公开行政复议、行政诉讼均为0件。", {REVIEWS, SUITS}),
        ("本机关没有收到有关政府信息公开的申请，也没有收到政府信息公开行政复议申请。", {RECEIVED, REVIEWS}),
        ("没有收到针对我局政府信息公开工作的申诉。", {APPEALS}),
        ("全年未发生政府信息泄密事件。", {LEAKS}),
        ("2023年我局未收取政府信息公开信息处理费。", {FEE}),
        ("截至12月31日，我局未收到政府信息公开申请。", {RECEIVED}),
        ("依申请公开信息未收取任何费用。", {FEE}),
        ("在政府信息公开工作中，没有收取任何费用。", {FEE}),
        ("五、政府信息公开收费及减免情况\n2023年没有收费。", {FEE}),
        ("2023年度本局无涉及政府信息公开事务的收费和减免事项。", {FEE}),
    ],
)
def test_statements_that_nothing_happened(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert stated(text) == dict.fromkeys(expected, 0)
    assert {figure.value_state for figure in read_prose(text, YEAR)} == {"zero"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("主动公开政府信息20余条。", 20),
        ("全年主动公开政府信息近百条。", 100),
        ("共主动公开政府信息约300条。", 300),
        ("主动公开政府信息500条以上。", 500),
        ("主动公开政府信息一千二百多条。", 1200),
        ("主动公开政府信息1万余条。", 10000),
    ],
)
def test_a_rounded_number_is_marked_as_one(text: str, value: int) -> None:
    figure = only(text)
    assert (figure.value, figure.is_approximate) == (value, True)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("2023年，我局收到政府信息公开申请5件。", "own"),
        ("2023年，县政府办公室代表县政府收到政府信息公开申请5件。", "own"),
        ("2023年，我镇收到政府信息公开申请5件。", "own"),
        ("2023年，全市收到政府信息公开申请5件。", "region_total"),
        ("我区共收到政府信息公开申请5件。", "region_total"),
        ("各镇、各部门共收到政府信息公开申请5件。", "region_total"),
        ("全年收到政府信息公开申请5件。", "unknown"),
        ("全市政府信息公开工作人员参加业务培训5次。", "region_total"),
        ("我市严格落实《条例》，全年收到政府信息公开申请5件。", "region_total"),
    ],
)
def test_whose_requests_a_sentence_counts(text: str, scope: str) -> None:
    figure = only(text)
    assert (figure.value, figure.scope) == (5, scope)


def test_a_bureau_that_names_itself_counts_its_own() -> None:
    text = "青山县林业局2023年政府信息公开工作年度报告\n2023年，县林业局收到政府信息公开申请5件。"
    assert only(text).scope == "own"


def test_a_denial_about_the_bureau_itself_is_its_own() -> None:
    assert {f.scope for f in read_prose("2023年未发生针对我局政府信息公开工作的行政复议。", YEAR)} == {"own"}


def test_the_name_of_a_site_is_not_who_speaks() -> None:
    assert only("县政府门户网站公开政府信息12条。").scope == "unknown"


def test_a_region_and_its_office_are_two_statements() -> None:
    text = "2023年全县收到政府信息公开申请30件，其中县政府办公室收到政府信息公开申请30件。"
    assert [(f.value, f.scope) for f in read_prose(text, YEAR)] == [(30, "region_total"), (30, "own")]


def test_the_same_value_twice_is_one_figure_and_two_values_are_two() -> None:
    once = "全年收到政府信息公开申请5件。\n全年共收到政府信息公开申请5件。"
    twice = "全年收到政府信息公开申请5件。\n全年共收到政府信息公开申请6件。"
    assert [figure.value for figure in read_prose(once, YEAR)] == [5]
    assert [figure.value for figure in read_prose(twice, YEAR)] == [5, 6]


def test_the_sentence_is_quoted_from_the_text_as_given() -> None:
    text = "第一段。\n2023 年，我局按照有关规定认真办理群众提出的事项，全年共收到政府信息\n公开申请 12 件，均已答复。"
    figure = only(text)
    assert figure.evidence == "全年共收到政府信息公开申请 12 件"
    assert text[figure.start : figure.end] == "全年共收到政府信息\n公开申请 12 件"
    assert (figure.value_raw, figure.source, figure.cell, figure.unit) == ("12 件", "prose", None, "件")


def test_the_year_before_the_comma_belongs_to_the_quotation() -> None:
    assert only("2023年，我局主动公开信息0条，请予监督。").evidence == "2023年，我局主动公开信息0条"


def test_nought_is_quoted_in_the_words_that_state_it() -> None:
    figure = only("2023年我中心未收到依申请公开信息要求。")
    assert figure.value_raw == "未收到依申请公开信息要求"
    assert figure.evidence == "2023年我中心未收到依申请公开信息要求"


def test_a_page_number_parts_no_sentence() -> None:
    text = "2023年，我局严格按照有关规定办理群众的事项，全年共收到政府信息\n- 4 -\n公开申请12件。"
    assert stated(text) == {RECEIVED: 12}


def test_chinese_years_and_wrapped_lines_are_read() -> None:
    text = "二〇一一年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，共主动公\n\n开政府信息 45 条。"
    assert stated(text, 2011) == {ITEMS: 45}
