"""Paragraphs, cells and rows to tables within tables, as formats end them one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.documents.flowing.flow import Block, FlowCell, FlowTable

# Gives the cells of a row their edges.
Place = Callable[[list[tuple[Block, ...]]], tuple[FlowCell, ...]]


@dataclass(slots=True)
class _OpenTable:
    rows: list[tuple[FlowCell, ...]] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class OpenTables:
    """A text as it grows, with the tables that are open around its end.

    Levels are the depth of tables: 0 for the text itself, 1 for a table's cell, 2 for one of a table within it. Whoever
    calls bounds them. `loose_cells` counts the cells that no row ended: they are only text.
    """

    def __init__(self) -> None:
        self.loose_cells = 0
        self._blocks: list[Block] = []
        self._tables: list[_OpenTable] = []

    def add(self, block: Block, level: int) -> None:
        """Add a paragraph that lies in a cell of that level; deeper tables end before it."""
        self._open(level)
        (self._tables[-1].blocks if self._tables else self._blocks).append(block)

    def end_cell(self, level: int) -> None:
        """End the cell of that level."""
        table = self._open(level)
        table.cells.append(tuple(table.blocks))
        table.blocks = []

    def end_row(self, level: int, place: Place) -> None:
        """End the row of that level, whose cells are where `place` puts them."""
        table = self._open(level)
        if table.blocks:
            self.end_cell(level)
        if table.cells:
            table.rows.append(place(table.cells))
        table.cells = []

    def drop_row(self, level: int) -> None:
        """Leave out the row of that level."""
        table = self._open(level)
        table.cells, table.blocks = [], []

    def finish(self) -> list[Block]:
        """Everything added, with all tables ended."""
        self._close(0)
        return self._blocks

    def _open(self, level: int) -> _OpenTable:
        """The table whose cells are of that level; one that holds nothing yet where the level is 0."""
        self._close(level)
        while len(self._tables) < level:
            self._tables.append(_OpenTable())
        return self._tables[-1] if self._tables else _OpenTable()

    def _close(self, level: int) -> None:
        while len(self._tables) > level:
            table = self._tables.pop()
            around = self._tables[-1].blocks if self._tables else self._blocks
            if table.rows:
                around.append(FlowTable(tuple(table.rows)))
            self.loose_cells += len(table.cells)
            around += [block for cell in table.cells for block in cell] + table.blocks
