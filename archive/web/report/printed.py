"""The text of a report as paragraphs and tables, showing no relation between cells that the text does not state."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIGURE = re.compile(r"\d[\d,.]*%?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a printed table: its cells, and over how many columns the first one reaches."""

    cells: tuple[str, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs, or the rows of one table; `is_whole` where no merged cell had to be guessed."""

    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    is_whole: bool = True


def blocks(text: str) -> list[Block]:
    """The text as paragraphs and tables: consecutive lines with tabs are the rows of one table."""
    found: list[Block] = []
    lines = text.splitlines()
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or ("\t" in lines[end]) != ("\t" in lines[start]):
            run = tuple(lines[start:end])
            found.append(_table(run) if "\t" in run[0] else Block(paragraphs=run))
            start = end
    return found


def _table(lines: tuple[str, ...]) -> Block:
    """Rows of one length are a grid. Otherwise merged cells are lost: figures stay under each other, and labels
    that stood over several columns are listed over the whole width instead of over a column that may be wrong."""
    rows = [tuple(line.split("\t")) for line in lines]
    width = max(map(len, rows))
    if all(len(row) == width for row in rows):
        return Block(rows=tuple(map(Row, rows)))
    return Block(rows=tuple(_loose(row, width) for row in rows), is_whole=False)


def _loose(row: tuple[str, ...], width: int) -> Row:
    if any(_FIGURE.fullmatch(cell.strip()) for cell in row):
        return Row(row, width - len(row) + 1)
    return Row((" ｜ ".join(cell for cell in row if cell.strip()),), width)
