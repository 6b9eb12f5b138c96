"""What is owed and what is held, counted by place and year from the table `obligation`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.database import Connection
from archive.vocabulary import gazetteer
from archive.web.kept import OfEachCopy

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
select o.bureau_id, o.report_type, o.report_year, o.state, o.reason, o.is_soft, b.key as bureau_key, b.name, r.key as report_key
from owing b cross join obligation o on o.bureau_id = b.id and o.report_type = :type left join report r on r.id = o.report_id
order by b.division_code, case b.kind when 'government' then 1 when 'department' then 2 when 'township' then 3 else 4 end,
  b.key, o.report_year
"""
# The sentences that `archive.nights.obligations` writes about a report that is not here.
_REASONS = {
    "imported": re.compile(r"its other reports were imported from files"),
    "not_walked": re.compile(r"(?P<portals>.+) not walked to the end of its lists since"),
    "not_read": re.compile(r"listed on (?P<portals>.+) and could not be read"),
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


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What was read of the ledger of one copy: its types, how many places, and the provinces of each type looked at so far."""

    types: tuple[str, ...]
    place_count: int
    provinces: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    @property
    def usual(self) -> str:
        """The type that is shown where none is asked for."""
        return USUAL_TYPE if USUAL_TYPE in self.types or not self.types else self.types[0]


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
    # Time limits are for what a reader can ask for; these are asked once for each copy, and once for each type that it has.
    ledger = await _LEDGERS.get(database)
    chosen = wanted or ledger.usual
    if chosen in ledger.types and chosen not in ledger.provinces:
        ledger.provinces[chosen] = await database.execute_fn(
            lambda connection: _provinces(connection, chosen)
        )
    return Overview(ledger.types, chosen, ledger.place_count, ledger.provinces.get(chosen, ()))


def _ledger(connection: Connection) -> _Ledger:
    types = tuple(row[0] for row in connection.execute(_TYPES))
    return _Ledger(types, connection.execute(_PLACE_COUNT).fetchone()[0])


_LEDGERS = OfEachCopy(_ledger)


def _provinces(connection: Connection, report_type: str) -> tuple[Line, ...]:
    return tuple(_lines(connection.execute(_BY_PROVINCE, {"type": report_type}), province_name))


async def places(database: Any, report_type: str, province: str | None) -> list[Line]:
    """A line for each place of a province, or of the country, in administrative order; what has no place comes last."""
    where = "substr(division_code, 1, 2) = :province" if province else "1"
    sql = _BY_PLACE.format(where=where)
    rows = (await database.execute(sql, {"type": report_type, "province": province})).rows
    return _lines(rows, place_name)


async def place_named(database: Any, asked: str) -> tuple[str | None, str | None] | None:
    """The division code and the name of the place asked for by either; None where no bureau is filed there."""
    sql = _KNOWN_PLACE.format(where=place_condition(asked, "bureau"))
    row = (await database.execute(sql, {"place": asked})).first()
    if row is None:
        return None
    code = row["division_code"]
    return code, row["place"] or (place_name(code, None) if code else None)


async def rows_of_place(database: Any, report_type: str, asked: str) -> list[Any]:
    """What each bureau of a place owes: the rows of `obligation` with the bureau's key and name, and the report's key."""
    sql = _OF_PLACE.format(where=place_condition(asked, "bureau"))
    return (await database.execute(sql, {"type": report_type, "place": asked})).rows  # type: ignore[no-any-return]


def place_condition(asked: str, table: str) -> str:
    """The SQL, with `:place`, that is true of the rows of a table which are of the place asked for.

    Arguments: `asked` a division code, a name, or NO_PLACE; `table` its name or alias, which has `division_code` and `place`.
    """
    if asked == NO_PLACE:
        return f"{table}.division_code is null"
    column = "division_code" if asked.isascii() and asked.isdigit() else "place"
    return f"{table}.{column} = :place"


def lacking(rows: Iterable[Any]) -> list[Any]:
    """The rows of the ledger whose report is not in the archive."""
    return [row for row in rows if row["state"] not in HELD]


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


def _lines(rows: Iterable[Any], name: Any) -> list[Line]:
    found: dict[str | None, Line] = {}
    for row in rows:
        line = found.setdefault(row["area"], Line(row["area"], None))
        line.name = line.name or row["name"]
        line.add(row["report_year"], row["state"], row["count"])
    for line in found.values():
        line.name = name(line.area, line.name)
    return sorted(found.values(), key=lambda line: (line.area is None, line.area or ""))
