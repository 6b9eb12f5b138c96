"""The statutory tables of a report, whatever grid they came in: part after part, row after row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.figures.found import Found, Row
from archive.figures.listing import Listing, edition_of, rows_of
from archive.figures.part_four import PartFour
from archive.figures.part_three import PartThree
from archive.figures.part_two import PartTwo
from archive.records import Table

_MOST_CELL_LENGTH = 400
# Words in the place of a figure.
_NOTHING = frozenset({"无", "没有", "暂无", "不涉及", "不适用"})


def read_tables(tables: Sequence[Table]) -> Found:
    """Every figure of the statutory tables among `tables`, with the rows they stand in as printed.

    A table may hold several parts, a part may go over several tables: headings hold until others come.
    """
    found = Found()
    parts, listing = (PartTwo(), PartThree(), PartFour()), Listing()
    for number, table in enumerate(tables, start=1):
        rows = rows_of(table, number)
        edition = edition_of(rows)
        if edition is not None:
            listing.read(rows, edition, found)
            continue
        before = len(found.figures)
        kept = len(found.rows)
        _end([part for part in parts if rows and _is_other_table(rows[0], part)])
        for row in rows:
            _take(row, parts, found)
        if len(found.figures) == before:
            # A table without a figure of the form is not one of its tables.
            del found.rows[kept:]
    return found


Parts = tuple[PartTwo, PartThree, PartFour]


def _take(row: Row, parts: Parts, found: Found) -> None:
    if any(len(cell) > _MOST_CELL_LENGTH for cell in row.cells):
        return
    for part in parts:
        if part.take(row, found):
            _end([other for other in parts if other is not part])
            return
    if _is_other_heading(row, parts):
        _end(parts)
    label = next((at for at, key in enumerate(row.keys) if key), None)
    if label is None:
        return
    beside = zip(row.cells[label + 1 :], row.keys[label + 1 :], strict=True)
    has_value = any(cell.strip() and not key for cell, key in beside)
    found.keep(row, row.cells[label], "unknown" if has_value else "heading")


def _end(parts: Iterable[PartTwo | PartThree | PartFour]) -> None:
    for part in parts:
        part.end()


def _is_other_table(first: Row, part: PartTwo | PartThree | PartFour) -> bool:
    """Whether a table does not go on with a part: its first row is a heading, and none of the form."""
    if part.knows(first):
        return False
    words = {*first.keys} - _NOTHING - {""}
    is_heading = len(words) > 1 and all(first.keys[1:]) and not first.has_figures
    return is_heading or (isinstance(part, PartTwo) and first.has_figures)


def _is_other_heading(row: Row, parts: Parts) -> bool:
    """Whether words stand where the headings in force have figures, and more than one: headings of another table."""
    words = {row.keys[at] for part in parts for at in part.places if at < len(row.keys)} - _NOTHING - {""}
    return bool(words) and len({*row.keys} - _NOTHING - {""}) > 1 and not row.has_figures
