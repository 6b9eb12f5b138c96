"""The pieces of the stream that a Word document's text is made of ([MS-DOC] 2.4.1 and 2.9.38, its Clx)."""

from __future__ import annotations

import codecs
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.errors import UnreadableError
from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.header import PIECES, WordFile, damaged
from crawler.documents.doc.word_95 import code_page

# A report has some ten thousand; more would cost more time than a document may.
MOST_CHARACTERS = 1_000_000
# Word writes a document anew long before it has been saved in so many pieces.
_MOST_PIECES = 20_000
_IN_ONE_BYTE, _PLACE = 0x40000000, 0x3FFFFFFF
_EXTENDED_CHARACTERS = 0x1000
_MODIFIERS, _TABLE = 1, 2
# [MS-DOC] 2.9.215, Prm0: modifiers short enough to stand in the table of pieces itself.
_SHORT = {0x18: codes.IN_TABLE, 0x19: codes.ENDS_ROW, 0x41: codes.DELETED, 0x5C: codes.HIDDEN}
_WESTERN = "".join(
    bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1") for byte in range(256)
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the text lie at `place` of the stream, `width` bytes each.

    `modifiers` change the properties of all of them.
    """

    start: int
    end: int
    place: int
    width: int
    modifiers: bytes

    def place_of(self, character: int) -> int:
        """Where in the stream a character of the piece lies."""
        return self.place + (character - self.start) * self.width


class Text:
    """The characters of all stories of a document, one for one as Word counts them; `missing` counts those it lacks.

    They are not yet what they say: `text_of` makes text of them.
    """

    def __init__(self, word: WordFile) -> None:
        self.pieces = tuple(_pieces(word))
        self._starts = [piece.start for piece in self.pieces]
        self.length = self.pieces[-1].end if self.pieces else 0
        if self.length > len(word.main):
            raise damaged()
        if self.length > MOST_CHARACTERS:
            raise UnreadableError(
                "limit",
                f"The Word document has {self.length} characters, more than {MOST_CHARACTERS}; read it by eye.",
            )
        self.missing = max(word.lengths()[0] - self.length, 0)
        self.characters = "".join(self._decoded(word, piece) for piece in self.pieces)
        self._code_page: str | None = None
        # No first byte of two in a code page is below 0x81; of Chinese in Unicode most are.
        if word.header.is_95 and not any("\u0100" <= character < "\u8100" for character in self.characters):
            self._code_page = code_page(word.header.language, _in_bytes(self.characters))

    def piece_at(self, character: int) -> Piece:
        """The piece that a character is in."""
        return self.pieces[bisect_right(self._starts, character) - 1]

    def text_of(self, characters: str) -> str:
        """What characters of the document say: two of them may be one beyond the first 65,536, or one in a code page."""
        if self._code_page:
            return _in_bytes(characters).decode(self._code_page, "replace")
        if characters.isascii() or not any("\ud800" <= character < "\ue000" for character in characters):
            return characters
        return characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _decoded(self, word: WordFile, piece: Piece) -> str:
        count = piece.end - piece.start
        stored = word.main[piece.place : piece.place + count * piece.width]
        self.missing += count - len(stored) // piece.width
        if piece.width == 2:
            units = struct.iter_unpack("<H", stored[: len(stored) // 2 * 2])
            characters = "".join(chr(unit) for (unit,) in units)
        elif word.header.is_95:
            characters = stored.decode("latin-1")
        else:
            characters = codecs.charmap_decode(stored, "strict", _WESTERN)[0]
        return characters.ljust(count, "\x00")


def _in_bytes(characters: str) -> bytes:
    """Characters of a code page as its bytes; East Asian editions of Word 95 keep two of them in one character."""
    return b"".join(ord(c).to_bytes(1 if c <= "\xff" else 2, "big") for c in characters)


def _pieces(word: WordFile) -> Iterator[Piece]:
    table, modifiers = _table(word.part(PIECES))
    count = (len(table) - 4) // 12
    if count < 1:
        yield from _single(word)
        return
    if count > _MOST_PIECES:
        raise damaged()
    starts = struct.unpack_from(f"<{count + 1}I", table)
    if starts[0] or any(start > end for start, end in pairwise(starts)):
        raise damaged()
    for number in range(count):
        place, short = struct.unpack_from("<2xIH", table, 4 * (count + 1) + 8 * number)
        width = _width(word)
        if not word.header.is_95 and place & _IN_ONE_BYTE:
            place, width = (place & _PLACE) // 2, 1
        if starts[number] < starts[number + 1]:
            further = _further(word, short, modifiers)
            yield Piece(starts[number], starts[number + 1], place, width, further)


def _width(word: WordFile) -> int:
    """The bytes of a character: one in Word 6 and 95, unless an East Asian edition states otherwise."""
    return 1 if word.header.is_95 and not word.header.flags & _EXTENDED_CHARACTERS else 2


def _single(word: WordFile) -> Iterator[Piece]:
    """Word 6 and 95 have no table of pieces for a text that lies in one."""
    header = word.header
    if not header.is_95:
        raise damaged()
    width = _width(word)
    end = (min(header.text_to, len(word.main)) - header.text_from) // width
    if end > 0:
        yield Piece(0, end, header.text_from, width, b"")


def _table(stated: bytes) -> tuple[bytes, list[bytes]]:
    """The table of pieces, and before it the lists of modifiers its pieces may name."""
    lists: list[bytes] = []
    at = 0
    while at + 3 <= len(stated):
        if stated[at] == _MODIFIERS:
            length = int.from_bytes(stated[at + 1 : at + 3], "little")
            lists.append(stated[at + 3 : at + 3 + length])
            at += 3 + length
        elif stated[at] == _TABLE:
            length = int.from_bytes(stated[at + 1 : at + 5], "little")
            return stated[at + 5 : at + 5 + length], lists
        else:
            break
    return b"", lists


def _further(word: WordFile, short: int, lists: list[bytes]) -> bytes:
    """The modifiers a piece states: a list by its number, or one that fits into a word ([MS-DOC] 2.9.214)."""
    number = short >> 1
    if short & 1:
        return lists[number] if number < len(lists) else b""
    number &= 0x7F
    if number not in _SHORT:
        return b""
    code = bytes([number]) if word.header.is_95 else _SHORT[number].to_bytes(2, "little")
    return code + bytes([short >> 8])
