"""ZIP packages: members found whatever their spelling, kinds told by members, and nothing unpacked beyond its bounds."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from archive.errors import UnreadableError
from crawler.documents.containers import package
from crawler.documents.containers.package import MOST_MEMBERS, Package, package_kind
from crawler.documents.containers.xml import attribute, local_name, parse_xml
from tests.builders.docx import docx, paragraph
from tests.replicas.office import zipped

CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"


def refusal(attempt: Callable[[], object]) -> str:
    with pytest.raises(UnreadableError) as refused:
        attempt()
    return refused.value.reason


def changed(body: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """`body` with other bytes at that offset of the record that begins with `mark`."""
    at = body.index(mark) + offset
    return body[:at] + value + body[at + len(value) :]


def locked(body: bytes) -> bytes:
    """A package whose first member is marked as encrypted."""
    return changed(changed(body, LOCAL, 6, b"\x01"), CENTRAL, 8, b"\x01")


@pytest.mark.parametrize(
    "name",
    ["Doc_0/Pages/Page.xml", "doc_0/pages/PAGE.XML", "Doc_0\\Pages\\Page.xml", "/Doc_0/Pages/Page.xml",
     "Doc_0/./Tpls/../Pages/Page.xml", "../../Doc_0/Pages/Page.xml"],
    ids=["as-written", "case", "backslashes", "absolute", "dots", "out-of-the-package"],
)  # fmt: skip
@pytest.mark.parametrize(
    "written", ["Doc_0/Pages/Page.xml", "DOC_0\\Pages\\Page.xml", "/Doc_0/Pages/Page.xml"]
)
def test_a_member_is_found_whatever_its_spelling(written: str, name: str) -> None:
    found = Package(zipped({written: "甲"}))
    assert found.names == (written,)
    assert found.has(name)
    assert found.read(name) == "甲".encode()
    assert not found.has("Page.xml")


def test_names_without_the_mark_of_unicode_are_gbk() -> None:
    body = changed(zipped({"abcd.xml": "甲"}), LOCAL, 30, "附件".encode("gb18030"))
    body = changed(body, CENTRAL, 46, "附件".encode("gb18030"))
    assert Package(body).read("附件.xml") == "甲".encode()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["word/document.xml"], "docx"),
        (["Word\\Document.xml"], "docx"),
        (["xl/workbook.xml"], "xlsx"),
        (["xl/workbook.bin"], "xlsb"),
        (["ppt/presentation.xml"], "pptx"),
        (["OFD.xml", "Doc_0/Document.xml"], "ofd"),
        (["2021年年度报告.docx"], "zip"),
        ([], "zip"),
    ],
)
def test_a_package_shows_its_kind_by_its_members(names: list[str], kind: str) -> None:
    assert package_kind(zipped(dict.fromkeys(names, ""))) == kind
    if names:
        assert package_kind(locked(zipped(dict.fromkeys(names, "")))) == kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("mimetype", "application/vnd.oasis.opendocument.text", "odt"),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml", "docx"),
        ("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
        ("[Content_Types].xml", "application/vnd.ms-package.3dmanufacturing", "zip"),
    ],
)
def test_a_package_with_names_of_its_own_shows_its_kind_by_its_contents(
    name: str, content: str, kind: str
) -> None:
    assert package_kind(zipped({name: content, "a.xml": ""})) == kind


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"PK\x05\x06", zipped({"a": "1"})[:-1]])
def test_what_is_no_whole_package_is_damaged_and_a_zip_file_at_most(body: bytes) -> None:
    assert refusal(lambda: Package(body)) == "damaged"
    assert package_kind(body) == "zip"


def test_a_locked_member_needs_a_password() -> None:
    assert refusal(lambda: Package(locked(docx(paragraph("甲")))).read("[Content_Types].xml")) == "encrypted"


@pytest.mark.parametrize(
    "body",
    [
        zipped({"b": "1"}),
        changed(zipped({"a": "公开" * 99}), LOCAL, 40, b"\xff\xff\xff"),
        changed(zipped({"a": "公开"}), CENTRAL, 16, b"\0\0\0\0"),
        changed(zipped({"a": "公开"}), CENTRAL, 10, b"\x0e\0"),
        changed(zipped({"a": "公开"}), CENTRAL, 42, b"\xff\xff\xff\x7f"),
        changed(zipped({"a": "公开"}), LOCAL, 30, b"c"),
    ],
    ids=["missing", "bytes", "checksum", "method", "place", "other-name"],
)
def test_a_member_that_is_not_what_it_should_be_is_damaged(body: bytes) -> None:
    assert refusal(lambda: Package(body).read("a")) == "damaged"


def test_a_member_packed_in_a_way_no_document_uses_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "1")
    assert refusal(lambda: Package(buffer.getvalue()).read("a")) == "damaged"


def test_a_place_beyond_all_bounds_is_damage() -> None:
    body = zipped({"a": "1"})
    at, end = body.index(CENTRAL), body.index(b"PK\x05\x06")
    extra = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    entry = bytearray(body[at:end])
    entry[30:32], entry[42:46] = struct.pack("<H", len(extra)), b"\xff" * 4
    size = struct.pack("<I", len(entry) + len(extra))
    tail = bytearray(body[end:])
    tail[12:16] = size
    assert refusal(lambda: Package(body[:at] + entry + extra + tail).read("a")) == "damaged"


def test_more_members_than_a_document_has_are_refused_before_they_are_listed() -> None:
    body = zipped(dict.fromkeys(map(str, range(MOST_MEMBERS + 1)), ""))
    assert refusal(lambda: Package(body)) == "limit"
    started = time.process_time()
    assert refusal(lambda: Package(CENTRAL * 5_000_000)) == "limit"
    assert time.process_time() - started < 1


def test_sizes_are_counted_whatever_the_header_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_MEMBER_BYTES", 3_000_000)
    body = changed(zipped({"a": bytes(3_000_001)}), CENTRAL, 24, struct.pack("<I", 5))
    assert refusal(lambda: Package(body).read("a")) in ("limit", "damaged")
    assert refusal(lambda: Package(zipped({"a": bytes(3_000_001)})).read("a")) == "limit"
    assert len(Package(zipped({"a": bytes(3_000_000)})).read("a")) == 3_000_000


def test_all_members_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PACKAGE_BYTES", 5_000)
    found = Package(zipped({"a": bytes(3_000), "b": bytes(3_000)}))
    assert len(found.read("a")) == 3_000
    assert refusal(lambda: found.read("b")) == "limit"


def test_a_member_that_stands_twice_is_the_later_one() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", "1")
        archive.writestr("A.xml", "2")
    assert Package(buffer.getvalue()).read("a.xml") == b"2"


def test_elements_and_attributes_are_read_by_their_own_names() -> None:
    root = parse_xml('<w:p xmlns:w="a" xmlns:v="b" w:val="1" v:val="2" id="3"/>'.encode("utf-16"))
    assert local_name(root) == "p"
    assert [attribute(root, name) for name in ("val", "id", "none")] == ["1", "3", ""]
    assert attribute(None, "val") == ""


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (b"", "damaged"),
        (b"<a>", "damaged"),
        (b"<a>\x00</a>", "damaged"),
        (b"<a>&b;</a>", "damaged"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "damaged"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"), "damaged"),
        (b"<?xml version='1.0' encoding='unheard-of'?><a/>", "damaged"),
        (b"<a>" * 257 + b"</a>" * 257, "limit"),
        (b"<a>" + b"b" * 11_000_000 + b"</a>", "limit"),
        (b"<a>" + b"<b/>" * 1_000_001 + b"</a>", "limit"),
    ],
    ids=[
        "nothing",
        "cut",
        "zero",
        "unknown-entity",
        "entity",
        "entity-in-utf-16",
        "encoding",
        "deep",
        "long",
        "tags",
    ],
)
def test_a_part_that_cannot_be_read_whole_is_refused(part: bytes, reason: str) -> None:
    started = time.process_time()
    assert refusal(lambda: parse_xml(part)) == reason
    assert time.process_time() - started < 1


def test_the_deepest_and_longest_part_that_is_allowed_is_read_whole() -> None:
    root = parse_xml(b"<a>" * 200 + b"b" * 9_000_000 + b"</a>" * 200)
    assert len("".join(root.itertext())) == 9_000_000
