"""Disputes are counted where they are about disclosure, and no other case of the bureau is; every sentence is invented."""

from __future__ import annotations

import pytest

from archive.figures.prose import read_prose
from tests.test_prose import REVIEWS, SUITS, YEAR, stated

SHORT_HEADING = "三、行政复议和行政诉讼情况\n"
FULL_HEADING = "四、政府信息公开行政复议、行政诉讼情况\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHORT_HEADING + "2023年，我局共发生行政复议案件3件、行政诉讼案件2件，均获维持。", {REVIEWS: 3, SUITS: 2}),
        (FULL_HEADING + "2023年收到行政复议申请1件，行政诉讼0件。", {REVIEWS: 1, SUITS: 0}),
        (FULL_HEADING + "行政复议1件，结果维持1件。行政诉讼2件，其他结果1件、尚未审结1件。", {REVIEWS: 1, SUITS: 2}),
        (FULL_HEADING + "我局认真做好政府信息公开工作，行政诉讼3件。", {SUITS: 3}),
        ("因政府信息公开工作被申请行政复议3件，其中其他结果1件，提起行政诉讼1件。", {REVIEWS: 3, SUITS: 1}),
        ("因政府信息公开被申请行政复议3件；因征地拆迁被提起行政诉讼9件，申请行政复议2件。", {REVIEWS: 3}),
        ("全市行政复议机构受理行政复议案件350件，其中政府信息公开类行政复议案件12件。", {REVIEWS: 12}),
        ("因政府信息公开引发的行政复议案件60件，其中维持41件；向省政府备案18件。", {REVIEWS: 60}),
        (SHORT_HEADING + "因政府信息公开被申请行政复议2件。\n因处理投诉被申请行政复议29件，被提起行政诉讼4件。",
         {REVIEWS: 2}),
        (SHORT_HEADING + "未发生行政复议、行政诉讼。", {REVIEWS: 0, SUITS: 0}),
    ],
)  # fmt: skip
def test_disputes_about_disclosure(text: str, expected: dict[tuple[str, str | None], int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        SHORT_HEADING + "因投诉举报处理结果被申请行政复议29件，被提起行政诉讼4件。",
        SHORT_HEADING + "因投诉举报处理结果被申请行政复议29件。行政诉讼4件。",
        SHORT_HEADING + "我局作出行政处罚决定138件，当事人申请行政复议4件、提起行政诉讼1件。",
        SHORT_HEADING + "法院受理的其他行政复议案件14件、行政诉讼案件9件。",
        SHORT_HEADING + "全年行政复议案件12件，其中涉及政府信息公开2件。",
        SHORT_HEADING + "全年收到行政复议申请312件。",
        SHORT_HEADING + "2023年我局加强法治建设，行政复议2件，行政诉讼3件。",
        SHORT_HEADING + "不动产登记引发行政争议，行政诉讼3件。",
        FULL_HEADING + "2023年行政诉讼案件8件，均与政府信息公开无关。",
        FULL_HEADING + "办理工伤认定案件8件，行政诉讼3件。",
        FULL_HEADING + "因不服行政处罚提起行政复议3件，行政诉讼2件。",
        "我局扎实推进政府信息公开工作，全年行政诉讼3件。",
        "除政府信息公开外，行政复议3件。",
        "因行政处罚被申请行政复议2件，未发生行政诉讼。",
        "因政府信息公开引发的行政复议60件，均已备案。",
        "全年行政诉讼3件。",
    ],
)
def test_other_cases_of_the_bureau_are_no_disputes_about_disclosure(text: str) -> None:
    assert read_prose(text, YEAR) == ()
