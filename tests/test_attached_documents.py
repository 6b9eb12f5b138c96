"""A report as a file of its page: one report, its best source believed, its contradictions named, annexes told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.ingest import Archive
from archive.records import Capture, Portal, Role, Snapshot
from crawler.files.reader import FileReader
from crawler.portal import load_portal
from crawler.reading import RunReader
from tests.commands import cundang, rows
from tests.document_cases import same_report
from tests.replicas import forms, henan_date, office
from tests.replicas.pictures import white_page

HOST = "http://127.0.0.1:9"
NAME = "偃师市蚕桑站"
TITLE = f"{NAME}2019年政府信息公开工作年度报告"
PROSE = (
    f"<p>{TITLE}</p><p>一、总体情况</p><p>全年公开桑苗价格12次，培训蚕农300人次，组织现场观摩活动。</p>"
    "<p>二、主动公开政府信息情况</p>{table}<p>三、存在的主要问题及改进情况</p><p>更新不够及时，下一步增加人手。</p>"
    f"<p>{NAME}</p><p>2020年1月20日</p>"
)  # fmt: skip
TABLE = forms.proactive_table("f2019", 2, 35, 15)
FULL = PROSE.replace("{table}", TABLE)
STUB = "<p>详见附件。</p>"
CURRENT = (
    "select v.media_type, v.number, v.kind from report r join revision v on v.id = r.current_revision_id"
)
FILES = "select name, reading, reason, filed_revision_id is not null from attachment order by id"


class Night:
    """An archive that is fed pages and files as a crawl would feed them."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        file = folder / "replica.yml"
        file.write_text(henan_date.portal_yaml(HOST), encoding="utf-8")
        self.portal: Portal = load_portal(file)
        self.archive = Archive(self.data)
        self.at = datetime(2026, 6, 1, tzinfo=UTC)
        self.begin()

    def begin(self) -> None:
        self.reader = RunReader(self.portal, FileReader(self.data))
        self.run_id = self.archive.open_run(self.portal, self.at, "test")

    def page(self, body: str, files: dict[str, bytes], title: str = TITLE, number: int = 1) -> None:
        """A report page and then each of the files that it links to."""
        links = "".join(f'<p><a href="/file/{number}/{at}.{name.rpartition(".")[2]}">{name}</a></p>'
                        for at, name in enumerate(files))  # fmt: skip
        page = f"{HOST}/2020/01-21/{number}.html"
        html = (
            f'<html><head><title>{title}</title></head><body><div class="details-box"><h1>{title}</h1>'
            '<div class="time">时间：2020-01-21 09:00&nbsp;&nbsp;来源：区政务服务中心</div>'
            f'<div class="details-main">{body}{links}</div></div></body></html>'
        )
        self._take("report", page, html.encode(), None)
        for at, (name, content) in enumerate(files.items()):
            self._take("attachment", f"{HOST}/file/{number}/{at}.{name.rpartition('.')[2]}", content, page)

    def _take(self, role: Role, url: str, body: bytes, parent: str | None) -> None:
        self.at += timedelta(minutes=1)
        capture = Capture(
            url, role, self.at, Snapshot(url, body, self.at, requested_url=url), portal_id=self.portal.id,
            channel_id="annual-reports", crawl_run_id=self.run_id, parent_url=parent,
        )  # fmt: skip
        self.archive.ingest([self.reader.read(self.archive.keep(capture))])

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.archive.connection.execute(sql)]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    night = Night(tmp_path)
    yield night
    night.archive.close()


def test_a_page_that_only_points_to_its_file_is_read_from_the_file(night: Night) -> None:
    night.page(STUB, {"年报.docx": office.docx(FULL)})
    assert night.rows("select key, revision_count, signed_on, published_on, form_edition from report") == [
        ("410381-蚕桑站-disclosure_annual-2019", 1, "2020-01-20", "2020-01-21", "f2019")
    ]
    assert night.rows(CURRENT) == [("docx", 1, "rendition")]
    assert night.rows("select url like '%.html' from report") == [(1,)]
    assert night.rows(FILES) == [("年报.docx", "read", None, 1)]


def test_a_page_that_repeats_its_file_is_believed_and_agrees(night: Night) -> None:
    night.page(FULL, {"年报.docx": office.docx(FULL)})
    assert night.rows(CURRENT) == [("html", 1, "revision")]
    assert night.rows("select media_type, number from revision") == [("html", 1), ("docx", 1)]
    assert night.rows("select kind from issue") == []


def test_the_file_is_believed_where_the_page_has_lost_its_tables(night: Night) -> None:
    night.page(PROSE.replace("{table}", "<p>见附表</p>"), {"年报.docx": office.docx(FULL)})
    assert night.rows(CURRENT) == [("docx", 1, "rendition")]


