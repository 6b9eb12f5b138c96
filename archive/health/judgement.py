"""What is not well: a judgement over the rows and files of an archive, without a clock, a disk or a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from archive.health.conditions import EXIT_CODES, Condition, Grade, condition, spoken, worst
from archive.health.heartbeat import Heartbeat

# A night is a day, and one may end some hours later than the one before.
STALE_AFTER = timedelta(days=3, hours=12)
# One night may be missed by a reboot; a second one is no accident.
SILENT_AFTER = timedelta(hours=36)
# Readers are promised what is new within days: two refused nights may be mended before anyone is misled.
UNPUBLISHED_AFTER = timedelta(days=3)
# The largest portal known takes six hours at one request a second.
LONGEST_RUN = timedelta(hours=24)
# Clocks of machines and file servers differ by minutes.
CLOCK_TOLERANCE = timedelta(hours=1)
# Portals tidy their lists by a few rows; a fifth is another list.
LISTED_SHARE = 0.8
# So many full walks before the last one say what is usual.
USUAL_WALKS = 5
# A handful of scans is an ordinary week; a tenth of a portal is a format that no reader knows.
UNREAD_MIN = 10
UNREAD_SHARE = 0.1
# `cundang crawl` does not begin with less.
DISK_FULL_MB = 200
# Some weeks of nights, and the copy that publishing writes beside the one it replaces.
DISK_LOW_MB = 2_000
# Codes of commands that did what they are for: all well, needs a person, busy, stopped by a person.
_ORDERLY = (0, 1, 3, 130)


@dataclass(frozen=True, slots=True)
class Run:
    """A row of `crawl_run`; `finished_at` is None while it works and for ever after a crash."""

    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    cause: str | None
    message: str | None
    listed_count: int | None
    walk: str | None


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What the archive holds about one portal; `runs` are its latest, newest first."""

    id: str
    name: str
    reports_min: int
    report_count: int
    issue_count: int
    unread_count: int
    unfinished_count: int
    first_run_at: datetime | None
    last_complete_at: datetime | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is judged.

    `faults` are kinds of the vocabulary that reading met, with what fills their sentences; `is_at_work`: a command
    holds the archive, so that a run without an end may still be running; `is_readable`: the portals are known.
    """

    portals: tuple[PortalFacts, ...] = ()
    heartbeat: Heartbeat | None = None
    published_at: datetime | None = None
    free_mb: int = DISK_LOW_MB
    faults: tuple[tuple[str, Mapping[str, str]], ...] = ()
    is_at_work: bool = False
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class PortalHealth:
    """A portal's facts, its latest run that has ended or died, and what is not well with it."""

    facts: PortalFacts
    latest: Run | None
    blocked_count: int
    conditions: tuple[Condition, ...]

    @property
    def grade(self) -> Grade:
        """The worst of its conditions."""
        return worst(self.conditions)


