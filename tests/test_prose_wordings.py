"""Wordings beside the usual ones, and their near neighbours that state nothing; every sentence is invented."""

from __future__ import annotations

import pytest

from archive.figures.prose import read_prose
from tests.test_prose import (
    ATTENDED,
    FEE,
    FEE_CASES,
    GAZETTE,
    HELD,
    ITEMS,
    RECEIVED,
    RESULTS,
    SITE,
    YEAR,
    only,
    stated,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我局参加全县政府信息公开业务培训两次。", {ATTENDED: 2}),
        ("参加县政务公开办组织的业务培训3次。", {ATTENDED: 3}),
        ("参加政务公开培训3次，参加业务培训2次。", {ATTENDED: 3}),
        ("二、业务培训情况\n我局成立政务公开领导小组。全体工作人员参加培训4次。", {ATTENDED: 4}),
        ("二、业务培训情况\n我局重视政务公开工作。全年举办业务培训12期。", {}),
        ("二、业务培训情况\n将政务公开纳入干部培训内容，举办培训12期。", {}),
        ("二、业务培训情况\n全年举办培训12期。", {}),
        ("收取信息处理费1270元，涉及9件。", {FEE: 1270, FEE_CASES: 9}),
        ("收取信息处理费1270元，涉及企业9件。", {FEE: 1270}),
        ("收取排污费1270元，涉及9件。", {}),
        ("我局在政府信息公开工作中未收取任何费用。", {FEE: 0}),
        ("我局在政府信息公开工作中未收取停车费。", {}),
        ("通过《青山县人民政府公报》公开政府信息6条。", {GAZETTE: 6}),
        ("通过《青山日报》公开政府信息6条。", {}),
        ("截至2023年底，历年累计主动公开政府信息540条，其中2023年主动公开政府信息286条。", {ITEMS: 286}),
        ("历年累计主动公开政府信息540条，其中政府网站公开286条。", {}),
        ("2023年，我局主动公开政府信息166条，历年累计1203条；收到政府信息公开申请6件，历年累计19件。",
         {ITEMS: 166, RECEIVED: 6}),
        ("2023年主动公开政府信息166条，历年累计1203条，其中政府网站公开700条。", {ITEMS: 166}),
        ("2023年收到政府信息公开申请6件，历年累计19件。办结政府信息公开申请5件。", {RECEIVED: 6, RESULTS: 5}),
        ("未收取信息处理费，涉及9件。", {FEE: 0}),
        ("收到政府信息公开申请30件其中受理政府信息公开申请28件。", {RECEIVED: 30}),
        ("我局主动公开政府信息42条。其中，局机关主动公开政府信息12条。", {ITEMS: 42}),
        ("历年累计主动公开政府信息540条。2023年通过政府网站公开政府信息12条。", {SITE: 12}),
        ("组织开展政务公开培训1次，参加上级培训2次。", {HELD: 1, ATTENDED: 2}),
    ],
)  # fmt: skip
def test_what_a_sentence_states(text: str, expected: dict[tuple[str, str | None], int]) -> None:
    assert stated(text) == expected


def test_two_parts_of_one_kind_are_two_values_and_neither_hides_the_other() -> None:
    text = "主动公开政府信息50条，其中市政府网站公开20条，县政府网站公开30条。"
    figures = read_prose(text, YEAR)
    assert [(f.indicator, f.value) for f in figures] == [
        ("disclosure.items", 50),
        ("disclosure.website", 20),
        ("disclosure.website", 30),
    ]


def test_a_short_line_that_ends_in_a_number_goes_on_with_its_unit() -> None:
    figure = only("全年主动公开信息 36\n条，及时回应社会关切。")
    assert (figure.value, figure.value_raw, figure.evidence) == (36, "36条", "全年主动公开信息 36条")


@pytest.mark.parametrize("text", ["主动公开政府信息数\n36\n条", "主动公开政府信息数 36\n条\n收到申请 2\n件"])
def test_a_unit_alone_on_its_line_is_a_cell(text: str) -> None:
    assert read_prose(text, YEAR) == ()
