"""Cells with spans to a grid: the one place where merged cells are expanded, whatever format they came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archive.text import clean

# More than any form has; a document that states more wants to exhaust us.
MOST_SPAN = 100
MOST_CELLS = 200_000

# Han and kana, their punctuation, full-width forms, and the quotes, dashes and dots Chinese shares with Latin type.
_WIDE = re.compile(
    r"[\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af]"
)

Rows = tuple[tuple[str, ...], ...]


class Grid(NamedTuple):
    """A grid, and how many columns of each row the document states: the rest of a row that ends early is filled."""

    rows: Rows
    stated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a document states it: cleaned text, and how many columns and rows it covers (from 1)."""

    text: str
    column_span: int = 1
    row_span: int = 1


def is_wide(character: str) -> bool:
    """Whether a character is set without spaces around it: Chinese ones and their punctuation."""
    return bool(_WIDE.match(character))


def join_lines(pieces: Iterable[str]) -> str:
    """Lines that were broken only for want of room as one: a space between two only where neither side is Chinese."""
    joined = ""
    for piece in filter(None, map(clean, pieces)):
        space = " " if joined and not is_wide(joined[-1]) and not is_wide(piece[0]) else ""
        joined += space + piece
    return joined


def expand(rows: Iterable[Iterable[Cell]]) -> Grid:
    """The grid of `rows`, each the cells that begin in it, in order: HTML's model of a table.

    Spans are clamped to MOST_SPAN and the grid to MOST_CELLS, after which rows are left out. Rows that end early are
    filled with empty cells.
    """
    grid: list[list[str]] = []
    open_cells: dict[int, tuple[int, str]] = {}
    width = 0
    for cells in rows:
        row = _row(iter(cells), open_cells)
        width = max(width, len(row))
        # Every row is filled to the width of the widest.
        if width * (len(grid) + 1) > MOST_CELLS:
            break
        grid.append(row)
    return Grid(rectangle(grid), tuple(map(len, grid)))


def rectangle(rows: Iterable[Iterable[str]]) -> Rows:
    """`rows` filled with empty cells to the length of the longest."""
    given = [list(row) for row in rows]
    width = max(map(len, given), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in given)


def _row(cells: Iterable[Cell], open_cells: dict[int, tuple[int, str]]) -> list[str]:
    """One row: cells that reach down from above keep their columns, the row's own fill those between."""
    waiting = iter(cells)
    line: list[str] = []
    while True:
        column = len(line)
        if column in open_cells:
            left, text = open_cells.pop(column)
            if left > 1:
                open_cells[column] = (left - 1, text)
            line.append(text)
            continue
        cell = next(waiting, None)
        if cell is None:
            if not any(reached > column for reached in open_cells):
                return line
            line.append("")
            continue
        for place in range(column, column + min(max(cell.column_span, 1), MOST_SPAN)):
            line.append(cell.text)
            if (down := min(max(cell.row_span, 1), MOST_SPAN)) > 1:
                open_cells[place] = (down - 1, cell.text)