@dataclass(frozen=True, slots=True)
class Health:
    """The whole archive at one moment."""

    checked_at: datetime
    facts: Facts
    last_run_at: datetime | None
    portals: tuple[PortalHealth, ...]
    archive: tuple[Condition, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything that is not well, the worst first, the archive before its portals."""
        found = [*self.archive, *(one for portal in self.portals for one in portal.conditions)]
        return tuple(sorted(found, key=lambda one: -EXIT_CODES[one.grade]))

    @property
    def grade(self) -> Grade:
        """The worst of all conditions."""
        return worst(self.conditions)


def judge(facts: Facts, now: datetime) -> Health:
    """What is not well at `now`, an aware time.

    Returns every portal and every condition; raises nothing. Thresholds: the constants above, each with its reason.
    """
    portals = tuple(_portal(one, facts, now) for one in facts.portals)
    started = [run.started_at for one in facts.portals for run in one.runs[:1]]
    last_run_at = max(started, default=None)
    return Health(now, facts, last_run_at, portals, tuple(_archive(facts, last_run_at, now)))


def telling_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a portal, newest first, that `judge` looks at: all up to the first that was not blocked, and the full walks before it."""
    ended = (at for at, run in enumerate(runs, 1) if run.outcome not in (None, "blocked"))
    newest = next(ended, len(runs))
    return runs[:newest] + tuple(run for run in runs[newest:] if _is_full_walk(run))


def _is_full_walk(run: Run) -> bool:
    return run.outcome == "complete" and run.walk != "incremental"


def _portal(facts: PortalFacts, whole: Facts, now: datetime) -> PortalHealth:
    runs = facts.runs
    if runs and whole.is_at_work and runs[0].finished_at is None and now - runs[0].started_at < LONGEST_RUN:
        runs = runs[1:]
    latest = runs[0] if runs else None
    ended = [run.outcome for run in runs if run.outcome]
    blocked_count = next((at for at, outcome in enumerate(ended) if outcome != "blocked"), len(ended))
    conditions = (*_of_run(facts, latest, blocked_count), *_of_portal(facts, runs, now)) if latest else ()
    return PortalHealth(facts, latest, blocked_count, conditions)


def _of_run(facts: PortalFacts, latest: Run, blocked_count: int) -> Iterator[Condition]:
    if latest.finished_at is None:
        yield condition("unfinished", facts.id, name=facts.name, started=spoken(latest.started_at))
    elif latest.outcome != "complete":
        yield condition(
            latest.outcome or "failed",
            facts.id,
            name=facts.name,
            cause=latest.cause or "-",
            message=latest.message or "see the table crawl_run.",
            times=str(blocked_count),
        )


def _of_portal(facts: PortalFacts, runs: Sequence[Run], now: datetime) -> Iterator[Condition]:
    known_since = facts.last_complete_at or facts.first_run_at
    if known_since and now - known_since > STALE_AFTER:
        yield condition("stale", facts.id, name=facts.name, last=spoken(facts.last_complete_at))
    walks = [run.listed_count for run in runs if _is_full_walk(run)]
    listed = [count for count in walks if count is not None]
    usual = int(median(listed[1 : 1 + USUAL_WALKS])) if len(listed) > 1 else 0
    if usual and listed[0] < usual * LISTED_SHARE:
        yield condition("drop", facts.id, name=facts.name, listed=str(listed[0]), usual=str(usual))
    if runs[0].outcome == "complete" and facts.report_count < facts.reports_min:
        yield condition(
            "floor", facts.id, name=facts.name, count=str(facts.report_count), floor=str(facts.reports_min)
        )
    if facts.unread_count >= max(UNREAD_MIN, facts.report_count * UNREAD_SHARE):
        yield condition("unread", facts.id, name=facts.name, count=str(facts.unread_count))


def _archive(facts: Facts, last_run_at: datetime | None, now: datetime) -> Iterator[Condition]:
    for kind, values in facts.faults:
        yield condition(kind, **values)
    heartbeat = facts.heartbeat
    if heartbeat and now - heartbeat.ended_at > SILENT_AFTER:
        yield condition("heartbeat", last=spoken(heartbeat.ended_at))
    if heartbeat is None and last_run_at and now - last_run_at > SILENT_AFTER:
        yield condition("no_run", last=spoken(last_run_at))
    told = (last_run_at, facts.published_at, heartbeat and heartbeat.ended_at)
    moments = [moment for moment in told if moment]
    if moments and max(moments) > now + CLOCK_TOLERANCE:
        yield condition("clock", last=spoken(max(moments)))
    yield from _night(heartbeat)
    collected = [one.first_run_at for one in facts.portals if one.first_run_at and one.report_count]
    expected_since = facts.published_at or min(collected, default=None)
    if expected_since and now - expected_since > UNPUBLISHED_AFTER:
        yield condition("unpublished", last=spoken(facts.published_at))
    if facts.free_mb < DISK_LOW_MB:
        kind = "disk_full" if facts.free_mb < DISK_FULL_MB else "disk_low"
        yield condition(kind, free=str(facts.free_mb))


def _night(heartbeat: Heartbeat | None) -> Iterator[Condition]:
    # The codes of `health` and `alerts` are not judged: they would keep alive what they report.
    codes = {name: code for name, code in (heartbeat.exit_codes if heartbeat else {}).items()
             if name in ("crawl", "publish")}  # fmt: skip
    told = ", ".join(f"{name} {code}" for name, code in codes.items())
    if any(code not in _ORDERLY for code in codes.values()):
        yield condition("night", codes=told)
    elif codes.get("publish"):
        yield condition("publish_refused", codes=told)
