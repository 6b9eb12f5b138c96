"""The sums that the statutory tables state of themselves: what a figure that was recognised wrongly breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.records import Table
from archive.text import fold

# Parts three and four of the form of 国办公开办函〔2019〕60号 and 〔2021〕30号; cells are compared folded.
_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")
_TOTAL = "总计"
_LANDMARKS = ("一、本年新收", "二、上年结转", "(七)总计", "四、结转下年度")
_HEADER_ROWS = 6
_FIGURE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that should add up to others; `where` names their row or column, `left` and `right` say what they are.

    Blank cells count as none; `blank_count` is how many there are.
    """

    where: str
    left: str
    right: str
    figures: tuple[int, ...]
    totals: tuple[int, ...]
    blank_count: int

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return sum(self.figures) == sum(self.totals)

    def sentence(self) -> str:
        """What is wrong, with the figures as printed."""
        blanks = f" ({self.blank_count} blank cells counted as 0)" if self.blank_count else ""
        left, right = _addition(self.figures), _addition(self.totals)
        return f"{self.where}: {self.left} give {left}{blanks}, but {self.right} gives {right}"


def sums(tables: Sequence[Table]) -> tuple[Sum, ...]:
    """Every sum of the statutory tables among `tables` whose cells are all plain figures or blank.

    A sum is left out where a cell holds anything else, or where all of one side is blank: then nothing contradicts it.
    """
    found: list[Sum] = []
    for table in tables:
        rows = [[fold(cell) for cell in row] for row in table.rows]
        found += filter(None, _request_sums(rows))
        found += filter(None, _dispute_sums(rows))
    return tuple(found)


def _request_sums(rows: list[list[str]]) -> Iterator[Sum | None]:
    """Part three: applicants across, results down, and what came in against what was done and is left."""
    columns = [_column(rows, name) for name in (*_APPLICANTS, _TOTAL)]
    if -1 in columns or len(set(columns)) < len(columns):
        return
    labels = [row[columns[0] - 1] if columns[0] else "" for row in rows]
    received, carried_in, total, carried_out = (_row(labels, start) for start in _LANDMARKS)
    for number in range(received, len(rows)) if received >= 0 else ():
        cells = [rows[number][column] for column in columns]
        yield _sum(f"Row “{labels[number]}”", ("the applicants", _TOTAL), cells[:-1], cells[-1:])
    for column, name in zip(columns, (*_APPLICANTS, _TOTAL), strict=True):
        cells = [row[column] for row in rows]
        where = f"Column “{name}”"
        if 0 <= carried_in < total:
            yield _sum(where, ("the results", "（七）总计"), cells[carried_in + 1 : total], [cells[total]])
        if min(received, carried_in, total, carried_out) >= 0:
            sides = [cells[received], cells[carried_in]], [cells[total], cells[carried_out]]
            yield _sum(where, ("一 and 二", "（七）总计 with 四"), *sides)


def _dispute_sums(rows: list[list[str]]) -> Iterator[Sum | None]:
    """Part four: outcomes across, once for each kind of dispute."""
    names = [*_OUTCOMES, _TOTAL]
    for head, row in enumerate(rows):
        for start in range(len(row) - len(names) + 1):
            if row[start : start + len(names)] != names:
                continue
            group = rows[head - 1][start] if head else ""
            for figures in rows[head + 1 :]:
                cells = figures[start : start + len(names)]
                yield _sum(f"“{group}”", ("the outcomes", _TOTAL), cells[:-1], cells[-1:])


def _column(rows: list[list[str]], name: str) -> int:
    """The first column that is headed `name`, or -1."""
    return next((row.index(name) for row in rows[:_HEADER_ROWS] if name in row), -1)


def _row(labels: list[str], start: str) -> int:
    """The first row whose label begins with `start`, or -1."""
    return next((number for number, label in enumerate(labels) if label.startswith(start)), -1)


def _sum(where: str, sides: tuple[str, str], figures: list[str], totals: list[str]) -> Sum | None:
    cells = figures + totals
    if not any(figures) or not any(totals) or any(cell and not _FIGURE.fullmatch(cell) for cell in cells):
        return None
    left, right = ([int(cell or 0) for cell in side] for side in (figures, totals))
    return Sum(where, *sides, tuple(left), tuple(right), cells.count(""))


def _addition(figures: tuple[int, ...]) -> str:
    """The figures that count and their sum: 3 + 1 = 4."""
    counted = [str(figure) for figure in figures if figure] or ["0"]
    return counted[0] if len(counted) == 1 else f"{' + '.join(counted)} = {sum(figures)}"
