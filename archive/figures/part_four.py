"""Part four of the form of 2019 and 2021: outcomes across, once for each kind of dispute, and one row of figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from archive.figures.applicants import has_gap, is_one_cell, is_pushed
from archive.figures.found import Found, Question, Row, distinct
from archive.figures.glued import cut, outcomes_add_up
from archive.text import fold
from archive.vocabulary.forms import Indicator, forms

_OUTCOMES = 5
_LONGEST_WORD = 3
# What a heading over both kinds of litigation says; it does not tell them apart.
_LITIGATION = "行政诉讼"
_REVIEW = "行政复议"
_TOTALS = frozenset({"总计", "合计"})
_NUMBER = re.compile(r"\d")


@cache
def _questions() -> dict[tuple[str, str], Indicator]:
    return forms().by_row_and_column("disputes")


@cache
def _groups() -> frozenset[str]:
    return frozenset(group for group, _ in _questions())


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(outcome for _, outcome in _questions())


class PartFour:
    """Reads rows in order: headings name a kind of dispute and an outcome for every column."""

    def __init__(self) -> None:
        self._groups: dict[int, str] = {}
        self._outcomes: dict[int, str] = {}
        self._is_read = False

    def knows(self, row: Row) -> bool:
        """Whether a heading of this part stands in `row`."""
        return any(key in _groups() for key in row.keys)

    def end(self) -> None:
        """Forget the headings: what comes belongs to another part."""
        self._groups, self._outcomes, self._is_read = {}, {}, False

    @property
    def places(self) -> Collection[int]:
        """The columns that hold figures, as far as headings say."""
        return self._outcomes

    def take(self, row: Row, found: Found) -> bool:
        """Read `row` if it is one of this part; returns whether it is."""
        if self._take_heading(row):
            found.begin()
            found.keep(row, row.cells[0], "heading")
            return True
        if len(self._outcomes) < _OUTCOMES or self._is_read or not self._has_figures(row):
            return False
        if self._is_numbering(row):
            found.keep(row, row.cells[0], "heading")
            return True
        self._is_read = True
        found.keep(row, "", "figures")
        self._read(row, found)
        return True

    def _has_figures(self, row: Row) -> bool:
        """Whether what stands below the headings can be figures, or words in their place, and no label."""
        keys = [row.keys[at] if at < len(row.keys) else "" for at in self._outcomes]
        return len(row.cells) > min(self._outcomes) and max(map(len, keys)) <= _LONGEST_WORD

    def _is_numbering(self, row: Row) -> bool:
        """Whether the row numbers the columns, or says how they are added up (5=1+2+3+4)."""
        printed = [row.cells[at].strip() for at in sorted(self._outcomes) if at < len(row.cells)]
        numbering = [str(number) for number in range(1, len(printed) + 1)]
        return printed == numbering or "=" in fold("".join(printed))

    def _is_certain(self, row: Row) -> bool:
        """Whether every column has one kind of dispute and one outcome, the row has them all, and it is the only one."""
        places = sorted(self._outcomes)
        kinds: dict[str, list[str]] = {}
        for at in places:
            kinds.setdefault(self._groups.get(at, ""), []).append(self._outcomes[at])
        # Litigation of one kind named and of another not: a heading slid over its neighbour.
        is_slid = any(kind not in _groups() for kind in kinds) and bool({*kinds} & _groups() - {_REVIEW})
        is_whole = all(len(said) == len(set(said)) == _OUTCOMES for said in kinds.values())
        before = zip(row.cells[: places[0]], row.keys[: places[0]], strict=True)
        is_pushed = any(cell.strip() for cell in row.cells[places[-1] + 1 :]) or any(
            _NUMBER.search(cell) and not key for cell, key in before
        )
        is_in_place = row.stated > places[-1] and not is_pushed
        return is_whole and is_in_place and not is_slid and not self._is_one_of_several(row)

    def _lost_a_cell(self, printed: Sequence[str]) -> bool:
        """Whether the figures of several kinds are none of one row, or those of one are not and cells are blank."""
        kinds: dict[str, list[tuple[str, str]]] = {}
        for at, value in zip(sorted(self._outcomes), printed, strict=False):
            kinds.setdefault(self._groups.get(at, ""), []).append((self._outcomes[at], value))
        pushed = [said for said in kinds.values() if _is_pushed(said)]
        return len(pushed) > 1 or (bool(pushed) and has_gap(printed))

    def _is_one_of_several(self, row: Row) -> bool:
        """Whether another row of figures stands below the same headings: one for each year, or each body."""
        for number in range(row.number + 1, len(row.table.rows)):
            other = Row(row.table, row.table_number, number)
            if any(key in _groups() for key in other.keys):
                return False
            filled = [at for at in self._outcomes if _NUMBER.search(other.cells[at])]
            if len(filled) > 1 and not any(other.keys[at] for at in filled):
                return True
        return False

    def _read(self, row: Row, found: Found) -> None:
        places = [at for at in sorted(self._outcomes) if at < len(row.cells)]
        printed = [row.cells[at] for at in places]
        values: Sequence[str] | None = printed
        if not self._is_certain(row):
            values = None
        elif is_one_cell(printed):
            values = cut(distinct(printed)[0], len(places), outcomes_add_up)
        elif self._lost_a_cell(printed):
            values = None
        for number, at in enumerate(places):
            indicator = _questions().get((self._groups.get(at, ""), self._outcomes[at]))
            if indicator is None:
                continue
            question = Question(indicator, self._groups[at], self._outcomes[at])
            if values is None:
                found.add_unreadable(row, at, question, row.cells[at])
            else:
                found.add(row, at, question, values[number])

    def _take_heading(self, row: Row) -> bool:
        groups = {at: key for at, key in enumerate(row.keys) if key in _groups() or key == _LITIGATION}
        outcomes = {at: key for at, key in enumerate(row.keys) if key in _outcomes()}
        if not groups and len(outcomes) < _OUTCOMES:
            return False
        if self._is_read:
            self.end()
        self._groups.update(
            {at: key for at, key in groups.items() if key != _LITIGATION or at not in self._groups}
        )
        self._outcomes.update(outcomes)
        return True


def _is_pushed(said: Sequence[tuple[str, str]]) -> bool:
    totals = [at for at, (outcome, _) in enumerate(said) if outcome in _TOTALS]
    return len(totals) == 1 and is_pushed([value for _, value in said], totals[0])
