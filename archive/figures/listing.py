"""Tables that list one indicator a row: the statistics of 2014 to 2018 and the local annexes before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from archive.figures.columns import Columns, heading
from archive.figures.found import Found, Question, Row, distinct
from archive.figures.labels import full_key, nearest
from archive.figures.values import MONEY, money_unit, read_value
from archive.records import Table
from archive.vocabulary.forms import Indicator, forms

_EDITIONS = {"statistics": 8, "annex": 5}
# What is shorter, and no label of the form, is a unit or a word in the place of a figure.
_SHORTEST_LABEL = 4
_SHORT_LABELS = frozenset({"合计", "总计", "小计"})
_TOP_ORDINAL = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]")
_DIGIT = re.compile(r"\d")


@cache
def _labels(part: str) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in forms().of_part(part):
        for label in indicator.labels:
            found.setdefault(label, []).append(indicator)
    return found


def edition_of(rows: Sequence[Row]) -> str | None:
    """The part (`statistics`, `annex`) whose rows a table lists, by its labels; None for another table."""
    keys = {key for row in rows for key in row.keys if key}
    counted = {part: len(keys & _labels(part).keys()) for part in _EDITIONS}
    part = max(counted, key=lambda name: counted[name])
    return part if counted[part] >= _EDITIONS[part] else None


class Listing:
    """Reads tables in order: a heading row says which column holds the year's figures, until another, over pages too."""

    def __init__(self) -> None:
        self._part = ""
        self._width = 0
        self._columns = Columns()
        # Columns that hold different figures in one row of the table, whatever their headings say.
        self._differing: set[int] = set()
        # Of labels below each other in one column: sets of them may stand side by side.
        self._context: dict[int, str] = {}

    def read(self, rows: Sequence[Row], part: str, found: Found) -> None:
        """Read every row of a table that lists indicators of `part`."""
        found.begin()
        width = len(rows[0].cells)
        if (part, width) != (self._part, self._width):
            self._columns, self._context = Columns(), {}
        self._part, self._width = part, width
        self._differing = {at for row in rows for span in self._spans(row) for at in _differing(row, span)}
        for row in rows:
            self._take(row, found)

    def _take(self, row: Row, found: Found) -> None:
        """Read one row, which may hold several labels beside each other."""
        spans = self._spans(row)
        columns = None if any(self._indicator(row, at) for at, _ in spans) else heading(row.cells)
        if columns is not None:
            self._columns = columns
            found.keep(row, row.cells[0], "heading")
            return
        for at, end in spans:
            indicator = self._indicator(row, at)
            value = next((place for place in range(at + 1, end) if _DIGIT.search(row.cells[place])), None)
            kind = "figures" if indicator else "heading" if value is None else "unknown"
            found.keep(row, row.cells[at], kind, value if kind == "unknown" else None)
            if indicator is not None:
                self._read(row, (at, end), indicator, found)

    def _spans(self, row: Row) -> list[tuple[int, int]]:
        """Where everything in a row that is a label stands, of the form or not, and where what belongs to it ends."""
        labels = [
            at
            for at, key in enumerate(row.keys)
            if (len(key) >= _SHORTEST_LABEL or key in _SHORT_LABELS or key in _labels(self._part))
            and (at + 1 == len(row.keys) or row.keys[at + 1] != key)
        ]
        return list(pairwise([*labels, len(row.keys)]))

    def _indicator(self, row: Row, at: int) -> Indicator | None:
        known = _labels(self._part)
        key = row.keys[at]
        matched = known.get(key) or known.get(full_key(row.cells[at])) or nearest(key, known) or ()
        under = {self._context.get(at), *row.keys[:at]}
        indicator = next((one for one in matched if one.under is None or one.under in under), None)
        if indicator is not None and indicator.under is None:
            self._context[at] = indicator.labels[0]
        elif not matched and _TOP_ORDINAL.match(row.cells[at]):
            # A part of the list that is not of the form: what stands below it is not below the part before.
            self._context[at] = key
        return indicator

    def _read(self, row: Row, span: tuple[int, int], indicator: Indicator, found: Found) -> None:
        columns = self._columns.of_row(range(span[0] + 1, span[1]), row.cells)
        if not columns or row.stated <= columns[0]:
            return
        unit = self._money_unit(row, span, columns) if indicator.unit in MONEY else ""
        question = Question(indicator, row.cells[span[0]], printed_unit=unit)
        printed = distinct([row.cells[at] for at in columns])
        if len(printed) > 1 or self._is_open(row, columns, indicator):
            found.add_unreadable(row, columns[0], question, " ".join(printed))
            return
        at = next((at for at in columns if row.cells[at].strip()), columns[0])
        found.add(row, at, question, printed[0] if printed else "")

    def _is_open(self, row: Row, columns: Sequence[int], indicator: Indicator) -> bool:
        """Whether a figure is that of one of several columns, and nothing says that it is the year's."""
        rivals = [at for at in columns if at in self._differing or at in self._columns.apart]
        if len(rivals) < 2 or not any(row.cells[at].strip() for at in rivals):
            return False
        return any(read_value(row.cells[at], indicator.unit).state not in ("zero", "slash") for at in rivals)

    def _money_unit(self, row: Row, span: tuple[int, int], columns: Sequence[int]) -> str:
        above = [text for text in (row.table.heading, row.table.caption) if "单位" in text]
        headed = [self._columns.units[at] for at in columns if at in self._columns.units]
        beside = [cell for cell in row.cells[span[0] : span[1]] if not _DIGIT.search(cell)]
        return money_unit(row.cells[span[0]], *beside) or money_unit(*headed) or money_unit(*above)


def _differing(row: Row, span: tuple[int, int]) -> list[int]:
    filled = [at for at in range(span[0] + 1, span[1]) if _DIGIT.search(row.cells[at])]
    return filled if len({row.cells[at].strip() for at in filled}) > 1 else []


def rows_of(table: Table, number: int) -> list[Row]:
    """The rows of a table, which is the `number`th of the report from 1."""
    return [Row(table, number, at) for at in range(len(table.rows))]
