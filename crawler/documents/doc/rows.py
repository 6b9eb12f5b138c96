"""The cells of a row as Word binary files define them: their edges, how they are merged ([MS-DOC] 2.6.3, 2.9.324)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.documents.doc import modifiers as codes
from crawler.documents.doc.modifiers import Modifier
from crawler.documents.flowing.flow import Block, FlowCell

# [MS-DOC] 2.9.317, TCGRF.
_SIDEWAYS = 0x0003
_DOWN = 0x0060
_DOWN_SHIFT = 5
_CONTINUED_DOWN = 0x0020
_FIRST_OF_MERGED = 1
_NEXT_OF_MERGED = 2
# Word's own limit is 63 cells in a row.
_MOST_CELLS = 64
# What a cell is taken to be wide that no definition has: one inch, in twips.
_WIDTH = 1440


@dataclass(frozen=True, slots=True)
class RowDefinition:
    """The edges of the cells of a row, one more than cells, and what each states of merging."""

    edges: tuple[int, ...]
    flags: tuple[int, ...]

    def place(self, cells: Sequence[tuple[Block, ...]]) -> tuple[FlowCell, ...]:
        """The cells of a row with their edges; those that are not defined follow the others."""
        edges = list(self.edges[: len(cells) + 1]) or [0]
        while len(edges) <= len(cells):
            edges.append(edges[-1] + _WIDTH)
        flags = (*self.flags, *[0] * len(cells))[: len(cells)]
        joined = _joined([flag & _SIDEWAYS for flag in flags])
        return tuple(
            FlowCell(blocks, left, right, flag & _DOWN == _CONTINUED_DOWN, is_joined)
            for blocks, left, right, flag, is_joined in zip(
                cells, edges, edges[1:], flags, joined, strict=False
            )
        )


UNDEFINED = RowDefinition((), ())


def define_row(stated: Iterable[Modifier], cell_bytes: int) -> RowDefinition | None:
    """The row that modifiers define and change, in their order; None where none of them defines one."""
    row: _Row | None = None
    for code, operand in stated:
        if code == codes.DEFINE_ROW:
            row = _Row.read(operand, cell_bytes)
        elif code in codes.OF_ROWS:
            row = row or _Row([0], [])
            row.change(code, operand)
    return RowDefinition(tuple(row.edges), tuple(row.flags)) if row else None


@dataclass(slots=True)
class _Row:
    edges: list[int]
    flags: list[int]

    @classmethod
    def read(cls, operand: bytes, cell_bytes: int) -> _Row:
        """[MS-DOC] 2.9.324, TDefTableOperand: the edges, then the cells, of which the last may be left out."""
        count = min(sum(operand[:1]), (len(operand) - 3) // 2)
        if count < 1:
            return cls([0], [])
        cells = operand[3 + 2 * count :]
        flags = [int.from_bytes(cells[cell_bytes * n : cell_bytes * n + 2], "little") for n in range(count)]
        return cls(list(struct.unpack_from(f"<{count + 1}h", operand, 1)), flags)

    def change(self, code: int, operand: bytes) -> None:
        if len(operand) < 2:
            return
        first, second = operand[0], operand[1]
        if code == codes.INSERT_CELLS:
            width = int.from_bytes(operand[2:4], "little")
            self._replace(first, first, [width] * second, [0] * second)
        elif code == codes.DELETE_CELLS:
            self._replace(first, second, [], [])
        elif code == codes.SET_WIDTHS:
            flags = self.flags[first:second]
            self._replace(first, second, [int.from_bytes(operand[2:4], "little")] * len(flags), flags)
        elif code == codes.MERGE_DOWN:
            for number in self._places(first, first + 1):
                self.flags[number] &= ~_DOWN
                self.flags[number] |= second << _DOWN_SHIFT & _DOWN
        else:
            for number in self._places(first, second):
                merged = _FIRST_OF_MERGED if number == first else _NEXT_OF_MERGED
                self.flags[number] &= ~_SIDEWAYS
                self.flags[number] |= merged if code == codes.MERGE_CELLS else 0

    def _places(self, first: int, end: int) -> range:
        return range(first, min(end, len(self.flags)))

    def _replace(self, first: int, end: int, widths: list[int], flags: list[int]) -> None:
        """Put cells of these widths in the place of those from `first` up to `end`; those after them move along."""
        stated = [right - left for left, right in pairwise(self.edges)]
        stated[first:end] = widths
        self.flags[first:end] = flags
        del stated[_MOST_CELLS:], self.flags[_MOST_CELLS:]
        self.edges = [self.edges[0]]
        for width in stated:
            self.edges.append(self.edges[-1] + width)


def _joined(flags: Sequence[int]) -> Iterator[bool]:
    """Whether each cell belongs to the one before it.

    Word 97's description and [MS-DOC] 2.9.317 give the two flags opposite meanings. A set of merged cells begins with
    its first, so whatever flag comes first means that; where it comes again, another set begins.
    """
    begins = 0
    for flag in flags:
        if flag and not begins:
            begins = flag
            yield False
        else:
            yield bool(flag) and flag != begins
        if not flag:
            begins = 0
