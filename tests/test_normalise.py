"""From a parsed page to a report: every fact with its witnesses, and what is no report as what it is."""

from datetime import date

import pytest

from archive.normalise import normalise
from archive.records import Document, Link, Origin, ParsedReport, Witness, WitnessKind, WitnessPlace
from archive.reports import Report
from archive.vocabulary import gazetteer

YANSHI = Origin(
    portal_id="yanshi", portal_name="洛阳市偃师区人民政府", division_code="410381", level="county"
)
SEEN_ON = date(2026, 1, 5)
TITLE = "偃师市林业局2019年政府信息公开工作年度报告"
TEXT = "一、总体情况\n我局公开信息十二条。\n二、其他需要报告的事项\n无。\n偃师市林业局\n2020年1月21日"


def says(kind: WitnessKind, place: WitnessPlace, raw: str) -> Witness:
    return Witness(kind, place, raw)


def report(
    *witnesses: Witness,
    title: str = TITLE,
    text: str = TEXT,
    link: Link | None = None,
    origin: Origin = YANSHI,
) -> Report:
    parsed = ParsedReport(title, Document(text), witnesses)
    return normalise(parsed, link, origin, SEEN_ON, gazetteer())


def row(date_raw: str, title: str = TITLE) -> Link:
    return Link("https://www.yanshi.gov.cn/nb/1.html", title, date_raw)


def published(*witnesses: Witness, link: Link | None = None) -> tuple[str | None, str | None]:
    """The day chosen and the place it was taken from."""
    found = report(*witnesses, link=link)
    chosen = [d.place for d in found.dates if d.kind == "published" and d.chosen]
    return found.published_on and found.published_on.isoformat(), chosen[0] if chosen else None


def test_a_report_carries_what_its_page_states() -> None:
    found = report(
        says("published", "catalogue", "2020-01-22"),
        says("index_number", "catalogue", "005184/2020-00012"),
        says("document_number", "catalogue", "偃林〔2020〕5号"),
    )
    assert found.key == "410381-林业局-disclosure_annual-2019"
    assert found.bureau is not None
    assert (found.bureau_raw, found.bureau.name_then, found.bureau.name) == (
        "偃师市林业局",
        "偃师市林业局",
        "洛阳市偃师区林业局",
    )
    assert (found.published_on, found.signed_on, found.due_on) == (
        date(2020, 1, 22),
        date(2020, 1, 21),
        date(2020, 1, 31),
    )
    assert (found.index_number, found.document_number) == ("005184/2020-00012", "偃林〔2020〕5号")
    assert [section.heading for section in found.sections] == ["总体情况", "其他需要报告的事项"]
    assert (found.scope, found.form_edition, found.problems) == ("own", None, ())


@pytest.mark.parametrize(
    ("places", "chosen"),
    [
        (("url", "meta", "list_row", "visible_line", "catalogue"), "catalogue"),
        (("url", "meta", "visible_line"), "visible_line"),
        (("url", "meta"), "meta"),
        (("attachment_name", "url"), "url"),
    ],
)
def test_the_day_of_publication_is_taken_from_the_most_trusted_place(
    places: tuple[WitnessPlace, ...], chosen: WitnessPlace
) -> None:
    days = {place: f"2020-01-{number:02}" for number, place in enumerate(places, start=10)}
    assert published(*(says("published", place, day) for place, day in days.items())) == (
        days[chosen],
        chosen,
    )


def test_a_month_alone_does_not_outrank_a_day() -> None:
    found = published(says("published", "catalogue", "2020年1月"), says("published", "meta", "2020-01-22"))
    assert found == ("2020-01-22", "meta")


def test_a_place_that_prints_no_readable_date_is_kept_as_printed() -> None:
    found = report(says("published", "catalogue", "二〇二〇年初"), says("published", "url", "20200122"))
    kept = {(d.place, d.raw, d.value, d.precision, d.chosen) for d in found.dates if d.kind == "published"}
    assert ("url", "20200122", date(2020, 1, 22), "day", True) in kept
    assert [(d[1], d[4]) for d in kept if d[0] == "catalogue"] == [("二〇二〇年初", False)]


