"""A scan from the portal to the archive: it waits without OCR, is read once OCR is there, and never prints a wrong figure."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest import Archive
from crawler.documents.html import read_html
from crawler.documents.readers import read_files, recognise_document
from crawler.documents.scans.reader import is_available
from crawler.files import isolation
from crawler.files.reader import FileReader
from tests.commands import cundang, rows
from tests.document_cases import DOCUMENTS, same_report
from tests.replicas.office import zipped
from tests.test_attached_documents import STUB, Night

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the extra `ocr` is not installed; run scripts/install-ocr"
)

# The first page of the same report, grey, at 120 dots an inch.
PAGE = (DOCUMENTS / "same-report" / "page-1.png").read_bytes()
TITLE = "洛阳市偃师区槐新街道办事处2023年政府信息公开工作年度报告"


def test_a_scan_that_waited_is_read_by_reparse_and_not_recognised_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUNDANG_OCR", "off")
    night = Night(tmp_path)
    night.page(STUB, {"扫描件.png": PAGE}, title=TITLE)
    night.archive.close()
    archive = night.data / "archive.db"
    assert rows(archive, "select reading, reason from attachment") == [("unreadable", "scan")]
    assert cundang("reparse", "--data", night.data, CUNDANG_OCR="on").code == 0
    assert rows(archive, "select reading, reason, table_count from attachment") == [("read", None, 2)]
    current = "select v.is_ocr, v.media_type, r.form_edition from report r join revision v on v.id = r.current_revision_id"
    assert rows(archive, current) == [(1, "png", "f2021")]
    assert ("text_lost",) in rows(archive, "select kind from issue where severity is null")
    started = time.monotonic()
    assert cundang("reparse", "--data", night.data, CUNDANG_OCR="on").code == 0
    assert time.monotonic() - started < 4
    assert rows(archive, current) == [(1, "png", "f2021")]
    Archive(night.data).close()


def test_a_scan_that_met_a_limit_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolation.shared.cache_clear()
    monkeypatch.setattr(isolation, "SCAN_LIMITS", replace(isolation.SCAN_LIMITS, wall_seconds=0.01))
    assert FileReader(tmp_path).read(PAGE)[0].reason == "limit"
    monkeypatch.undo()
    isolation.shared.cache_clear()
    assert FileReader(tmp_path).read(PAGE)[0].document is not None
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_a_scan_of_a_report_that_is_there_as_text_is_no_edit_of_it(tmp_path: Path) -> None:
    (tmp_path / "报告.pdf").write_bytes(same_report()["pdf"])
    (tmp_path / "扫描.png").write_bytes(PAGE)
    for name in ("报告.pdf", "扫描.png"):
        assert cundang("import", tmp_path / name, "--data", tmp_path / "data", CUNDANG_OCR="on").code == 0
    archive = tmp_path / "data" / "archive.db"
    assert rows(archive, "select media_type, number, kind from revision order by id") == [
        ("pdf", 1, "revision"), ("png", 1, "rendition")
    ]  # fmt: skip
    current = (
        "select v.media_type, r.revision_count from report r join revision v on v.id = r.current_revision_id"
    )
    assert rows(archive, current) == [("pdf", 1)]


def test_every_figure_of_a_scan_is_the_printed_one_or_is_told_to_be_unread() -> None:
    (file,) = read_files(PAGE, recognise_document)
    assert file.document is not None
    printed = read_html(same_report()["html"].decode()).tables
    read = unread = 0
    for table, truth in zip(file.document.tables, printed, strict=False):
        assert table.source == "ocr"
        for ours, theirs in zip(table.rows, truth.rows, strict=False):
            for cell, figure in zip(ours, theirs, strict=True):
                if figure.isdigit():
                    assert cell in (figure, "\ufffd")
                    read, unread = read + (cell == figure), unread + (cell != figure)
    assert read >= 50
    assert unread <= 4
    assert f"{unread} figures were not read" in str(file.document.problem) or unread == 0


def test_a_word_document_of_pictures_is_read_as_the_pages_it_shows() -> None:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    shown = f'<w:document xmlns:w="{namespace}"><w:body><w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p></w:body></w:document>'
    pictures = {"word/media/image2.png": PAGE, "word/media/image1.png": b"no picture"}
    body = zipped({"word/document.xml": shown, **pictures})
    (file,) = read_files(body, recognise_document)
    assert file.document is not None, file.sentence
    assert file.document.text.startswith(TITLE)
    assert (file.document.source, file.document.pages) == ("ocr", 2)
    assert "Of 2 pictures 1 say nothing" in str(file.document.problem)
