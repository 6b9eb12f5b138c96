"""Pictures of pages: told by their headers without OCR, and with it read cell by cell, where no doubtful figure is given."""

from __future__ import annotations

import json
import struct
import time
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.errors import UnreadableError
from archive.text import fold
from crawler.documents.pages.layout import PageLayout, Piece, Rule
from crawler.documents.scans import reader as scan
from crawler.documents.scans.align import aligned
from crawler.documents.scans.grey_pages import page_images
from crawler.documents.scans.picture_file import read_image
from crawler.documents.scans.reader import is_available, read_scan
from tests.document_cases import as_expected, cases, expected

needs_ocr = pytest.mark.skipif(not is_available(), reason="the extra `ocr` is not installed")


def picture(size: tuple[int, int], kind: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    Image.new("L", size, 255).save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, chunk_length: int | None = None) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(b"\x00")
    stated = len(pixels) - 4 if chunk_length is None else chunk_length
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", length) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for length, chunk in ((len(header) - 4, header), (stated, pixels))
    )


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    )


def tiff(*following: int) -> bytes:
    """Directories of 800 × 600 at 8, 98, 188, … each followed by the one at the given place."""
    body = b"II*\x00" + struct.pack("<I", 8)
    tags = ((256, 800), (257, 600), (258, 8), (259, 1), (262, 1), (273, 0), (279, 480_000))
    for place in following:
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        body += struct.pack("<H", len(tags)) + entries + struct.pack("<I", place)
    return body


def gif(count: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 400, 400, 0) + b"\x02\x02\x4c\x01\x00"
    screen = struct.pack("<HHBBB", 400, 400, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return b"GIF89a" + screen + frame * count + b"\x3b"


def refusal(read: Any, body: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(body)
    return caught.value


def folded(document: Any) -> Any:
    """A document as OCR can tell it: full-width characters look like others."""
    return {
        "text": [[fold(cell) for cell in line.split("\t")] for line in document["text"]],
        "tables": [
            {
                "heading": fold(table["heading"]),
                "rows": [[fold(cell) for cell in row] for row in table["rows"]],
            }
            for table in document["tables"]
        ],
        "pages": document["pages"],
        "problem": document["problem"],
    }


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_without_ocr_a_picture_of_a_page_waits_for_it(kind: str) -> None:
    error = refusal(read_image, picture((620, 877), kind))
    assert error.reason == "scan"
    assert "install the extra `ocr` and run `cundang reparse`" in str(error)


def test_the_pages_of_a_tiff_are_counted() -> None:
    pages = [Image.new("1", (620, 877), 1) for _ in range(3)]
    file = BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    assert "3 pictures" in str(refusal(read_image, file.getvalue()))


@pytest.mark.parametrize("size", [(16, 16), (199, 3000), (250, 300)])
def test_an_icon_holds_nothing(size: tuple[int, int]) -> None:
    assert refusal(read_image, picture(size)).reason == "empty"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (png(30_000, 30_000), "limit"),
        (jpeg(65_535, 65_535), "limit"),
        (png(800, 600, 2**31 - 1), "scan"),
        (png(0, 600), "damaged"),
        (picture((800, 600))[:20], "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (b"", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
        (gif(10_000), "scan"),
        (tiff(8), "scan"),
        (tiff(98, 8), "scan"),
        (tiff(*range(98, 98 + 90 * 20_000, 90)), "scan"),
        (tiff(2**32 - 1), "scan"),
    ],
    ids=["900-megapixels", "65535-square", "wrong-length", "no-width", "cut-header", "only-a-mark", "nothing",
         "no-picture", "film", "own-next", "cycle", "20000-pages", "next-beyond-the-end"],
)  # fmt: skip
def test_a_hostile_header_is_judged_within_a_second(body: bytes, reason: str) -> None:
    started = time.process_time()
    assert refusal(read_image, body).reason == reason
    assert time.process_time() - started < 1


def test_ocr_is_there_only_with_all_that_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_NEEDED", ("json",))
    assert is_available()
    monkeypatch.setattr(scan, "_NEEDED", ("json", "no_such_package"))
    assert not is_available()


@needs_ocr
@pytest.mark.parametrize("body", cases("scan"), ids=lambda body: body.parent.name)
def test_a_scan_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    document = read_scan(body.read_bytes())
    assert folded(as_expected(document)) == folded(expected(body))
    assert {table.source for table in document.tables} == {"ocr"}


@needs_ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_turned_until_its_text_stands_upright(turn: int) -> None:
    (body,) = (case for case in cases("scan") if case.parent.name == "page-with-table")
    file = BytesIO()
    Image.open(body).rotate(turn, expand=True).save(file, "PNG")
    assert folded(as_expected(read_scan(file.getvalue()))) == folded(expected(body))


def table_page(left: float, scale: float) -> PageLayout:
    across = [Rule(left, y * scale, left + 300 * scale, y * scale) for y in (0, 20, 40)]
    down = [Rule(left + x * scale, 0, left + x * scale, 40 * scale) for x in (0, 90, 300)]
    return PageLayout(
        595, 842, (Piece("12", left + 99 * scale, 4, left + 110 * scale, 14),), (*across, *down)
    )


@pytest.mark.parametrize(("left", "scale"), [(60, 1.0), (71, 1.0), (52, 1.05)])
def test_the_next_page_is_laid_over_the_one_before(left: float, scale: float) -> None:
    first, second = aligned([table_page(60, 1.0), table_page(left, scale)])
    sides = [[rule.x0 for rule in page.rules] for page in (first, second)]
    assert sides[1] == pytest.approx(sides[0])
    assert second.pieces[0].x0 == pytest.approx(first.pieces[0].x0)


def test_a_table_of_another_width_stays_where_it_is() -> None:
    other = table_page(52, 1.2)
    assert aligned([table_page(60, 1.0), other, PageLayout(595, 842, ())])[1] == other


@needs_ocr
def test_figures_too_small_to_be_sure_of_are_not_given() -> None:
    (body,) = (case for case in cases("scan") if case.parent.name == "page-with-table")
    page = Image.open(body)
    file = BytesIO()
    page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS).save(file, "PNG")
    document = read_scan(file.getvalue())
    printed = json.loads(body.with_name("expected.json").read_text(encoding="utf-8"))["tables"][0]["rows"]
    figures = {cell for row in printed for cell in row if cell.isdigit()}
    assert not figures & {cell for table in document.tables for row in table.rows for cell in row}
    assert "stand as \ufffd" in str(document.problem)


