"""An OFD written by hand: the package, its parts, and pages of pieces and rules (GB/T 33190-2016)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from crawler.documents.pages.layout import PageLayout, Piece, Rule
from tests.replicas.office import zipped

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
RESOURCES = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
_MILLIMETRES = 25.4 / 72
_ASCENT = 0.88


def build_ofd(pages: Iterable[PageLayout]) -> bytes:
    """An OFD of those pages, their text in text objects and their rules in path objects."""
    return package_of([page_xml("".join(_objects(page)), (page.width, page.height)) for page in pages])


def package_of(pages: list[str], common: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD of pages given as XML; `common` goes into CommonData, `parts` are further parts or replace others."""
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    document = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    entry = (
        f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    contents = {f"Doc_0/Pages/Page_{number}/Content.xml": page for number, page in enumerate(pages)}
    return zipped({"OFD.xml": entry, "Doc_0/Document.xml": document, **contents, **(parts or {})})


def resources_part(*contents: str) -> dict[str, str]:
    """The part that RESOURCES names: composite units that hold those contents, numbered from 0."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="210" Height="297"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for number, content in enumerate(contents)
    )
    listed = f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    return {"Doc_0/DocumentRes.xml": f"<ofd:Res {NAMESPACE}>{listed}</ofd:Res>"}


def document_part(pages: str, more: str = "") -> dict[str, str]:
    """A document's root that lists those pages and has no common data."""
    return {
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:Pages>{pages}</ofd:Pages>{more}</ofd:Document>"
    }


def page_xml(objects: str, size: tuple[float, float] | None = None, before: str = "") -> str:
    """A page of that size in points, its objects in one layer; `before` goes before its content."""
    area = ""
    if size is not None:
        width, height = (side * _MILLIMETRES for side in size)
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {width:.4f} {height:.4f}</ofd:PhysicalBox></ofd:Area>"
    content = f'<ofd:Content><ofd:Layer ID="1" Type="Body">{objects}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {NAMESPACE}>{area}{before}{content}</ofd:Page>"


def text_xml(text: str, x: float, y: float, size: float = 4.0, **attributes: str) -> str:
    """A text object in millimetres whose line begins at (x, y), its characters side by side."""
    stated = {"Boundary": f"{x:.4f} {y:.4f} {_length(text) * size:.4f} {size:.4f}", "Size": f"{size:.4f}"}
    return f"<ofd:TextObject{_written(stated | attributes)}>{code_xml(text, size)}</ofd:TextObject>"


def code_xml(text: str, size: float) -> str:
    """The characters of a text object, from the left end of its box."""
    steps = " ".join(f"{_length(character) * size:.4f}" for character in text[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    return f'<ofd:TextCode X="0" Y="{_ASCENT * size:.4f}"{delta}>{escape(text)}</ofd:TextCode>'


def coded_xml(text: str, **attributes: str) -> str:
    """A text object of size 4 at (20, 140), its one TextCode with those attributes."""
    stated = _written({"X": "0", "Y": "3.5"} | attributes)
    return f'<ofd:TextObject Boundary="20 140 100 5" Size="4"><ofd:TextCode{stated}>{text}</ofd:TextCode></ofd:TextObject>'


def composite_xml(number: int, **attributes: str) -> str:
    """A composite object that shows the unit of that number."""
    stated = {"Boundary": "0 0 210 297", "ResourceID": str(number)} | attributes
    return f"<ofd:CompositeObject{_written(stated)}/>"


def path_xml(data: str, boundary: str = "0 0 210 297", **attributes: str) -> str:
    """A path object that draws `data`."""
    stated = _written({"Boundary": boundary} | attributes)
    return f"<ofd:PathObject{stated}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def _objects(page: PageLayout) -> Iterable[str]:
    for piece in page.pieces:
        yield _text_object(piece)
    for rule in page.rules:
        yield _path_object(rule)


def _text_object(piece: Piece) -> str:
    size = (piece.bottom - piece.top) * _MILLIMETRES
    return text_xml(piece.text, piece.x0 * _MILLIMETRES, piece.top * _MILLIMETRES, size)


def _path_object(rule: Rule) -> str:
    """A line as a stroke, a bar that has a thickness as a filled area."""
    x0, top, x1, bottom = (side * _MILLIMETRES for side in (rule.x0, rule.top, rule.x1, rule.bottom))
    width, height = x1 - x0, bottom - top
    boundary = f"{x0:.4f} {top:.4f} {width:.4f} {height:.4f}"
    if not (width and height):
        return path_xml(f"M 0 0 L {width:.4f} {height:.4f}", boundary)
    area = f"M 0 0 L {width:.4f} 0 L {width:.4f} {height:.4f} L 0 {height:.4f} C"
    return path_xml(area, boundary, Fill="true", Stroke="false")


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _length(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
