"""Word documents (.docx, .docm, .wps of newer WPS) to text and tables: ECMA-376."""

from __future__ import annotations

import posixpath

from lxml import etree

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.containers.package import Package
from crawler.documents.containers.xml import attribute, parse_xml
from crawler.documents.docx.body import Story
from crawler.documents.docx.numbering import Numbering
from crawler.documents.flowing.flow import Block, document_of

_USUAL_PART = "word/document.xml"
_NOTES = ("footnotes", "endnotes")
# Notes of other types are the lines that Word draws above notes (17.18.33).
_NOTE_TYPES = ("", "normal")


def read_docx(body: bytes) -> Document:
    """The text of the body, then of its footnotes and endnotes, and the tables; headers and footers are left out.

    Numbers of lists are printed as Word prints them; deleted and hidden text is not. Raises UnreadableError: `damaged`
    for no whole package or no readable body, `scan` where there are only pictures, `empty` where there is nothing,
    `unsupported` where the text lies in an embedded file, and what Package and parse_xml raise.
    """
    parts = _Parts(Package(body))
    story = Story(Numbering(parts.related("styles"), parts.related("numbering")))
    blocks: list[Block] = []
    for text in parts.main.iterchildren("{*}body"):
        blocks += story.read(text)
    for kind in _NOTES:
        notes = parts.related(kind)
        for note in () if notes is None else notes:
            if attribute(note, "type") in _NOTE_TYPES:
                blocks += story.read(note)
    if story.has_embedded_file:
        parts.problems.append("Text lies in a file embedded in the document (altChunk); open it in Word.")
    document = document_of(blocks, " ".join(parts.problems) or None)
    if document.text:
        return document
    if story.has_embedded_file:
        raise UnreadableError("unsupported", parts.problems[-1])
    if story.picture_count:
        raise UnreadableError("scan", "The document holds only pictures; it has to be read by OCR or by eye.")
    raise UnreadableError("empty", "The document holds no text; look at the original on the portal.")


class _Parts:
    """The main part of a package and those it refers to; `problems` says which could not be read."""

    def __init__(self, package: Package) -> None:
        self.problems: list[str] = []
        self._package = package
        name = self._targets("").get("officeDocument", _USUAL_PART)
        self.main = parse_xml(package.read(name))
        self._names = self._targets(name)

    def related(self, kind: str) -> etree._Element | None:
        """The part of that kind, None where there is none or it cannot be read."""
        name = self._names.get(kind, "")
        if not self._package.has(name):
            return None
        try:
            return parse_xml(self._package.read(name))
        except UnreadableError as error:
            self.problems.append(f"The {kind} of the document could not be read. {error}")
            return None

    def _targets(self, source: str) -> dict[str, str]:
        """The names of the parts that `source` refers to, by the last word of the relation (ECMA-376 part 2, 9.3)."""
        folder, name = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._package.has(relations):
            return {}
        return {
            attribute(relation, "Type").rpartition("/")[2]: posixpath.join(
                folder, attribute(relation, "Target").replace("\\", "/")
            )
            for relation in parse_xml(self._package.read(relations)).iterchildren("{*}Relationship")
        }
