"""What the tables of one report state, by indicator and dimension: the ground that checks stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.reports import Figure, ValueState

Key = tuple[str, str | None]
# The number of a table, of a row in it, and of a column.
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as far as sums go: `value` None where none is stated."""

    state: ValueState
    value: int | float | None

    @property
    def is_empty(self) -> bool:
        """Whether the bureau stated no figure there: blank, or a stroke."""
        return self.state in ("blank", "slash")

    @property
    def is_number(self) -> bool:
        """Whether it can be added."""
        return self.value is not None


class Stated:
    """The cells of a report's tables; a cell printed twice with different figures is not stated at all."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        found: dict[Key, Cell | None] = {}
        self._places: dict[Key, Place] = {}
        for figure in figures:
            if figure.source == "prose":
                continue
            key = (figure.indicator, figure.dimension)
            cell = Cell(figure.value_state, figure.value)
            found[key] = cell if key not in found or found[key] == cell else None
            if figure.table is not None and figure.row is not None:
                self._places[key] = (figure.table, figure.row, figure.column or 0)
        self._cells: Mapping[Key, Cell] = {key: cell for key, cell in found.items() if cell is not None}
        self._contradicted = {key for key, cell in found.items() if cell is None}

    def cell(self, key: Key) -> Cell | None:
        """The cell, None where the report has none."""
        return self._cells.get(key)

    def is_contradicted(self, key: Key) -> bool:
        """Whether a cell is printed twice with different figures."""
        return key in self._contradicted

    def place(self, key: Key) -> Place | None:
        """Where a cell stands; None where it stands in no table."""
        return self._places.get(key)

    def value(self, indicator: str, dimension: str | None = None) -> int | float | None:
        """The number of a cell; None where there is none."""
        cell = self._cells.get((indicator, dimension))
        return cell.value if cell else None

    def has(self, indicator: str) -> bool:
        """Whether the tables have that row at all."""
        return any(key[0] == indicator for key in self._cells)
