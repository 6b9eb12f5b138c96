"""Cells by the places of their edges to a grid: how word processors state a table, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.grid import MOST_CELLS, Rows

# 2 mm, in twips: columns are dragged by hand, and no column is narrower than a character.
SAME_EDGE = 113


@dataclass(frozen=True, slots=True)
class EdgeCell:
    """One cell of a row: its text, its edges in twips from any one origin, whether the cell above reaches down into it."""

    text: str
    left: int
    right: int
    is_continued: bool = False


def grid_of_edges(rows: Sequence[Sequence[EdgeCell]]) -> Rows:
    """The grid of `rows`, whose columns lie between the edges that any of their cells has.

    Edges closer than SAME_EDGE are one, unless a cell lies between them. A continued cell repeats the cell above it
    where that has the same edges, and is a cell of its own where it has not. Places that no cell covers are empty. Rows
    beyond MOST_CELLS are left out.
    """
    columns = _columns(rows)
    width = max(columns.values(), default=0)
    grid: list[tuple[str, ...]] = []
    above: dict[tuple[int, int], str] = {}
    for row in rows[: MOST_CELLS // max(width, 1)]:
        line = [""] * width
        begun: dict[tuple[int, int], str] = {}
        for cell in row:
            first, last = (columns[edge] for edge in _edges(cell))
            text = above.get((first, last), cell.text) if cell.is_continued else cell.text
            line[first:last] = [text] * (last - first)
            begun[first, last] = text
        grid.append(tuple(line))
        above = begun
    return tuple(grid)


def _columns(rows: Iterable[Iterable[EdgeCell]]) -> dict[int, int]:
    """The number of the column that begins at each edge."""
    users: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for cell in row:
            for edge in _edges(cell):
                users.setdefault(edge, set()).add(number)
    columns: dict[int, int] = {}
    column, start, together = -1, 0, set[int]()
    for edge in sorted(users):
        if column < 0 or edge - start > SAME_EDGE or not together.isdisjoint(users[edge]):
            column, start, together = column + 1, edge, set()
        together |= users[edge]
        columns[edge] = column
    return columns


def _edges(cell: EdgeCell) -> tuple[int, int]:
    # A cell without a width still has its text.
    return cell.left, max(cell.right, cell.left + 1)
