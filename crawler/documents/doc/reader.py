"""Word documents before 2007 (.doc, .dot, .wps of that time) to text and tables: [MS-DOC], and Word 6 and 95."""

from __future__ import annotations

from itertools import accumulate

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.containers.ole import OleFile, OleKind
from crawler.documents.doc.header import WordFile, damaged, read_header
from crawler.documents.doc.lists import Numbering
from crawler.documents.doc.paragraphs import CELL_MARK, Paragraph, Paragraphs
from crawler.documents.doc.rows import UNDEFINED
from crawler.documents.doc.word_95 import WORD_95
from crawler.documents.doc.word_97 import WORD_97
from crawler.documents.flowing.flow import Block, document_of, numbered
from crawler.documents.flowing.open_tables import OpenTables

# The stories that are read, in order: the text, its footnotes, its endnotes, its text boxes ([MS-DOC] 2.4.1).
_STORIES = (0, 1, 5, 6)
_OTHERS: dict[OleKind, str] = {
    "xls": "an Excel workbook",
    "ppt": "a PowerPoint presentation",
    "works": "a Microsoft Works document",
    "msg": "an Outlook message",
}


def read_doc(body: bytes) -> Document:
    """The text of the document, then of its notes and text boxes, and the tables; headers and footers are left out.

    Numbers of lists are printed as Word prints them; deleted and hidden text is not. Raises UnreadableError: `damaged`
    for what cannot be followed, `encrypted`, `unsupported` for what another program wrote, `limit` for what is too long,
    `scan` where there are only pictures, `empty` where there is nothing.
    """
    word = _open(OleFile(body))
    paragraphs = Paragraphs(word)
    reading = _Reading(Numbering(word))
    blocks: list[Block] = []
    ends = list(accumulate(word.lengths(), initial=0))
    for story in _STORIES:
        tables = OpenTables()
        for paragraph in paragraphs.between(ends[story], ends[story + 1]):
            reading.add(paragraph, tables)
        blocks += tables.finish()
        reading.lost_cells += tables.loose_cells
    document = document_of(blocks, _problem(paragraphs.missing, reading.lost_cells))
    if document.text:
        return document
    if paragraphs.missing:
        raise damaged()
    if paragraphs.has_pictures:
        raise UnreadableError("scan", "The document holds only pictures; it has to be read by OCR or by eye.")
    raise UnreadableError("empty", "The document holds no text; look at the original on the portal.")


class _Reading:
    """Puts the paragraphs of all stories in their places; counts the cells (and rows of them) that have none."""

    def __init__(self, numbering: Numbering) -> None:
        self.lost_cells = 0
        self._numbering = numbering

    def add(self, paragraph: Paragraph, tables: OpenTables) -> None:
        """Add what a paragraph says to the text, the cell or the row it ends."""
        stated = paragraph.properties
        if stated.ends_row and paragraph.is_deleted:
            tables.drop_row(stated.depth)
        elif stated.ends_row:
            self.lost_cells += stated.row is None
            tables.end_row(stated.depth, (stated.row or UNDEFINED).place)
        else:
            tables.add(numbered(self._numbering.label(stated), paragraph.text), stated.depth)
            if stated.ends_cell or (paragraph.mark == CELL_MARK and stated.depth):
                tables.end_cell(stated.depth)
            elif paragraph.mark == CELL_MARK:
                self.lost_cells += 1


def _open(ole: OleFile) -> WordFile:
    kind = ole.kind()
    if kind == "encrypted":
        raise UnreadableError("encrypted", "The document needs a password; ask the bureau for one without.")
    if kind != "doc":
        what = _OTHERS.get(kind, "of a program that is not known here")
        raise UnreadableError("unsupported", f"The file is {what}, no Word document; open it yourself.")
    main = ole.stream("WordDocument")
    header = read_header(main)
    if header.is_95:
        return WordFile(header, WORD_95, main, main, b"")
    return WordFile(header, WORD_97, main, ole.stream(header.table_stream), ole.stream("Data"))


def _problem(missing: int, lost_cells: int) -> str | None:
    if missing:
        return f"The file ends {missing} characters before its text does; fetch it again or compare the original."
    if lost_cells:
        return "Cells of a table do not say where they lie; compare the tables with the original."
    return None