def test_a_figure_that_page_and_file_print_differently_is_an_issue_that_names_both(night: Night) -> None:
    wrong = FULL.replace("<td>35</td>", "<td>53</td>")
    assert wrong != FULL
    night.page(FULL, {"年报.docx": office.docx(wrong)})
    ((kind, message),) = night.rows("select kind, message from issue")
    assert kind == "renditions_differ"
    assert "年报.docx" in str(message)
    assert "the page prints “行政许可：12 0 35”, the file “行政许可：12 0 53”" in str(message)
    assert night.rows(CURRENT) == [("html", 1, "revision")]


def test_an_annex_is_kept_with_its_text_and_is_no_report(night: Night) -> None:
    annex = (
        "<p>桑苗价格表</p><table><tr><td>品种</td><td>元</td></tr><tr><td>湖桑</td><td>3</td></tr></table>"
    )
    night.page(FULL, {"价格表.docx": office.docx(annex), "空.txt": b" "})
    assert night.rows(FILES) == [("价格表.docx", "read", None, 0), ("空.txt", "unreadable", "empty", 0)]
    assert night.rows("select text from attachment where text is not null") == [
        ("桑苗价格表\n品种\t元\n湖桑\t3",)
    ]
    assert night.rows("select count(*) from revision") == [(1,)]
    assert night.rows("select kind from issue") == [("unreadable",)]


def test_a_page_of_many_bureaus_files_is_a_report_for_each(night: Night) -> None:
    files = {
        f"{organ}.docx": office.docx(FULL.replace(NAME, f"偃师市{organ}"))
        for organ in ("茶叶站", "水产站", "园艺站")
    }
    night.page(STUB, files, title="2019年度各单位政府信息公开工作年度报告汇总")
    assert night.rows("select bureau_as_printed, report_year from report order by id") == [
        ("偃师市茶叶站", 2019), ("偃师市水产站", 2019), ("偃师市园艺站", 2019)
    ]  # fmt: skip


def test_a_file_that_does_not_name_its_bureau_is_its_pages(night: Night) -> None:
    nameless = FULL.replace(TITLE, "2019年政府信息公开工作年度报告").replace(NAME, "")
    night.page(STUB, {"附件1.docx": office.docx(nameless)})
    assert night.rows("select key from report") == [("410381-蚕桑站-disclosure_annual-2019",)]
    assert night.rows(CURRENT) == [("docx", 1, "rendition")]


def test_a_file_without_a_title_is_the_report_where_it_repeats_the_page_or_alone_has_its_sections(
    night: Night,
) -> None:
    untitled = FULL.replace(f"<p>{TITLE}</p>", "<p>（此件公开发布）</p>")
    night.page(STUB, {"附件1.docx": office.docx(untitled)})
    assert night.rows(CURRENT) == [("docx", 1, "rendition")]
    plain = "<p>一年来，我站公开桑苗价格12次，培训蚕农300人次，没有收到公开申请，也没有收取费用。</p>"
    night.page(plain, {"附件2.docx": office.docx(plain)}, title=TITLE.replace("2019", "2018"), number=2)
    assert night.rows("select name, filed_revision_id is not null from attachment order by id") == [
        ("附件1.docx", 1), ("附件2.docx", 1)
    ]  # fmt: skip


def test_a_little_picture_is_nobodys_problem(night: Night) -> None:
    night.page(FULL, {"图标.png": white_page(16, 16)})
    assert night.rows(FILES) == [("图标.png", "unreadable", "empty", 0)]
    assert night.rows("select count(*) from issue") == [(0,)]


def test_a_file_headed_with_another_year_is_never_filed_over_that_years_report(night: Night) -> None:
    older = FULL.replace("2019年", "2018年")
    night.page(older, {}, title=TITLE.replace("2019", "2018"), number=2)
    night.page(STUB, {"年报.docx": office.docx(older.replace("12次", "99次"))})
    assert night.rows("select report_year, revision_count from report order by report_year") == [
        (2018, 1),
        (2019, 1),
    ]
    assert night.rows("select kind from issue where severity is null") == [("attachment_of_another_year",)]


def test_an_edited_file_is_a_revision_where_it_is_the_reports_source_and_an_issue_where_not(
    night: Night,
) -> None:
    night.page(STUB, {"年报.docx": office.docx(FULL)})
    night.begin()
    night.page(STUB, {"年报.docx": office.docx(FULL.replace("300人次", "900人次"))})
    assert night.rows("select number, kind, media_type from revision order by id") == [
        (1, "revision", "html"), (1, "rendition", "docx"), (2, "revision", "docx")
    ]  # fmt: skip
    assert night.rows(CURRENT) == [("docx", 2, "revision")]
    assert night.rows("select revision_count from report") == [(2,)]


def test_an_unchanged_night_adds_nothing(night: Night) -> None:
    for _ in range(2):
        night.page(STUB, {"年报.docx": office.docx(FULL)})
        night.begin()
    assert night.rows("select count(*) from revision") == [(2,)]
    assert night.rows("select kind from change") == [("new",), ("rendition",)]


