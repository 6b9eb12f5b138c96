"""Word documents from their XML: packages like those that Word and WPS write, with only what a test is about."""

from __future__ import annotations

from collections.abc import Iterable

from tests.replicas.office import zipped

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = "document.main"
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def docx(
    body: str, parts: dict[str, str] | None = None, namespace: str = TRANSITIONAL, relations: str = RELATIONS
) -> bytes:
    """A document with that XML in its body; `parts` gives what lies within the roots of its other parts, by kind."""
    written = {"document": f"<w:body>{body}</w:body>", **(parts or {})}
    roots = {
        f"word/{kind}.xml": f'<w:{kind} xmlns:w="{namespace}" {_OTHERS}>{content}</w:{kind}>'
        for kind, content in written.items()
    }
    return zipped(
        {
            "[Content_Types].xml": _contents(written),
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}, relations),
            "word/_rels/document.xml.rels": _relations(
                {kind: f"{kind}.xml" for kind in parts or {}}, relations
            ),
            **roots,
        }
    )


def _contents(kinds: Iterable[str]) -> str:
    written = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{_MAIN if kind == "document" else kind}+xml"/>'
        for kind in kinds
    )
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{written}</Types>'
    )


def _relations(targets: dict[str, str], relations: str) -> str:
    written = "".join(
        f'<Relationship Id="r{number}" Type="{relations}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}">{written}</Relationships>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that states its own list and level."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: list[list[str]], grid: list[int] | None = None) -> str:
    """A table of rows of cells given as XML; `grid` are the widths of its columns."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid or [])
    written = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{written}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A cell whose paragraphs are the lines of `text`."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, text.split('|')))}</w:tc>"


def lists(abstracts: list[list[str]], numbers: list[str]) -> str:
    """The numbering part: levels of abstract lists as `form:text`, and what each list says of its abstract list."""
    written = ""
    for at, levels in enumerate(abstracts):
        stated = "".join(
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for number, (form, _, text) in enumerate(level.partition(":") for level in levels)
        )
        written += f'<w:abstractNum w:abstractNumId="{at}">{stated}</w:abstractNum>'
    for at, stated in enumerate(numbers, 1):
        abstract, _, override = stated.partition(":")
        written += f'<w:num w:numId="{at}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    return written


def run(text: str, properties: str = "") -> str:
    """One run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def mark(kind: str) -> str:
    """A mark of a field: begin, separate or end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
