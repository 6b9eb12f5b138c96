"""Files made to harm whoever reads them: each is a result within its limits, and the program that asked pays nothing."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from archive.records import ReadFile
from crawler.files.isolation import TEXT_LIMITS, Workers
from tests.builders import pdf
from tests.builders.ole import build_ole
from tests.document_cases import same_report
from tests.replicas.office import zipped
from tests.replicas.pictures import white_page

HAN = "主动公开政府信息"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers("text", TEXT_LIMITS, 1)
    workers.read(HAN.encode())
    yield workers
    workers.close()


def bomb(name: str, before: bytes, after: bytes) -> bytes:
    """A package whose part `name` unpacks to 600 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        part.write(before)
        for _ in range(600):
            part.write(b" " * (1 << 20))
        part.write(after)
    return buffer.getvalue()


def word(body: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {"word/document.xml": f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'}
    )


def nested_archives() -> bytes:
    body = zlib.compress(b"")
    for depth in range(6):
        body = zipped({f"{depth}-{number}.zip": body for number in range(16)})
    return body


def flate_bomb() -> bytes:
    """A page whose drawing unpacks to 600 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(600)) + packer.flush()
    parts = pdf.parts_of([""])
    parts[101] = pdf.stream(packed, "/Filter/FlateDecode")
    return pdf.assembled(parts)


def many_pages() -> bytes:
    """100,000 pages that are all one page."""
    parts = pdf.parts_of([pdf.text(72, 700, HAN)])
    parts[2] = f"<</Type/Pages/Kids[{'100 0 R ' * 100_000}]/Count 100000>>".encode()
    return pdf.assembled(parts)


def huge_picture() -> bytes:
    """A picture whose header states 30,000 × 30,000 points."""
    small = white_page(8, 8)
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return small[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + small[33:]


ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "公开公开公开公开公开">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)

# What comes of each: the reason, or None where it is read.
FILES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "empty": (lambda: b"", "empty"),
    "blank": (lambda: b" \r\n" * 10, "empty"),
    "noise": (lambda: bytes(range(256)) * 64, "unsupported"),
    "pdf-cut": (lambda: same_report()["pdf"][:40_000], "damaged"),
    "pdf-of-noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 64, "damaged"),
    "pdf-flate-bomb": (flate_bomb, "limit"),
    "pdf-100000-pages": (many_pages, None),
    "docx-cut": (lambda: same_report()["docx"][:5_000], "damaged"),
    "docx-bomb": (lambda: bomb("word/document.xml", b"<w:document xmlns:w='w'>", b"</w:document>"), "limit"),
    "docx-entities": (
        lambda: zipped({"word/document.xml": f"{ENTITIES}<w:document xmlns:w='w'>&i;</w:document>"}),
        "damaged",
    ),
    "docx-deep": (lambda: word("<w:sdt>" * 100_000), "limit"),
    "docx-locked": (lambda: build_ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 200}), "encrypted"),
    "doc-cut": (lambda: same_report()["doc"][:9_000], "damaged"),
    "xlsx-bomb": (lambda: bomb("xl/workbook.xml", b"<workbook>", b"</workbook>"), "limit"),
    "archives-in-archives": (nested_archives, "unsupported"),
    "archive-bomb": (lambda: bomb("年报.txt", b"", b""), "limit"),
    "html-deep": (lambda: b"<div>" * 1_000_000 + HAN.encode(), None),
    "html-300000-attributes": (
        lambda: b"<html><p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">" + HAN.encode(),
        None,
    ),
    "html-one-line-of-50-mb": (lambda: b"<html><p>" + HAN.encode() * 2_200_000, "limit"),
    "html-one-line-of-15-mb": (lambda: b"<html><p>" + HAN.encode() * 650_000, None),
    "text-one-line-of-50-mb": (lambda: HAN.encode() * 2_200_000, "limit"),
    "picture-of-900-megapixels": (huge_picture, "limit"),
    "picture-called-doc": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_a_result_and_costs_the_program_nothing(workers: Workers, name: str) -> None:
    build, reason = FILES[name]
    body = build()
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    files = workers.read(body)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert time.monotonic() - started < TEXT_LIMITS.wall_seconds + 5
    assert after.ru_utime - before.ru_utime < 1.5
    assert after.ru_maxrss - before.ru_maxrss < 200 * 1024
    assert {file.reason for file in files} == {reason}
    assert all(file.sentence or file.document for file in files)


def test_names_that_lead_away_are_only_names(workers: Workers) -> None:
    body = zipped(
        {"../../etc/cron.d/年报.txt": HAN.encode(), "/abs.txt": HAN.encode(), "a\\..\\b.txt": HAN.encode()}
    )
    files: tuple[ReadFile, ...] = workers.read(body)
    assert [file.name for file in files] == ["年报.txt", "abs.txt", "b.txt"]


def test_no_file_is_called_complete_that_lost_its_text(workers: Workers) -> None:
    """Deep pages and long lines are what libxml2 loses without a word."""
    for build in (FILES["html-deep"][0], FILES["html-one-line-of-15-mb"][0]):
        body = build()
        (file,) = workers.read(body)
        assert file.document is not None
        is_whole = file.document.text.count("公") == body.count("公".encode())
        assert is_whole or file.document.problem
