"""The header of a Word binary file ([MS-DOC] 2.5.1, its FIB): which Word wrote it and where its parts lie."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.errors import UnreadableError
from crawler.documents.doc.modifiers import Modifier

# Numbers of parts, the same in every Word since 6.
STYLES = 1
CHARACTER_PAGES = 12
PARAGRAPH_PAGES = 13
PIECES = 33
LISTS = 73
LIST_OVERRIDES = 74

# Word 6 and 95 are 101 to 105; Word 2 wrote no compound files.
_FIRST_VERSION_OF_95, _LAST_VERSION_OF_95 = 101, 105
_ENCRYPTED = 0x0100
_IN_TABLE_1 = 0x0200
_HEADER_BYTES = 0x200


@dataclass(frozen=True, slots=True)
class Generation:
    """How one generation of Word writes what all of them have.

    `lengths_at` and `parts_at` say where its header has the lengths of the stories and the places of the parts;
    `page_number_bytes` how long the numbers in a table of pages are, `entry_bytes` the entries of a page of paragraphs,
    `cell_bytes` the cells in the definition of a row. `paragraph_properties` finds those of a page at an offset,
    `further_pages` the numbers that a table of so many pages leaves out.
    """

    lengths_at: int
    parts_at: int
    page_number_bytes: int
    entry_bytes: int
    cell_bytes: int
    modifiers: Callable[[bytes], Iterator[Modifier]]
    paragraph_properties: Callable[[bytes, int], bytes]
    further_pages: Callable[[bytes, int, int], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Header:
    """The first words of a Word file: its version, its flags, its language, and the bytes its text lies between."""

    version: int
    flags: int
    language: int
    text_from: int
    text_to: int

    @property
    def is_95(self) -> bool:
        """Whether Word 6 or 95 wrote the file."""
        return self.version <= _LAST_VERSION_OF_95

    @property
    def table_stream(self) -> str:
        """The stream that has the parts of Word 97 and later."""
        return "1Table" if self.flags & _IN_TABLE_1 else "0Table"


@dataclass(frozen=True, slots=True)
class WordFile:
    """The streams of a Word file.

    `main` has the text, `table` the other parts, `extra` (the stream Data) what was too long for these.
    """

    header: Header
    generation: Generation
    main: bytes
    table: bytes
    extra: bytes

    def lengths(self) -> tuple[int, ...]:
        """The characters of each story: text, footnotes, headers, macros, comments, endnotes, text boxes of both."""
        lengths: tuple[int, ...] = struct.unpack_from("<8i", self.main, self.generation.lengths_at)
        if min(lengths) < 0:
            raise damaged()
        return lengths

    def place(self, number: int) -> tuple[int, int]:
        """Where in `table` a part begins and how many bytes it has."""
        at = self.generation.parts_at + 8 * number
        stated = self.main[at : at + 8]
        return int.from_bytes(stated[:4], "little"), int.from_bytes(stated[4:], "little")

    def part(self, number: int) -> bytes:
        """The bytes of a part; fewer than stated where the file is cut."""
        start, length = self.place(number)
        return self.table[start : start + length]


def read_header(main: bytes) -> Header:
    """The header of the stream WordDocument; raises UnreadableError, `encrypted` where a password protects the text."""
    if len(main) < _HEADER_BYTES:
        raise damaged()
    version, language, flags = struct.unpack_from("<2xH2xH2xH", main)
    if version < _FIRST_VERSION_OF_95:
        raise damaged()
    if flags & _ENCRYPTED:
        raise UnreadableError(
            "encrypted", "The Word document needs a password; ask the bureau for one without."
        )
    text_from, text_to = struct.unpack_from("<II", main, 0x18)
    return Header(version, flags, language, text_from, text_to)


def damaged() -> UnreadableError:
    """The error for a Word file that is cut short or contradicts itself."""
    return UnreadableError(
        "damaged",
        "The Word document is cut short or contradicts itself; fetch it again or ask the bureau for it.",
    )
