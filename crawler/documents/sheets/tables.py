"""The tables and lines of text on a sheet: a sheet has no tables of its own, only cells that a person sees as some."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from archive.errors import UnreadableError
from archive.records import Table
from archive.text import clean, lines
from crawler.documents.grid import MOST_CELLS, Rows, join_lines
from crawler.documents.sheets.rows import Row, rows_of
from crawler.documents.sheets.sheet import MOST_CHARACTERS, Area, Sheet


def lay_out(sheet: Sheet) -> tuple[list[str], list[Table]]:
    """The text of a sheet, line by line, and its tables.

    Rows that hang together, without a blank row between, are looked at as one: where they have lines at the sides of
    cells, the ruled ones are a table; else all from the first row with several cells to the last. A numbered heading
    parts two tables whose columns differ. Columns and rows in which no cell begins are left out. A table's heading is
    the line above it, or the sheet's name where there is none.
    """
    text: list[str] = []
    tables: list[Table] = []
    heading = sheet.name
    for run in _runs(rows_of(sheet)):
        for part in _parts(run):
            begin, end = _table_rows(part)
            above, below = list(_lines(part[:begin])), list(_lines(part[end:]))
            heading = above[-1] if above else heading
            text.extend(above)
            if begin < end:
                rows, spelled = _grid(part[begin:end])
                tables.append(Table(rows, clean(heading)[:200]))
                text.extend(spelled)
                heading = sheet.name
            heading = below[-1] if below else heading
            text.extend(below)
    return text, tables


def _runs(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows without a blank row between, all of them ruled or none."""
    run: list[Row] = []
    reach = -1
    for row in rows:
        if run and not row.is_covered and (row.number > reach + 1 or row.is_ruled != run[0].is_ruled):
            yield run
            run = []
        run.append(row)
        reach = max(reach, *(block.area.bottom for block in row.blocks))
    if run:
        yield run


def _parts(run: list[Row]) -> list[list[Row]]:
    """`run` parted at numbered headings, but for those within one table."""
    parts: list[list[Row]] = [[]]
    for row in run:
        if row.begins_section and parts[-1]:
            parts.append([])
        parts[-1].append(row)
    joined: list[list[Row]] = []
    columns: set[int] = set()
    for part in parts:
        others = _columns(part)
        if joined and _goes_on(columns, others, part):
            joined[-1].extend(part)
            columns |= others
        else:
            joined.append(part)
            columns = others
    return joined


def _goes_on(columns: set[int], others: set[int], part: list[Row]) -> bool:
    """Whether a table goes on in `part`: with the same columns, or with some of them and no header of its own."""
    if not columns or not others:
        return False
    first = next(row for row in part if row.has_cells)
    return columns == others or (not first.has_labels and (columns <= others or columns >= others))


def _columns(part: list[Row]) -> set[int]:
    return {block.area.left for row in part if row.has_cells for block in row.blocks}


def _table_rows(part: list[Row]) -> tuple[int, int]:
    """Where the table of `part` begins and ends; equal where it has none."""
    cells = [number for number, row in enumerate(part) if row.has_cells]
    if part[0].is_ruled:
        return _ruled_rows(part) if cells else (0, 0)
    # One row of cells is a line with several notes.
    if len(cells) < 2:
        return 0, 0
    begin, end = cells[0], cells[-1] + 1
    # 第二十条第（一）项 under a numbered heading: a line that comes again between the rows is a row.
    if begin > 1 and any(row.is_line for row in part[begin:end]):
        begin -= 1
    # A label whose figures are blank is a row; a signature is merged over columns or stands further right.
    first = min(row.blocks[0].area.left for row in part[begin:end])
    while end < len(part) and part[end].blocks[0].area == Area(
        part[end].number, first, part[end].number, first
    ):
        end += 1
    return begin, end


def _ruled_rows(part: list[Row]) -> tuple[int, int]:
    begin, end = int(part[0].begins_section), len(part)
    while begin < end and part[begin].is_blank:
        begin += 1
    # Blank rows at the end were ruled for nobody, but the one below the labels of a form that was left unfilled.
    while end > begin and part[end - 1].is_blank and not (end - begin > 1 and part[end - 2].has_labels):
        end -= 1
    return begin, end


def _lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if len(row.blocks) == 1:
            yield from lines(row.blocks[0].text)
        elif line := "\t".join(join_lines(block.text.splitlines()) for block in row.blocks).strip("\t"):
            yield line


def _grid(part: list[Row]) -> tuple[Rows, list[str]]:
    """The rows of a table with its merged cells expanded, and as lines of text, in which each cell stands once."""
    columns = sorted({block.area.left for row in part for block in row.blocks})
    numbers = [row.number for row in part]
    if len(columns) * len(numbers) > MOST_CELLS:
        raise UnreadableError("limit", f"A table has more than {MOST_CELLS} cells; open the file yourself.")
    grid: list[list[str]] = [[""] * len(columns) for _ in part]
    spelled: list[list[str | None]] = [[""] * len(columns) for _ in part]
    count = 0
    for top, row in enumerate(part):
        for block in row.blocks:
            text = join_lines(block.text.splitlines())
            left = bisect_right(columns, block.area.left) - 1
            bottom, right = bisect_right(numbers, block.area.bottom), bisect_right(columns, block.area.right)
            count += len(text) * (bottom - top) * (right - left)
            if count > MOST_CHARACTERS:
                raise UnreadableError(
                    "limit", "A table's cells are too long to keep; open the file yourself."
                )
            for line in range(top, bottom):
                grid[line][left:right] = [text] * (right - left)
                spelled[line][left:right] = [None] * (right - left)
            spelled[top][left] = text
    texts = ("\t".join(cell for cell in row if cell is not None).strip("\t") for row in spelled)
    return tuple(map(tuple, grid)), [line for line in texts if line]
