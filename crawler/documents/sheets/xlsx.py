"""XLSX workbooks: their sheets with cells as shown, rules, merged areas and what is hidden (ECMA-376 part 1, 18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.errors import UnreadableError
from archive.text import clean
from crawler.documents.sheets.number_format import shown
from crawler.documents.sheets.sheet import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_SHEETS,
    Allowance,
    Area,
    Place,
    Sheet,
    Workbook,
)
from crawler.documents.sheets.xlsx_parts import TRUE, Parts, Shared, Style, text_of, unescaped, whole_number

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def read_xlsx(body: bytes) -> Workbook:
    """The sheets of a workbook.

    Raises UnreadableError: `damaged` for what is no whole workbook, `unsupported` for XLSB and ODS, `encrypted` where a
    password is needed, `limit` for more than a workbook may have.
    """
    allowance = Allowance()
    parts = Parts(body, allowance)
    start = (relation.part for relation in parts.related("") if relation.kind == "officeDocument")
    name = next(start, "xl/workbook.xml")
    if not parts.has(name) or name.endswith(".bin"):
        raise UnreadableError(
            "unsupported",
            "The workbook is neither XLSX nor XLS; open it in a spreadsheet program and save it anew.",
        )
    root, related = parts.tree(name), list(parts.related(name))
    shared = Shared(parts, root, related)
    by_identity = {relation.identity: relation for relation in related}
    listed = root.findall("{*}sheets/{*}sheet")
    if len(listed) > MOST_SHEETS:
        raise UnreadableError("limit", f"The workbook has more than {MOST_SHEETS} sheets; open it yourself.")
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for element in listed:
        title = element.get("name", "")
        relation = by_identity.get(_identity(element))
        if relation is None:
            raise UnreadableError(
                "damaged", f"The workbook has lost its sheet {title}; ask the bureau for a whole copy."
            )
        # Others are charts, dialogues and macros.
        if relation.kind == "worksheet" and element.get("state", "visible") == "visible":
            sheets.append(_sheet(title, parts.tree(relation.part), shared, allowance))
        elif relation.kind == "worksheet":
            hidden.append(title)
    return Workbook(tuple(sheets), tuple(hidden), parts.has_pictures)


def _identity(sheet: etree._Element) -> str:
    return next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")


def _sheet(name: str, root: etree._Element, shared: Shared, allowance: Allowance) -> Sheet:
    texts: dict[Place, str] = {}
    ruled: set[Place] = set()
    uncalculated = 0
    for place, cell in _cells(root):
        style = shared.style(whole_number(cell.get("s"), 0))
        if style.is_ruled:
            ruled.add(place)
        text = _text(cell, style, shared)
        uncalculated += text is None
        allowance.take(text or "")
        if text and clean(text):
            texts[place] = text
    return Sheet(
        name,
        texts,
        frozenset(ruled),
        tuple(_merges(root, allowance)),
        _hidden_rows(root),
        _hidden_columns(root),
        uncalculated,
    )


def _cells(root: etree._Element) -> Iterator[tuple[Place, etree._Element]]:
    """Every cell and its place; one that does not state it follows the one before (18.3.1.4)."""
    row = -1
    for element in root.iterfind("{*}sheetData/{*}row"):
        row, column = whole_number(element.get("r"), row + 2) - 1, -1
        for cell in element.iterfind("{*}c"):
            stated = cell.get("r")
            place = _place(stated) if stated else (row, column + 1)
            if not (0 <= place[0] <= LAST_ROW and place[1] <= LAST_COLUMN):
                raise _misplaced(stated or "")
            column = place[1]
            yield place, cell


def _text(cell: etree._Element, style: Style, shared: Shared) -> str | None:
    """The text a cell shows; None for a formula saved without its result."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        item = cell.find("{*}is")
        return "" if item is None else text_of(item)
    value = cell.findtext("{*}v")
    if not value:
        return None if value is None and kind != "str" and cell.find("{*}f") is not None else ""
    if kind == "s":
        number = whole_number(value, len(shared.strings))
        if number >= len(shared.strings):
            raise UnreadableError(
                "damaged",
                "Cells of the workbook refer to text it does not have; ask the bureau for a whole copy.",
            )
        return shared.strings[number]
    if kind == "b":
        return "TRUE" if value in TRUE else "FALSE"
    if kind == "n":
        try:
            return shown(float(value), style.code, shared.extra_days)
        except ValueError:
            return value
    return unescaped(value)


def _hidden_rows(root: etree._Element) -> frozenset[int]:
    rows = root.iterfind("{*}sheetData/{*}row")
    return frozenset(whole_number(row.get("r"), 0) - 1 for row in rows if row.get("hidden") in TRUE)


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    hidden: list[int] = []
    for columns in root.iterfind("{*}cols/{*}col"):
        if columns.get("hidden") in TRUE:
            # Ascending and never overlapping (18.3.1.17), so that no list of them is longer than a sheet is wide.
            first = max(whole_number(columns.get("min"), 1) - 1, hidden[-1] + 1 if hidden else 0)
            hidden.extend(range(first, min(whole_number(columns.get("max"), 0), LAST_COLUMN + 1)))
    return frozenset(hidden)


def _merges(root: etree._Element, allowance: Allowance) -> Iterator[Area]:
    for merge in root.iterfind("{*}mergeCells/{*}mergeCell"):
        allowance.take_merge()
        first, _, last = merge.get("ref", "").partition(":")
        yield Area(*_place(first), *_place(last or first))


def _place(reference: str) -> Place:
    matched = _REFERENCE.fullmatch(reference)
    if matched is None:
        raise _misplaced(reference)
    column = 0
    for letter in matched[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(matched[2]) - 1, column - 1


def _misplaced(reference: str) -> UnreadableError:
    return UnreadableError(
        "damaged",
        f"The workbook has a cell at {reference[:20]!r}, where none can be; ask the bureau for a whole copy.",
    )
