"""What the archive does not have, counted by the reason that is known, each with the rows that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from archive.database import Connection
from archive.vocabulary import gazetteer
from archive.web.health.portal_health import Overview
from archive.web.kept import OfEachCopy

# The marks and conditions of portals that are a reason, and how the health page lists them.
PORTAL_KINDS = (
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
ISSUE_KINDS = (
    "unreadable", "reader_failed", "text_lost", "no_bureau", "no_report_year", "not_fetched", "template_change",
)  # fmt: skip
# A file that was read once and has vanished since keeps what its reading came to: of one that is not kept, only its status counts.
_ATTACHMENTS = """
select status, case status when 'kept' then reason end as reason, count(*) as count from attachment
where status <> 'kept' or reading = 'unreadable' and reason is not null group by 1, 2 order by count desc
"""
_ISSUES = f"""
select kind as why, count(*) as count from issue where kind in ({",".join("?" * len(ISSUE_KINDS))}) group by kind
"""  # noqa: S608
_UNDATED = "select count(*) from report where published_on is null"
_UNREAD_ROWS = "select count(*) from list_row where read_fetch_id is null"
_OWED = "select state as why, count(*) as count from obligation where state in ('missing', 'not_collected') group by state"
_PORTAL_PLACES = "select distinct division_code from portal"


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason: its name, as in the labels `gap_…`, how many times it is met, and the address of the rows in this site."""

    reason: str
    count: int
    path: str


async def gaps(database: Any, health: Overview) -> dict[str, list[Gap]]:
    """Every reason that is met, by what is lacking: `owed`, `portals`, `files` and `reports`."""
    counted = await _COUNTED.get(database)
    portals = [
        Gap(f"portal_{kind}", health.counts[kind], f"/-/health?{urlencode({'kind': kind})}")
        for kind in PORTAL_KINDS
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
    files = [_of_attachments(row) for row in connection.execute(_ATTACHMENTS)]
    issues = [
        Gap(f"issue_{row['why']}", row["count"], _table("issue", kind=row["why"]))
        for row in connection.execute(_ISSUES, ISSUE_KINDS)
    ]
    single = [
        Gap("undated", _one(connection, _UNDATED), _table("report", published_on__isnull="1")),
        Gap("unread_rows", _one(connection, _UNREAD_ROWS), _table("list_row", read_fetch_id__isnull="1")),
    ]
    described = {row[0] for row in connection.execute(_PORTAL_PLACES)}
    undescribed = sum(place.division_code not in described for place in gazetteer().all())
    places = [Gap("no_portal", undescribed, "/archive/portal")]
    return {
        "owed": owed,
        "places": _met(places),
        "files": files,
        "reports": _met(single) + issues,
    }


def _of_attachments(row: Any) -> Gap:
    """Files of one status; of those that are kept, files that could not be read for one reason."""
    if row["status"] == "kept":
        rows = _table("attachment", status="kept", reading="unreadable", reason=row["reason"])
        return Gap(f"unreadable_{row['reason']}", row["count"], rows)
    return Gap(f"attachment_{row['status']}", row["count"], _table("attachment", status=row["status"]))


def _met(found: list[Gap]) -> list[Gap]:
    return [gap for gap in found if gap.count]


def _one(connection: Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _table(name: str, **filters: str) -> str:
    return f"/archive/{name}?{urlencode(filters)}"


# Each large table is read as a whole.
_COUNTED = OfEachCopy(_count)
