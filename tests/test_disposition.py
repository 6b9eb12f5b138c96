"""Names of files: what a server states in Content-Disposition, however it encodes it, and where it ends up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.ingest import Archive
from archive.records import Capture, Channel, Portal, Role, Snapshot
from crawler.disposition import file_name
from crawler.files.reader import FileReader
from crawler.reading import RunReader
from tests.commands import rows
from tests.replicas.documents import PDF

NAME = "林业局2019年年报.pdf"
NOW = datetime(2020, 1, 20, tzinfo=UTC)
HOST = "www.portal.test"


def raw(name: bytes) -> str:
    """A header with these bytes, as HTTP headers are handed on: taken for latin-1."""
    return (b'attachment; filename="' + name + b'"').decode("latin-1")


@pytest.mark.parametrize(
    "header",
    [
        raw(NAME.encode()),
        raw(NAME.encode("gbk")),
        raw(NAME.encode().decode("latin-1").encode()),
        raw(quote(NAME).encode()),
        raw(quote(NAME, encoding="gbk").encode()),
        raw(b"C:\\upload\\" + NAME.encode()),
        f"attachment; filename=\"nb.pdf\"; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename*=gbk''{quote(NAME, encoding='gbk')}; filename=nb.pdf",
        "attachment; filename==?UTF-8?B?5p6X5Lia5bGAMjAxOeW5tOW5tOaKpS5wZGY=?=",
        raw(NAME.encode()).replace('"', "") + ";size=9",
    ],
)
def test_a_name_is_read_in_every_encoding(header: str) -> None:
    assert file_name(header) == NAME


@pytest.mark.parametrize(
    "header", ["", "inline", "attachment", "attachment; filename=", 'attachment; filename=""']
)
def test_a_header_without_a_name_gives_none(header: str) -> None:
    assert file_name(header) == ""


def test_a_latin_name_stays_as_it_is() -> None:
    assert file_name('attachment; filename="report 2019.pdf"') == "report 2019.pdf"


def test_a_file_without_a_shown_name_is_called_what_its_server_calls_it(tmp_path: Path) -> None:
    channel = Channel("nb", "年报", "disclosure_annual", f"http://{HOST}/nb/")
    portal = Portal(
        "p", "偃师区政府", "P", "plain", f"http://{HOST}/", "410381", "county", (HOST,), (channel,), 1
    )
    page = (
        "<html><head><title>偃师市林业局2019年政府信息公开工作年度报告</title></head><body><div><p>现公布2019年年度报告，"
        "全文见附件，欢迎监督。</p><iframe src='/nb/1.pdf'></iframe><a href='/nb/2.pdf'>统计表</a></div></body></html>"
    )
    header = (("content-disposition", raw(NAME.encode("gbk"))),)
    url = f"http://{HOST}/nb/1.html"
    answers: list[tuple[Role, str, bytes, tuple[tuple[str, str], ...]]] = [
        ("report", url, page.encode(), ()),
        ("attachment", f"http://{HOST}/nb/1.pdf", PDF, header),
        ("attachment", f"http://{HOST}/nb/2.pdf", PDF, header),
    ]
    archive, reader = Archive(tmp_path), RunReader(portal, FileReader())
    run_id = archive.open_run(portal, NOW, "test")
    for role, address, body, headers in answers:
        snapshot = Snapshot(address, body, NOW, 200, headers, address)
        parent = url if role == "attachment" else None
        capture = Capture(address, role, NOW, snapshot, None, "p", "nb", run_id, parent)
        archive.ingest([reader.read(archive.keep(capture))])
    archive.close()
    assert rows(tmp_path / "archive.db", "select name, status from attachment order by id") == [
        ("统计表", "kept"),
        (NAME, "kept"),
    ]
