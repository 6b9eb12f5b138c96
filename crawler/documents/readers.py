"""The one list of document readers, and how a file, or an archive of files, is read with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from archive.errors import UnreadableError
from archive.records import Document, ReadFile
from crawler.decode import decode
from crawler.documents.containers.archive import members
from crawler.documents.containers.package import media
from crawler.documents.doc.reader import read_doc
from crawler.documents.docx.reader import read_docx
from crawler.documents.html import read_html
from crawler.documents.kinds import ARCHIVES, IMAGES, kind_of
from crawler.documents.mht import read_mht
from crawler.documents.ofd.reader import images, read_ofd
from crawler.documents.pdf.reader import read_pdf
from crawler.documents.rtf.reader import read_rtf
from crawler.documents.scans.joined import join_sheets
from crawler.documents.scans.picture_file import read_image
from crawler.documents.scans.reader import read_scan
from crawler.documents.sheets.delimited import read_delimited
from crawler.documents.sheets.reader import read_spreadsheet
from crawler.documents.text import read_text

# A kind of file and its bytes in, what it says out; raises UnreadableError.
Read = Callable[[str, bytes], Document]


def _read_saved_page(body: bytes) -> Document:
    return read_html(decode(body).text)


READERS: dict[str, Callable[[bytes], Document]] = {
    "csv": read_delimited,
    "doc": read_doc,
    "docx": read_docx,
    "html": _read_saved_page,
    "mht": read_mht,
    "ofd": read_ofd,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "text": read_text,
    "xls": read_spreadsheet,
    "xlsx": read_spreadsheet,
}
# Old containers that hold no Word document: the reader of Word tells what they hold, or that they are damaged.
READERS |= dict.fromkeys(("ole", "encrypted", "ppt", "works", "msg"), read_doc)
READERS |= dict.fromkeys(IMAGES, read_image)


def read_document(kind: str, body: bytes) -> Document:
    """Read one file of the kind `kind`; raises UnreadableError where it cannot be read."""
    if kind == "empty":
        raise UnreadableError("empty", "The file is empty; look at the original on the portal.")
    if kind not in READERS:
        raise UnreadableError(
            "unsupported", f"Files of the kind {kind} have no reader; open the file yourself."
        )
    document = READERS[kind](body)
    if not document.text and not document.tables:
        raise UnreadableError("empty", f"The {kind} file holds no text; look at the original on the portal.")
    return document


def recognise_document(kind: str, body: bytes) -> Document:
    """Read one file as `read_document` does, or by the shapes of its characters where it holds only pictures of text."""
    try:
        return read_document(kind, body)
    except UnreadableError as error:
        if error.reason != "scan":
            raise
        return _recognised(kind, body)


def _recognised(kind: str, body: bytes) -> Document:
    """A scan by the shapes of its characters; of a package of pictures each in turn."""
    if kind not in _PICTURES:
        return replace(read_scan(body), source="ocr")
    sheets: list[Document | None] = []
    for picture in _PICTURES[kind](body):
        try:
            sheets.append(read_scan(picture))
        except UnreadableError:
            # A seal or a line among the pages; the document says how many of them.
            sheets.append(None)
    if not any(sheets):
        raise UnreadableError(
            "empty", "No text was recognised in its pictures; look at the original on the portal."
        )
    return join_sheets(sheets)


# How to get at the pictures in files of pictures that are no pictures themselves.
_PICTURES: Mapping[str, Callable[[bytes], tuple[bytes, ...]]] = {"ofd": images, "docx": media, "xlsx": media}

# By the name under which a worker is asked for one of them.
READS: Mapping[str, Read] = {"text": read_document, "scan": recognise_document}


def read_files(body: bytes, read: Read) -> tuple[ReadFile, ...]:
    """Everything in a file: itself, or each member where it is an archive; an archive within one stays closed."""
    kind = kind_of(body)
    if kind not in ARCHIVES:
        return (_read_file("", kind, body, read),)
    try:
        found = members(body)
    except UnreadableError as error:
        return (ReadFile(kind, reason=error.reason, sentence=str(error)),)
    return tuple(_read_file(member.name, kind_of(member.body), member.body, read) for member in found)


def _read_file(name: str, kind: str, body: bytes, read: Read) -> ReadFile:
    try:
        return ReadFile(kind, name, read(kind, body))
    except UnreadableError as error:
        return ReadFile(kind, name, reason=error.reason, sentence=str(error))
    except (MemoryError, RecursionError):
        sentence = "The file would take more memory than a document may; open it yourself."
        return ReadFile(kind, name, reason="limit", sentence=sentence)
