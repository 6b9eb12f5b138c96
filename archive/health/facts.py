"""What `archive.health.judgement` judges, read from the archive's folder without changing anything in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.database import Connection, connect_read_only, sqlite3
from archive.errors import StoreError
from archive.health import heartbeat
from archive.health.heartbeat import Heartbeat
from archive.health.judgement import Facts, PortalFacts, Run
from archive.ingest import ARCHIVE_FILE
from archive.lock import LOCK_FILE
from archive.publish import PUBLIC_FILE

# Enough for eight weekly full walks, which say what is usual.
_RUNS = 60
_UNREAD_WITHIN = timedelta(days=7)
Faults = tuple[tuple[str, Mapping[str, str]], ...]

# A run that only the snapshots remember (`reparse` into a new file) has no version: how it ended is not known.
_RUN_ROWS = """
select portal_id, started_at, finished_at, outcome, cause, message, listed_count, {walk} as walk from (
  select *, row_number() over (partition by portal_id order by id desc) as place from crawl_run where program_version <> ''
) where place <= :runs order by portal_id, place
"""
# Each large table is read once, whatever the number of portals.
_PORTAL_ROWS = """
with reports as (select portal_id, count(*) as held from report group by portal_id),
issues as (
  select portal_id, count(*) as open, count(*) filter (where kind in ('unreadable', 'reader_failed')
    and opened_at > :unread_since) as unread
  from issue where basis is null group by portal_id
),
ledger as (
  select portal_id, min(started_at) as first_run_at,
    max(finished_at) filter (where outcome = 'complete') as last_complete_at,
    count(*) filter (where finished_at is null) as unfinished
  from crawl_run where program_version <> '' group by portal_id
)
select p.id, p.name, p.definition, coalesce(held, 0) as report_count, coalesce(open, 0) as issue_count,
  coalesce(unread, 0) as unread_count, coalesce(unfinished, 0) as unfinished_count, first_run_at, last_complete_at
from portal p left join reports on reports.portal_id = p.id left join issues on issues.portal_id = p.id
left join ledger on ledger.portal_id = p.id order by p.id
"""


def read_facts(folder: Path, now: datetime, free_mb: int, faults: Faults = ()) -> Facts:
    """The facts of the archive in `folder`.

    `free_mb` is what its disk has left, `faults` what the caller met already. A database that is absent or damaged
    and a damaged heartbeat are faults among the facts, never exceptions: a watchman must not die of what he watches.
    """
    heart, met = _heartbeat(folder)
    portals: tuple[PortalFacts, ...] = ()
    path = folder / ARCHIVE_FILE
    is_readable = False
    try:
        portals = _portals(path, now)
        is_readable = True
    except StoreError:
        met += (("missing", {"path": str(path)}),)
    # A definition that is not JSON, a column of an older or newer program: damage too.
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        met += (("damaged", {"path": str(path), "fault": " ".join(str(error).split())}),)
    return Facts(
        portals=portals,
        heartbeat=heart,
        published_at=_modified_at(folder / PUBLIC_FILE),
        free_mb=free_mb,
        faults=(*faults, *met),
        is_at_work=_is_at_work(folder),
        is_readable=is_readable,
    )


def _heartbeat(folder: Path) -> tuple[Heartbeat | None, Faults]:
    try:
        return heartbeat.read(folder), ()
    except StoreError as error:
        return None, (("heartbeat_damaged", {"fault": str(error)}),)


def _portals(path: Path, now: datetime) -> tuple[PortalFacts, ...]:
    connection = connect_read_only(path)
    try:
        connection.execute("begin")
        return portals_of(connection, now)
    finally:
        connection.close()


def portals_of(connection: Connection, now: datetime) -> tuple[PortalFacts, ...]:
    """The facts of every portal of an open archive, or of its published copy; raises sqlite3.Error where it is damaged."""
    runs = _runs(connection)
    unread_since = (now - _UNREAD_WITHIN).astimezone(UTC).isoformat()
    rows = connection.execute(_PORTAL_ROWS, {"unread_since": unread_since}).fetchall()
    stated = [(row, json.loads(row["definition"])) for row in rows]
    return tuple(
        PortalFacts(
            id=row["id"],
            name=row["name"],
            reports_min=int(definition["reports_min"]),
            report_count=row["report_count"],
            issue_count=row["issue_count"],
            unread_count=row["unread_count"],
            unfinished_count=row["unfinished_count"],
            first_run_at=_moment(row["first_run_at"]),
            last_complete_at=_moment(row["last_complete_at"]),
            runs=tuple(runs.get(row["id"], ())),
        )
        for row, definition in stated
    )


def _runs(connection: Connection) -> dict[str, list[Run]]:
    names = {row["name"] for row in connection.execute("select name from pragma_table_info('crawl_run')")}
    # An archive that no command has opened since an upgrade: every walk was a full one then.
    walk = "walk" if "walk" in names else "'full'"
    found: dict[str, list[Run]] = {}
    for row in connection.execute(_RUN_ROWS.format(walk=walk), {"runs": _RUNS}):
        values: dict[str, Any] = {
            name: row[name] for name in ("outcome", "cause", "message", "listed_count", "walk")
        }
        run = Run(datetime.fromisoformat(row["started_at"]), _moment(row["finished_at"]), **values)
        found.setdefault(row["portal_id"], []).append(run)
    return found


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _modified_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _is_at_work(folder: Path) -> bool:
    """Whether the command that last took the archive's lock still lives; taking the lock to see would disturb it."""
    try:
        holder = int((folder / LOCK_FILE).read_text(encoding="ascii"))
        os.kill(holder, 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