def test_a_file_that_is_fetched_again_stays_filed_as_its_report(night: Night) -> None:
    for _ in range(2):
        night.page(STUB, {"年报.docx": office.docx(FULL)})
        night.begin()
    assert night.rows("select filed_revision_id, text from attachment") == night.rows(
        "select id, null from revision where media_type = 'docx'"
    )


def test_the_files_of_an_archive_are_filed_one_by_one_under_their_names(night: Night) -> None:
    packed = office.zipped({"蚕桑站年报.docx": office.docx(FULL), "说明.txt": "桑苗说明，共三段。".encode()})
    night.page(STUB, {"年报.zip": packed})
    assert night.rows("select name, media_type, reading from attachment order by id") == [
        ("年报.zip", "zip", None), ("蚕桑站年报.docx", "docx", "read"), ("说明.txt", "text", "read")
    ]  # fmt: skip
    assert night.rows(CURRENT) == [("docx", 1, "rendition")]
    assert night.rows("select count(*) from report") == [(1,)]
    assert night.rows("select count(distinct sha256), count(sha256) from attachment") == [(1, 3)]


def test_a_scan_waits_for_its_recognition_and_can_be_counted(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUNDANG_OCR", "off")
    night.page(STUB, {"扫描.png": white_page()})
    assert night.rows("select reading, reason, count(*) from attachment") == [("unreadable", "scan", 1)]
    assert night.rows("select verdict from fetch where role = 'attachment'") == [("unreadable: scan",)]
    assert "cundang reparse" in str(night.rows("select message from issue"))


def test_reparse_files_the_same_rows_again(night: Night) -> None:
    night.page(STUB, {"年报.docx": office.docx(FULL)})
    night.page(FULL, {"年报.zip": office.zipped({"甲.docx": office.docx(FULL)})}, number=3)
    tables = ("report", "revision", "attachment", "issue", "change")
    before = [night.rows(f"select * from {table} order by id") for table in tables]  # noqa: S608
    night.archive.close()
    assert cundang("reparse", "--data", night.data).code == 0
    after = [rows(night.data / "archive.db", f"select * from {table} order by id") for table in tables]  # noqa: S608
    assert after == before
    night.archive = Archive(night.data)


def test_a_capture_that_a_crash_left_between_ingested_ones_is_read_by_the_next_command(
    night: Night, tmp_path: Path
) -> None:
    night.page(FULL, {})
    body = FULL.replace(NAME, "偃师市茶叶站").encode()
    lost = Capture("file:lost.html", "import", night.at, Snapshot("file:lost.html", body, night.at))
    night.archive.keep(lost)
    night.page(FULL.replace(NAME, "偃师市水产站"), {}, title=TITLE.replace(NAME, "偃师市水产站"), number=2)
    assert night.archive.pending() == [2]
    night.archive.close()
    (tmp_path / "园艺站.txt").write_text(
        "偃师市园艺站2019年政府信息公开工作年度报告\n一、总体情况\n无。", encoding="utf-8"
    )
    assert cundang("import", tmp_path / "园艺站.txt", "--data", night.data).code == 0
    filed = rows(night.data / "archive.db", "select bureau_as_printed from report order by id")
    assert {"偃师市茶叶站", "偃师市水产站", "偃师市园艺站"} <= {name for (name,) in filed}
    night.archive = Archive(night.data)
    assert night.archive.pending() == []


def test_an_archive_of_reports_is_imported_report_by_report(tmp_path: Path) -> None:
    file = tmp_path / "年报.zip"
    organs = ("茶叶站", "水产站")
    reports = {f"{organ}.docx": office.docx(FULL.replace(NAME, f"偃师市{organ}")) for organ in organs}
    file.write_bytes(office.zipped({**reports, "封面.bin": bytes(range(256)) * 9}))
    outcome = cundang("import", file, "--data", tmp_path / "data")
    assert outcome.code == 1
    assert "封面.bin: Files of the kind unknown have no reader" in outcome.said
    assert outcome.said.splitlines()[-1] == "Imported 1 file: 2 new, 1 unreadable."
    shown = cundang("read", file)
    assert (shown.code, shown.said.count("\n")) == (1, 1)
    assert "an archive of 3 files (茶叶站.docx, 水产站.docx, 封面.bin); unpack it" in shown.said


@pytest.mark.parametrize("kind", same_report())
def test_every_format_is_imported_as_the_report_it_is(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"report.{kind}"
    file.write_bytes(same_report()[kind])
    outcome = cundang("import", file, "--data", tmp_path / "data")
    assert outcome.code == 0, outcome.said
    filed = rows(tmp_path / "data" / "archive.db", "select key, signed_on, form_edition from report")
    assert filed == [("410381-槐新街道办事处-disclosure_annual-2023", "2024-01-25", "f2021")]
