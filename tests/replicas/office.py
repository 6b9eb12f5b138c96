"""Word documents of invented reports, written by hand: the paragraphs and tables of a page's HTML as DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from bs4 import BeautifulSoup, Tag

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(html: str) -> bytes:
    """The `p` and `table` elements of `html`, in order, as a Word document."""
    soup = BeautifulSoup(html, "lxml")
    blocks = [node for node in soup.find_all(["p", "table"]) if node.find_parent("table") is None]
    body = "".join(_paragraph(block.get_text()) if block.name == "p" else _table(block) for block in blocks)
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        }
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of `members`, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            # A fixed day: the same document is the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(table: Tag) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in _rows(table))}</w:tbl>"


def _rows(table: Tag) -> Iterator[str]:
    """Rows of Word cells: what hangs down from above is a cell of its own there (ECMA-376, 17.4.84)."""
    hanging: dict[int, tuple[int, int]] = {}
    for row in table.find_all("tr"):
        cells = iter(row.find_all("td"))
        written, column = "", 0
        while True:
            if column in hanging:
                left, width = hanging.pop(column)
                if left > 1:
                    hanging[column] = (left - 1, width)
                written += _cell("", width, "<w:vMerge/>")
                column += width
                continue
            cell = next(cells, None)
            if cell is None:
                break
            width, height = int(str(cell.get("colspan", 1))), int(str(cell.get("rowspan", 1)))
            if height > 1:
                hanging[column] = (height - 1, width)
            written += _cell(cell.get_text(), width, '<w:vMerge w:val="restart"/>' if height > 1 else "")
            column += width
        yield written


def _cell(text: str, width: int, merge: str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{_paragraph(text)}</w:tc>'
