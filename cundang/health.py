"""`cundang health`: one line a portal, some of the archive, and an exit code for cron and for monitoring."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.errors import PortalFileError
from archive.health.conditions import EXIT_CODES, Condition, Grade
from archive.health.facts import Faults, read_facts
from archive.health.judgement import Health, PortalHealth, judge
from crawler.clock import Clock
from crawler.portal import load_portals

_GRADES: dict[Grade, str] = {"well": "well", "person": "NEEDS A PERSON", "broken": "BROKEN"}


def run(data: Path, portals_folder: Path, show: Callable[[Health], None]) -> int:
    """Judge the archive in `data` and show it; returns 0 all well, 1 something needs a person, 2 stale or broken."""
    health = examine(data, portals_folder, Clock.of(os.environ.get("CUNDANG_NOW")).now())
    show(health)
    return EXIT_CODES[health.grade]


def examine(data: Path, portals_folder: Path, now: datetime) -> Health:
    """The health of the archive in `data`; portals that their files switch off are not judged."""
    resting, faults = _portal_files(portals_folder)
    facts = read_facts(data, now, _free_mb(data), faults)
    watched = tuple(one for one in facts.portals if one.id not in resting)
    return judge(replace(facts, portals=watched), now)


def _portal_files(folder: Path) -> tuple[set[str], Faults]:
    try:
        known = load_portals(folder)
    except PortalFileError as error:
        return set(), (("portal_file", {"fault": str(error)}),)
    return {portal.id for portal in known.values() if not portal.enabled}, ()


def _free_mb(data: Path) -> int:
    there = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    return shutil.disk_usage(there).free // 2**20


def print_text(health: Health) -> None:
    """A line for each portal, for the archive and for everything that is not well, and the verdict last."""
    width = max((len(portal.facts.id) for portal in health.portals), default=0)
    for portal in health.portals:
        print(f"{portal.facts.id:{width}}  {_GRADES[portal.grade]}  {_portal(portal, health.checked_at)}")
    print(f"Archive: {_archive(health)}.")
    for one in health.conditions:
        print(f"{one.subject}: {one.sentence.en}")
    counts = {grade: sum(one.grade == grade for one in health.conditions) for grade in ("broken", "person")}
    said = [f"{counts['broken']} broken or stale"] if counts["broken"] else []
    said += [f"{counts['person']} for a person to look at"] if counts["person"] else []
    print(f"{', '.join(said)}." if said else "All well.")


def _portal(portal: PortalHealth, now: datetime) -> str:
    facts, latest = portal.facts, portal.latest
    outcome = "no run yet"
    if latest:
        ended = latest.outcome or "never ended"
        outcome = f"last run {ended}{f' ({latest.cause})' if latest.cause else ''}"
    parts = [
        f"last complete {_ago(facts.last_complete_at, now)}",
        outcome,
        f"reports {facts.report_count} (floor {facts.reports_min})",
        f"open issues {facts.issue_count}",
    ]
    parts += [f"runs that never ended {facts.unfinished_count}"] if facts.unfinished_count else []
    parts += [f"blocked {portal.blocked_count} times in a row"] if portal.blocked_count > 1 else []
    return ", ".join(parts)


def _archive(health: Health) -> str:
    facts, now = health.facts, health.checked_at
    beat = facts.heartbeat.ended_at if facts.heartbeat else None
    return (
        f"last run {_ago(health.last_run_at, now)}, published {_ago(facts.published_at, now)}, "
        f"nightly run ended {_ago(beat, now)}, {facts.free_mb} MB free"
    )


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    hours = (now - moment).total_seconds() / 3600
    return f"{hours:.0f} h ago" if hours < 48 else f"{hours / 24:.0f} days ago"


def print_json(health: Health) -> None:
    """The same as one object, for monitoring systems."""
    print(json.dumps(_as_object(health), ensure_ascii=False, indent=1))


def _as_object(health: Health) -> dict[str, Any]:
    facts = health.facts
    return {
        "checked_at": health.checked_at.isoformat(),
        "grade": health.grade,
        "exit_code": EXIT_CODES[health.grade],
        "last_run_at": _iso(health.last_run_at),
        "published_at": _iso(facts.published_at),
        "nightly_ended_at": _iso(facts.heartbeat.ended_at) if facts.heartbeat else None,
        "nightly_exit_codes": dict(facts.heartbeat.exit_codes) if facts.heartbeat else None,
        "free_mb": facts.free_mb,
        "conditions": [_condition_object(one) for one in health.archive],
        "portals": [_portal_object(portal) for portal in health.portals],
    }


def _portal_object(portal: PortalHealth) -> dict[str, Any]:
    facts, latest = portal.facts, portal.latest
    return {
        "id": facts.id,
        "name": facts.name,
        "grade": portal.grade,
        "last_complete_at": _iso(facts.last_complete_at),
        "last_started_at": _iso(latest.started_at) if latest else None,
        "outcome": latest.outcome if latest else None,
        "cause": latest.cause if latest else None,
        "message": latest.message if latest else None,
        "report_count": facts.report_count,
        "reports_min": facts.reports_min,
        "issue_count": facts.issue_count,
        "unfinished_count": facts.unfinished_count,
        "blocked_count": portal.blocked_count,
        "conditions": [_condition_object(one) for one in portal.conditions],
    }


def _condition_object(one: Condition) -> dict[str, str]:
    return {"kind": one.kind, "grade": one.grade, "zh": one.sentence.zh, "en": one.sentence.en}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
