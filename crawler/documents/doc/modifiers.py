"""What Word binary files say of characters, paragraphs and rows: lists of modifiers ([MS-DOC] 2.2.5, 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

# A code and its operand; what an operand of variable length says of its own length is left out.
Modifier = tuple[int, bytes]

IN_TABLE = 0x2416
ENDS_ROW = 0x2417
ENDS_INNER_CELL = 0x244B
ENDS_INNER_ROW = 0x244C
TABLE_DEPTH = 0x6649
LIST = 0x460B
LIST_LEVEL = 0x260A
# Their operand is the place in the Data stream of a list too long for its page: rows of many columns have such.
ELSEWHERE = frozenset((0x6645, 0x6646, 0x646B))

DEFINE_ROW = 0xD608
INSERT_CELLS = 0x7621
DELETE_CELLS = 0x5622
SET_WIDTHS = 0x7623
MERGE_CELLS = 0x5624
SPLIT_CELLS = 0x5625
MERGE_DOWN = 0xD62B
OF_ROWS = frozenset(
    (DEFINE_ROW, INSERT_CELLS, DELETE_CELLS, SET_WIDTHS, MERGE_CELLS, SPLIT_CELLS, MERGE_DOWN)
)

DELETED = 0x0800
HIDDEN = 0x083C
SYMBOL = 0x6A09

_VARIABLE = -1
# By the three highest bits of the code.
_OPERAND_BYTES = (1, 1, 2, 4, 2, 2, _VARIABLE, 3)
_DEFINE_ROW_OF_WORD_6 = 0xD606
_CHANGE_TABS = 0xC615
_WITH_TWO_BYTES_OF_LENGTH = (DEFINE_ROW, _DEFINE_ROW_OF_WORD_6)


def modifiers(stated: bytes) -> Iterator[Modifier]:
    """The modifiers of Word 97 and later in a list, up to the first that reaches beyond its end."""
    at = 0
    while at + 2 < len(stated):
        code = int.from_bytes(stated[at : at + 2], "little")
        at += 2
        length = _OPERAND_BYTES[code >> 13]
        if code in _WITH_TWO_BYTES_OF_LENGTH:
            length = max(int.from_bytes(stated[at : at + 2], "little") - 1, 0)
            at += 2
        elif code == _CHANGE_TABS and stated[at] == 0xFF:
            length = _length_of_tabs(stated, at + 1)
            at += 1
        elif length == _VARIABLE:
            length = stated[at]
            at += 1
        operand = stated[at : at + length]
        if len(operand) < length:
            return
        yield code, operand
        at += length


def number(operand: bytes | None) -> int | None:
    """The number an operand is; None where there is none."""
    return None if operand is None else int.from_bytes(operand, "little")


def _length_of_tabs(stated: bytes, at: int) -> int:
    """The bytes of a list of tab stops too long to say its length ([MS-DOC] 2.6.2, sprmPChgTabs)."""
    removed = 1 + 4 * sum(stated[at : at + 1])
    return removed + 1 + 3 * sum(stated[at + removed : at + removed + 1])
