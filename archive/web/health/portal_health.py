"""How every portal stands, judged from the published copy alone and from what the last night left beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from archive.database import Connection
from archive.errors import StoreError
from archive.health import heartbeat
from archive.health.conditions import EXIT_CODES, Condition, Grade
from archive.health.facts import Faults, portals_of
from archive.health.judgement import DISK_LOW_MB, Facts, PortalFacts, PortalHealth, judge, telling_runs
from archive.nights.withholding import runs_in_doubt
from archive.web.folder import data_folder

# What no crawl can tell, and `judge` therefore does not: known from the portal's own row and from the whole ledger.
MARKS = ("never", "disabled", "never_walked", "held_back")
# How long a judgement is told again: what changes while a copy is served is only how long ago things were.
_FRESH = timedelta(minutes=10)
# And how long the rows of a copy are: only which documents are unread "lately" moves on in it.
_READ_AGAIN = timedelta(days=1)

_DISABLED = "select id from portal where json_extract(definition, '$.enabled') = 0"
_RUN = "select distinct portal_id from crawl_run"
_WALKED = "select distinct portal_id from crawl_run where walk = 'full' and outcome = 'complete'"
_ISSUES = "select portal_id, kind, count(*) as count from issue where basis is null and portal_id is not null group by 1, 2"


@dataclass(frozen=True, slots=True)
class Read:
    """What is judged, as it was read: the facts of the portals, which of them bear which mark, and what is told of each."""

    read_at: datetime
    facts: tuple[PortalFacts, ...]
    marked: dict[str, frozenset[str]]
    issues: dict[str, list[tuple[str, int]]]
    in_doubt: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One portal: its counts, its last run, what is not well with it, and what else must be said of it."""

    id: str
    name: str
    grade: Grade
    conditions: tuple[Condition, ...]
    marks: tuple[str, ...]
    outcome: str | None
    cause: str | None
    last_run_at: datetime | None
    report_count: int
    reports_min: int
    issues: tuple[tuple[str, int], ...]
    in_doubt: tuple[Any, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing at all needs to be said; one that nobody crawls is not called well."""
        return not self.conditions and not self.marks

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can be looked for by: the kinds of its conditions, and its marks."""
        return (*(one.kind for one in self.conditions), *self.marks)


@dataclass(frozen=True, slots=True)
class Overview:
    """All portals, the worst first, how many of each kind, and the archive as a whole at one moment."""

    checked_at: datetime
    portals: tuple[Standing, ...]
    counts: Counter[str]
    archive: tuple[Condition, ...]
    published_at: datetime | None
    night_ended_at: datetime | None
    last_run_at: datetime | None

    @property
    def well_count(self) -> int:
        """How many portals nothing needs to be said of."""
        return sum(portal.is_well for portal in self.portals)


# A published copy does not change while it is served, and each is served by a Database of its own.
_read: WeakKeyDictionary[Any, Read] = WeakKeyDictionary()
_judged: WeakKeyDictionary[Any, Overview] = WeakKeyDictionary()


async def overview(datasette: Any) -> Overview:
    """The health of the archive that is served, at most ten minutes old; raises sqlite3.Error where the copy is damaged."""
    database = datasette.get_database("archive")
    now = datetime.now(UTC)
    known = None if database.is_mutable else _judged.get(database)
    if known is None or now - known.checked_at > _FRESH:
        rows = None if database.is_mutable else _read.get(database)
        if rows is None or now - rows.read_at > _READ_AGAIN:
            # Outside the time limits for what a reader asks: each large table is read as a whole, once.
            rows = await database.execute_fn(lambda connection: _read_rows(connection, now))
            _read[database] = rows
        known = _judge(rows, _published_at(database.path), data_folder(datasette), now)
        _judged[database] = known
    return known


def _judge(rows: Read, published_at: datetime | None, folder: Path | None, now: datetime) -> Overview:
    beat, faults = _heartbeat(folder)
    # The operator's disk is nobody else's business, and is called large enough.
    health = judge(Facts(rows.facts, beat, published_at, free_mb=DISK_LOW_MB, faults=faults), now)
    portals = [_standing(one, rows) for one in health.portals]
    return Overview(
        checked_at=now,
        portals=tuple(sorted(portals, key=_badness)),
        counts=Counter(kind for portal in portals for kind in portal.kinds),
        archive=health.archive,
        published_at=published_at,
        night_ended_at=beat.ended_at if beat else None,
        last_run_at=health.last_run_at,
    )


def _published_at(path: str | None) -> datetime | None:
    return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC) if path else None


def _heartbeat(folder: Path | None) -> tuple[heartbeat.Heartbeat | None, Faults]:
    """What the last night left in the data folder, and the fault of a file that is damaged; a copy handed on has neither."""
    if folder is None:
        return None, ()
    try:
        return heartbeat.read(folder), ()
    except StoreError as error:
        # Where the folder is on the operator's disk is nobody else's business either.
        told = str(error).replace(str(folder / heartbeat.HEARTBEAT_FILE), heartbeat.HEARTBEAT_FILE)
        return None, (("heartbeat_damaged", {"fault": told}),)


def _read_rows(connection: Connection, now: datetime) -> Read:
    issues: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in connection.execute(_ISSUES):
        issues[row["portal_id"]].append((row["kind"], row["count"]))
    in_doubt: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in runs_in_doubt(connection):
        if row["new_report_count"] or row["new_revision_count"]:
            in_doubt[row["portal_id"]].append(dict(row))
    run = {row[0] for row in connection.execute(_RUN)}
    facts = tuple(replace(one, runs=telling_runs(one.runs)) for one in portals_of(connection, now))
    walked = {row[0] for row in connection.execute(_WALKED)}
    marked = {
        "never": frozenset(one.id for one in facts) - run,
        "disabled": frozenset(row[0] for row in connection.execute(_DISABLED)),
        "never_walked": frozenset(run - walked),
        "held_back": frozenset(in_doubt),
    }
    return Read(now, facts, marked, dict(issues), dict(in_doubt))


def _standing(one: PortalHealth, rows: Read) -> Standing:
    latest, name = one.latest, one.facts.id
    return Standing(
        id=name,
        name=one.facts.name,
        grade=one.grade,
        conditions=one.conditions,
        marks=tuple(mark for mark in MARKS if name in rows.marked[mark]),
        outcome=latest.outcome if latest else None,
        cause=latest.cause if latest else None,
        last_run_at=(latest.finished_at or latest.started_at) if latest else None,
        report_count=one.facts.report_count,
        reports_min=one.facts.reports_min,
        issues=tuple(sorted(rows.issues.get(name, ()), key=lambda pair: -pair[1])),
        in_doubt=tuple(rows.in_doubt.get(name, ())),
    )


def _badness(portal: Standing) -> tuple[bool, int, int, str]:
    """The worst first; what is switched off on purpose after what fails."""
    told = len(portal.conditions) + len(portal.marks)
    return "disabled" in portal.marks, -EXIT_CODES[portal.grade], -told, portal.id
