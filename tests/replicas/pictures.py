"""Pictures of pages, as scanners make them."""

from __future__ import annotations

import struct
import zlib


def white_page(width: int = 1240, height: int = 1754) -> bytes:
    """A PNG of an empty sheet, A4 at 150 dots an inch unless said otherwise."""
    rows = (b"\x00" + b"\xff" * ((width + 7) // 8)) * height
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
