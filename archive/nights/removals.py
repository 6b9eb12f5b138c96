"""Which reports are no longer on their portal: by a quorum of evidence, which is kept beside the event, and reversible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.database import Connection, Row
from archive.dates import day_in_china
from archive.nights.known_pages import GONE

# A portal may be moved, mended or blocked for a day or two; three days on which it answered that there is no such page,
# or two complete walks without the row and one such answer, are no blip.
_DAYS_NEEDED = 3
_WALKS_NEEDED = 2

_PAGES = """
select distinct r.id as report_id, r.current_revision_id, r.status, v.page_url as url, l.last_listed_at from report r
join revision v on v.report_id = r.id
left join list_row l on l.portal_id = r.portal_id and l.url = v.page_url
where r.portal_id = ?
"""
_VISITS = """
select f.id, f.url, f.captured_at, f.verdict, c.id as run_id, c.outcome from fetch f
join crawl_run c on c.id = f.crawl_run_id
where f.portal_id = ? and f.role = 'report' and f.id > coalesce((select max(g.id) from fetch g where g.portal_id = f.portal_id
  and g.role = 'report' and g.url = f.url and (g.verdict is null and g.status = 200 or g.verdict = 'not_modified')), 0)
order by f.id
"""
_WALKS = """
select id, started_at from crawl_run
where portal_id = ? and id <= ? and walk = 'full' and outcome = 'complete' order by id
"""
_SEEN = """
select r.id as report_id, r.current_revision_id, max(f.captured_at) as seen_at from report r
join revision v on v.report_id = r.id join fetch f on f.url = v.page_url and f.portal_id = r.portal_id and f.role = 'report'
where r.portal_id = ? and r.status = 'off_portal' and f.captured_at > r.off_portal_at
  and (f.verdict is null and f.status = 200 or f.verdict = 'not_modified') group by r.id
"""


@dataclass(frozen=True, slots=True)
class Absence:
    """One piece of evidence: a page that answered that it is not there, or a complete walk that did not meet its row."""

    what: str
    observed_at: str
    fetch_id: int | None = None
    crawl_run_id: int | None = None


def settle(connection: Connection, portal_id: str, run_id: int) -> tuple[int, int]:
    """Mark what has gone from a portal and what is there again, by what is known since its run `run_id`.

    Returns how many of each.     A report has gone when every page of it has. What a blocked, partial or failed run met is no evidence.
    """
    returned = [_return(connection, row) for row in connection.execute(_SEEN, (portal_id,)).fetchall()]
    walks = connection.execute(_WALKS, (portal_id, run_id)).fetchall()
    visits = _by_url(connection.execute(_VISITS, (portal_id,)).fetchall())
    pages: dict[int, list[Row]] = {}
    for row in connection.execute(_PAGES, (portal_id,)).fetchall():
        if row["status"] == "live":
            pages.setdefault(row["report_id"], []).append(row)
    gone = 0
    for of_report in pages.values():
        evidence = [_evidence(page, visits.get(page["url"], []), walks) for page in of_report]
        if all(evidence):
            _remove(connection, of_report[0], [absence for found in evidence for absence in found])
            gone += 1
    return gone, len(returned)


def _by_url(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["url"], []).append(row)
    return found


def _evidence(page: Row, visits: Sequence[Row], walks: Sequence[Row]) -> list[Absence]:
    """What shows that a page has gone; empty where it is not enough."""
    direct = [
        Absence(f"{visit['verdict']}", visit["captured_at"], fetch_id=visit["id"])
        for visit in visits
        if visit["verdict"] in GONE and visit["outcome"] == "complete"
    ]
    listed_at = page["last_listed_at"]
    unlisted = [
        Absence("not_listed", walk["started_at"], crawl_run_id=walk["id"])
        for walk in walks
        if listed_at is not None and walk["started_at"] > listed_at
    ]
    days = {day_in_china(absence.observed_at) for absence in direct}
    is_enough = len(days) >= _DAYS_NEEDED or (len(unlisted) >= _WALKS_NEEDED and direct)
    return [*direct, *unlisted] if is_enough else []


def _remove(connection: Connection, page: Row, evidence: Sequence[Absence]) -> None:
    observed_at = max(absence.observed_at for absence in evidence)
    change_id = _change(connection, page, "taken_down", observed_at)
    connection.execute(
        "update report set status = 'off_portal', off_portal_at = ? where id = ?",
        (observed_at, page["report_id"]),
    )
    connection.executemany(
        "insert into absence (change_id, fetch_id, crawl_run_id, observed_at, what) values (?,?,?,?,?)",
        [(change_id, a.fetch_id, a.crawl_run_id, a.observed_at, a.what) for a in evidence],
    )


def _return(connection: Connection, report: Row) -> int:
    connection.execute(
        "update report set status = 'live', off_portal_at = null where id = ?", (report["report_id"],)
    )
    return _change(connection, report, "reappeared", report["seen_at"])


def _change(connection: Connection, report: Row, kind: str, observed_at: str) -> int:
    cursor = connection.execute(
        "insert into change (kind, report_id, revision_id, observed_at) values (?,?,?,?)",
        (kind, report["report_id"], report["current_revision_id"], observed_at),
    )
    return int(cursor.lastrowid or 0)
