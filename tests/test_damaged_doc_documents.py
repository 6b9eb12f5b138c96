"""Word documents that are cut, bent or made to exhaust their reader: a document or one sentence comes out, and soon."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable

import pytest

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.containers.ole import ole_kind
from crawler.documents.doc.reader import read_doc
from tests.builders.doc import (
    DEFINE_ROW,
    ENDS_ROW,
    IN_TABLE,
    PARAGRAPH_PAGES,
    PIECES,
    TEXT_AT,
    Paragraph,
    Word97,
    cell,
    row_end,
    word_95,
)
from tests.builders.ole import END, FREE, SECTOR, build_container, build_ole, entry
from tests.document_cases import DOCUMENTS, same_report

TEXT = Paragraph("公开\r" * 800)
WHOLE = Word97([TEXT]).build()
CELL_MARKS = Paragraph("公\x07" * 40_000, [IN_TABLE])


def read_soon(body: bytes, seconds: float = 1) -> Document | str:
    """What comes of a body within a second: a document, or the reason why there is none."""
    started = time.process_time()
    ole_kind(body)
    try:
        return read_doc(body)
    except UnreadableError as error:
        return error.reason
    finally:
        assert time.process_time() - started < seconds


def bodies() -> list[bytes]:
    """A report, a document with notes, boxes and fields, and one of Word 95."""
    notes = DOCUMENTS / "doc" / "notes-and-boxes" / "body.doc"
    old = word_95([Paragraph("公开\r"), cell("甲"), cell("1"), row_end(0, 1000, 2000), Paragraph("完\r")])
    return [same_report()["doc"], notes.read_bytes(), old]


@pytest.mark.parametrize("number", range(3), ids=["report", "notes", "word-95"])
def test_a_file_that_is_cut_off_anywhere_is_read_in_part_or_refused(number: int) -> None:
    body = bodies()[number]
    for part in range(16):
        found = read_soon(body[: len(body) * part // 16])
        assert isinstance(found, Document) or found in ("damaged", "unsupported")


def test_a_report_that_lost_its_last_part_says_so() -> None:
    body = same_report()["doc"]
    # Its text comes first in the file, the definitions of its rows last.
    found = read_soon(body[: len(body) - 4 * SECTOR])
    assert found == "damaged" or (isinstance(found, Document) and found.problem)


@pytest.mark.parametrize("number", range(3), ids=["report", "notes", "word-95"])
def test_a_file_with_wrong_bytes_is_read_or_refused(number: int) -> None:
    body = bodies()[number]
    started = time.process_time()
    for seed in range(120):
        chance = random.Random(seed)  # noqa: S311 - the same bytes in every run
        bent = bytearray(body)
        for _ in range(chance.choice((1, 8, 64))):
            at = chance.randrange(len(bent)) if chance.random() < 0.6 else chance.randrange(4096)
            bent[at] = chance.choice((0, 255, chance.randrange(256), bent[at] ^ 1 << chance.randrange(8)))
        read_soon(bytes(bent))
    assert time.process_time() - started < 3


# ── the container ────────────────────────────────────────────────────────────────────────────────────────


def fat_at(body: bytes) -> int:
    return (int.from_bytes(body[76:80], "little") + 1) * SECTOR


def directory_at(body: bytes) -> int:
    return (int.from_bytes(body[48:52], "little") + 1) * SECTOR


def changed(at: int | Callable[[bytes], int], written: str, *values: int) -> bytes:
    """The whole file with other numbers at one place."""
    body = bytearray(WHOLE)
    struct.pack_into(f"<{written}", body, at if isinstance(at, int) else at(WHOLE), *values)
    return bytes(body)


def crowded(count: int) -> bytes:
    """A file whose root has many streams, in a tree of no great depth."""
    entries = [entry("Root Entry", 5, child=1, start=END)]
    for number in range(1, count + 1):
        left, right = (child if child <= count else FREE for child in (2 * number, 2 * number + 1))
        entries.append(entry(f"n{number}", 2, left=left, right=right, start=number, size=5000))
    return build_container([], entries)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (changed(fat_at, "I", 0), None),
        (changed(lambda body: fat_at(body) + 4 * 12, "I", 12), None),
        (changed(lambda body: fat_at(body) + directory_at(body) // SECTOR * 4 - 4, "I", directory_at(WHOLE) // SECTOR - 1), None),
        (changed(lambda body: directory_at(body) + 128 + 120, "I", 2**31), "damaged"),
        (changed(lambda body: directory_at(body) + 120, "I", 2**31), "damaged"),
        (changed(64, "I", 2**31), "damaged"),
        (changed(68, "II", 0, 2**31), "damaged"),
        (changed(30, "H", 65535), "damaged"),
        (changed(30, "H", 0), "damaged"),
        (changed(76, "109I", *[fat_at(WHOLE) // SECTOR - 1] * 109), None),
        (changed(lambda body: directory_at(body) + 3 * 128 + 68, "II", 3, 3), None),
        (changed(lambda body: directory_at(body) + 76, "I", 0), "unsupported"),
        (build_ole({f"n{number}": b"" for number in range(1500)}), "damaged"),
        (crowded(20_000), "unsupported"),
    ],
    ids=["chain-of-one", "chain-in-itself", "directory-in-itself", "huge-stream", "huge-root", "huge-mini-table",
         "huge-sector-table", "huge-sectors", "no-sectors", "one-table-often", "entry-beside-itself",
         "root-in-itself", "deep-directory", "crowded-directory"],
)  # fmt: skip
def test_a_container_that_runs_in_circles_or_states_huge_sizes_is_soon_done(
    body: bytes, reason: str | None
) -> None:
    found = read_soon(body)
    assert isinstance(found, Document) if reason is None else found == reason


# ── the document ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (Word97([TEXT], lengths=[2**31 - 1] * 8), None),
        (Word97([TEXT], lengths=[-(2**31)] * 8), "damaged"),
        (Word97([TEXT], pieces=[(2**31, TEXT_AT, 2, 0)], lengths=[2400]), "damaged"),
        (Word97([TEXT], pieces=[(2400, 2**31, 2, 0)]), "damaged"),
        (Word97([TEXT], pieces=[(50, TEXT_AT, 2, 0)] * 15_000), "damaged"),
        (Word97([TEXT] * 10, pieces=[(1, TEXT_AT, 2, 0)] * 20_001), "damaged"),
        (Word97([TEXT], parts={PIECES: b"\2\x1c\0\0\0" + struct.pack("<3I2xIH2xIH", 0, 9, 3, TEXT_AT, 0, TEXT_AT, 0)}),
         "damaged"),
        (Word97([TEXT], parts={PIECES: b"\2\xff\xff\xff\xff" + bytes(40)}), "damaged"),
        (Word97([TEXT], parts={PIECES: b"\1\xff\xff"}), "damaged"),
        (Word97([TEXT], parts={PIECES: b""}), "damaged"),
        (Word97([TEXT], parts={PARAGRAPH_PAGES: struct.pack("<3I", 0, 2**31, 0x3FFFFF)}), None),
        (Word97([TEXT], parts={PARAGRAPH_PAGES: b"\xff" * 40_000}), None),
        (Word97([Paragraph("\x01\0公" + "\uffff" * 300 + "\r")], parts={PARAGRAPH_PAGES: struct.pack("<3I", 0, 9, TEXT_AT // SECTOR)}),
         None),
        (Word97([Paragraph("公" * 1_000_001)]), "limit"),
        (Word97([Paragraph("公\r" * 50_001)]), "limit"),
        (Word97([Paragraph("\x13公\x14" * 250_000 + "\r")]), None),
        (Word97([CELL_MARKS]), None),
        (Word97([CELL_MARKS, row_end(0, 1000)]), None),
        (Word97([cell("公"), Paragraph("\x07", [IN_TABLE, ENDS_ROW, (DEFINE_ROW, b"\xff\0\0")]), TEXT]), None),
        (Word97([Paragraph("公\r", [IN_TABLE, (0x6649, struct.pack("<I", n))]) for n in range(1000)]), None),
        (Word97([Paragraph("公\r", [IN_TABLE, (0x6649, b"\xff\xff\xff\xff")]), TEXT]), None),
        (Word97([Paragraph("公\r", [(0x6646, struct.pack("<I", n))]) for n in range(2000)],
                extra=b"\xff\xff" + b"\x16\x24\x01" * 24_000), "damaged"),
        (Word97([Paragraph("公\r", [(0x2403, bytes([n % 256])), (0x2405, bytes([n // 256]))]) for n in range(2000)],
                pieces=[(2, TEXT_AT + 4 * n, 2, 1) for n in range(2000)], prcs=[b"\x16\x24\x01" * 5000]), "damaged"),
        (Word97([cell("公"), Paragraph("\x07", [IN_TABLE, ENDS_ROW, (0x6646, b"\0\0\0\0")])],
                extra=b"\xfe\xff" + b"\x21\x76\0\xff\1\0" * 10_922), None),
        (Word97([TEXT], characters=[(n, n + 1, b"\x3c\x08\x01") for n in range(0, 2400, 2)]), None),
        (Word97([TEXT], parts={1: struct.pack("<3H", 4, 65535, 10) + b"\x0c\0\1\1" * 20_000}), None),
        (Word97([TEXT], parts={73: b"\xff\x7f" + b"\1" * 200_000, 74: struct.pack("<I", 2**31) + b"\1" * 200_000}), None),
    ],
    ids=["long-stories", "negative-stories", "huge-piece", "piece-nowhere", "one-text-often", "many-pieces",
         "pieces-in-no-order", "pieces-beyond-their-part", "modifiers-beyond-their-part", "no-pieces", "page-nowhere", "pages-of-ones", "page-too-full",
         "characters", "paragraphs", "fields", "cells-without-row", "one-long-row", "row-beyond-its-definition",
         "tables-in-tables", "deepest-table", "lists-that-overlap", "lists-used-often",
         "row-that-grows", "hidden-here-and-there",
         "styles", "lists"],
)  # fmt: skip
def test_a_document_that_states_huge_numbers_is_soon_done(document: Word97, reason: str | None) -> None:
    found = read_soon(document.build())
    assert isinstance(found, Document) if reason is None else found == reason
    if isinstance(found, Document):
        assert "公" in found.text
