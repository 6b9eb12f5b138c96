"""Part two of the form of 2019 and 2021: blocks of a heading row (信息内容 …) and the rows below it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from archive.figures.found import Found, Question, Row, distinct
from archive.figures.labels import label_key
from archive.figures.values import MONEY, money_unit
from archive.vocabulary.forms import Indicator, forms

_FIRST_HEADING = "信息内容"


@cache
def _questions() -> dict[tuple[str, str], Indicator]:
    return forms().by_row_and_column("proactive")


@cache
def _labels() -> frozenset[str]:
    return frozenset(label for label, _ in _questions())


@cache
def _columns() -> frozenset[str]:
    return frozenset(column for _, column in _questions())


class PartTwo:
    """Reads rows in order: a heading row says what the columns of those below it mean, until the next."""

    def __init__(self) -> None:
        self._headings: dict[int, str] = {}
        self._start = 0
        self._unit = ""
        # Columns under one heading that a line below it parts: of two years, of quarters.
        self._parted: set[int] = set()

    @property
    def places(self) -> Collection[int]:
        """The columns that hold figures, as far as headings say."""
        return self._headings

    def knows(self, row: Row) -> bool:
        """Whether a label or a heading of this part stands in `row`."""
        return any(key in _labels() or key in _columns() for key in row.keys)

    def end(self) -> None:
        """Forget the heading row: what comes belongs to another part."""
        self._headings = {}

    def take(self, row: Row, found: Found) -> bool:
        """Read `row` if it is one of this part; returns whether it is."""
        if self._take_heading(row):
            found.begin()
            found.keep(row, row.cells[0], "heading")
            return True
        place = next((at for at, key in enumerate(row.keys) if key in _labels()), None)
        if place is None or not self._headings:
            return bool(self._headings) and self._take_line_below(row, found)
        while place + 1 < len(row.keys) and row.keys[place + 1] == row.keys[place]:
            place += 1
        found.keep(row, row.cells[place], "figures")
        self._read(row, place, found)
        return True

    def _take_heading(self, row: Row) -> bool:
        headings = {at: row.cells[at] for at, key in enumerate(row.keys) if key in _columns()}
        if not headings or any(key in _labels() for key in row.keys):
            return False
        self._headings, self._unit, self._parted = headings, "", set()
        named = [at for at, key in enumerate(row.keys) if key == _FIRST_HEADING]
        self._start = named[-1] if named else min(headings) - 1
        return True

    def _take_line_below(self, row: Row, found: Found) -> bool:
        """Read a line below the headings that says their unit, or parts the columns of one."""
        below = {at: row.keys[at] for at in self._headings if at < len(row.keys) and row.keys[at]}
        unit = money_unit(*row.cells)
        if row.has_figures or not (unit or len({*below.values()}) > 1):
            return False
        self._unit = self._unit or unit
        if not unit:
            self._parted |= {*below}
        found.keep(row, row.cells[0], "heading")
        return True

    def _read(self, row: Row, place: int, found: Found) -> None:
        columns: dict[str, list[int]] = {}
        for at, heading in self._headings.items():
            columns.setdefault(heading, []).append(at)
        values = row.cells[place + 1 : row.stated]
        is_aligned = place == self._start and row.stated > max(self._headings) and not self._beyond(row)
        is_in_order = not is_aligned and len(values) == len(columns)
        for number, (heading, places) in enumerate(columns.items()):
            indicator = _question(row.keys[place], heading)
            if indicator is None:
                continue
            unit = self._money_unit(row, place, heading) if indicator.unit in MONEY else ""
            question = Question(indicator, row.cells[place], heading, printed_unit=unit)
            printed = distinct([row.cells[at] for at in places]) if is_aligned else []
            is_one = len(printed) <= 1 and not (printed and self._is_parted(row, places))
            if is_aligned and is_one:
                found.add(row, places[0], question, printed[0] if printed else "")
            elif is_in_order:
                found.add(row, place + 1 + number, question, values[number])
            else:
                found.add_unreadable(row, place + 1, question, " ".join(printed or distinct(values)))

    def _is_parted(self, row: Row, places: Collection[int]) -> bool:
        """Whether columns of which a line says that they are several are not all filled."""
        parted = self._parted & {*places}
        return len(parted) > 1 and not all(row.cells[at].strip() for at in parted)

    def _money_unit(self, row: Row, place: int, heading: str) -> str:
        above = [text for text in (row.table.heading, row.table.caption) if "单位" in text]
        return money_unit(row.cells[place], heading) or self._unit or money_unit(*above)

    def _beyond(self, row: Row) -> bool:
        """Whether something is printed to the right of the last heading: the row has a cell too many."""
        return any(cell.strip() for cell in row.cells[max(self._headings) + 1 :])


def _question(label: str, heading: str) -> Indicator | None:
    return _questions().get((label, label_key(heading)))
