"""Ruled tables: the lines drawn on one page and the pieces of text between them, to cells with their spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.grid import MOST_CELLS
from crawler.documents.pages.drawn_lines import GAP, Line, connected, snapped, straight_lines
from crawler.documents.pages.layout import Piece, Rule

# How much of a cell's side must be drawn to part it from its neighbour.
_DRAWN_SHARE = 0.6
# More lines than these on one page are a drawing or an attack, not a table.
_MOST_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Place:
    """One cell within a lattice: the row and column it begins in, and how many of each it covers."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of one table on one page.

    `columns` are the x of its column boundaries, `rows` the y of its row boundaries; `open_above` and `open_below`
    are the columns that no line closes at the top and at the bottom: there a row goes on from or to another page.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    places: tuple[Place, ...]
    open_above: frozenset[int] = frozenset()
    open_below: frozenset[int] = frozenset()

    def sort_in(self, pieces: Iterable[Piece]) -> tuple[dict[Place, list[Piece]], list[Piece]]:
        """The pieces that lie in each cell, by their centres, and those that lie in none."""
        owners = {
            (row, column): place
            for place in self.places
            for row in range(place.row, place.row + place.row_span)
            for column in range(place.column, place.column + place.column_span)
        }
        inside: dict[Place, list[Piece]] = defaultdict(list)
        outside: list[Piece] = []
        for piece in pieces:
            row = bisect_right(self.rows, (piece.top + piece.bottom) / 2) - 1
            column = bisect_right(self.columns, (piece.x0 + piece.x1) / 2) - 1
            place = owners.get((row, column))
            if place is None:
                outside.append(piece)
            else:
                inside[place].append(piece)
        return inside, outside


def lattices(rules: Iterable[Rule]) -> list[Lattice]:
    """The tables that the ruled lines of one page form, the smallest first, so that one within another is met first."""
    across, down = straight_lines(rules)
    if not (across and down) or max(len(across), len(down)) > _MOST_LINES:
        return []
    found = [lattice for parts in connected(across, down) if (lattice := _lattice(*parts)) is not None]
    return sorted(found, key=_area)


def _area(lattice: Lattice) -> float:
    return (lattice.columns[-1] - lattice.columns[0]) * (lattice.rows[-1] - lattice.rows[0])


def _lattice(across: list[Line], down: list[Line]) -> Lattice | None:
    """The cells of one group of lines; None where they enclose none or more than a table may have."""
    across, down = snapped(across), snapped(down)
    rows = _boundaries(across, down)
    columns = _boundaries(down, across)
    if len(rows) < 2 or len(columns) < 2 or len(rows) * len(columns) > MOST_CELLS // 10:
        return None
    above = _drawn(across, rows, columns)
    left = _drawn(down, columns, rows)
    places = _places(len(rows) - 1, len(columns) - 1, above, left)
    used_rows = sorted({place.row for place in places} | {len(rows) - 1})
    used_columns = sorted({place.column for place in places} | {len(columns) - 1})
    first, last = 0, len(rows) - 1
    every = range(len(used_columns) - 1)
    return Lattice(
        tuple(columns[number] for number in used_columns),
        tuple(rows[number] for number in used_rows),
        tuple(_compressed(place, used_rows, used_columns) for place in places),
        frozenset(n for n in every if (first, used_columns[n]) not in above),
        frozenset(n for n in every if (last, used_columns[n]) not in above),
    )


def _boundaries(lines: list[Line], crossing: list[Line]) -> list[float]:
    """Where rows (or columns) end: at each line, and where the crossing lines stick out beyond the outermost."""
    places = sorted({line.place for line in lines})
    start, end = min(line.start for line in crossing), max(line.end for line in crossing)
    if start < places[0] - GAP:
        places.insert(0, start)
    if end > places[-1] + GAP:
        places.append(end)
    return places


def _drawn(lines: list[Line], places: Sequence[float], stops: Sequence[float]) -> set[tuple[int, int]]:
    """Which sides are drawn: (boundary, number of the stretch along it)."""
    numbers = {place: number for number, place in enumerate(places)}
    drawn = set()
    for line in lines:
        first = max(bisect_right(stops, line.start) - 1, 0)
        for stretch in range(first, min(bisect_left(stops, line.end), len(stops) - 1)):
            start, end = stops[stretch], stops[stretch + 1]
            if min(end, line.end) - max(start, line.start) >= (end - start) * _DRAWN_SHARE:
                drawn.add((numbers[line.place], stretch))
    return drawn


def _places(height: int, width: int, above: set[tuple[int, int]], left: set[tuple[int, int]]) -> list[Place]:
    """The grid's squares joined where no line parts them, each time as wide and then as high as it goes."""
    taken: set[tuple[int, int]] = set()
    places = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            end = column + 1
            while end < width and (end, row) not in left and (row, end) not in taken:
                end += 1
            bottom = row + 1
            while bottom < height and _goes_on(bottom, range(column, end), above, left):
                bottom += 1
            taken.update((r, c) for r in range(row, bottom) for c in range(column, end))
            places.append(Place(row, column, bottom - row, end - column))
    return places


def _goes_on(row: int, columns: range, above: set[tuple[int, int]], left: set[tuple[int, int]]) -> bool:
    """Whether a cell reaches down into `row`: no line above it there, and none within."""
    return not any((row, column) in above for column in columns) and not any(
        (column, row) in left for column in columns[1:]
    )


def _compressed(place: Place, rows: list[int], columns: list[int]) -> Place:
    """A cell counted in the rows and columns that some cell begins in."""
    row, column = bisect_left(rows, place.row), bisect_left(columns, place.column)
    return Place(
        row,
        column,
        bisect_left(rows, place.row + place.row_span) - row,
        bisect_left(columns, place.column + place.column_span) - column,
    )
