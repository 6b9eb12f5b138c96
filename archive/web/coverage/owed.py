"""What is owed and what is held, counted by place and year from the table `obligation`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from archive.database import Connection
from archive.vocabulary import gazetteer

# Every state of an obligation in the order of the legend, with a sign that needs no colour.
SIGNS = {"on_time": "✓", "late": "!", "undated": "~", "off_portal": "↓", "missing": "✕", "not_collected": "?"}
# In these the report is in the archive; in the two others it is not.
HELD = ("on_time", "late", "undated", "off_portal")
USUAL_TYPE = "disclosure_annual"
# In addresses: bureaus whose place is not known.
NO_PLACE = "unknown"
# Up to so many places are listed at once; more are told by province first.
MOST_PLACES = 100

_TYPES = "select distinct report_type from obligation order by report_type"
_PLACE_COUNT = "select count(*) from (select distinct division_code, place from bureau)"
_BY_PROVINCE = """
select substr(b.division_code, 1, 2) as area, o.report_year, o.state, count(*) as count, null as name
from obligation o join bureau b on b.id = o.bureau_id where o.report_type = :type group by 1, 2, 3
"""
# The bureaus of a province are few: from them to what each owes, never over the whole ledger.
_BY_PLACE = """
with owing as materialized (select id, division_code, place from bureau where {where})
select b.division_code as area, o.report_year, o.state, count(*) as count, max(b.place) as name
from owing b cross join obligation o on o.bureau_id = b.id and o.report_type = :type group by 1, 2, 3
"""
_OF_PLACE = """
with owing as materialized (select * from bureau where {where})
select o.id, o.bureau_id, o.report_type, o.report_year, o.state, o.reason, o.is_soft, o.due_on, b.key, b.key as bureau_key, b.name, b.kind, b.place,
  b.division_code, r.key as report_key
from owing b cross join obligation o on o.bureau_id = b.id and o.report_type = :type left join report r on r.id = o.report_id
order by b.division_code, case b.kind when 'government' then 1 when 'department' then 2 when 'township' then 3 else 4 end,
  b.key, o.report_year
"""
# The sentences that `archive.nights.obligations` writes about a report that is not here.
_REASONS = {
    "imported": re.compile(r"its other reports were imported from files"),
    "not_walked": re.compile(r"(?P<portals>.+) not walked to the end of its lists since"),
    "not_listed": re.compile(r"not listed on (?P<portals>.+), walked to the end on (?P<day>\d{4}-\d\d-\d\d)"),
}
_KNOWN_PLACE = "select division_code, place from bureau where {where} limit 1"


@dataclass(slots=True)
class Line:
    """One row of a matrix: an area with the states of what its bureaus owe, counted by year."""

    area: str | None
    name: str | None
    years: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, year: int, state: str, count: int) -> None:
        """Count so many in that state more."""
        self.years.setdefault(year, Counter())[state] += count

    @property
    def total(self) -> Counter[str]:
        """The states of all years together."""
        return sum(self.years.values(), Counter())


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report is not here: the sentence of the ledger, its kind, the portals it names and the day it does."""

    text: str
    kind: str | None = None
    portals: tuple[str, ...] = ()
    walked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole ledger of one type of report: the types there are, how many places, and a line for each province."""

    types: tuple[str, ...]
    chosen: str
    place_count: int
    provinces: tuple[Line, ...]


# A published copy does not change while it is served, and each is served by a Database of its own.
_overviews: WeakKeyDictionary[Any, dict[str, Overview]] = WeakKeyDictionary()


def held(states: Mapping[str, int]) -> int:
    """How many of these the archive holds."""
    return sum(states.get(state, 0) for state in HELD)


def owed(states: Mapping[str, int]) -> int:
    """How many of these are owed."""
    return sum(states.values())


def together(lines: Iterable[Line]) -> Line:
    """The sum of the lines."""
    summed = Line(None, None)
    for line in lines:
        for year, states in line.years.items():
            summed.years.setdefault(year, Counter()).update(states)
    return summed


async def overview(database: Any, wanted: str | None) -> Overview:
    """The ledger by province, of reports of the `wanted` type; without one, of annual disclosure reports where there are any."""
    known = {} if database.is_mutable else _overviews.setdefault(database, {})
    if (wanted or "") not in known:
        # Time limits are for what a reader can ask for; this is asked once for each copy.
        found = await database.execute_fn(lambda connection: _overview(connection, wanted))
        if wanted and wanted not in found.types:
            return found  # type: ignore[no-any-return]
        known[wanted or ""] = found
    return known[wanted or ""]


def _overview(connection: Connection, wanted: str | None) -> Overview:
    types = tuple(row[0] for row in connection.execute(_TYPES))
    usual = USUAL_TYPE if USUAL_TYPE in types or not types else types[0]
    chosen = wanted or usual
    rows = connection.execute(_BY_PROVINCE, {"type": chosen}).fetchall()
    place_count = connection.execute(_PLACE_COUNT).fetchone()[0]
    return Overview(types, chosen, place_count, tuple(_lines(rows, province_name)))


async def places(database: Any, report_type: str, province: str | None) -> list[Line]:
    """A line for each place of a province, or of the country, in administrative order; what has no place comes last."""
    where = "substr(division_code, 1, 2) = :province" if province else "1"
    sql = _BY_PLACE.format(where=where)
    rows = (await database.execute(sql, {"type": report_type, "province": province})).rows
    return _lines(rows, place_name)


async def place_named(database: Any, asked: str) -> tuple[str | None, str | None] | None:
    """The division code and the name of the place asked for by either; None where no bureau is filed there."""
    row = (await database.execute(_KNOWN_PLACE.format(where=_where(asked)), {"place": asked})).first()
    if row is None:
        return None
    code = row["division_code"]
    return code, row["place"] or (place_name(code, None) if code else None)


async def rows_of_place(database: Any, report_type: str, asked: str) -> list[Any]:
    """What each bureau of a place owes: the rows of `obligation` with the bureau's key and name, and the report's key."""
    sql = _OF_PLACE.format(where=_where(asked))
    return (await database.execute(sql, {"type": report_type, "place": asked})).rows  # type: ignore[no-any-return]


def reason_of(text: str) -> Reason:
    """Why a report is not here, out of the sentence of `obligation.reason`; one of another wording keeps its text alone."""
    for kind, pattern in _REASONS.items():
        if found := pattern.fullmatch(text):
            stated = found.groupdict()
            return Reason(
                text, kind, tuple(filter(None, (stated.get("portals") or "").split(", "))), stated.get("day")
            )
    return Reason(text)


def province_name(code: str | None, _: str | None = None) -> str | None:
    """The name of a province by the first two digits of its codes; the digits themselves where it is not known."""
    found = gazetteer().place(f"{code}0000") if code else None
    return found.name if found else code


def place_name(code: str | None, stated: str | None) -> str | None:
    """The name of a place: as the archive files it, or by its code, or the code itself."""
    known = gazetteer().place(code) if code and not stated else None
    return stated or (known.name if known else code)


def _where(asked: str) -> str:
    if asked == NO_PLACE:
        return "division_code is null"
    return "division_code = :place" if asked.isascii() and asked.isdigit() else "place = :place"


def _lines(rows: Iterable[Any], name: Any) -> list[Line]:
    found: dict[str | None, Line] = {}
    for row in rows:
        line = found.setdefault(row["area"], Line(row["area"], None))
        line.name = line.name or row["name"]
        line.add(row["report_year"], row["state"], row["count"])
    for line in found.values():
        line.name = name(line.area, line.name)
    return sorted(found.values(), key=lambda line: (line.area is None, line.area or ""))
