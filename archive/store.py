"""The only writer of rows about sources, runs, fetches and issues; reports are filed by `archive.filing.report`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast
from urllib.parse import quote

from archive.database import Connection
from archive.records import Capture, Portal, Problem, ReadFile, Reading

# In an order that never breaks a foreign key; portal, channel and crawl_run are first-hand and stay.
_DERIVED = (
    "shared_passage", "similar_report", "text_signature", "check_result", "printed_row", "indicator_value",
    "obligation", "absence", "list_row", "change", "issue", "attachment", "section", "bureau_witness", "date_witness", "other_document",
    "revision", "report", "bureau_succession", "bureau_name", "bureau", "fetch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a crawl run ended, in the words and counts of the `crawl_run` row; counts are None where unknown."""

    outcome: str
    cause: str | None
    message: str
    request_count: int
    list_page_count: int
    listed_count: int
    declared_count: int | None
    report_count: int
    new_report_count: int
    new_revision_count: int
    failure_count: int
    walk: str
    revisit_count: int
    not_modified_count: int
    filtered_count: int
    held_count: int


def save_portal(connection: Connection, portal: Portal) -> None:
    """Write what the portal file says today over what it said before."""
    connection.execute(
        "insert into portal (id, name, name_en, family, home_url, division_code, level, checked_on, definition) "
        "values (?,?,?,?,?,?,?,?,?) on conflict (id) do update set name=excluded.name, name_en=excluded.name_en, "
        "family=excluded.family, home_url=excluded.home_url, division_code=excluded.division_code, "
        "level=excluded.level, checked_on=excluded.checked_on, definition=excluded.definition",
        (
            portal.id, portal.name, portal.name_en, portal.family, portal.home_url, portal.division_code,
            portal.level, portal.checked_on, json.dumps(asdict(portal), ensure_ascii=False),
        ),
    )  # fmt: skip
    connection.executemany(
        "insert into channel (id, portal_id, name, report_type, list_url, bureau) values (?,?,?,?,?,?) "
        "on conflict (id) do update set name=excluded.name, report_type=excluded.report_type, "
        "list_url=excluded.list_url, bureau=excluded.bureau",
        [
            (channel_key(portal.id, c.id), portal.id, c.name, c.report_type, c.list_url, c.bureau)
            for c in portal.channels
        ],
    )


def channel_key(portal_id: str | None, channel_id: str | None) -> str | None:
    """The id of a channel's row: its id in the portal file is unique only within the portal."""
    return f"{portal_id}/{channel_id}" if portal_id and channel_id else None


def open_run(connection: Connection, portal_id: str, started_at: datetime, program_version: str) -> int:
    """Write the row of a run before its first request and return its number; one never closed is a crash."""
    cursor = connection.execute(
        "insert into crawl_run (portal_id, started_at, program_version) values (?,?,?)",
        (portal_id, started_at.isoformat(), program_version),
    )
    return cast(int, cursor.lastrowid)


def restore_run(connection: Connection, run_id: int, portal: Portal, started_at: datetime) -> None:
    """Write the row of a run that only the snapshots remember, left open: how it ended is not known."""
    if connection.execute("select 1 from crawl_run where id = ?", (run_id,)).fetchone() is None:
        save_portal(connection, portal)
        connection.execute(
            "insert into crawl_run (id, portal_id, started_at, program_version) values (?,?,?,'')",
            (run_id, portal.id, started_at.isoformat()),
        )


def close_run(connection: Connection, run_id: int, finished_at: datetime, result: RunResult) -> None:
    """Write how the run ended."""
    fields = asdict(result)
    assignments = ", ".join(f"{name} = :{name}" for name in fields)
    connection.execute(
        f"update crawl_run set finished_at = :finished_at, {assignments} where id = :id",  # noqa: S608
        {**fields, "finished_at": finished_at.isoformat(), "id": run_id},
    )


def blocked_runs(connection: Connection) -> dict[str, tuple[int, datetime]]:
    """Of every portal whose latest runs ended blocked: how many in a row, and when the last of them ended."""
    rows = connection.execute(
        "select portal_id, count(*) as runs, max(finished_at) as ended_at from crawl_run r where outcome = 'blocked' "
        "and id > (select coalesce(max(id), 0) from crawl_run o where o.portal_id = r.portal_id "
        "and o.outcome is not null and o.outcome <> 'blocked') group by portal_id"
    )
    return {row["portal_id"]: (row["runs"], datetime.fromisoformat(row["ended_at"])) for row in rows}


def last_kept(connection: Connection, url: str) -> int | None:
    """The number of the capture that last brought a file at an address."""
    row = connection.execute(
        "select max(id) as id from fetch where url = ? and role = 'attachment' and status = 200", (url,)
    ).fetchone()
    return cast("int | None", row["id"])


def closed_runs(connection: Connection) -> set[int]:
    """The runs that ended."""
    return {row["id"] for row in connection.execute("select id from crawl_run where finished_at is not null")}


def held_runs(connection: Connection) -> set[int]:
    """The runs whose changes were held back."""
    return {row["id"] for row in connection.execute("select id from crawl_run where held_count > 0")}


