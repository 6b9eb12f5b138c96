"""Records of old Excel workbooks, the strings and numbers in them: BIFF8 ([MS-XLS] 2.1.4) and BIFF5 of before 1997."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator, Sequence

# [MS-XLS] 2.3, "Record Enumeration".
CONTINUE = 0x003C
_IS_WIDE = 0x01
_HAS_PHONETICS = 0x04
_HAS_RUNS = 0x08
# The code page of Chinese Windows.
CHINESE = 936
# More than there may be cells.
_MOST_STRINGS = 300_000

# [MS-XLS] 2.5.10, "BErr".
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip

# A record and the records that continue it, because none can be longer than 8,224 bytes.
Chunks = Sequence[bytes]


def records(stream: bytes, offset: int) -> Iterator[tuple[int, Chunks]]:
    """Number and bytes of each record from `offset` on, each with its continuations.

    Raises struct.error where the stream ends within a record.
    """
    kind = None
    chunks: list[bytes] = []
    while offset < len(stream):
        following, length = struct.unpack_from("<HH", stream, offset)
        data = stream[offset + 4 : offset + 4 + length]
        if len(data) < length:
            raise struct.error("the last record is cut short")
        offset += 4 + length
        if following == CONTINUE and kind is not None:
            chunks.append(data)
            continue
        if kind is not None:
            yield kind, chunks
        kind, chunks = following, [data]
    if kind is not None:
        yield kind, chunks


def read_string(chunks: Chunks, offset: int, count_bytes: int, encoding: str | None) -> str:
    """The string that begins at `offset` with its length in characters, a number of `count_bytes` bytes.

    `encoding` is the workbook's code page, None in BIFF8, whose strings are Unicode (2.5.294).
    """
    reader = _Reader(chunks, offset)
    count = reader.number(count_bytes)
    if encoding is not None:
        return reader.take(count).decode(encoding, "replace")
    return reader.characters(count, reader.number(1))


def encoding_of(code_page: int) -> str:
    """The encoding of a workbook in `code_page`, Chinese where Python does not know it."""
    try:
        return "gb18030" if code_page == CHINESE else codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "gb18030"


def shared_strings(chunks: Chunks) -> list[str]:
    """The strings of the SST record (2.4.265), without their formats and readings."""
    # How many there are to be is stated, too, but only the bytes are to be trusted.
    reader = _Reader(chunks, 8)
    strings: list[str] = []
    while len(strings) < _MOST_STRINGS and not reader.is_at_end:
        count, flags = reader.number(2), reader.number(1)
        runs = reader.number(2) if flags & _HAS_RUNS else 0
        phonetics = reader.number(4) if flags & _HAS_PHONETICS else 0
        strings.append(reader.characters(count, flags))
        reader.skip(runs * 4 + phonetics)
    return strings


def rk_number(value: int) -> float:
    """A number packed into 30 bits (2.5.122): the head of a float or a whole number, perhaps in hundredths."""
    if value & 0x2:
        whole = value >> 2
        number = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & ~0x3) << 32))
    return number / 100 if value & 0x1 else number


def truth_or_error(value: int, is_error: int) -> str:
    """What a cell shows that holds a truth or an error (2.5.11)."""
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "TRUE" if value else "FALSE"


class _Reader:
    """Reads on over the ends of chunks."""

    def __init__(self, chunks: Chunks, offset: int) -> None:
        self._chunks = chunks
        self._number = 0
        self._offset = offset

    @property
    def is_at_end(self) -> bool:
        self._settle()
        return self._number >= len(self._chunks)

    def number(self, size: int) -> int:
        """An unsigned number."""
        data = self.take(size)
        if len(data) < size:
            raise struct.error("a string is cut short")
        return int.from_bytes(data, "little")

    def take(self, size: int) -> bytes:
        """The next bytes, fewer where there are no more."""
        pieces = []
        while size and not self.is_at_end:
            piece = self._chunks[self._number][self._offset : self._offset + size]
            self._offset += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        """Leave out bytes."""
        while size > 0 and not self.is_at_end:
            step = min(size, len(self._chunks[self._number]) - self._offset)
            self._offset += step
            size -= step

    def characters(self, count: int, flags: int) -> str:
        """Characters of one or two bytes; a chunk that continues them says anew which (2.4.58)."""
        # A character of four bytes may lie in two chunks.
        pieces: list[bytes] = []
        while True:
            is_wide = flags & _IS_WIDE
            chunk = self._chunks[self._number] if self._number < len(self._chunks) else b""
            data = chunk[self._offset : self._offset + (count << is_wide)]
            data = data[: len(data) >> is_wide << is_wide]
            pieces.append(data if is_wide else data.decode("latin-1").encode("utf-16-le"))
            self._offset += len(data)
            count -= len(data) >> is_wide
            if not count:
                return b"".join(pieces).decode("utf-16-le", "replace")
            self._number, self._offset = self._number + 1, 0
            flags = self.number(1)

    def _settle(self) -> None:
        while self._number < len(self._chunks) and self._offset >= len(self._chunks[self._number]):
            self._number, self._offset = self._number + 1, 0
