"""Workbooks that are cut short, contradict themselves or want to exhaust their reader."""

from __future__ import annotations

import random
import struct
import time
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from crawler.documents.sheets.reader import read_spreadsheet
from tests.builders import spreadsheets as build
from tests.builders.spreadsheets import cell, record, rows, wide, xls, xlsx
from tests.document_cases import cases, same_report

PAIR = '<c t="str"><v>甲</v></c><c><v>1</v></c>'


def refused(body: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_spreadsheet(body)
    return caught.value.reason


def far(*references: str) -> str:
    return "<sheetData>" + "".join(f'<row><c r="{r}"><v>1</v></c></row>' for r in references) + "</sheetData>"


MERGES = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1_000 + "</mergeCells>"
HIDDEN = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 10_000 + "</cols>"
STRING = f'<sst xmlns="{build.MAIN}"><si><t>{"甲" * 1_000_000}</t></si></sst>'
ENTITIES = (
    '<!DOCTYPE w [<!ENTITY a "甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;">]>'
    + f'<worksheet xmlns="{build.MAIN}">&b;</worksheet>'
)
DEEP = f'<worksheet xmlns="{build.MAIN}">' + "<c>" * 5_000 + "</c>" * 5_000 + "</worksheet>"


@pytest.mark.parametrize(
    "body",
    [
        xlsx('<dimension ref="A1:XFD1048576"/>' + rows(PAIR, PAIR)),
        xlsx(far("A1", "XFD1048576")),
        xlsx(HIDDEN + rows(PAIR, PAIR)),
        xlsx(rows(PAIR) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        xlsx(far("A1", "XFD1048576") + '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'),
    ],
    ids=["dimension", "corners", "hidden-columns", "merged-sheet", "merged-column"],
)
def test_absurd_claims_cost_nothing(body: bytes) -> None:
    started = time.process_time()
    try:
        assert read_spreadsheet(body).text
    except UnreadableError as error:
        assert error.reason == "empty"  # noqa: PT017
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (xlsx(far("A1", "XFD1048576") + MERGES), "limit"),
        (xlsx(rows(PAIR * 10_000)), "damaged"),
        (xlsx(rows(*["<c/>" * 10_000] * 31)), "limit"),
        (xlsx(rows(*[PAIR * 1_000] * 130)), "limit"),
        (xlsx(rows(*['<c t="s"><v>0</v></c>'] * 20_000), parts={"xl/sharedStrings.xml": STRING}), "limit"),
        (xlsx("", parts={"xl/worksheets/1.xml": " " * 100_000_000}), "limit"),
        (xlsx("", parts={"xl/worksheets/1.xml": ENTITIES}), "damaged"),
        (xlsx("", parts={"xl/worksheets/1.xml": DEEP}), "limit"),
        (xlsx(rows(PAIR) + "<mergeCells>" + '<mergeCell ref="A2:A3"/>' * 40_000 + "</mergeCells>"), "limit"),
        (xlsx(*["<a/>" * 600_000] * 4), "limit"),
        (xlsx(*[""] * 300), "limit"),
        (xlsx(far("XFE1")), "damaged"),
        (xlsx(far("A1048577")), "damaged"),
        (xlsx(far("AAAAAA1")), "damaged"),
        (xlsx(rows('<c t="s"><v>7</v></c>')), "damaged"),
        (xlsx("", parts={"xl/workbook.xml": "<workbook"}), "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (b"", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "damaged"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_within_two_seconds(body: bytes, reason: str) -> None:
    started = time.process_time()
    assert refused(body) == reason
    assert time.process_time() - started < 2


def flood(kind: int, count: int, data: bytes) -> bytes:
    return xls(b"", record(kind, data) * count + cell(build.LABEL, 0, 0, wide("甲")))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (xls(b"", *[record(build.MUL_BLANK, struct.pack("<256H", 0, 0, *[0] * 254)) * 800] * 2), "limit"),
        (xls(record(build.SST, struct.pack("<II", 2**31, 2**31) + b"\xff\xff\x01"), b""), "damaged"),
        (xls(b"", record(build.LABEL, struct.pack("<HHHHB", 0, 0, 0, 0xFFFF, 1) + "甲".encode("utf-16-le"))), "damaged"),
        (xls(b"", *[b""] * 300), "limit"),
        (xls(record(0) * 1_600_000, b""), "limit"),
        (xls(b"", record(build.LABEL, b"\x00")), "damaged"),
        (xls(b"", record(build.BOF, bytes(16)) + cell(build.LABEL, 0, 0, wide("甲"))), "damaged"),
        (xls(record(build.BOUND_SHEET, struct.pack("<IBB", 2**30, 0, 0) + b"\x01\x00A"), b""), "damaged"),
        (same_report()["xls"][:9_000], "damaged"),
    ],
    ids=["blanks", "strings", "long-string", "sheets", "records", "short-record", "no-end", "no-sheet", "cut-short"],
)  # fmt: skip
def test_a_hostile_old_workbook_is_refused_within_two_seconds(body: bytes, reason: str) -> None:
    started = time.process_time()
    assert refused(body) == reason
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "body",
    [
        flood(
            build.MERGED, 500, struct.pack("<H", 1_000) + struct.pack("<HHHH", 0, 0xFFFF, 0, 0xFFFF) * 1_000
        ),
        flood(build.COLUMNS, 100_000, struct.pack("<HHHHH", 0, 0xFFFF, 0, 0, 1)),
    ],
    ids=["merges", "columns"],
)
def test_floods_of_records_are_read_or_refused_within_two_seconds(body: bytes) -> None:
    started = time.process_time()
    try:
        read_spreadsheet(body)
    except UnreadableError as error:
        assert error.reason in ("limit", "empty")  # noqa: PT017
    assert time.process_time() - started < 2


def test_a_chain_of_sectors_that_runs_in_a_circle_is_left() -> None:
    body = bytearray(same_report()["xls"])
    (table,) = struct.unpack_from("<I", body, 76)
    for sector in range(8):
        struct.pack_into("<I", body, (table + 1) * 512 + 4 * sector, 0)
    started = time.process_time()
    assert refused(bytes(body)) == "damaged"
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "body", [*cases("xls"), *cases("xlsx")], ids=lambda body: f"{body.parent.name}{body.suffix}"
)
def test_a_workbook_with_wrong_bytes_is_read_or_refused(body: Path) -> None:
    whole, chance = body.read_bytes(), random.Random(body.parent.name)  # noqa: S311
    for _ in range(100):
        broken = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(20) if broken else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        started = time.process_time()
        try:
            read_spreadsheet(bytes(broken))
        except UnreadableError as error:
            assert str(error).endswith(".")  # noqa: PT017
        assert time.process_time() - started < 2