def release_held(connection: Connection, run_id: int) -> int:
    """Forget that the pages of a run were held back: their captures are then ingested anew; returns how many."""
    held = "select id from fetch where crawl_run_id = ? and verdict = 'held'"
    connection.execute(f"delete from issue where fetch_id in ({held})", (run_id,))  # noqa: S608
    count = connection.execute(
        "delete from fetch where crawl_run_id = ? and verdict = 'held'", (run_id,)
    ).rowcount
    connection.execute("update crawl_run set held_count = 0 where id = ?", (run_id,))
    return count


def fetch_count(connection: Connection) -> int:
    """How many captures have been ingested."""
    return cast(int, connection.execute("select count(*) from fetch").fetchone()[0])


def fetch_numbers(connection: Connection) -> set[int]:
    """The numbers of the captures that have been ingested."""
    return {row["id"] for row in connection.execute("select id from fetch")}


def save_fetch(connection: Connection, reading: Reading) -> None:
    """Write the public row of one capture: address, time, status, hash and verdict, without the bytes."""
    capture = reading.capture
    snapshot = capture.snapshot
    connection.execute(
        "insert into fetch (id, crawl_run_id, portal_id, channel_id, role, url, final_url, parent_url, "
        "captured_at, status, content_type, byte_count, sha256, error, verdict) "
        "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            capture.id,
            capture.crawl_run_id,
            capture.portal_id,
            channel_key(capture.portal_id, capture.channel_id),
            capture.role,
            capture.url,
            snapshot.url if snapshot else None,
            capture.parent_url,
            capture.captured_at.isoformat(),
            snapshot.status if snapshot else None,
            snapshot.header("content-type") or None if snapshot else None,
            len(snapshot.body) if snapshot else None,
            snapshot.sha256 if snapshot else None,
            capture.error,
            reading.verdict,
        ),
    )


def save_issue(
    connection: Connection, capture: Capture, problem: Problem, subject: str, report_id: int | None = None
) -> None:
    """Open an issue, or note that a known one was seen again; `subject` is an address or a report's key."""
    seen_at = capture.captured_at.isoformat()
    connection.execute(
        "insert into issue (kind, subject, message, portal_id, report_id, fetch_id, opened_at, last_seen_at) "
        "values (?,?,?,?,?,?,?,?) on conflict (kind, subject, message) do update set "
        "last_seen_at = excluded.last_seen_at",
        (problem.kind, subject, problem.message, capture.portal_id, report_id, capture.id, seen_at, seen_at),
    )


def save_attachment_fetch(connection: Connection, reading: Reading) -> None:
    """Note on every attachment row of the page that linked here what came of fetching it."""
    if reading.verdict == "not_modified":
        return
    capture = reading.capture
    snapshot = capture.snapshot
    kept = snapshot is not None and snapshot.status == 200 and reading.verdict != "not_a_file"
    connection.execute(
        "update attachment set status = ?, fetch_id = ?, sha256 = ?, media_type = ?, byte_count = ?, "
        # What a reader of the page was shown is the better name.
        "name = coalesce(nullif(name, ''), ?) where url = ? and revision_id in (select id from revision where url = ?)",
        (
            "kept" if kept else _attachment_failure(reading),
            capture.id,
            snapshot.sha256 if snapshot and kept else None,
            reading.media_type if kept else None,
            len(snapshot.body) if snapshot and kept else None,
            reading.file_name,
            capture.url,
            capture.parent_url,
        ),
    )


def save_file(connection: Connection, reading: Reading, file: ReadFile, revision_id: int | None) -> None:
    """Note on the attachment's row what was read in it; a member of an archive gets a row of its own.

    `revision_id` is the revision that the file was filed as, None where it is an annex: then its text is kept here.
    """
    capture, document = reading.capture, file.document
    if file.name:
        connection.execute(
            "insert into attachment (revision_id, url, name, status, fetch_id, sha256, media_type) "
            "select revision_id, ?, ?, 'kept', fetch_id, sha256, ? from attachment where url = ? and fetch_id = ? "
            "on conflict (revision_id, url) do update set fetch_id = excluded.fetch_id, sha256 = excluded.sha256",
            (file_url(capture, file), file.name, file.media_type, capture.url, capture.id),
        )
    connection.execute(
        "update attachment set reading = ?, reason = ?, page_count = ?, table_count = ?, text = ?, filed_revision_id = ? "
        "where url = ? and fetch_id = ?",
        (
            "read" if document else "unreadable",
            file.reason,
            document.pages if document else None,
            len(document.tables) if document else None,
            document.text if document and revision_id is None else None,
            revision_id,
            file_url(capture, file),
            capture.id,
        ),
    )


def file_url(capture: Capture, file: ReadFile) -> str:
    """The address a file is filed under: its own, with the member's name behind it where it lies in an archive."""
    return f"{capture.url}#{quote(file.name)}" if file.name else capture.url


def _attachment_failure(reading: Reading) -> str:
    if reading.capture.error == "refused":
        return "refused"
    snapshot = reading.capture.snapshot
    return "missing" if snapshot is not None and snapshot.status in (404, 410) else "failed"


def clear_derived(connection: Connection) -> None:
    """Empty every table that `ingest` can rebuild from the snapshots, and the search index with them."""
    connection.execute("update report set current_revision_id = null")
    for table in _DERIVED:
        connection.execute(f"delete from {table}")  # noqa: S608
    connection.execute("insert into report_search(report_search) values ('delete-all')")
