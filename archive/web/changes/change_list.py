"""The changes that an address asks for, newest first: their rows, how many of each kind, and what became of the figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote, urlencode

from archive.dates import BEIJING, day_in_china
from archive.web.coverage.owed import place_condition, place_named
from archive.web.paging import last_page, page_number

# The kinds of the address; `figures` is the part of `revised` in which a cell of the tables changed.
KINDS = ("new", "revised", "figures", "taken_down", "reappeared", "rendition")
SIZE = 50
_FIGURES_SHOWN = 5
_IDS = """
select c.id from "change" c{join} where {where} order by c.observed_at desc, c.id desc limit :limit offset :offset
"""
_COUNTS = """select c.kind, c.differs, count(*) as count from "change" c{join} where {where} group by c.kind, c.differs"""
_ROWS = """
select c.id, c.kind, c.differs, c.observed_at, r.key, r.title, r.bureau, r.report_year, r.report_type,
  b.key as bureau_key, v.number
from "change" c join report r on r.id = c.report_id join bureau b on b.id = r.bureau_id join revision v on v.id = c.revision_id
where c.id in ({ids}) order by c.observed_at desc, c.id desc
"""
# A cell that is printed twice gives a row for each pair: told once.
_FIGURES = """
with found as (
  select distinct change_id, indicator, indicator_zh, indicator_en, dimension, dimension_zh, dimension_en, before_raw, after_raw
  from figure_change where change_id in ({ids})
),
placed as (
  select found.*, row_number() over (partition by change_id order by i.position, coalesce(a.position, 0)) as place,
    count(*) over (partition by change_id) as count
  from found join indicator i on i.key = found.indicator left join applicant a on a.key = found.dimension
)
select * from placed where place <= :shown order by change_id, place
"""
_BUREAU = "select id, name from bureau where key = :bureau"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address of the changes asks for; `is_bad_day`: its first day is none, and is not used."""

    kind: str | None
    place: str | None
    bureau: str | None
    since: str | None
    page: int
    is_bad_day: bool = False
    language: str | None = None

    def query_string(self, **changes: Any) -> str:
        """The same with other values, as the part of an address behind the `?`, from its first page unless one is named."""
        other = replace(self, **({"page": 1} | changes))
        stated = {name: getattr(other, name) for name in ("kind", "place", "bureau", "since")}
        stated |= {"page": other.page if other.page > 1 else None, "lang": other.language}
        return urlencode([(name, value) for name, value in stated.items() if value])


@dataclass(frozen=True, slots=True)
class Found:
    """One page of changes and its number, how many there are of each kind, and the figures of each with how many changed."""

    rows: list[Any]
    counts: dict[str, int]
    all_count: int
    total: int
    page: int
    figures: dict[int, tuple[list[Any], int]]
    bureau_name: str | None
    place_name: str | None

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return last_page(self.total, SIZE)


def read_asked(arguments: Any) -> Asked:
    """The changes that the parameters of a request ask for."""
    stated = {
        name: (arguments.get(name) or "").strip() or None for name in ("kind", "place", "bureau", "since")
    }
    since, is_bad = stated.pop("since"), False
    try:
        if since:
            since = date.fromisoformat(since).isoformat()
            _start_of(since)
    # The first day of the calendar begins in Beijing before there is a time in UTC.
    except (ValueError, OverflowError):
        since, is_bad = None, True
    return Asked(
        **stated, since=since, page=page_number(arguments), is_bad_day=is_bad, language=arguments.get("lang")
    )


async def find(database: Any, asked: Asked) -> Found:
    """The page of changes asked for; a kind, place or bureau that is not known has none."""
    bureau = (await database.execute(_BUREAU, {"bureau": asked.bureau})).first() if asked.bureau else None
    place = await place_named(database, asked.place) if asked.place else None
    join, where, parameters = _conditions(asked, bureau)
    counted = (await database.execute(_COUNTS.format(join=join, where=where), parameters)).rows
    counts = {kind: sum(row["count"] for row in counted if row[_column_of(kind)] == kind) for kind in KINDS}
    all_count = sum(row["count"] for row in counted)
    total = counts.get(asked.kind, 0) if asked.kind else all_count
    page = min(asked.page, last_page(total, SIZE))
    ids: list[int] = []
    if total:
        of_kind = f"c.{_column_of(asked.kind)} = :kind" if asked.kind else "1"
        sql = _IDS.format(join=join, where=f"{where} and {of_kind}")
        limits = {"kind": asked.kind, "limit": SIZE, "offset": (page - 1) * SIZE}
        ids = [row["id"] for row in (await database.execute(sql, parameters | limits)).rows]
    marks = ",".join(map(str, ids))
    rows = (await database.execute(_ROWS.format(ids=marks))).rows if ids else []
    with_figures = ",".join(str(row["id"]) for row in rows if row["differs"] == "figures")
    figures = await _figures(database, with_figures) if with_figures else {}
    return Found(
        rows,
        counts,
        all_count,
        total,
        page,
        figures,
        bureau["name"] if bureau else None,
        place[1] if place else None,
    )


def day_of(row: Any) -> str:
    """The day of a change in Beijing."""
    return day_in_china(row["observed_at"]).isoformat()


def kind_of(row: Any) -> str:
    """What a change is called: its kind, and of a revision whether figures or only words differ."""
    if row["kind"] == "revised":
        return str(row["differs"] or "text")
    return str(row["kind"])


def path_of(row: Any) -> str:
    """The page that shows a change: the revision with what differs, the evidence of a removal, or the report."""
    report = f"/-/report/{quote(row['key'])}"
    if row["kind"] == "revised":
        return f"{report}/revision/{row['number']}#changes"
    return f"{report}#removals" if row["kind"] in ("taken_down", "reappeared") else report


def _conditions(asked: Asked, bureau: Any) -> tuple[str, str, dict[str, Any]]:
    """The join, the conditions and their values, of everything but the kind."""
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    if asked.place:
        conditions.append(place_condition(asked.place, "r"))
        parameters["place"] = asked.place
    if asked.bureau:
        conditions.append("r.bureau_id = :bureau")
        parameters["bureau"] = bureau["id"] if bureau else None
    join = " join report r on r.id = c.report_id" if conditions else ""
    if asked.since:
        conditions.append("c.observed_at >= :since")
        parameters["since"] = _start_of(asked.since).isoformat()
    return join, " and ".join(conditions) or "1", parameters


def _start_of(day: str) -> datetime:
    """The moment at which a day begins in Beijing, in UTC; raises OverflowError where UTC has no such time."""
    return datetime.combine(date.fromisoformat(day), time(), BEIJING).astimezone(UTC)


def _column_of(kind: str) -> str:
    """The column of `change` that states a kind of the address."""
    return "differs" if kind == "figures" else "kind"


async def _figures(database: Any, ids: str) -> dict[int, tuple[list[Any], int]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in (await database.execute(_FIGURES.format(ids=ids), {"shown": _FIGURES_SHOWN})).rows:
        found[row["change_id"]].append(row)
    return {change: (rows, rows[0]["count"]) for change, rows in found.items()}
