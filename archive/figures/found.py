"""What is gathered while the tables of a report are read: rows as they are printed, figures, and rows the form does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from archive.figures.labels import label_key
from archive.figures.values import Value, read_value
from archive.records import Table
from archive.reports import Figure, PrintedRow
from archive.text import clean
from archive.vocabulary.forms import Indicator, Member, cell_key

_LABEL_LENGTH = 60
_UNREADABLE = Value("unreadable")
_NUMBERS = ("number", "zero")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Row:
    """One row of a grid, numbered from 0 in the table, which is numbered from 1 in the report."""

    table: Table
    table_number: int
    number: int

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells, a merged one in each of its places."""
        return self.table.rows[self.number]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its cells as labels are compared; empty for cells without words."""
        return tuple(map(label_key, self.cells))

    @property
    def stated(self) -> int:
        """How many columns of it the document states."""
        return self.table.stated_columns(self.number)

    @property
    def has_figures(self) -> bool:
        """Whether a number stands in one of its cells, other than that of a year in a heading."""
        return any(not key and _NUMBER.search(cell) for cell, key in zip(self.cells, self.keys, strict=True))

    @property
    def is_last(self) -> bool:
        """Whether no row of its table comes after it."""
        return self.number == len(self.table.rows) - 1


@dataclass(slots=True)
class Found:
    """Figures and rows, in the order of the document."""

    figures: list[Figure] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
    # Where the answers below the heading now in force stand among the figures.
    _answers: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)

    def begin(self) -> None:
        """Note that a heading begins: what it asks is asked anew."""
        self._answers = {}

    def add(self, row: Row, column: int, question: Question, raw: str) -> None:
        """Read one cell as the answer to a question."""
        self.put(row, column, question, raw, read_value(raw, question.indicator.unit, question.printed_unit))

    def add_unreadable(self, row: Row, column: int, question: Question, raw: str) -> None:
        """Keep what is printed where it is not certain which cell of the form it belongs to."""
        self.put(row, column, question, raw, _UNREADABLE)

    def put(self, row: Row, column: int, question: Question, raw: str, value: Value) -> None:
        """Write down the answer to a question."""
        indicator = question.indicator
        answers = self._answers.setdefault((indicator.key, question.member_key), [])
        if value.number is not None and self._differs(answers, value):
            value = _UNREADABLE
        answers.append(len(self.figures))
        self.figures.append(
            Figure(
                indicator.key,
                question.member_key,
                value.number,
                raw,
                value.state,
                indicator.unit,
                row.table.source,
                f"{clean(question.label)[:_LABEL_LENGTH]} × {clean(question.column)[:_LABEL_LENGTH]}",
                question.cell,
                row.table_number,
                row.number + 1,
                column + 1,
            )
        )

    def _differs(self, answers: Sequence[int], value: Value) -> bool:
        """Whether other numbers stand below the same heading, of other years or bodies: which is asked for is not said."""
        given = [number for number in answers if self.figures[number].value_state in _NUMBERS]
        is_doubtful = any(self.figures[number].value_state == "unreadable" for number in answers)
        if not is_doubtful and all(self.figures[number].value == value.number for number in given):
            return False
        for number in given:
            self.figures[number] = replace(self.figures[number], value=None, value_state="unreadable")
        return True

    def keep(self, row: Row, label: str, kind: str, column: int | None = None) -> None:
        """Keep a row as it is printed: `kind` is heading, figures or unknown, then with the `column` of its value."""
        number = None if column is None else column + 1
        self.rows.append(PrintedRow(row.table_number, row.number + 1, clean(label), row.cells, kind, number))


@dataclass(frozen=True, slots=True)
class Question:
    """What one cell of a form asks, and the labels that say so as they are printed."""

    indicator: Indicator
    label: str
    column: str = ""
    member: Member | None = None
    printed_unit: str = ""

    @property
    def member_key(self) -> str | None:
        """The key of who is counted; None where the indicator is not divided."""
        return self.member.key if self.member else None

    @property
    def cell(self) -> str:
        """The key of the cell; an edition never spells it otherwise than another."""
        row = next(iter(self.indicator.cells.values()))
        return cell_key(row, self.member) if self.member else row


def distinct(cells: Sequence[str]) -> list[str]:
    """The different texts of some cells that are not blank, in order."""
    return list(dict.fromkeys(cell for cell in map(clean, cells) if cell))