def test_a_row_that_prints_no_year_takes_that_of_the_address_only_where_the_page_states_no_day() -> None:
    address = says("published", "url", "20170804")
    assert published(address, link=row("05-30")) == ("2017-05-30", "list_row")
    assert published(address, says("published", "meta", "2016-05-30"), link=row("05-30")) == (
        "2016-05-30",
        "meta",
    )


def test_dates_more_than_a_week_apart_are_a_problem_but_the_address_is_no_witness_against_the_page() -> None:
    apart = report(says("published", "visible_line", "2020-01-22"), says("published", "meta", "2020-02-02"))
    assert [p.kind for p in apart.problems] == ["dates_disagree"]
    assert "2020-02-02" in apart.problems[0].message
    moved = report(says("published", "visible_line", "2020-01-22"), says("published", "url", "20230804"))
    assert moved.problems == ()


def test_the_date_of_writing_on_the_catalogue_is_believed_where_nothing_is_signed() -> None:
    stated = says("written", "catalogue", "2020-01-20")
    assert report(stated, text="略。").signed_on == date(2020, 1, 20)
    assert report(stated).signed_on == date(2020, 1, 21)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("偃林〔2020〕5号", "偃林〔2020〕5号"),
        ("偃林公开［２０２０］ 12 号", "偃林公开［２０２０］ 12 号"),
        ("根据偃政〔2020〕5号文件要求", None),
        ("二〇二〇年五号", None),
    ],
)
def test_a_document_number_on_a_line_of_its_own_is_read(line: str, number: str | None) -> None:
    assert report(text=f"{TITLE}\n{line}\n{TEXT}").document_number == number


def test_the_rows_title_stands_in_where_the_page_has_none() -> None:
    found = report(title="", link=row("2020-01-22"))
    assert (found.title, found.key) == (TITLE, "410381-林业局-disclosure_annual-2019")


def test_the_year_may_stand_in_the_row_of_the_list_alone() -> None:
    found = report(title="偃师市林业局政府信息公开工作年度报告", link=row("2020-01-22"))
    assert found.report_year == 2019


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("偃师市林业局2020年部门预算公开", "budget"),
        ("2020年度偃师市政府网站工作年度报表", "website_annual"),
        ("偃师市人民政府信息公开指南", "disclosure_guide"),
        ("关于查询2019年政府信息公开年度报告的来信", "letter"),
    ],
)
def test_what_is_no_disclosure_report_is_not_filed_as_one(title: str, kind: str) -> None:
    found = report(title=title, text="略。")
    assert (found.report_type, found.key, found.problems) == (kind, None, ())


def test_a_channel_that_collects_another_type_files_that_type() -> None:
    origin = Origin(division_code="410381", level="county", report_type="website_annual")
    title = "2020年度偃师市林业局政府网站工作年度报表"
    assert report(title=title, origin=origin).key == "410381-林业局-website_annual-2020"


def test_a_report_without_a_bureau_or_a_year_is_not_filed_and_a_person_is_told() -> None:
    nobody = report(title="2019年政府信息公开工作年度报告", text="略。", origin=Origin())
    assert (nobody.key, [p.kind for p in nobody.problems]) == (None, ["no_bureau"])
    undated = report(title="偃师市林业局政府信息公开工作年度报告", text="略。")
    assert (undated.key, [p.kind for p in undated.problems]) == (None, ["no_report_year"])


def test_the_bureau_is_named_as_on_the_day_it_signed_not_as_in_the_year_described() -> None:
    title, text = "区林业局2020年政府信息公开工作年度报告", "略。\n2021年3月20日"
    bureau = report(title=title, text=text).bureau
    assert bureau is not None
    assert (bureau.name_then, bureau.is_certain) == ("洛阳市偃师区林业局", True)
