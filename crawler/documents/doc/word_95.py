"""How Word 6 and Word 95 write their files: modifiers of one byte, text in the code page of the document's language."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.header import CHARACTER_PAGES, Generation
from crawler.documents.doc.modifiers import Modifier

# The codes of Word 97 for those of its modifiers that are read here.
_CODES = {
    24: codes.IN_TABLE,
    25: codes.ENDS_ROW,
    65: codes.DELETED,
    92: codes.HIDDEN,
    190: codes.DEFINE_ROW,
    194: codes.INSERT_CELLS,
    195: codes.DELETE_CELLS,
    196: codes.SET_WIDTHS,
    197: codes.MERGE_CELLS,
    198: codes.SPLIT_CELLS,
}
# Operands of fixed length, by their bytes; all others say their length in their first byte.
_OPERAND_BYTES = {
    length: frozenset(numbers)
    for length, numbers in {
        0: (0, 52, 83, 163),
        1: (
            *range(4, 12), 13, 14, 24, 25, 29, 37, 44, 50, 51, 65, 66, 67, 71, 75, *range(85, 93), 94, 98, 100, 102,
            104, 117, 118, 119, 131, 132, 138, 139, 142, 143, 146, 147, 150, 151, 152, 153, 158, 159, 162, 185, 186,
        ),
        2: (
            2, 16, 17, 18, 19, 21, 22, 26, 27, 28, *range(30, 37), *range(38, 44), *range(45, 50), 69, 72, 80, 93, 96,
            97, 99, 101, 107, 109, 110, *range(121, 125), 140, 141, 144, 145, 148, 149, *range(154, 158), 160, 161,
            *range(164, 172), 182, 183, 184, 189, 195, 197, 198,
        ),
        3: (73, 95, 136, 137),
        4: (20, 70, 192, 194, 196, 200),
        5: (193, 199),
        12: (187,),
    }.items()
}  # fmt: skip
_FIXED = {number: length for length, numbers in _OPERAND_BYTES.items() for number in numbers}
_WITH_TWO_BYTES_OF_LENGTH = (188, 190)

# Where the header says which pages of properties there are, beside the table of them.
_CHARACTER_PAGES_AT = (0x18A, 0x18E)
_PARAGRAPH_PAGES_AT = (0x18C, 0x190)

_CODE_PAGES = {0x0804: "gb18030", 0x1004: "gb18030", 0x0404: "big5hkscs", 0x0C04: "big5hkscs"}


def code_page(language: int, text: bytes) -> str:
    """The encoding of text in one byte a character: by the document's language, else Chinese where it is valid as such.

    Chinese was also written with English Word under a Chinese shell, whose documents say that they are English.
    """
    if language in _CODE_PAGES:
        return _CODE_PAGES[language]
    try:
        text.decode("gb18030")
    except UnicodeDecodeError:
        return "cp1252"
    return "gb18030"


def _modifiers(stated: bytes) -> Iterator[Modifier]:
    """The modifiers in a list that have a code of Word 97, as Word 97 would state them."""
    at = 0
    while at < len(stated):
        number = stated[at]
        at += 1
        if number in _WITH_TWO_BYTES_OF_LENGTH:
            length = max(int.from_bytes(stated[at : at + 2], "little") - 1, 0)
            at += 2
        elif number in _FIXED:
            length = _FIXED[number]
        else:
            length = sum(stated[at : at + 1])
            at += 1
        operand = stated[at : at + length]
        if len(operand) < length:
            return
        if number in _CODES:
            yield _CODES[number], operand
        at += length


def _further_pages(main: bytes, part: int, count: int) -> range:
    """Where the table of pages has fewer than the header counts, the others follow the first."""
    places = _CHARACTER_PAGES_AT if part == CHARACTER_PAGES else _PARAGRAPH_PAGES_AT
    first, stated = (struct.unpack_from("<H", main, at)[0] for at in places)
    return range(first, first + stated) if stated > count else range(0)


WORD_95 = Generation(
    lengths_at=0x34,
    parts_at=0x58,
    page_number_bytes=2,
    entry_bytes=7,
    cell_bytes=10,
    modifiers=_modifiers,
    paragraph_properties=lambda page, at: page[at + 1 : at + 1 + 2 * page[at]],
    further_pages=_further_pages,
)
