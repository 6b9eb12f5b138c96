"""What one page shows of a table: cells with their texts and places, before parts of several pages are joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.documents.grid import MOST_SPAN, Cell
from crawler.documents.pages.lattice import Lattice, Place
from crawler.documents.pages.layout import Piece
from crawler.documents.pages.typeset import CELL_PADDING, cell_text, text_lines

# In heights of a character: how near to an edge of its cell a text is that may have been cut there.
_AT_EDGE = 1.0
# In points: lower than most rows of text and their padding.
_SLIVER = 24.0


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell's text and place.

    `is_cut_below` says that its text fills it down to its lower edge, and `is_cut_above` that it begins at its upper
    edge: so does the text of a cell that a page break cut in two.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_cut_below: bool = False
    is_cut_above: bool = False

    @property
    def columns(self) -> range:
        """The numbers of the columns it covers."""
        return range(self.column, self.column + self.column_span)


@dataclass(frozen=True, slots=True)
class TablePart:
    """The part of a table that one page shows.

    `top` and `bottom` are its place on the page, `columns` the x of its column boundaries; `open_above` and
    `open_below` the columns that no line closes there.
    """

    top: float
    bottom: float
    columns: tuple[float, ...]
    row_count: int
    cells: tuple[PlacedCell, ...]
    pieces: tuple[Piece, ...]
    open_above: frozenset[int] = frozenset()
    open_below: frozenset[int] = frozenset()

    @property
    def is_table(self) -> bool:
        """Whether it has columns, not only a frame around text."""
        return len(self.columns) > 2 and sum(bool(cell.text) for cell in self.cells) > 1

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.columns[-1] - self.columns[0]

    def rows(self) -> list[list[PlacedCell]]:
        """The cells by the row they begin in, from left to right."""
        rows: list[list[PlacedCell]] = [[] for _ in range(self.row_count)]
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            rows[cell.row].append(cell)
        return rows


def ruled_part(lattice: Lattice, inside: dict[Place, list[Piece]]) -> TablePart:
    """The cells of a lattice with the pieces that lie in each."""
    cells = [_cell(lattice, place, inside.get(place, ())) for place in lattice.places]
    slivers = _slivers(lattice, cells)
    cells = list(_without_rows(cells, slivers))
    row_count = len(lattice.rows) - 1 - len(slivers)
    remainders = [
        row
        for row, open_columns in ((0, lattice.open_above), (row_count - 1, lattice.open_below))
        if row_count > 2 and _is_remainder(row, cells, open_columns)
    ]
    return TablePart(
        lattice.rows[0],
        lattice.rows[-1],
        lattice.columns,
        row_count - len(remainders),
        tuple(_without_rows(cells, remainders)),
        tuple(piece for pieces in inside.values() for piece in pieces),
        lattice.open_above,
        lattice.open_below,
    )


def grid_cells(rows: Sequence[Sequence[PlacedCell]]) -> list[list[Cell]]:
    """The cells as `grid.expand` takes them: one higher than it allows as several, one below the other."""
    begun: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    for cell in (cell for row in rows for cell in row):
        end = cell.row + cell.row_span
        for top in range(cell.row, end, MOST_SPAN):
            piece = Cell(cell.text, cell.column_span, min(end - top, MOST_SPAN))
            begun[top].append((cell.column, piece))
    return [[cell for _, cell in sorted(row, key=lambda placed: placed[0])] for row in begun]


def _cell(lattice: Lattice, place: Place, pieces: Sequence[Piece]) -> PlacedCell:
    width = lattice.columns[place.column + place.column_span] - lattice.columns[place.column]
    lines = text_lines(pieces)
    text = cell_text(lines, width)
    is_cut_below = is_cut_above = False
    if lines:
        first, last = lines[0], lines[-1]
        is_full = last.x1 - last.x0 > width - CELL_PADDING - 1.3 * last.size
        is_low = lattice.rows[place.row + place.row_span] - last.bottom < _AT_EDGE * last.size
        is_cut_below = is_full and is_low
        is_cut_above = first.top - lattice.rows[place.row] < _AT_EDGE * first.size
    return PlacedCell(
        text, place.row, place.column, place.row_span, place.column_span, is_cut_below, is_cut_above
    )


def _slivers(lattice: Lattice, cells: Sequence[PlacedCell]) -> list[int]:
    """Low rows in which no text begins, beside a label that goes on: where a printer's cells end at odd heights."""
    begins: dict[int, bool] = {}
    spanned: set[int] = set()
    for cell in cells:
        begins[cell.row] = begins.get(cell.row, False) or bool(cell.text)
        if cell.text:
            spanned.update(range(cell.row + 1, cell.row + cell.row_span))
    return [
        row
        for row, has_text in sorted(begins.items())
        if not has_text and row in spanned and lattice.rows[row + 1] - lattice.rows[row] < _SLIVER
    ]


def _is_remainder(row: int, cells: Sequence[PlacedCell], open_columns: frozenset[int]) -> bool:
    """Whether a part's first or last row holds nothing and no line closes it: a row's padding, cut off by the page."""
    own = [cell for cell in cells if cell.row == row and cell.row_span == 1]
    return bool(own) and all(not cell.text and open_columns.issuperset(cell.columns) for cell in own)


def _without_rows(cells: Sequence[PlacedCell], dropped: Sequence[int]) -> Iterator[PlacedCell]:
    for cell in cells:
        row = cell.row - bisect_left(dropped, cell.row)
        row_span = cell.row + cell.row_span - bisect_left(dropped, cell.row + cell.row_span) - row
        if row_span:
            yield replace(cell, row=row, row_span=row_span) if dropped else cell
