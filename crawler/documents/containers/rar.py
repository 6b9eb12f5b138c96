"""The names in a RAR archive, which stand in clear before each file: what can be told where nothing unpacks it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

RAR4 = b"Rar!\x1a\x07\x00"
RAR5 = b"Rar!\x1a\x07\x01\x00"
_MOST_NAMES = 1_000
# In bytes (RAR 5.0 archive format).
_LONGEST_NAME = 2048
# RAR 4, technote.txt: kinds and flags of blocks.
_FILE4, _IS_LONG, _IS_LARGE, _IS_UNICODE, _IS_FOLDER4 = 0x74, 0x8000, 0x0100, 0x0200, 0x00E0
# RAR 5.0 archive format, "General archive block format" and "File header and service header".
_FILE5, _HAS_EXTRA, _HAS_DATA, _IS_FOLDER5, _HAS_TIME, _HAS_CHECKSUM = 2, 0x1, 0x2, 0x1, 0x2, 0x4


def rar_names(body: bytes) -> tuple[str, ...]:
    """The names of the files in a RAR 4 or 5 archive, up to the first header that is encrypted or cut short."""
    walk = _names5(body) if body.startswith(RAR5) else _names4(body) if body.startswith(RAR4) else iter(())
    return tuple(islice(walk, _MOST_NAMES))


def _names4(body: bytes) -> Iterator[str]:
    place = len(RAR4)
    while len(body) - place >= 7:
        kind, flags, size = struct.unpack_from("<BHH", body, place + 2)
        header = body[place : place + size]
        if size < 7 or len(header) < size or (flags & _IS_LONG and size < 11):
            return
        if kind == _FILE4 and size >= 32 and flags & _IS_FOLDER4 != _IS_FOLDER4:
            (length,) = struct.unpack_from("<H", header, 26)
            begin = 40 if flags & _IS_LARGE else 32
            name = header[begin : begin + length]
            yield _unpacked_name(name) if flags & _IS_UNICODE else name.decode("gb18030", "replace")
        place += size + (struct.unpack_from("<I", header, 7)[0] if flags & _IS_LONG else 0)


def _unpacked_name(name: bytes) -> str:
    """A name written twice: in the writer's own encoding and, after a zero, as what Unicode adds to that."""
    plain, _, packed = name.partition(b"\0")
    if not packed:
        return plain.decode("utf-8", "replace")
    codes: list[int] = []
    rest = iter(packed)
    high = next(rest) << 8
    try:
        while len(codes) < len(name):
            flags = next(rest)
            for shift in (6, 4, 2, 0):
                _add_codes(flags >> shift & 3, rest, high, plain, codes)
    except (StopIteration, IndexError):
        # Its end is the end of the name.
        pass
    return struct.pack(f"<{len(codes)}H", *codes).decode("utf-16-le", "replace")


def _add_codes(mode: int, rest: Iterator[int], high: int, plain: bytes, codes: list[int]) -> None:
    low = next(rest)
    if mode == 0:
        codes.append(low)
    elif mode == 1:
        codes.append(low | high)
    elif mode == 2:
        codes.append(low | next(rest) << 8)
    else:
        # A run of the plain name's bytes, perhaps all moved by one number.
        added = (next(rest), high) if low & 0x80 else (0, 0)
        for _ in range((low & 0x7F) + 2):
            codes.append((plain[len(codes)] + added[0] & 0xFF) | added[1])


def _names5(body: bytes) -> Iterator[str]:
    place = len(RAR5)
    while place < len(body):
        size, begin = _variable(body, place + 4)
        kind, place = _variable(body, begin)
        flags, place = _variable(body, place)
        _, place = _variable(body, place) if flags & _HAS_EXTRA else (0, place)
        data_size, place = _variable(body, place) if flags & _HAS_DATA else (0, place)
        if kind == _FILE5:
            file_flags, place = _variable(body, place)
            # Its size and attributes; then its method and system.
            place = _variable(body, _variable(body, place)[1])[1]
            place += 4 * bool(file_flags & _HAS_TIME) + 4 * bool(file_flags & _HAS_CHECKSUM)
            place = _variable(body, _variable(body, place)[1])[1]
            length, place = _variable(body, place)
            if not file_flags & _IS_FOLDER5 and begin + size <= len(body):
                yield body[place : place + min(length, _LONGEST_NAME)].decode("utf-8", "replace")
        if not size:
            return
        place = begin + size + data_size


def _variable(body: bytes, place: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and the place after it; it is cut off at the end of `body`."""
    value = 0
    for shift, byte in enumerate(body[place : place + 10]):
        value |= (byte & 0x7F) << 7 * shift
        if not byte & 0x80:
            return value, place + shift + 1
    return value, place + 10
