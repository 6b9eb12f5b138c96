"""Plain text files: decoded, line by line."""

from __future__ import annotations

from archive.records import Document
from archive.text import lines
from crawler.decode import decode


def read_text(body: bytes) -> Document:
    """The text of a .txt file, a cleaned line a line, empty lines left out."""
    decoded = decode(body)
    return Document("\n".join(lines(decoded.text)))
