"""Rich text (.rtf, and .doc files that hold it) to text and tables: RTF 1.9.1."""

from __future__ import annotations

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.flowing.flow import document_of
from crawler.documents.rtf.control_words import Reader


def read_rtf(body: bytes) -> Document:
    """The text of the document, then of its notes, and the tables; headers, footers and pictures are left out.

    Numbers of lists are kept as the file prints them for readers without lists; deleted and hidden text is not kept.
    `problem` says where the file is cut short. Raises UnreadableError: `damaged` for no RTF, `limit` for more
    tokens than Reader allows, `scan` where there are only pictures, `empty` where there is nothing.
    """
    if not body.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError(
            "damaged", "The file does not begin as RTF does; ask the publisher for a whole copy."
        )
    reader = Reader()
    is_whole = reader.read(body)
    cut = "The file ends before its text does; ask the publisher for a whole copy."
    document = document_of(reader.blocks(), None if is_whole else cut)
    if document.text:
        return document
    if not is_whole:
        raise UnreadableError("damaged", cut)
    if reader.picture_count:
        raise UnreadableError("scan", "The document holds only pictures; it has to be read by OCR or by eye.")
    raise UnreadableError("empty", "The document holds no text; look at the original on the portal.")
