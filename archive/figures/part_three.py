"""Part three of the form of 2019 and 2021: results down, applicants across, and what is wrong with such tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from archive.figures.applicants import cut_one_cell, has_gap, in_order, is_one_cell, is_pushed, mended
from archive.figures.found import Found, Question, Row, distinct
from archive.figures.labels import label_key, nearest
from archive.vocabulary.forms import Indicator, Member, forms

_MOST_LIKELY_HEADINGS = 4
_GROUPS = frozenset({"法人或其他组织", "申请人情况", "申请人类型"})
# What stands over several rows; where it reaches down too far it stands behind a row's own label.
_ROW_GROUPS = frozenset({"本年度办理结果", "不予公开", "无法提供", "不予处理", "其他处理"})
_SUBTOTALS = frozenset({"小计", "合计", "代码", "序号", "编号"})
_LONGEST_UNIT = 1
# 3.其他 comes after it, whether the group beside them is printed or not.
_BEFORE_OTHER = "requests.other.fee_not_paid"
_FIRST, _TOTAL = "natural_person", "total"
_LAST_ROW = "requests.carried_out"


@cache
def _rows() -> dict[str, Indicator]:
    return {label: indicator for indicator in forms().of_part("requests") for label in indicator.labels}


@cache
def _members() -> dict[str, Member]:
    return {label: member for member in forms().applicants for label in member.labels}


class PartThree:
    """Reads rows in order: heading rows say which applicants the columns stand for."""

    def __init__(self) -> None:
        self._columns: dict[int, Member] = {}
        self._names: dict[int, str] = {}
        self._in_heading = False
        self._last = ""
        self._is_over = False

    @property
    def places(self) -> Collection[int]:
        """The columns that hold figures, as far as headings say."""
        return self._columns

    def knows(self, row: Row) -> bool:
        """Whether a label stands in `row` that only this part has."""
        return any(key in _rows() and key not in _members() for key in row.keys)

    def end(self) -> None:
        """Forget the heading: what comes belongs to another part."""
        self._columns, self._names, self._in_heading = {}, {}, False

    def take(self, row: Row, found: Found) -> bool:
        """Read `row` if it is one of this part; returns whether it is."""
        if self._take_heading(row):
            found.begin()
            found.keep(row, row.cells[0], "heading")
            return True
        place = self._label(row)
        indicator = self._indicator(row, place) if place is not None else None
        if place is None or indicator is None:
            return False
        self._in_heading, self._last = False, indicator.key
        self._is_over = self._is_over or indicator.key == _LAST_ROW
        found.keep(row, row.cells[place], "figures")
        self._read(row, place, indicator, found)
        return True

    def _take_heading(self, row: Row) -> bool:
        named = {at: _members()[key] for at, key in enumerate(row.keys) if key in _members()}
        counted = len({member.key for member in named.values()})
        is_group = any(key in _GROUPS for key in row.keys)
        if counted < _MOST_LIKELY_HEADINGS and not is_group:
            return False
        if any(key in _rows() and key not in _members() for key in row.keys):
            return False
        if not self._in_heading:
            self._columns, self._names, self._is_over = {}, {}, False
        self._in_heading = True
        for at, key in enumerate(row.keys):
            if key in _GROUPS or key not in _members():
                # A heading that the form does not have (小计) is a column all the same.
                if key and key not in _GROUPS and at not in self._columns and at > min(named, default=at):
                    self._names[at] = row.cells[at]
                continue
            self._columns[at], self._names[at] = _members()[key], row.cells[at]
        return True

    def _label(self, row: Row) -> int | None:
        """Where the label stands: the last one that the form has, else the last before the figures."""
        labels = [at for at, key in enumerate(row.keys) if key]
        known = [at for at in labels if row.keys[at] in _rows()]
        first = min(self._columns, default=len(row.cells))
        before = [at for at in labels if at < first]
        return known[-1] if known else before[-1] if before else None

    def _indicator(self, row: Row, place: int) -> Indicator | None:
        key = row.keys[place]
        under = [label_key(cell) for cell in distinct(row.cells)]
        known = _rows().get(key)
        if known is None and self._columns:
            known = nearest(key, _rows())
        if self._says_more(row, place):
            return None
        if known is not None and known.under is not None and not self._is_under(known.under, under):
            return None
        # 总计 alone could be a row of any table, and after the form's last row is one of another.
        is_alone = key in _members() and (not self._columns or self._is_over)
        return None if is_alone else known

    def _says_more(self, row: Row, place: int) -> bool:
        """Whether a label of its own stands behind the one that the form has: the row is part of what that asks."""
        first = min(self._columns, default=place)
        behind = {key for key in row.keys[place + 1 : first] if len(key) > _LONGEST_UNIT}
        return bool(behind - _ROW_GROUPS - {row.keys[place]})

    def _is_under(self, group: str, printed: Sequence[str]) -> bool:
        """Whether a row whose label is said elsewhere too stands in its group, or follows the row before it."""
        return group in printed or self._last == _BEFORE_OTHER

    def _read(self, row: Row, label: int, indicator: Indicator, found: Found) -> None:
        place = self._end_of_labels(row, label)
        questions = {
            at: Question(indicator, row.cells[label], self._names[at], member)
            for at, member in self._columns.items()
        }
        if self._is_aligned(row, place):
            self._read_aligned(row, questions, found)
        else:
            self._read_in_order(row, place, self._order(indicator, row.cells[label]), found)

    def _read_aligned(self, row: Row, questions: Mapping[int, Question], found: Found) -> None:
        places = sorted(questions)
        printed = [row.cells[at] for at in places]
        values: Sequence[str] | None = mended(printed, self._total_at())
        if is_one_cell(printed):
            values = cut_one_cell(printed, self._total_at())
        elif has_gap(printed) and is_pushed(printed, self._total_at()):
            values = None
        for number, at in enumerate(places):
            if values is None:
                found.add_unreadable(row, at, questions[at], row.cells[at])
            else:
                found.add(row, at, questions[at], values[number])

    def _read_in_order(self, row: Row, place: int, questions: Sequence[Question], found: Found) -> None:
        printed = row.cells[place + 1 : row.stated]
        values = in_order(printed, self._total_at()) if self._is_order_known() else None
        is_whole = len(self._columns) == len(questions) and place + 1 == min(self._columns)
        is_cut_off = row.is_last and is_whole and questions[0].indicator.key != _LAST_ROW
        if values is None and is_cut_off and len(printed) < len(questions) - 1:
            # The table ends in the middle of the row: what stands in it stands in its place.
            values = printed
        for number, question in enumerate(questions):
            if values is None:
                found.add_unreadable(
                    row, place + 1, question, " ".join(filter(None, map(str.strip, printed)))
                )
            elif number < len(values):
                found.add(row, min(place + 1 + number, len(row.cells) - 1), question, values[number])

    def _end_of_labels(self, row: Row, label: int) -> int:
        """The last column that holds a label: a group that reaches down too far stands behind the row's own."""
        first = min(self._columns, default=label)
        return max([label, *(at for at, key in enumerate(row.keys[:first]) if key)])

    def _is_aligned(self, row: Row, place: int) -> bool:
        """Whether every heading has a cell of the row below it, and no cell stands beside them."""
        if len({member.key for member in self._columns.values()}) != len(forms().applicants):
            return False
        if len(self._columns) != len(forms().applicants) or row.stated <= max(self._columns):
            return False
        first, last = min(self._columns), max(self._columns)
        beside = [row.cells[at] for at in range(place + 1, first)]
        beside += [row.cells[at] for at in range(first, last) if at not in self._names]
        beside += row.cells[last + 1 :]
        return place < first and not any(cell.strip() for cell in beside)

    def _is_order_known(self) -> bool:
        """Whether the columns can only be those of the form: headings there are, and none of them is of another.

        Natural persons behind organisations are a second line of headings that slid below the first.
        """
        # Of two columns under one name the last is the one in the line of all the others.
        last = {self._columns[at].key: at for at in sorted(self._columns)}
        ordered = sorted(last, key=lambda key: last[key])
        others = {label_key(name) for at, name in self._names.items() if at not in self._columns}
        if len(ordered) == len(self._columns) == len(forms().applicants):
            return not {*ordered[: ordered.index(_FIRST)]} - {_TOTAL}
        expected = [member.key for member in forms().applicants if member.key in last]
        return bool(ordered) and ordered == expected and not others - _SUBTOTALS

    def _total_at(self) -> int:
        """Where the total stands among the applicants: last, unless the headings say otherwise."""
        keys = [self._columns[at].key for at in sorted(self._columns)]
        is_whole = len(keys) == len(forms().applicants) and _TOTAL in keys
        return keys.index(_TOTAL) if is_whole else len(forms().applicants) - 1

    def _order(self, indicator: Indicator, label: str) -> list[Question]:
        ordered = [self._columns[at] for at in sorted(self._columns)]
        if not len({member.key for member in ordered}) == len(ordered) == len(forms().applicants):
            ordered = list(forms().applicants)
        return [Question(indicator, label, member.zh, member) for member in ordered]
