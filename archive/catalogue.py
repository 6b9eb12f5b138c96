"""What a search narrows and counts by, in memory: place, bureau, year, type and states of every report, newest first.

SQLite needs tens of milliseconds for each count over 100,000 reports, and a page of results has dozens; here a set of
reports is one number with a byte for each report, and both narrowing and counting are arithmetic on such numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress, islice
from typing import Any

from archive.database import Connection

# A set of reports: byte n is 1 where the n-th newest report is in it.
Mask = int
COLUMNS = ("place", "bureau", "report_year", "report_type")
# What a search can ask of reports, beside words and the values of columns: each a condition on the row `r` of one.
STATES = {
    "figures": "exists (select 1 from indicator_value v where v.revision_id = r.current_revision_id)",
    "late": "coalesce(r.days_late > 0, 0)",
    "broken_sums": "r.current_revision_id in (select revision_id from check_result where verdict = 'fail' and is_hard = 1)",
    "changed": """exists (select 1 from "change" c where c.report_id = r.id and c.differs is not null)""",
    "off_portal": "r.status = 'off_portal'",
}
# When a report was filed, changed or taken down last.
UPDATED_AT = """coalesce(
    (select max(c.observed_at) from "change" c where c.report_id = r.id and c.kind <> 'rendition'), r.first_seen_at)"""
_READ = {
    "id": "r.id",
    "is_dated": "r.published_on is not null",
    "updated_at": UPDATED_AT,
    **{name: f"r.{name}" for name in COLUMNS},
    **STATES,
}
_ROWS = f"select {', '.join(_READ.values())} from report r order by r.published_on desc nulls last, r.id desc"  # noqa: S608


class Catalogue:
    """All reports of one state of the archive; to be made anew where rows have changed."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(_ROWS).fetchall()
        columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(_READ)
        read = dict(zip(_READ, columns, strict=True))
        self._ids = read["id"]
        self._places = {report_id: at for at, report_id in enumerate(self._ids)}
        self._values = {name: _shared(read[name]) for name in COLUMNS}
        self._dated = _mask(read["is_dated"])
        self._states = {name: _mask(read[name]) for name in STATES}
        self._by_update = sorted(range(len(rows)), key=read["updated_at"].__getitem__, reverse=True)
        self.everything = _mask([True] * len(rows))

    def of_ids(self, ids: Iterable[int]) -> Mask:
        """The reports with these ids."""
        marks = bytearray(len(self._ids) + 1)
        place, nowhere = self._places.get, len(self._ids)
        for report_id in ids:
            marks[place(report_id, nowhere)] = 1
        return int.from_bytes(marks[:-1], "little")

    def where(self, column: str, value: str | int) -> Mask:
        """The reports whose `column` holds `value`."""
        return _mask([held == value for held in self._values[column]])

    def in_state(self, name: str) -> Mask:
        """The reports of which that state is true; none for a state that is not known."""
        return self._states.get(name, 0)

    def counts(self, column: str, among: Mask) -> Counter[str | int]:
        """How many of these reports hold each value of `column`."""
        counted = Counter(compress(self._values[column], self._marks(among)))
        del counted[None]
        return counted

    def newest(self, among: Mask) -> list[int]:
        """The ids of these reports by day of publication, the newest first and those without a day last."""
        return list(compress(self._ids, self._marks(among)))

    def oldest(self, among: Mask) -> list[int]:
        """The ids of these reports by day of publication, the oldest first and those without a day last."""
        return self.newest(among & self._dated)[::-1] + self.newest(among & ~self._dated)

    def last_updated(self, among: Mask, limit: int) -> list[int]:
        """The ids of the reports that were filed, changed or taken down last."""
        marks = self._marks(among)
        return [self._ids[at] for at in islice((at for at in self._by_update if marks[at]), limit)]

    def _marks(self, among: Mask) -> bytes:
        return among.to_bytes(len(self._ids), "little")


def count(among: Mask) -> int:
    """How many reports a set holds."""
    return among.bit_count()


def _shared(values: Sequence[Any]) -> list[Any]:
    """The same values, each kept once: a place is the place of thousands of reports."""
    known: dict[Any, Any] = {}
    return [known.setdefault(value, value) for value in values]


def _mask(marks: Sequence[object]) -> Mask:
    return int.from_bytes(bytes(map(bool, marks)), "little")
