"""RAR archives with stored members, of format 4 and 5, built header by header: no program at hand writes them."""

from __future__ import annotations

import struct
import zlib

IS_LOCKED, IS_LARGE, IS_UNICODE, IS_FOLDER = 0x04, 0x100, 0x200, 0xE0
_HAS_DATA, _STORED, _HAS_CHECKSUM = 0x8000, 0x30, 0x4


def rar4(*members: tuple[bytes, bytes, int], missing: int = 0) -> bytes:
    """An archive of format 4 with members of these names, bodies and flags, whose headers promise `missing` bytes more."""
    blocks = [b"Rar!\x1a\x07\x00", _block4(0x73, 0, bytes(6))]
    for name, body, flags in members:
        sizes = struct.pack("<IIBII", len(body), len(body) + missing, 2, zlib.crc32(body), 0x58210000)
        attributes = 0x10 if flags & IS_FOLDER else 0x20
        # The upper halves of the sizes of large files.
        rest = (
            struct.pack("<BBHI", 20, _STORED, len(name), attributes)
            + bytes(8 if flags & IS_LARGE else 0)
            + name
        )
        blocks.append(_block4(0x74, _HAS_DATA | flags, sizes + rest) + body)
    return b"".join([*blocks, _block4(0x7B, 0x4000, b"")])


def rar4_name(text: str) -> bytes:
    """A name as WinRAR writes it where it is not ASCII: in GBK and, after a zero, what makes it Unicode.

    Four characters a group, each by both of its bytes; the last group may repeat a run of the GBK name instead.
    """
    packed = b"\x4e"
    for place in range(0, len(text), 4):
        packed += b"\xaa" + text[place : place + 4].encode("utf-16-le")
    return text.encode("gb18030") + b"\0" + packed


def rar5(*members: tuple[str, bytes]) -> bytes:
    """An archive of format 5 with members of these names and bodies; a name that ends in a slash is a folder's."""
    blocks = [b"Rar!\x1a\x07\x01\x00", _block5(1, 0, b"\0")]
    for name, body in members:
        is_folder = name.endswith("/")
        flags = 1 if is_folder else _HAS_CHECKSUM
        rest = _number(len(body)) + _number(flags) + _number(len(body)) + _number(0x10 if is_folder else 0x20)
        rest += b"" if is_folder else struct.pack("<I", zlib.crc32(body))
        rest += _number(0) + _number(0) + _number(len(name.strip("/").encode())) + name.strip("/").encode()
        blocks.append(_block5(2, 2, rest) + body)
    return b"".join([*blocks, _block5(5, 0, b"\0")])


def _block4(kind: int, flags: int, rest: bytes) -> bytes:
    header = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(header) & 0xFFFF) + header


def _block5(kind: int, flags: int, rest: bytes) -> bytes:
    content = _number(kind) + _number(flags) + rest
    header = _number(len(content)) + content
    return struct.pack("<I", zlib.crc32(header)) + header


def _number(value: int) -> bytes:
    groups = []
    while True:
        value, group = value >> 7, value & 0x7F
        groups.append(group | (0x80 if value else 0))
        if not value:
            return bytes(groups)