@needs_ocr
def test_of_many_pages_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_MOST_PAGES", 1)
    (body,) = (case for case in cases("scan") if case.parent.name == "table-over-two-pages")
    document = read_scan(body.read_bytes())
    assert document.pages == 1
    assert document.problem == "Characters were recognised by OCR; only the first 1 pages were read."


@needs_ocr
def test_a_strip_of_pages_is_cut_between_its_lines() -> None:
    strip = Image.new("L", (800, 5000), 255)
    for top in range(13, 5000, 30):
        strip.paste(0, (60, top, 740, top + 20))
    file = BytesIO()
    strip.save(file, "PNG")
    sheets = list(page_images(file.getvalue()))
    assert sum(sheet.shape[0] for sheet in sheets) == 5000
    assert len(sheets) == 4
    assert all((sheet[-1] == 255).all() for sheet in sheets[:-1])


def pages_of_pictures(count: int) -> bytes:
    """A PDF whose pages all show one small grey picture."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + count))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 3 0 R>>>>>>"
    stream = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        f"{stream}stream\nx\nendstream",
        *[page] * count,
    ]
    body, places = b"%PDF-1.4\n", []
    parts = []
    place = len(body)
    for number, text in enumerate(objects, 1):
        parts.append(f"{number} 0 obj{text}endobj\n".encode())
        places.append(place)
        place += len(parts[-1])
    entries = "".join(f"{at:010} 00000 n \n" for at in places)
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{entries}"
    trailer = f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{place}\n%%EOF"
    return body + b"".join(parts) + (table + trailer).encode()


@needs_ocr
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (picture((800, 1100)), "empty"),
        (pages_of_pictures(10_000), "empty"),
        (picture((800, 1100), "JPEG")[:-2000], "damaged"),
        (png(30_000, 30_000), "limit"),
        (jpeg(65_535, 65_535), "limit"),
        (tiff(98, 8), "damaged"),
        (b"%PDF-1.7\n" + b"x" * 500, "damaged"),
        (b"", "damaged"),
    ],
    ids=["blank", "10000-pages", "cut", "900-megapixels", "65535-square", "cycle", "broken-pdf", "nothing"],
)  # fmt: skip
def test_what_cannot_be_recognised_is_refused(
    body: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "_MOST_PAGES", 2)
    started = time.process_time()
    assert refusal(read_scan, body).reason == reason
    assert time.process_time() - started < 15
