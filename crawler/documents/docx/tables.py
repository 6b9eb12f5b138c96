"""Where the cells of a Word table stand: its grid, spans and widths (ECMA-376 part 1, 17.4) to edges in twips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.documents.flowing.flow import Block, FlowCell

# What a column is taken to be where nothing states a width: one inch.
_COLUMN = 1440
# Rows of one table whose widths differ by more do not state their widths in earnest.
_MOST_RAGGED = 0.1


@dataclass(frozen=True, slots=True)
class WordCell:
    """One cell as Word states it: `span` in columns of the grid, `width` in twips, 0 where it states none.

    `is_continued` where the cell above reaches down into it, `is_joined` where the cell before reaches into it.
    """

    blocks: tuple[Block, ...]
    span: int = 1
    width: int = 0
    is_continued: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class WordRow:
    """One row: its cells, and how many columns (and twips) it leaves free before them and columns after them."""

    cells: tuple[WordCell, ...]
    before: int = 0
    before_width: int = 0
    after: int = 0

    def columns(self) -> int:
        """How many columns of the grid it takes."""
        return self.before + sum(cell.span for cell in self.cells) + self.after

    def width(self) -> int:
        """What its cells' widths add up to; 0 where one of them states none."""
        return (
            self.before_width + sum(cell.width for cell in self.cells)
            if all(c.width for c in self.cells)
            else 0
        )


def place(rows: Sequence[WordRow], grid: Sequence[int]) -> tuple[tuple[FlowCell, ...], ...]:
    """The cells of `rows` with their edges; `grid` holds the widths of the table's columns (w:tblGrid).

    Spans count where every row fills the grid exactly. Where they do not, as in files that leave them out, the cells'
    own widths count if every cell has one and the rows are about equally wide; else the spans after all.
    """
    if grid and all(width > 0 for width in grid) and all(row.columns() == len(grid) for row in rows):
        edges = list(accumulate(grid, initial=0))
        return tuple(_by_spans(row, edges) for row in rows)
    widths = [row.width() for row in rows if row.cells]
    if widths and min(widths) > max(widths) * (1 - _MOST_RAGGED):
        return tuple(_by_widths(row) for row in rows)
    return tuple(_by_spans(row, None) for row in rows)


def _by_spans(row: WordRow, edges: Sequence[int] | None) -> tuple[FlowCell, ...]:
    """Cells between the edges of the grid's columns, all columns being equally wide where `edges` is None."""
    placed: list[FlowCell] = []
    column = row.before
    for cell in row.cells:
        ends = column + cell.span
        left, right = (at * _COLUMN if edges is None else edges[at] for at in (column, ends))
        placed.append(FlowCell(cell.blocks, left, right, cell.is_continued, cell.is_joined))
        column = ends
    return tuple(placed)


def _by_widths(row: WordRow) -> tuple[FlowCell, ...]:
    placed: list[FlowCell] = []
    left = row.before_width
    for cell in row.cells:
        placed.append(FlowCell(cell.blocks, left, left + cell.width, cell.is_continued, cell.is_joined))
        left += cell.width
    return tuple(placed)
