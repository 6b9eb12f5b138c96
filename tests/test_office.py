"""What our readers refuse goes to LibreOffice where it is installed; where it is not, the reason says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.files import office
from crawler.files.reader import FileReader
from tests.replicas.office import zipped

# An OpenDocument text of one sentence and one table, for which we have no reader.
ODT = zipped(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        ),
        "content.xml": (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
            "<text:p>全年公开桑苗价格12次。</text:p><table:table><table:table-column table:number-columns-repeated=\"2\"/>"
            "<table:table-row><table:table-cell><text:p>规章</text:p></table:table-cell>"
            "<table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>"
            "</office:text></office:body></office:document-content>"
        ),
    }
)  # fmt: skip


def test_without_libreoffice_the_reason_says_what_might_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (file,) = FileReader().read(ODT)
    assert (file.media_type, file.document, file.reason) == ("odt", None, "unsupported")
    assert file.sentence.endswith("LibreOffice, which might read it, is not installed.")


@pytest.mark.skipif(not office.is_installed(), reason="LibreOffice is not installed")
def test_with_libreoffice_the_document_is_read_and_says_how() -> None:
    (file,) = FileReader().read(ODT)
    assert file.reason is None
    assert file.document is not None
    assert "全年公开桑苗价格12次。" in file.document.text
    assert [table.rows for table in file.document.tables] == [(("规章", "7"),)]
    assert "LibreOffice" in str(file.document.problem)


def test_a_program_that_makes_nothing_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    (file,) = FileReader().read(ODT)
    assert (file.document, file.reason) == (None, "unsupported")
    assert file.sentence.endswith("LibreOffice cannot read it, either.")
    assert list(folder.iterdir()) == []


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 1000\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(office, "_WALL_SECONDS", 0.2)
    assert office.convert(ODT, "odt") is None
