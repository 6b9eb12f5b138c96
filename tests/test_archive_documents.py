"""Archives as their members: names as a person reads them, nothing unpacked beyond bounds, nothing written anywhere."""

from __future__ import annotations

import io
import random
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest

from archive.errors import UnreadableError
from crawler.documents.containers import archive
from crawler.documents.containers.archive import Member, members
from crawler.documents.containers.rar import rar_names
from tests.builders.rar import IS_FOLDER, IS_LARGE, IS_LOCKED, IS_UNICODE, rar4, rar4_name, rar5
from tests.document_cases import DOCUMENTS

try:
    import libarchive
except (ImportError, OSError, AttributeError, TypeError):
    libarchive = None
needs_libarchive = pytest.mark.skipif(libarchive is None, reason="libarchive is not installed")

TITLE = "青禾区养蜂管理站2021年政府信息公开工作年度报告"


def zipped(*files: tuple[str, bytes], change: Callable[[zipfile.ZipFile], object] = bool) -> bytes:
    """A ZIP archive of these files; `change` may alter its list of entries before that is written."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files:
            written.writestr(name, content)
        change(written)
    return body.getvalue()


def zipped_as(name: bytes, extra: bytes = b"") -> bytes:
    """A ZIP archive with one file of this very name, without the mark of UTF-8."""
    stand_in = "A" * len(name)
    entry = zipfile.ZipInfo(stand_in)
    entry.extra = extra
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as written:
        written.writestr(entry, b"1")
    return body.getvalue().replace(stand_in.encode(), name)


def refused(body: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        members(body)
    return caught.value.reason, str(caught.value)


# ── ZIP ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("附件/统计表.xls".encode("gb18030"), "附件/统计表.xls"),
        ("附件/统计表.xls".encode(), "附件/统计表.xls"),
        ("附件\\㐂瑞乡.doc".encode("gb18030"), "附件/㐂瑞乡.doc"),
        (b"../../etc/passwd", "passwd"),
        (b"a/../../b.txt", "b.txt"),
        (b"/etc/cron.d/x", "x"),
        (b"C:\\Windows\\x.dll", "x.dll"),
        (b"c:x/y.txt", "y.txt"),
        (b"a\x01b\x7f.txt", "ab.txt"),
    ],
)
def test_a_name_is_read_as_it_was_meant_and_never_leads_away(name: bytes, shown: str) -> None:
    assert members(zipped_as(name)) == (Member(shown, b"1"),)


def test_a_second_name_in_utf8_is_the_better_one() -> None:
    plain = b"report.doc"
    data = b"\x01" + struct.pack("<I", zlib.crc32(plain)) + "报告.doc".encode()
    extra = struct.pack("<HH", 0x7075, len(data)) + data
    assert members(zipped_as(plain, extra))[0].name == "报告.doc"
    assert members(zipped_as(b"changed.do", extra))[0].name == "changed.do"


def test_folders_and_what_systems_leave_behind_are_no_members() -> None:
    names = (
        "附件/",
        "附件/表.csv",
        "__MACOSX/附件/._表.csv",
        ".DS_Store",
        "附件/Thumbs.db",
        "~$报告.docx",
        "._报告.txt",
    )
    assert [member.name for member in members(zipped(*((name, b"1") for name in names)))] == ["附件/表.csv"]
    assert refused(zipped(("附件/", b"")))[0] == "empty"


def test_an_archive_within_stays_closed() -> None:
    inner = zipped(("零.bin", bytes(60_000_000)))
    assert members(zipped(*((f"{number}.zip", inner) for number in range(50))))[0].body == inner


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_may_be_packed_in_other_ways(method: int) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as written:
        written.writestr("报告.txt", TITLE)
    assert members(body.getvalue()) == (Member("报告.txt", TITLE.encode()),)


def altered(**fields: int) -> Callable[[zipfile.ZipFile], None]:
    """Sets these fields of the second entry."""

    def change(written: zipfile.ZipFile) -> None:
        for field, value in fields.items():
            setattr(written.filelist[1], field, value)

    return change


TWO = (("甲.txt", b"1" * 99), ("乙.txt", b"2" * 99))


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        (zipped(*TWO, change=altered(flag_bits=0x801)), "encrypted", "乙.txt"),
        (zipped(*TWO, change=altered(compress_type=9)), "unsupported", "乙.txt is packed by method 9"),
        (zipped(*TWO, change=altered(CRC=7)), "damaged", "CRC"),
        (zipped(*TWO)[:-30], "damaged", "whole copy"),
        (zipped(*TWO)[30:], "unsupported", "neither"),
        (b"PK\x05\x06" + bytes(18), "empty", "no files"),
        (b"", "unsupported", "neither"),
    ],
    ids=["locked", "deflate64", "checksum", "cut-short", "no-archive", "no-members", "nothing"],
)
def test_an_archive_that_cannot_be_unpacked_says_why(body: bytes, reason: str, words: str) -> None:
    why, sentence = refused(body)
    assert why == reason
    assert words in sentence


def repeated(written: zipfile.ZipFile) -> None:
    written.filelist.extend(written.filelist * 500)


@pytest.mark.parametrize(
    "body",
    [
        zipped(("零.bin", bytes(70_000_000))),
        zipped(*((f"{number}.bin", bytes(30_000_000)) for number in range(10))),
        zipped(("零.bin", bytes(10_000_000)), change=repeated),
        zipped(*((f"{number}.txt", b"") for number in range(1_001))),
        zipped(*((f"{number}.txt", b"") for number in range(30_000))),
    ],
    ids=["one-large", "many-large", "overlapping", "members", "many-members"],
)
def test_a_bomb_is_refused_within_two_seconds(body: bytes) -> None:
    started = time.process_time()
    # Newer Pythons find by themselves that entries overlap.
    assert refused(body)[0] in ("limit", "damaged")
    assert time.process_time() - started < 2


def test_an_archive_with_wrong_bytes_is_unpacked_or_refused() -> None:
    whole, chance = zipped(*TWO, ("附件/丙.txt", b"3")), random.Random(7)  # noqa: S311
    for _ in range(500):
        broken = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(10) if broken else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            members(bytes(broken))
        except UnreadableError as error:
            assert str(error).endswith(".")  # noqa: PT017


# ── RAR and 7z ───────────────────────────────────────────────────────────────────────────────────────────

FILES = (("报告.txt", TITLE.encode()), ("附件/表.csv", b"name,value\n"))
RAR4 = rar4(
    (rar4_name("报告.txt"), TITLE.encode(), IS_UNICODE),
    ("附件".encode("gb18030"), b"", IS_FOLDER),
    ("附件\\表.csv".encode("gb18030"), b"name,value\n", IS_LARGE),
)
RAR5 = rar5(FILES[0], ("附件/", b""), FILES[1])


@needs_libarchive
@pytest.mark.parametrize(
    "body", [RAR4, RAR5, (DOCUMENTS / "archive" / "files.7z").read_bytes()], ids=["rar4", "rar5", "7z"]
)
def test_rar_and_7z_are_unpacked_in_memory(body: bytes) -> None:
    assert sorted(members(body), key=lambda member: member.name) == [Member(*file) for file in sorted(FILES)]


@needs_libarchive
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((DOCUMENTS / "archive" / "locked.7z").read_bytes(), "encrypted"),
        ((DOCUMENTS / "archive" / "locked-names.7z").read_bytes(), "encrypted"),
        (rar4((b"a.txt", b"1", IS_LOCKED)), "encrypted"),
        ((DOCUMENTS / "archive" / "bomb.7z").read_bytes(), "limit"),
        (rar5(*((f"{number}.txt", b"") for number in range(1_001))), "limit"),
        ((DOCUMENTS / "archive" / "files.7z").read_bytes()[:-20], "damaged"),
        (RAR4[:-20], "damaged"),
        (rar4((b"a.txt", b"1", 0), missing=1), "damaged"),
        (RAR5[:-12], "damaged"),
    ],
    ids=[
        "locked-7z",
        "locked-names-7z",
        "locked-rar",
        "bomb-7z",
        "members-rar",
        "cut-7z",
        "cut-rar4",
        "short-rar4",
        "cut-rar5",
    ],
)
def test_rar_and_7z_that_cannot_be_unpacked_say_why(body: bytes, reason: str) -> None:
    started = time.process_time()
    assert refused(body)[0] == reason
    assert time.process_time() - started < 2


@needs_libarchive
def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 70)
    assert refused(RAR5)[0] == "limit"


def test_without_libarchive_the_names_inside_are_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    for body in (RAR4, RAR5):
        reason, sentence = refused(body)
        assert reason == "unsupported"
        assert "(报告.txt, 附件/表.csv)" in sentence
    assert refused((DOCUMENTS / "archive" / "files.7z").read_bytes()) == (
        "unsupported", "The archive needs libarchive to be unpacked; install it (libarchive13), or open it yourself.",
    )  # fmt: skip


def test_a_name_may_repeat_runs_of_its_plain_form() -> None:
    # 0x4E high byte; 报 by both bytes, then a run of three plain bytes as they are, then a run moved by one with 0x4E.
    packed = b"\x4e" + b"\xbc" + "报".encode("utf-16-le") + b"\x01" + b"\x80\x01" + b"\x00" * 0
    name = b"?abcd" + b"\0" + packed
    assert rar_names(rar4((name, b"", IS_UNICODE))) == ("报abc" + chr(0x4E00 | ord("e")),)


@pytest.mark.parametrize("body", [RAR4, RAR5], ids=["rar4", "rar5"])
def test_names_of_broken_archives_are_those_before_the_break(body: bytes) -> None:
    chance = random.Random(3)  # noqa: S311
    for _ in range(500):
        broken = bytearray(body[: chance.choice((len(body), chance.randrange(len(body))))])
        for _ in range(chance.randrange(10)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        started = time.process_time()
        assert len(rar_names(bytes(broken))) < 10
        assert time.process_time() - started < 1
