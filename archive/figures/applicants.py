"""The seven figures of a row of part three whose cells do not stand below their headings, or ran together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.figures.glued import cut, row_adds_up
from archive.figures.values import read_value

COUNT = 7
_BROKEN = re.compile(r"[1-9]\d*(?:\s+\d+)+")
# Seven cells glued have seven digits at least; no row of requests counts a million.
_LONGEST_NUMBER = 6
_WIDEST_GAP = 2


def in_order(values: Sequence[str], total_at: int) -> Sequence[str] | None:
    """The figures of a row that has as many cells as there are applicants, one more that is blank, or one too few.

    Which cell belongs to which applicant is believed only where the row adds up (its total at `total_at`), in one way
    alone; or where nothing stands in any of its cells, or zero. None elsewhere.
    """
    while len(values) > COUNT and not values[-1].strip():
        values = values[:-1]
    if len(values) == COUNT:
        is_empty = len({*map(str.strip, values)}) == 1 and not read_value(values[0], "件").number
        return values if is_empty or _adds_up(values, total_at) else None
    if len(values) == COUNT + 1:
        if {value.strip() for value in values} == {"0"}:
            return values[:COUNT]
        blank = [at for at, value in enumerate(values) if not value.strip()]
        ways = {(*values[:at], *values[at + 1 :]) for at in blank}
        fitting = [way for way in ways if _adds_up(way, total_at)]
        return fitting[0] if len(fitting) == 1 else None
    if 0 < len(values) < COUNT and total_at == COUNT - 1:
        return cut(" ".join(values), COUNT, row_adds_up)
    return None


def is_one_cell(values: Sequence[str]) -> bool:
    """Whether all figures of a row stand in one of its cells: a merged one, or one with more digits than a number has."""
    places = [at for at, value in enumerate(values) if value.strip()]
    filled = [values[at].strip() for at in places]
    if (
        len(set(filled)) != 1
        or places[-1] - places[0] >= len(places)
        or read_value(filled[0], "件").state not in ("number", "unreadable")
    ):
        return False
    return len(filled) > 1 or " " in filled[0] or len(filled[0]) > _LONGEST_NUMBER or filled[0][:2] == "00"


def cut_one_cell(values: Sequence[str], total_at: int) -> Sequence[str] | None:
    """The figures that stand in one cell, where they can be told apart in one way alone; None elsewhere."""
    if total_at != COUNT - 1:
        return None
    return cut(next(value for value in values if value.strip()), COUNT, row_adds_up)


def mended(values: Sequence[str], total_at: int) -> Sequence[str]:
    """The figures of a row, those that a space or a line's end broke joined where the row adds up only so."""
    joined = ["".join(value.split()) if _BROKEN.fullmatch(value.strip()) else value for value in values]
    return joined if joined != list(values) and _adds_up(joined, total_at) else values


def is_pushed(values: Sequence[str], total_at: int) -> bool:
    """Whether figures that are added up do not stand in their places: the total is no sum, or is blank and may stand beside.

    Where little of a row is blank and all else is filled (`has_gap`), a cell was lost rather than a sum made wrong.
    """
    numbers = [read_value(value, "件").number or 0 for value in values]
    if not any(numbers):
        return False
    if values[total_at].strip():
        return not _adds_up(values, total_at)
    beside = numbers[total_at - 1] if total_at else numbers[1]
    return 0 < beside >= sum(numbers) - beside


def has_gap(values: Sequence[str]) -> bool:
    """Whether one or two cells of a row are blank, side by side, and no more: where every zero is left blank there are many."""
    blank = [at for at, value in enumerate(values) if not value.strip()]
    return 0 < len(blank) <= _WIDEST_GAP and blank[-1] - blank[0] < len(blank)


def _adds_up(values: Sequence[str], total_at: int) -> bool:
    read = [read_value(value, "件") for value in values]
    numbers = [0 if value.state == "blank" else value.number for value in read]
    total = numbers.pop(total_at)
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and total is not None and sum(known) == total
