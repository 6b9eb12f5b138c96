"""What the archive knows of the pages a portal lists: when they were listed, when last asked for, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from archive.database import Connection, Row
from archive.records import Link

# What a page is that is not there any more; a challenge or a fault of the server says nothing.
GONE = ("not_found", "soft_404")

_KNOWN = """
select l.*, f.verdict as last_verdict, v.published_on, coalesce(r.status = 'off_portal', 0) as is_settled,
  (select max(started_at) from crawl_run c where c.portal_id = l.portal_id and c.walk = 'full'
   and c.outcome = 'complete') as walked_at
from list_row l
left join fetch f on f.id = (select max(id) from fetch g where g.portal_id = l.portal_id and g.role = 'report' and g.url = l.url)
left join revision v on v.id = (select max(id) from revision w where w.url = l.url)
left join report r on r.id = v.report_id
where l.portal_id = ?
"""
_LAST_WALK = """
select max(started_at) from crawl_run where portal_id = ? and walk = 'full' and outcome = 'complete'
"""

_USUAL = """
select listed_count from crawl_run where portal_id = ? and walk = 'full' and outcome = 'complete' order by id desc limit 7
"""
_WALKS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class KnownPage:
    """One page that a list leads to, by its address, with its row of the list.

    `read_fetch_id` is the latest capture that was read as a document, None where none was: then the page is as good as
    new. `visit_count` counts how often it was asked for; `is_in_doubt` where it was gone when last asked for, or a
    complete walk of the lists did not meet it, and it has not been settled yet.
    """

    url: str
    channel_id: str
    link: Link
    first_listed_at: datetime
    last_visited_at: datetime | None
    visit_count: int
    read_fetch_id: int | None
    published_on: date | None
    is_in_doubt: bool

    @property
    def is_read(self) -> bool:
        """Whether the archive holds it."""
        return self.read_fetch_id is not None


def known_pages(connection: Connection, portal_id: str) -> Mapping[str, KnownPage]:
    """Every page that the lists of a portal have led to, by address."""
    return {row["url"]: _known(row) for row in connection.execute(_KNOWN, (portal_id,))}


def last_full_walk(connection: Connection, portal_id: str) -> datetime | None:
    """When the lists of a portal were last walked to their ends without a gap."""
    (stated,) = connection.execute(_LAST_WALK, (portal_id,)).fetchone()
    return _time(stated)


def usual_rows(connection: Connection, portal_id: str) -> int | None:
    """The median number of rows that the last complete walks of a portal listed; None where fewer than three were."""
    counted = [row["listed_count"] for row in connection.execute(_USUAL, (portal_id,))]
    return int(median(counted)) if len(counted) >= _WALKS_NEEDED else None


def _known(row: Row) -> KnownPage:
    is_unlisted = row["walked_at"] is not None and row["last_listed_at"] < row["walked_at"]
    return KnownPage(
        row["url"],
        row["channel_id"].partition("/")[2],
        Link(row["url"], row["title"], row["date_raw"]),
        datetime.fromisoformat(row["first_listed_at"]),
        _time(row["last_visited_at"]),
        row["visit_count"],
        row["read_fetch_id"],
        date.fromisoformat(row["published_on"]) if row["published_on"] else None,
        (row["last_verdict"] in GONE or is_unlisted) and not row["is_settled"],
    )


def _time(stated: str | None) -> datetime | None:
    return datetime.fromisoformat(stated) if stated else None
