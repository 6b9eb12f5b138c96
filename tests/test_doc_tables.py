"""Tables of Word documents before 2007: rows as they are defined and changed, merged cells, tables in tables."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import pytest

from archive.records import Document
from crawler.documents.doc.reader import read_doc
from tests.builders.doc import (
    CHANGE_TABS,
    DEFINE_ROW,
    ENDS_ROW,
    IN_TABLE,
    Modifier,
    Paragraph,
    Word97,
    cell,
    row_end,
)

INSERT, DELETE, WIDTHS, MERGE, SPLIT, MERGE_DOWN = 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
ELSEWHERE = 0x6646
DELETED = b"\x00\x08\x01"


def read(*paragraphs: Paragraph, **otherwise: Any) -> Document:
    return read_doc(Word97(paragraphs, **otherwise).build())


def rows(*paragraphs: Paragraph) -> list[list[str]]:
    """The rows of the one table that these paragraphs are."""
    document = read(*paragraphs, Paragraph("完\r"))
    (table,) = document.tables
    assert document.problem is None
    return [list(row) for row in table.rows]


THREE = (cell("甲"), cell("乙"), cell("丙"), row_end(0, 1000, 2000, 3000))


@pytest.mark.parametrize(
    ("further", "cells", "row"),
    [
        ([(MERGE, b"\0\2")], ["1", "", "3"], ["1", "1", "3"]),
        ([(MERGE, b"\0\2"), (SPLIT, b"\0\2")], ["1", "", "3"], ["1", "", "3"]),
        ([(MERGE, b"\1\x63")], ["1", "2", ""], ["1", "2", "2"]),
        ([(DELETE, b"\0\1"), (INSERT, b"\2\1\xe8\3")], ["1", "2", "3"], ["1", "2", "3"]),
        ([(DELETE, b"\1\3"), (INSERT, b"\0\2\xe8\3")], ["1", "2", "3"], ["1", "2", "3"]),
        ([(DELETE, b"\1\2")], ["1", "2"], ["1", "2", ""]),
        ([(INSERT, b"\xff\xff\xff\xff"), (DELETE, b"\3\xff")], ["1", "2", "3"], ["1", "2", "3"]),
        ([(DELETE, b"\2\3"), (WIDTHS, b"\0\1\xd0\7")], ["1", "3"], ["1", "1", "3"]),
        ([(MERGE_DOWN, b"\1\1")], ["1", "", "3"], ["1", "乙", "3"]),
        ([(MERGE_DOWN, b"\1\1"), (MERGE_DOWN, b"\1\3")], ["1", "", "3"], ["1", "", "3"]),
        ([(MERGE_DOWN, b"\1\1"), (MERGE_DOWN, b"\1\0")], ["1", "", "3"], ["1", "", "3"]),
        ([(MERGE_DOWN, b"\x63\1"), (MERGE_DOWN, b"")], ["1", "", "3"], ["1", "", "3"]),
    ],
    ids=["merge", "split", "merge-too-far", "delete-insert", "insert-before", "delete", "insert-too-many", "widths",
         "down", "begin-again", "not-down", "down-nowhere"],
)  # fmt: skip
def test_a_row_is_changed_in_the_order_that_its_modifiers_state(
    further: Sequence[Modifier], cells: list[str], row: list[str]
) -> None:
    assert rows(*THREE, *map(cell, cells), row_end(0, 1000, 2000, 3000, further=further))[1] == row


@pytest.mark.parametrize(
    ("flags", "row"),
    [
        ((1, 2, 0, 0), ["甲", "甲", "丙", "丁"]),
        ((2, 1, 1, 0), ["甲", "甲", "甲", "丁"]),
        ((3, 1, 0, 0), ["甲", "甲", "丙", "丁"]),
        ((1, 2, 1, 2), ["甲", "甲", "丙", "丙"]),
        ((2, 1, 2, 1), ["甲", "甲", "丙", "丙"]),
        ((1, 0, 1, 0), ["甲", "乙", "丙", "丁"]),
    ],
    ids=str,
)
def test_cells_are_merged_whichever_description_of_the_flags_their_writer_followed(
    flags: tuple[int, ...], row: list[str]
) -> None:
    shown = ["" if number and row[number - 1] == text else text for number, text in enumerate(row)]
    edges = (0, 1000, 2000, 3000, 4000)
    assert (
        rows(*map(cell, shown), row_end(*edges, flags=flags), *map(cell, "1234"), row_end(*edges))[0] == row
    )


def test_a_cell_that_is_merged_downwards_stands_in_each_of_its_rows() -> None:
    begins, goes_on = 0x60, 0x20
    document = read(
        *map(cell, ("公开\r数量", "网站", "１２")), row_end(-108, 1000, 2000, 3000, flags=(begins,)),
        *map(cell, ("", "公报", "")), row_end(-112, 1000, 2000, 3000, flags=(goes_on,)),
        *map(cell, ("合计", "/")), row_end(-108, 2000, 3000, flags=(begins,)),
        *map(cell, ("", "0")), row_end(-108, 1000, 3000, flags=(goes_on,)),
        Paragraph("完\r"),
    )  # fmt: skip
    assert document.tables[0].rows == (
        ("公开数量", "网站", "１２"),
        ("公开数量", "公报", ""),
        ("合计", "合计", "/"),
        ("", "0", "0"),
    )
    assert document.text.splitlines() == ["公开数量\t网站\t１２", "公报", "合计\t/", "0", "完"]


def test_a_row_that_begins_or_ends_elsewhere_leaves_its_places_empty() -> None:
    assert rows(*THREE, cell("1"), row_end(1000, 2000)) == [["甲", "乙", "丙"], ["", "1", ""]]


def test_a_row_ends_the_cell_that_has_no_mark() -> None:
    assert rows(*THREE, Paragraph("1\r", [IN_TABLE]), row_end(0, 1000))[1] == ["1", "", ""]


@pytest.mark.parametrize("removed", [0, 3])
def test_modifiers_behind_a_long_list_of_tab_stops_are_read(removed: int) -> None:
    tabs = b"\xff" + bytes([removed]) + b"\x17" * 4 * removed + b"\5" + b"\x17" * 15
    ends = [
        Paragraph(mark.text, [(CHANGE_TABS, tabs), *mark.modifiers]) for mark in (cell("1"), row_end(0, 3000))
    ]
    assert rows(*THREE, *ends)[1] == ["1", "1", "1"]


def test_a_deleted_row_is_no_row() -> None:
    document = read(*THREE, *map(cell, "123"), row_end(0, 1000, 2000, 3000), characters=[(7, 14, DELETED)])
    assert document.tables[0].rows == (("甲", "乙", "丙"),)


@pytest.mark.parametrize("code", [ELSEWHERE, 0x6645, 0x646B])
def test_a_row_of_many_columns_is_defined_in_the_data_stream(code: int) -> None:
    edges = range(0, 16000, 1000)
    definition = struct.pack("<HHB16h", 0xD608, 34, 15, *edges)
    extra = b"\0" * 6 + struct.pack("<H", len(definition)) + definition
    ends = Paragraph("\x07", [IN_TABLE, ENDS_ROW, (code, struct.pack("<I", 6))])
    document = read(
        *(cell(str(number)) for number in range(15)), ends, cell("合计"), row_end(0, 15000), extra=extra
    )
    assert [len(set(row)) for row in document.tables[0].rows] == [15, 1]
    assert document.problem is None


@pytest.mark.parametrize(
    "ends",
    [
        [Paragraph("\x07", [IN_TABLE, ENDS_ROW, (ELSEWHERE, b"\xff\xff\xff\x7f")])],
        [Paragraph("\x07", [IN_TABLE, ENDS_ROW])],
        [],
    ],
    ids=["nowhere", "nothing", "no-end"],
)
def test_cells_that_do_not_say_where_they_lie_are_reported(ends: list[Paragraph]) -> None:
    document = read(cell("甲"), cell("乙"), *ends, Paragraph("完\r"))
    assert "甲" in document.text
    assert document.problem is not None
    assert "original" in document.problem


def test_cell_marks_outside_a_table_are_reported_and_their_text_is_kept() -> None:
    document = read(Paragraph("甲\x07乙\x07完\r"))
    assert document.text.splitlines() == ["甲", "乙", "完"]
    assert document.problem is not None


def test_a_table_in_a_table_has_marks_of_its_own() -> None:
    inner: list[Modifier] = [IN_TABLE, (0x6649, b"\2\0\0\0")]
    document = read(
        Paragraph("外\r", [IN_TABLE, (0x6649, b"\1\0\0\0")]),
        Paragraph("甲\r", [*inner, (0x244B, b"\1")]),
        Paragraph("乙\r", [*inner, (0x244B, b"\1")]),
        Paragraph("\r", [*inner, (0x244B, b"\1"), (0x244C, b"\1"), (DEFINE_ROW, struct.pack("<B3h", 2, 0, 500, 900))]),
        cell("里"), row_end(0, 1000), Paragraph("完\r"),
    )  # fmt: skip
    assert document.text.splitlines() == ["外", "甲\t乙", "里", "完"]
    assert [(table.heading, table.rows) for table in document.tables] == [("外", (("甲", "乙"),))]
