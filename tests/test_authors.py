"""Whose report it is: the title's bureau before the page's, and the office that put it online told apart."""

from dataclasses import replace
from datetime import date

import pytest

from archive.authors import Author, choose_author
from archive.records import Document, Origin, ParsedReport, Witness, WitnessPlace
from archive.vocabulary import gazetteer

YANSHI = Origin(
    portal_id="yanshi", portal_name="洛阳市偃师区人民政府", division_code="410381", level="county"
)
NOWHERE = Origin()
IN_2020 = date(2020, 1, 22)


def named_by(place: WitnessPlace, raw: str) -> Witness:
    return Witness("bureau", place, raw)


def author(title: str, *witnesses: Witness, text: str = "略。", origin: Origin = YANSHI) -> Author:
    return choose_author(ParsedReport(title, Document(text), witnesses), origin, IN_2020, gazetteer())


def key(chosen: Author) -> str | None:
    return chosen.bureau.key if chosen.bureau else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("偃师市林业局2019年政府信息公开工作年度报告", "410381-林业局"),
        ("2019年度偃师市林业局政府信息公开工作年度报告", "410381-林业局"),
        ("关于偃师市林业局2019年政府信息公开工作年度报告", "410381-林业局"),
        ("偃师市林业局关于公布2019年政府信息公开年度报告", "410381-林业局"),
        ("偃师市林业局政府信息公开工作年度报告（2019）", "410381-林业局"),
        ("偃师市林业局政府信息公开工作2019年度报告", "410381-林业局"),
        ("偃师市2019年政府信息公开工作年度报告", "410381-人民政府"),
        ("洛阳市偃师区2019年政府信息公开工作年度报告", "410381-人民政府"),
    ],
)
def test_the_title_names_the_author(title: str, expected: str) -> None:
    assert key(author(title, origin=NOWHERE)) == expected


@pytest.mark.parametrize(
    "title",
    [
        "2019年政府信息公开工作年度报告", "2019年度政府信息公开年报", "2019年政务公开报告",
        "政府信息公开工作年度报告", "关于政府信息公开工作情况的报告",
        "测试园2019年政府信息公开工作年度报告",
    ],
)  # fmt: skip
def test_a_title_without_a_bureau_names_nobody(title: str) -> None:
    assert author(title, origin=NOWHERE).bureau is None


def test_the_office_that_uploaded_a_report_is_kept_as_its_uploader() -> None:
    chosen = author(
        "市体育局2018年政府信息公开工作年度报告",
        named_by("catalogue", "偃师市政务服务和大数据管理局"),
        named_by("meta", "偃师市体育局"),
    )
    assert (key(chosen), chosen.raw) == ("410381-体育局", "市体育局")
    assert {(w.place, w.raw, w.role) for w in chosen.witnesses} == {
        ("title", "市体育局", "author"),
        ("catalogue", "偃师市政务服务和大数据管理局", "uploader"),
        ("meta", "偃师市体育局", "author"),
        ("portal", "洛阳市偃师区人民政府", "unused"),
    }
    assert chosen.problems == ()


def test_a_report_whose_title_names_nobody_is_its_catalogues_and_then_its_signatures() -> None:
    title = "2019年政府信息公开工作年度报告"
    assert key(author(title, named_by("catalogue", "偃师市审计局"))) == "410381-审计局"
    assert key(author(title, text="略。\n偃师市水利局\n2020年1月22日")) == "410381-水利局"
    both = author(title, named_by("catalogue", "区数据局"), text="略。\n偃师市水利局\n2020年1月22日")
    assert key(both) == "410381-水利局"


def test_a_whole_name_is_believed_before_a_short_form_that_could_be_another_places() -> None:
    antu = Origin(portal_id="antu", portal_name="安图县林业局", division_code="222426", level="county")
    chosen = author(
        "市林业局2018年政务公开年度报告", named_by("meta", "吉林省安图县林业局-安图县林业局"), origin=antu
    )
    assert (key(chosen), chosen.problems) == ("222426-林业局", ())
    alone = author("市林业局2018年政务公开年度报告", origin=replace(antu, portal_name=None))
    assert key(alone) == "222426-林业局"
    assert [problem.kind for problem in alone.problems] == ["bureau_uncertain"]


def test_a_channel_that_belongs_to_one_bureau_names_it() -> None:
    chosen = author(
        "2019年度报告", named_by("meta", "本站"), origin=replace(YANSHI, channel_bureau="偃师市林业局")
    )
    assert key(chosen) == "410381-林业局"
    assert ("meta", "本站", "unused") in {(w.place, w.raw, w.role) for w in chosen.witnesses}


def test_a_page_that_names_no_bureau_is_the_portals_own_and_a_person_is_told() -> None:
    chosen = author("2019年度报告", named_by("visible_line", "本网"))
    assert key(chosen) == "410381-人民政府"
    assert [problem.kind for problem in chosen.problems] == ["bureau_from_portal"]


def test_prose_at_the_end_of_the_text_signs_nothing() -> None:
    text = "一、加强领导，落实到局。\n二、督促各单位承办\n2020年1月22日"
    assert author("2019年度报告", text=text, origin=NOWHERE).bureau is None
