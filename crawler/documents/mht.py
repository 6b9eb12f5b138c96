"""Web pages saved as one file (.mht, and .doc files that hold one) to text and tables: RFC 2557."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from archive.errors import UnreadableError
from archive.records import Document
from crawler.decode import decode
from crawler.documents.html import read_html

_VERSION = re.compile(rb"^mime-version:\s*1\.0", re.IGNORECASE | re.MULTILINE)
_CONTENT = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\A\r?\n")
# A saved page has some dozens of parts, its text in the first; more are not looked at.
_MOST_PARTS = 1_000
# Word and browsers nest two: the page with its pictures, in one with an alternative.
_DEEPEST = 3
_MOST_HEADER_BYTES = 65_536


def is_mht(head: bytes) -> bool:
    """Whether a file that begins so is a MIME message with a page in it."""
    start = _BLANK_LINE.split(head.lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
    return bool(_VERSION.search(start) and _CONTENT.search(start))


def read_mht(body: bytes) -> Document:
    """The text and tables of the first HTML page in the file; of all of them where the first only frames the others.

    `problem` as read_html sets it, and where the file is cut short within the page. Raises UnreadableError: `damaged`
    where there is no page or it cannot be decoded, `empty` where no page has text.
    """
    pages = list(_pages(body.lstrip(b"\xef\xbb\xbf\r\n\t "), 0))
    if not pages:
        raise UnreadableError("damaged", "The file holds no saved page; ask the publisher for a whole copy.")
    documents = [_read(pages[0])]
    if not documents[0].text:
        documents = [document for document in map(_read, pages[1:]) if document.text]
    if not documents:
        raise UnreadableError("empty", "The saved page holds no text; look at the original on the portal.")
    return Document(
        "\n".join(document.text for document in documents),
        tuple(table for document in documents for table in document.tables),
        problem=next((document.problem for document in documents if document.problem), None),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """An HTML part as it is encoded; `is_whole` where the mark of its end follows."""

    encoded: bytes
    encoding: str
    charset: str | None
    is_whole: bool


def _pages(message: bytes, depth: int, is_whole: bool = True) -> Iterator[_Page]:
    """The HTML parts of a message, outermost first."""
    headers, content = _split(message)
    boundary = headers.get_boundary()
    if headers.get_content_type() == "text/html":
        encoding = str(headers.get("content-transfer-encoding") or "").strip().lower()
        yield _Page(content, encoding, headers.get_content_charset(), is_whole)
    elif boundary and depth < _DEEPEST:
        mark = b"\n--" + boundary.encode("ascii", "replace")
        parts = (b"\n" + content).split(mark, _MOST_PARTS)[1:]
        for number, part in enumerate(parts, 1):
            if part.startswith(b"--"):
                return
            # The line end before a mark belongs to the mark (RFC 2046, 5.1.1).
            yield from _pages(part.lstrip(b"\r\n\t ").removesuffix(b"\r"), depth + 1, number < len(parts))


def _split(message: bytes) -> tuple[Message, bytes]:
    blank = _BLANK_LINE.search(message, 0, _MOST_HEADER_BYTES)
    end = blank.end() if blank else len(message)
    return BytesHeaderParser().parsebytes(message[: min(end, _MOST_HEADER_BYTES)]), message[end:]


def _read(page: _Page) -> Document:
    try:
        if page.encoding == "base64":
            decoded = binascii.a2b_base64(page.encoded)
        elif page.encoding == "quoted-printable":
            decoded = binascii.a2b_qp(page.encoded)
        else:
            decoded = page.encoded
    except binascii.Error as error:
        raise UnreadableError(
            "damaged", f"The saved page cannot be decoded ({error}); ask the publisher for a whole copy."
        ) from error
    document = read_html(decode(decoded, page.charset).text)
    if page.is_whole:
        return document
    cut = "The file ends before its page does; ask the publisher for a whole copy."
    return Document(document.text, document.tables, problem=document.problem or cut)
