"""The rows of a portal's lists and the visits to the pages they lead to, written as captures are ingested."""

from __future__ import annotations

from collections.abc import Sequence

from archive.database import Connection
from archive.records import Reading
from archive.store import channel_key
from archive.text import clean


def save_rows(connection: Connection, reading: Reading) -> None:
    """Note every row of a list page: when its address was first and last listed, and what the row says today."""
    capture, listing = reading.capture, reading.listing
    if listing is None or capture.portal_id is None:
        return
    seen_at = capture.captured_at.isoformat()
    connection.executemany(
        "insert into list_row (portal_id, channel_id, url, title, date_raw, first_listed_at, last_listed_at) "
        "values (?,?,?,?,?,?,?) on conflict (portal_id, url) do update set title = excluded.title, "
        "date_raw = excluded.date_raw, last_listed_at = excluded.last_listed_at",
        [
            (
                capture.portal_id, channel_key(capture.portal_id, capture.channel_id), link.url, clean(link.title),
                link.date_raw, seen_at, seen_at,
            )
            for link in listing.links
        ],
    )  # fmt: skip


def save_visit(connection: Connection, reading: Reading, filed: Sequence[str]) -> None:
    """Note that a page was asked for, whether it was read, and in what it differs from what was read there before.

    `filed` is what the archive made of it. A page that its server calls unmodified has been seen, and nothing else.
    """
    capture = reading.capture
    if capture.role != "report" or capture.portal_id is None:
        return
    is_read = bool(reading.report or reading.files)
    connection.execute(
        "update fetch set differs = ? where id = ?", (_differs(connection, reading, filed), capture.id)
    )
    if reading.verdict == "not_modified":
        connection.execute(
            "update report set last_seen_at = ? where id in (select report_id from revision where url = ?)",
            (capture.captured_at.isoformat(), capture.url),
        )
    connection.execute(
        "update list_row set visit_count = visit_count + 1, last_visited_at = ?, "
        "read_fetch_id = iif(?, ?, read_fetch_id) where portal_id = ? and url = ?",
        (capture.captured_at.isoformat(), is_read, capture.id, capture.portal_id, capture.url),
    )


def _differs(connection: Connection, reading: Reading, filed: Sequence[str]) -> str | None:
    """first, none, bytes, text or figures; None where the page was not read."""
    if reading.verdict == "not_modified":
        return "none"
    if not (reading.report or reading.files):
        return None
    capture = reading.capture
    change = connection.execute(
        "select c.differs from change c join revision v on v.id = c.revision_id where v.fetch_id = ? and v.url = ?",
        (capture.id, capture.url),
    ).fetchone()
    if change is not None and change["differs"]:
        return str(change["differs"])
    before = connection.execute(
        "select f.sha256 from list_row l join fetch f on f.id = l.read_fetch_id where l.portal_id = ? and l.url = ?",
        (capture.portal_id, capture.url),
    ).fetchone()
    if before is None or "new" in filed:
        return "first"
    is_same = capture.snapshot is not None and before["sha256"] == capture.snapshot.sha256
    return "none" if is_same else "bytes"
