"""The ledger of what is owed (应公开台账): for every bureau and year, whether the report came, when, and what we can say if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.database import Connection, Row
from archive.dates import day_in_china
from archive.deadlines import due_on, is_named

# Bureaus owe a report for every year from the first that the archive has of them. A year's report may be looked for in
# the channels where their others are.
_OWING = """
select b.id, b.kind, b.sector, b.organ, r.report_type, min(r.report_year) as first_year,
  group_concat(distinct r.portal_id) as portals,
  (select min(s.since) from bureau_succession s where s.predecessor_id = b.id) as succeeded_in
from bureau b join report r on r.bureau_id = b.id group by b.id, r.report_type
"""
_REPORTS = "select * from report"
_WALKS = """
select portal_id, max(finished_at) as walked_at from crawl_run where walk = 'full' and outcome = 'complete' group by portal_id
"""
# What a list names and no crawl could read may be the report that is looked for.
_UNREAD = "select portal_id, title from list_row where read_fetch_id is null"
_STATED = (
    "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason, report_id) "
    "values (?,?,?,?,?,?,?,?)"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What crawls saw: when each portal was last walked to its end, and the rows that no crawl could read, by portal and title."""

    walked: dict[str, str]
    unread: list[tuple[str, str]]


def reckon(connection: Connection, today: date) -> None:
    """Write the ledger anew, as of `today` (Beijing): a row for every report whose last day has passed, or that is here.

    A report that is not here is `missing` only where every portal that its bureau publishes on was walked to the end of
    its lists after the last day; elsewhere we have not looked, or could not read what is listed, and it is `not_collected`. A bureau
    that a reform replaced owes nothing from that year on. Last days of bodies that the law does not name are soft.
    """
    connection.execute("delete from obligation")
    seen = Seen(
        {row["portal_id"]: row["walked_at"] for row in connection.execute(_WALKS)},
        [(row["portal_id"], row["title"]) for row in connection.execute(_UNREAD)],
    )
    reports = {(r["bureau_id"], r["report_type"], r["report_year"]): r for r in connection.execute(_REPORTS)}
    stated = []
    for owing in connection.execute(_OWING).fetchall():
        for year in range(owing["first_year"], today.year):
            report = reports.get((owing["id"], owing["report_type"], year))
            due = due_on(owing["kind"], year)
            if report is None and (due >= today or _is_succeeded(owing, year)):
                continue
            state, reason = _state(report, due) if report is not None else _absent(owing, (year, due), seen)
            report_id = report["id"] if report is not None else None
            is_soft = int(not is_named(owing["kind"], owing["sector"], year))
            stated.append(
                (owing["id"], owing["report_type"], year, due.isoformat(), is_soft, state, reason, report_id)
            )
    connection.executemany(_STATED, stated)


def _state(report: Row, due: date) -> tuple[str, str]:
    if report["status"] == "off_portal":
        return "off_portal", f"on its portal until {day_in_china(report['off_portal_at'])}"
    if report["published_on"] is None:
        return "undated", "no page states when it was published"
    if date.fromisoformat(report["published_on"]) <= due:
        return "on_time", f"published {report['published_on']}"
    if report["days_late"] is None:
        return "undated", f"dated {report['published_on']} by what does not tell when it was published"
    return "late", f"published {report['published_on']}"


def _is_succeeded(owing: Row, year: int) -> bool:
    """Whether a reform had put another bureau in its place before the year was over; that one owes the report."""
    return owing["succeeded_in"] is not None and year >= owing["succeeded_in"]


def _absent(owing: Row, asked: tuple[int, date], seen: Seen) -> tuple[str, str]:
    year, due = str(asked[0]), asked[1]
    portals = [portal for portal in (owing["portals"] or "").split(",") if portal]
    behind = [portal for portal in portals if not _after(seen.walked.get(portal), due)]
    if not portals:
        return "not_collected", "its other reports were imported from files"
    if behind:
        return "not_collected", f"{', '.join(behind)} not walked to the end of its lists since"
    listed = [
        portal
        for portal, title in seen.unread
        if portal in portals and owing["organ"] in title and year in title
    ]
    if listed:
        return "not_collected", f"listed on {', '.join(dict.fromkeys(listed))} and could not be read"
    walked_on = day_in_china(max(seen.walked[portal] for portal in portals))
    return "missing", f"not listed on {', '.join(portals)}, walked to the end on {walked_on}"


def _after(walked_at: str | None, due: date) -> bool:
    return walked_at is not None and day_in_china(walked_at) > due
