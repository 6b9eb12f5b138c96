"""The ledger of what is owed (应公开台账): for every bureau and year, whether the report came, when, and what we can say if not."""

from __future__ import annotations

from datetime import date, datetime

from archive.database import Connection, Row
from archive.dates import BEIJING
from archive.deadlines import due_on

# Bureaus owe a report for every year from the first that the archive has of them. A year's report may be looked for in
# the channels where their others are.
_OWING = """
select b.id, b.kind, b.name, r.report_type, min(r.report_year) as first_year, group_concat(distinct r.portal_id) as portals
from bureau b join report r on r.bureau_id = b.id group by b.id, r.report_type
"""
_REPORTS = "select * from report"
_WALKS = """
select portal_id, max(finished_at) as walked_at from crawl_run where walk = 'full' and outcome = 'complete' group by portal_id
"""
_STATED = (
    "insert into obligation (bureau_id, report_type, report_year, due_on, is_soft, state, reason, report_id) "
    "values (?,?,?,?,?,?,?,?)"
)


def reckon(connection: Connection, today: date) -> None:
    """Write the ledger anew, as of `today` (Beijing): a row for every report whose last day has passed, or that is here.

    A report that is not here is `missing` only where every portal that its bureau publishes on was walked to the end of
    its lists after the last day; elsewhere we have not looked, and it is `not_collected`. Deadlines of townships, which
    the law does not name, are soft.
    """
    connection.execute("delete from obligation")
    walked = {row["portal_id"]: row["walked_at"] for row in connection.execute(_WALKS)}
    reports = {(r["bureau_id"], r["report_type"], r["report_year"]): r for r in connection.execute(_REPORTS)}
    stated = []
    for owing in connection.execute(_OWING).fetchall():
        for year in range(owing["first_year"], today.year):
            report = reports.get((owing["id"], owing["report_type"], year))
            due = due_on(owing["kind"], year)
            if report is None and due >= today:
                continue
            state, reason = _state(report, due) if report is not None else _absent(owing, due, walked)
            report_id = report["id"] if report is not None else None
            is_soft = int(owing["kind"] == "township")
            stated.append(
                (owing["id"], owing["report_type"], year, due.isoformat(), is_soft, state, reason, report_id)
            )
    connection.executemany(_STATED, stated)


def _state(report: Row, due: date) -> tuple[str, str]:
    if report["status"] == "off_portal":
        return "off_portal", f"on its portal until {str(report['off_portal_at'])[:10]}"
    if report["published_on"] is None:
        return "undated", "no page states when it was published"
    if date.fromisoformat(report["published_on"]) <= due:
        return "on_time", f"published {report['published_on']}"
    return "late", f"published {report['published_on']}"


def _absent(owing: Row, due: date, walked: dict[str, str]) -> tuple[str, str]:
    portals = [portal for portal in (owing["portals"] or "").split(",") if portal]
    behind = [portal for portal in portals if not _after(walked.get(portal), due)]
    if not portals:
        return "not_collected", "its other reports were imported from files"
    if behind:
        return "not_collected", f"{', '.join(behind)} not walked to the end of its lists since"
    seen = max(walked[portal] for portal in portals)[:10]
    return "missing", f"not listed on {', '.join(portals)}, walked to the end on {seen}"


def _after(walked_at: str | None, due: date) -> bool:
    return walked_at is not None and datetime.fromisoformat(walked_at).astimezone(BEIJING).date() > due
