"""What the archive does not have, counted by the reason that is known, each with the rows that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from archive.database import Connection
from archive.vocabulary import gazetteer
from archive.web.coverage.portal_health import Overview

# The marks and conditions of portals that are a reason, and how the health page lists them.
_PORTAL_REASONS = (
    "disabled",
    "never",
    "never_walked",
    "blocked",
    "failed",
    "empty",
    "partial",
    "unfinished",
    "held_back",
)
# Kinds of issue under which something was met and not taken in.
_ISSUE_KINDS = (
    "unreadable", "reader_failed", "text_lost", "no_bureau", "no_report_year", "not_fetched", "template_change",
)  # fmt: skip
_ATTACHMENTS = """
select coalesce(reason, status) as why, reading, count(*) as count from attachment
where reading = 'unreadable' or status in ('missing', 'failed', 'refused', 'pending') group by 1, 2 order by count desc
"""
_ISSUES = f"""
select kind as why, count(*) as count from issue where kind in ({",".join("?" * len(_ISSUE_KINDS))}) group by kind
"""  # noqa: S608
_UNDATED = "select count(*) from report where published_on is null"
_UNREAD_ROWS = "select count(*) from list_row where read_fetch_id is null"
_OWED = "select state as why, count(*) as count from obligation where state in ('missing', 'not_collected') group by state"
_PORTAL_PLACES = "select distinct division_code from portal"


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason: its name, how many times it is met, and the address of the rows, relative to the site."""

    reason: str
    count: int
    path: str


# A published copy does not change while it is served, and each is served by a Database of its own.
_counted: WeakKeyDictionary[Any, dict[str, list[Gap]]] = WeakKeyDictionary()


async def gaps(database: Any, health: Overview) -> dict[str, list[Gap]]:
    """Every reason that is met, by what is lacking: `owed`, `portals`, `files` and `reports`."""
    counted = _counted.get(database)
    if counted is None:
        # Each large table is read once for each copy, outside the time limits for what a reader asks.
        counted = await database.execute_fn(_count)
        if not database.is_mutable:
            _counted[database] = counted
    portals = [
        Gap(f"portal_{kind}", health.counts[kind], f"/-/health?{urlencode({'kind': kind})}")
        for kind in _PORTAL_REASONS
        if health.counts[kind]
    ]
    return {
        "owed": counted["owed"],
        "portals": [*portals, *counted["places"]],
        "files": counted["files"],
        "reports": counted["reports"],
    }


def _count(connection: Connection) -> dict[str, list[Gap]]:
    owed = [
        Gap(f"owed_{row['why']}", row["count"], _table("obligation", state=row["why"]))
        for row in connection.execute(_OWED)
    ]
    files = [
        Gap(
            f"{'unreadable' if row['reading'] else 'attachment'}_{row['why']}",
            row["count"],
            _table(
                "attachment",
                **(
                    {"reading": "unreadable", "reason": row["why"]}
                    if row["reading"]
                    else {"status": row["why"]}
                ),
            ),
        )
        for row in connection.execute(_ATTACHMENTS)
    ]
    issues = [
        Gap(f"issue_{row['why']}", row["count"], _table("issue", kind=row["why"]))
        for row in connection.execute(_ISSUES, _ISSUE_KINDS)
    ]
    single = [
        Gap("undated", _one(connection, _UNDATED), _table("report", published_on__isnull="1")),
        Gap("unread_rows", _one(connection, _UNREAD_ROWS), _table("list_row", read_fetch_id__isnull="1")),
    ]
    described = {row[0] for row in connection.execute(_PORTAL_PLACES)}
    undescribed = sum(place.division_code not in described for place in gazetteer().all())
    return {
        "owed": owed,
        "places": [Gap("no_portal", undescribed, "/archive/portal")],
        "files": files,
        "reports": [gap for gap in single if gap.count] + issues,
    }


def _one(connection: Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _table(name: str, **filters: str) -> str:
    return f"/archive/{name}?{urlencode(filters)}"
