"""Workbooks built part by part and record by record, for what no program at hand writes: Excel 95, odd and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.builders.ole import build_ole

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOF, EOF, BOUND_SHEET, SST, CONTINUE, FORMAT, XF = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x41E, 0xE0
NUMBER, RK, LABEL, LABEL_SST, BLANK, BOOL_ERR, FORMULA, STRING = (
    0x203,
    0x27E,
    0x204,
    0xFD,
    0x201,
    0x205,
    0x6,
    0x207,
)
MERGED, FILE_PASS, CODE_PAGE, DRAWINGS, COLUMNS, MUL_BLANK = 0xE5, 0x2F, 0x42, 0xEB, 0x7D, 0xBE
BIFF8, BIFF5, BIFF4 = 0x600, 0x500, 0x400


def xlsx(*sheets: str, parts: dict[str, str | bytes] | None = None, properties: str = "") -> bytes:
    """A workbook of these sheets, each the XML within its worksheet element; `parts` are added or replace others."""
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="s{n}"/>' for n, _ in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="s{n}" Type="{LINKS}/worksheet" Target="worksheets/{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    links += "".join(
        f'<Relationship Id="{kind}" Type="{LINKS}/{kind}" Target="{kind}.xml"/>'
        for kind in ("sharedStrings", "styles")
    )
    contents: dict[str, str | bytes] = {
        "_rels/.rels": _relations(
            f'<Relationship Id="w" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(links),
    }
    for number, sheet in enumerate(sheets, 1):
        contents[f"xl/worksheets/{number}.xml"] = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (contents | (parts or {})).items():
            package.writestr(name, content)
    return body.getvalue()


def _relations(links: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def rows(*texts: str) -> str:
    """Sheet data of rows, each its cells as XML."""
    return f"<sheetData>{''.join(f'<row>{text}</row>' for text in texts)}</sheetData>"


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of an XLS stream."""
    return struct.pack("<HH", kind, len(data)) + data


def cell(kind: int, row: int, column: int, data: bytes, style: int = 0) -> bytes:
    """One cell's record."""
    return record(kind, struct.pack("<HHH", row, column, style) + data)


def wide(text: str) -> bytes:
    """A BIFF8 string with its length in two bytes."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls(shared: bytes, *sheets: bytes, version: int = BIFF8, state: int = 0) -> bytes:
    """A workbook with the records `shared` by its sheets, which are called 表1, 表2 … and all in `state`."""
    names = [f"表{number}" for number, _ in enumerate(sheets, 1)]
    stated = [
        bytes([len(name), 1]) + name.encode("utf-16-le") if version == BIFF8
        else bytes([len(name.encode("gb18030"))]) + name.encode("gb18030")
        for name in names
    ]  # fmt: skip
    begin = record(BOF, struct.pack("<HH12x", version, 5))
    offset = len(begin) + len(shared) + sum(len(name) + 10 for name in stated) + 4
    listed = b""
    contents = b""
    for name, sheet in zip(stated, sheets, strict=True):
        listed += record(BOUND_SHEET, struct.pack("<IBB", offset + len(contents), state, 0) + name)
        contents += record(BOF, struct.pack("<HH12x", version, 0x10)) + sheet + record(EOF)
    return build_ole({"Workbook": begin + shared + listed + record(EOF) + contents})
