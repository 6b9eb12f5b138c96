"""Picks the family for a page and the reader for a document."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archive.errors import ReadError
from archive.records import Document, ListPage, ParsedReport, Problem, Snapshot, Witness
from archive.text import clean, fold
from crawler.cms import FAMILIES
from crawler.decode import decode, decoded
from crawler.documents.html import read_html
from crawler.documents.text import read_text

# First bytes that show a format, whatever the file is called.
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|table|p|meta|script)[\s>]", re.IGNORECASE)
_REPORT_LINE = re.compile(r"(?:报告|年报|报表|总结)$")
_YEAR_FIRST = re.compile(r"^(?:20\d\d|二[〇○零Oo0一二三四五六七八九]{3})")
_LABEL = re.compile(r"^标\s?题\s?[:：]\s*")
_TITLE_LINES = 6
_LONGEST_TITLE = 80


def read_list(snapshot: Snapshot, family: str) -> ListPage:
    """Read a list page with its family; raises ReadError where it has no rows."""
    return FAMILIES[family].parse_list(snapshot)


def read_report(snapshot: Snapshot, family: str) -> ParsedReport:
    """Read a report page with its family; raises ReadError where it has no body."""
    page = FAMILIES[family].parse_report(snapshot)
    document = read_html(page.body_html)
    return ParsedReport(page.title, document, page.witnesses, page.attachments, _problems(snapshot, document))


def read_file(name: str, body: bytes) -> ParsedReport:
    """Read a document from disk by what its bytes are; raises ReadError for a format that cannot be read yet."""
    kind = sniff(body)
    if kind == "html":
        url = name if name.startswith("http") else f"file:///{name}"
        return read_report(Snapshot(url, body, datetime.fromtimestamp(0, UTC)), "plain")
    if kind == "text":
        document = read_text(body)
        if not document.text:
            raise ReadError(f"{name} holds no text; nothing could be read from it.")
        title, witnesses = _heading(document.text.splitlines())
        return ParsedReport(title, document, witnesses)
    if kind == "empty":
        raise ReadError(f"{name} is empty; nothing could be read from it.")
    raise ReadError(f"{name} is a file of the kind {kind}, which this version keeps but does not read yet.")


def sniff(body: bytes) -> str:
    """What the first bytes show a file to be: pdf, zip, ole, rtf, …, html, text, empty or unknown."""
    if not body.strip():
        return "empty"
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    head = body[:4096]
    if _HTML.search(head.replace(b"\x00", b"")):
        return "html"
    text = decode(body[:65536]).text
    odd = sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f") for c in text)
    return "text" if odd <= len(text) // 100 else "unknown"


def _heading(text_lines: list[str]) -> tuple[str, tuple[Witness, ...]]:
    """The title of a text file: its first line that ends like a report's, with the bureau's line above it."""
    for number, line in enumerate(text_lines[:_TITLE_LINES]):
        if _REPORT_LINE.search(fold(line)) and len(line) <= _LONGEST_TITLE:
            above = text_lines[number - 1] if number else ""
            if above and _YEAR_FIRST.match(fold(line)) and len(above) <= _LONGEST_TITLE // 2:
                return fold(above + line), (Witness("bureau", "heading", clean(above)),)
            return _LABEL.sub("", clean(line)), ()
    return _LABEL.sub("", clean(text_lines[0]))[:_LONGEST_TITLE], ()


def _problems(snapshot: Snapshot, document: Document) -> tuple[Problem, ...]:
    note = decoded(snapshot).note
    found = []
    if note:
        found.append(Problem("encoding", note))
    if document.problem:
        found.append(Problem("text_lost", document.problem))
    return tuple(found)
