"""What a file is, by its bytes: its name and what a server says of it decide nothing."""

from __future__ import annotations

import re

from crawler.decode import decode
from crawler.documents.containers.ole import ole_kind
from crawler.documents.containers.package import package_kind
from crawler.documents.mht import is_mht
from crawler.documents.sheets.delimited import is_delimited

IMAGES = frozenset(("png", "jpeg", "gif", "bmp", "tiff", "webp"))
ARCHIVES = frozenset(("zip", "rar", "7z"))

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
_HEAD_BYTES = 4096
# Scanners and mail gateways put bytes of their own before a PDF; readers of PDF look this far (ISO 32000-1, H.3).
_PDF_HEAD_BYTES = 1024


def kind_of(body: bytes) -> str:
    """The kind of file `body` is: pdf, docx, doc, xls, ofd, html, text, zip, png …, `empty` or `unknown`."""
    if not body.strip():
        return "empty"
    kind = next((kind for magic, kind in _MAGIC if body.startswith(magic)), None)
    if kind == "zip":
        return package_kind(body)
    if kind == "ole":
        inner = ole_kind(body)
        return "ole" if inner == "unknown" else inner
    if kind is None and body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    return kind or _kind_of_text(body)


def _kind_of_text(body: bytes) -> str:
    head = body[:_HEAD_BYTES]
    if is_mht(head):
        return "mht"
    if _HTML.search(head.replace(b"\x00", b"")):
        return "html"
    if b"%PDF-" in body[:_PDF_HEAD_BYTES]:
        return "pdf"
    text = decode(body[:65536]).text
    odd = sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f") for c in text)
    if odd > len(text) // 100:
        return "unknown"
    return "csv" if is_delimited(text) else "text"
