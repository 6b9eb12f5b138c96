"""Who speaks, where a page keeps its title apart from its text; every name is invented."""

from __future__ import annotations

import pytest

from archive.figures.prose import read_prose
from tests.test_prose import YEAR

BUREAU = ("河口县水务局",)
TOWN = ("白鹭镇人民政府",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2023年，河口县水务局共收到政府信息公开申请5件。", BUREAU),
        ("县水务局收到政府信息公开申请5件。", BUREAU),
        ("水务局办公室收到政府信息公开申请5件。", BUREAU),
        ("通过河口县水务局网站公开政府信息5条。", BUREAU),
        ("在水务局微信公众号公开政府信息5条。", BUREAU),
        ("2023年，白鹭镇在县政府网站公开政府信息5条。", TOWN),
        ("白鹭镇政府共收到政府信息公开申请5件。", TOWN),
        ("街道办事处共收到政府信息公开申请5件。", ()),
        ("镇政府收到政府信息公开申请5件。", ()),
        ("乡人民政府收到政府信息公开申请5件。", ()),
        ("局机关收到政府信息公开申请5件。", ()),
    ],
)
def test_a_bureau_known_by_name_counts_its_own(text: str, names: tuple[str, ...]) -> None:
    (figure,) = read_prose(text, YEAR, names)
    assert (figure.value, figure.scope) == (5, "own")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("河口县水务局共收到政府信息公开申请5件。", ()),
        ("县教育局收到政府信息公开申请5件。", BUREAU),
        ("市水务局收到政府信息公开申请5件。", BUREAU),
        ("通过市水务局网站公开政府信息5条。", BUREAU),
        ("市水务局认真落实要求，收到政府信息公开申请5件。", BUREAU),
        ("河口县水务局系统主动公开政府信息5条。", BUREAU),
        ("在河口县水务局下属水文站网站公开政府信息5条。", BUREAU),
        ("河口县水务局下属单位收到政府信息公开申请5件。", BUREAU),
        ("白鹭镇各村公开政府信息5条。", TOWN),
        ("在白鹭镇小学网站公开政府信息5条。", TOWN),
        ("各街道办事处共收到政府信息公开申请5件。", ()),
        ("乡镇政府收到政府信息公开申请5件。", ()),
        ("河口县收到政府信息公开申请5件。", ("河口县",)),
    ],
)
def test_another_body_is_not_the_author(text: str, names: tuple[str, ...]) -> None:
    assert read_prose(text, YEAR, names) == ()
