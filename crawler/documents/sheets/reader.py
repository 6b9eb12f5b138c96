"""Spreadsheets to text and tables, whichever program wrote them."""

from __future__ import annotations

from archive.errors import UnreadableError
from archive.records import Document, Table
from crawler.documents.sheets.sheet import Sheet, Workbook, visible
from crawler.documents.sheets.tables import lay_out
from crawler.documents.sheets.xls import read_xls
from crawler.documents.sheets.xlsx import read_xlsx

_ZIP = b"PK"


def read_spreadsheet(body: bytes) -> Document:
    """The text and tables of an XLSX or XLS workbook, told apart by their first bytes.

    Cells are read as they are shown: formulas by the results saved with them, numbers in their formats, nothing that is
    hidden. The name of a sheet is a line above it where several have text. Raises UnreadableError: `scan` where sheets
    hold pictures and no text, `empty` where they hold neither, otherwise as `read_xlsx` and `read_xls` do.
    """
    workbook = read_xlsx(body) if body.startswith(_ZIP) else read_xls(body)
    read = [(sheet.name, *lay_out(visible(sheet))) for sheet in workbook.sheets]
    filled = [(name, text, tables) for name, text, tables in read if text]
    if not filled:
        raise _nothing_in(workbook)
    lines: list[str] = []
    tables: list[Table] = []
    for name, text, found in filled:
        lines.extend([name, *text] if len(filled) > 1 else text)
        tables.extend(found)
    return Document("\n".join(lines), tuple(tables), problem=_problem(workbook))


def _nothing_in(workbook: Workbook) -> UnreadableError:
    if workbook.has_pictures:
        return UnreadableError(
            "scan", "The workbook holds pictures and no text; open it and read them yourself."
        )
    return UnreadableError("empty", "The workbook shows no text; look at the original on the portal.")


def _problem(workbook: Workbook) -> str | None:
    losses = []
    if workbook.hidden_sheets:
        losses.append(f"hidden sheets ({', '.join(workbook.hidden_sheets)})")
    if hidden := sum(map(_hidden_texts, workbook.sheets)):
        losses.append(f"{hidden} cells in hidden rows or columns")
    if uncalculated := sum(sheet.uncalculated for sheet in workbook.sheets):
        losses.append(f"{uncalculated} formulas saved without a result")
    return f"Left out were {' and '.join(losses)}; open the workbook to see them." if losses else None


def _hidden_texts(sheet: Sheet) -> int:
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return 0
    rows, columns = frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns)
    return sum(row in rows or column in columns for row, column in sheet.texts)
