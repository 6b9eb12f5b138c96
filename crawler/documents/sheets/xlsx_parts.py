"""The parts of an XLSX workbook that its cells refer to: strings, styles, and where each part lies."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.documents.containers.package import Package
from crawler.documents.containers.xml import parse_xml
from crawler.documents.sheets.number_format import DAYS_TO_1904, GENERAL, built_in
from crawler.documents.sheets.sheet import Allowance

TRUE = ("1", "true")
# ECMA-376 22.9.2.19: how strings hold what XML cannot.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style number stands for: how it prints numbers, and whether it has a line at its left or right."""

    code: str = GENERAL
    is_ruled: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another that it refers to."""

    identity: str
    kind: str
    part: str


class Parts:
    """The parts of a workbook, read within its allowance; raises UnreadableError as Package and parse_xml do."""

    def __init__(self, body: bytes, allowance: Allowance) -> None:
        self._package = Package(body)
        self._allowance = allowance

    @property
    def has_pictures(self) -> bool:
        """Whether any part is a picture."""
        return any("/media/" in name for name in self._package.names)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return self._package.has(name)

    def tree(self, name: str) -> etree._Element:
        """The root element of a part."""
        data = self._package.read(name)
        self._allowance.take_records(data.count(b"<"))
        return parse_xml(data)

    def related(self, name: str) -> Iterator[Relation]:
        """What the part `name` refers to; the package itself is the part without a name (ECMA-376 part 2, 9.3)."""
        folder, last = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{last}.rels")
        if self._package.has(listed):
            for relation in self.tree(listed).iterfind("{*}Relationship"):
                kind = relation.get("Type", "").rpartition("/")[2]
                part = posixpath.join("/", folder, relation.get("Target", ""))
                yield Relation(relation.get("Id", ""), kind, part)


class Shared:
    """What the cells of all sheets refer to: strings and styles by number, and the day from which dates count."""

    def __init__(self, parts: Parts, workbook: etree._Element, related: list[Relation]) -> None:
        # Some programs promise a part and leave it out where it would be empty.
        by_kind = {relation.kind: relation.part for relation in related if parts.has(relation.part)}
        self.strings: tuple[str, ...] = ()
        if "sharedStrings" in by_kind:
            self.strings = tuple(map(text_of, parts.tree(by_kind["sharedStrings"]).iterfind("{*}si")))
        self._styles: tuple[Style, ...] = ()
        if "styles" in by_kind:
            self._styles = tuple(_styles(parts.tree(by_kind["styles"])))
        properties = workbook.find("{*}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in TRUE
        self.extra_days = DAYS_TO_1904 if is_1904 else 0

    def style(self, number: int) -> Style:
        """The style `number`, the plain one where there is none."""
        return self._styles[number] if number < len(self._styles) else Style()


def text_of(item: etree._Element) -> str:
    """A string and its runs, without the readings that may be printed above it (18.4.6)."""
    pieces = item.iterfind("{*}t") if item.find("{*}r") is None else item.iterfind("{*}r/{*}t")
    return unescaped("".join(piece.text or "" for piece in pieces))


def unescaped(text: str) -> str:
    """`text` with its escapes as characters, but for those that nobody can see."""
    return _ESCAPE.sub(_escaped, text)


def whole_number(stated: str | None, default: int) -> int:
    """A whole number as an attribute states it, or `default`."""
    return int(stated) if stated and stated.isascii() and stated.isdigit() and len(stated) < 10 else default


def _escaped(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character.isspace() else ""


def _styles(root: etree._Element) -> Iterator[Style]:
    codes = {f.get("numFmtId"): f.get("formatCode", GENERAL) for f in root.iterfind("{*}numFmts/{*}numFmt")}
    borders = [_is_ruled(border) for border in root.iterfind("{*}borders/{*}border")]
    for cell in root.iterfind("{*}cellXfs/{*}xf"):
        number, border = cell.get("numFmtId", "0"), whole_number(cell.get("borderId"), 0)
        code = codes.get(number) or built_in(whole_number(number, 0))
        yield Style(code, border < len(borders) and borders[border])


def _is_ruled(border: etree._Element) -> bool:
    return any(
        side.get("style", "none") != "none"
        and etree.QName(side).localname in ("left", "right", "start", "end")
        for side in border
    )
