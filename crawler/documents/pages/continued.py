"""Tables that go on over page breaks: the parts that each page shows joined to one table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.documents.grid import join_lines
from crawler.documents.pages.table_parts import PlacedCell, TablePart

# In points: how far the boundaries of one column may lie apart on two pages.
_REACH = 4.0
# The form's heads have three rows, of which a page break leaves at most two above.
_MOST_HEAD_ROWS = 2
# How the labels of a form begin, and how a text begins that is not the rest of another.
_NUMBERED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]")
_BEGINS = re.compile(rf"{_NUMBERED.pattern}|第[一二三四五六七八九十\d]|其中|合计|总计|小计|备注|说明|注[：:]")
_FIGURE = re.compile(r"[\d.,%+\-/—－]*")
_OPENING = re.compile(r"[（(《〈「『【〔\[“]")
_CLOSING = re.compile(r"[）)》〉」』】〕\]”]")


def goes_on(upper: TablePart, lower: TablePart) -> bool:
    """Whether `lower`, first on its page, is the rest of `upper`, last on the page before: it has the same columns.

    A part may lack boundaries that only rows of the other part need, and pages may have other margins.
    """
    if abs(upper.width - lower.width) > 2 * _REACH:
        return False
    own, other = upper.columns[1:-1], _shifted(lower, upper.columns[0])[1:-1]
    shared = sum(_is_near(own, place) for place in other)
    return 2 * shared >= min(len(own), len(other))


def joined(parts: Sequence[TablePart]) -> TablePart:
    """The parts of one table, at least one, as one.

    Header rows that are printed again are dropped, a row that a page break cut in two is one row, and a label that
    covers rows of several pages covers them all.
    """
    first, *others = _with_same_columns(parts)
    table = _Growing(first)
    for part in others:
        table.take(_without_header(first, part))
    return table.part()


@dataclass(frozen=True, slots=True)
class _Seam:
    """Where two parts meet, under so many rows: the cells that end and begin there, by column.

    `open_columns` are those that no line closes.
    """

    row_count: int
    ends: dict[int, PlacedCell]
    begins: dict[int, PlacedCell]
    open_columns: frozenset[int]

    def pairs(self) -> list[tuple[PlacedCell, PlacedCell]]:
        """The cells that stand above each other."""
        return [
            (self.ends[column], cell)
            for column, cell in self.begins.items()
            if column in self.ends and self.ends[column].columns == cell.columns
        ]

    def cuts_row(self) -> bool:
        """Whether it runs through a row: no line closes it, or its label goes on below and nothing stands twice."""
        pairs = self.pairs()
        if not len(pairs) == len(self.begins) == len(self.ends):
            return False
        if all(self._is_open(begin) for _, begin in pairs):
            return True
        both = [(end, begin) for end, begin in pairs if end.text and begin.text]
        if both:
            has_figures = any(end.text and _FIGURE.fullmatch(end.text) for end, _ in pairs)
            return all(_reads_on(*pair) or (has_figures and _is_unnumbered(*pair)) for pair in both)
        # A blank remainder: the row's padding alone was pushed to the next page.
        upper = [end for end, _ in pairs if end.row_span == 1]
        lower = [begin for _, begin in pairs if begin.row_span == 1]
        return any(row and not any(cell.text for cell in row) for row in (upper, lower))

    def cuts_cell(self, end: PlacedCell, begin: PlacedCell) -> bool:
        """Whether it runs through this cell: no line parts it, or it is a label of several rows, cut or not repeated.

        Such a label has nothing but such labels to its left; it covers more than one row, or more labels follow it.
        """
        if self._is_open(begin):
            return True
        if self._is_in_head():
            return bool(end.text)
        if any(cell.text for column, cell in self.begins.items() if column < begin.column):
            return False
        is_tall = end.row_span > 1 or begin.row_span > 1
        if begin.text:
            return is_tall and bool(end.text) and (_reads_on(end, begin) or _is_unnumbered(end, begin))
        others = [cell.text for cell in self.begins.values() if cell.text]
        return bool(others) if is_tall else any(not _FIGURE.fullmatch(text) for text in others)

    def _is_in_head(self) -> bool:
        """Whether a heading of several columns ends here, theirs begin, and a heading beside it has nothing below."""
        figures = (cell for cell in self.begins.values() if cell.text and _FIGURE.fullmatch(cell.text))
        return (
            self.row_count <= _MOST_HEAD_ROWS
            and not any(figures)
            and any(end.text and not begin.text for end, begin in self.pairs())
            and any(
                end.text and sum(column in end.columns for column in self.begins) > 1
                for end in self.ends.values()
            )
        )

    def _is_open(self, cell: PlacedCell) -> bool:
        return self.open_columns.issuperset(cell.columns)


class _Growing:
    """A table to which part after part is added; cells that reach its end may still grow."""

    def __init__(self, first: TablePart) -> None:
        self._first = self._last = first
        self._pieces = list(first.pieces)
        self._row_count = first.row_count
        self._closed: list[PlacedCell] = []
        self._ends: dict[int, PlacedCell] = {}
        self._add(first.cells)

    def take(self, part: TablePart) -> None:
        """Add what the next page shows."""
        begins = {cell.column: cell for cell in part.cells if cell.row == 0}
        seam = _Seam(self._row_count, self._ends, begins, self._last.open_below & part.open_above)
        is_cut = seam.cuts_row()
        shift = self._row_count - is_cut
        cells = {(cell.row, cell.column): replace(cell, row=cell.row + shift) for cell in part.cells}
        for end, begin in seam.pairs():
            if is_cut or seam.cuts_cell(end, begin):
                cells[0, begin.column] = _grown(end, begin, shift)
                del self._ends[end.column]
        self._closed += self._ends.values()
        self._ends = {}
        self._row_count = shift + part.row_count
        self._add(cells.values())
        self._pieces += part.pieces
        self._last = part

    def part(self) -> TablePart:
        """The table as one part."""
        return replace(
            self._first,
            row_count=self._row_count,
            cells=(*self._closed, *self._ends.values()),
            pieces=tuple(self._pieces),
        )

    def _add(self, cells: Iterable[PlacedCell]) -> None:
        for cell in cells:
            if cell.row + cell.row_span == self._row_count:
                self._ends[cell.column] = cell
            else:
                self._closed.append(cell)


def _reads_on(end: PlacedCell, begin: PlacedCell) -> bool:
    """Whether one text is plainly the rest of the other: a bracket is still open, or both fill their cells to the cut."""
    if _BEGINS.match(begin.text) or _FIGURE.fullmatch(begin.text):
        return False
    is_open = len(_OPENING.findall(end.text)) > len(_CLOSING.findall(end.text))
    return is_open or (end.is_cut_below and begin.is_cut_above)


def _is_unnumbered(end: PlacedCell, begin: PlacedCell) -> bool:
    """Whether a text without a number follows one that has one: among numbered labels the rest of one."""
    is_number = _NUMBERED.match(end.text) is not None
    return is_number and not _BEGINS.match(begin.text) and not _FIGURE.fullmatch(begin.text)


def _grown(end: PlacedCell, begin: PlacedCell, shift: int) -> PlacedCell:
    return replace(
        end,
        text=join_lines([end.text, begin.text]),
        row_span=shift + begin.row_span - end.row,
        is_cut_below=begin.is_cut_below if begin.text else end.is_cut_below,
    )


def _shifted(part: TablePart, left: float) -> tuple[float, ...]:
    """The column boundaries of a part as if it began at `left`."""
    return tuple(place - part.columns[0] + left for place in part.columns)


def _is_near(places: Sequence[float], place: float) -> bool:
    after = bisect_left(places, place - _REACH)
    return after < len(places) and places[after] <= place + _REACH


def _with_same_columns(parts: Sequence[TablePart]) -> list[TablePart]:
    """All parts counted in the columns that any of them has."""
    columns = list(parts[0].columns)
    for part in parts[1:]:
        inner = _shifted(part, columns[0])[1:-1]
        columns = sorted([*columns, *(place for place in inner if not _is_near(columns, place))])
    return [_counted(part, columns) for part in parts]


def _counted(part: TablePart, columns: list[float]) -> TablePart:
    numbers = [_nearest(columns, place) for place in _shifted(part, columns[0])]
    cells = (
        replace(
            cell, column=numbers[cell.column], column_span=numbers[cell.columns.stop] - numbers[cell.column]
        )
        for cell in part.cells
    )
    above, below = (
        frozenset(number for old in given for number in range(numbers[old], numbers[old + 1]))
        for given in (part.open_above, part.open_below)
    )
    return replace(part, columns=tuple(columns), cells=tuple(cells), open_above=above, open_below=below)


def _nearest(columns: list[float], place: float) -> int:
    after = min(bisect_left(columns, place), len(columns) - 1)
    return after - 1 if after and place - columns[after - 1] < columns[after] - place else after


def _without_header(first: TablePart, part: TablePart) -> TablePart:
    """`part` without the rows at its head that are those at the head of the table."""
    count = 0
    for own, other in zip(first.rows(), part.rows(), strict=False):
        if [(cell.columns, cell.text) for cell in own] != [(cell.columns, cell.text) for cell in other]:
            break
        count += 1
    head = [cell for cell in part.cells if cell.row < count]
    is_header = any(cell.text and not _FIGURE.fullmatch(cell.text) for cell in head)
    if not is_header or count == part.row_count or any(cell.row + cell.row_span > count for cell in head):
        return part
    return replace(
        part,
        row_count=part.row_count - count,
        cells=tuple(replace(cell, row=cell.row - count) for cell in part.cells if cell.row >= count),
        open_above=frozenset(),
    )
