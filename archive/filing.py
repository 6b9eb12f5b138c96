"""Filing a report: which report a document is, whether it is new, a revision, a rendition or nothing new."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal, cast

from archive import search
from archive.bureau_filing import file_bureau
from archive.database import Connection, Row
from archive.records import Bureau, Capture, Report
from archive.store import channel_key
from archive.text import fold

Filed = Literal["new", "revised", "rendition", "unchanged", "other"]


def file_report(connection: Connection, report: Report, capture: Capture) -> Filed:
    """Write `report`, read from `capture`, and say what it was to the archive.

    A document without a key goes to `other_document`. Identity is bureau × type × year; a different text is a
    revision, the same text at another address a rendition, the same text at the same address nothing new.
    """
    if report.key is None or report.bureau is None:
        _file_other(connection, report, capture)
        return "other"
    bureau_id = file_bureau(connection, report, capture)
    known = connection.execute("select * from report where key = ?", (report.key,)).fetchone()
    report_id = cast(int, known["id"]) if known else _insert_report(connection, report, capture, bureau_id)
    filed, number = _compare(connection, report, capture, report_id)
    if filed != "unchanged":
        revision_id = _insert_revision(connection, report, capture, report_id, filed, number)
        _choose_current(connection, report, capture, report_id, revision_id)
        kind = "new" if known is None else filed
        connection.execute(
            "insert into change (kind, report_id, revision_id, observed_at) values (?,?,?,?)",
            (kind, report_id, revision_id, capture.captured_at.isoformat()),
        )
    connection.execute(
        "update report set last_seen_at = ? where id = ?", (capture.captured_at.isoformat(), report_id)
    )
    return "new" if known is None else filed


def text_digest(text: str) -> str:
    """What makes two texts the same: their characters, whatever their width and spacing."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def _compare(connection: Connection, report: Report, capture: Capture, report_id: int) -> tuple[Filed, int]:
    rows = connection.execute(
        "select number, url, text_sha256 from revision where report_id = ? order by id", (report_id,)
    ).fetchall()
    latest = {row["url"]: row for row in rows}
    digest = text_digest(report.text)
    here = latest.get(address(capture))
    if here is not None and here["text_sha256"] == digest:
        return "unchanged", here["number"]
    twin = next((row for row in latest.values() if row["text_sha256"] == digest), None)
    if twin is not None:
        return "rendition", twin["number"]
    return "revised", max((row["number"] for row in rows), default=0) + 1


def address(capture: Capture) -> str:
    """The address a document is filed under: the one asked for, which its listing prints."""
    return capture.url


def _insert_report(connection: Connection, report: Report, capture: Capture, bureau_id: int) -> int:
    bureau = cast(Bureau, report.bureau)
    seen_at = capture.captured_at.isoformat()
    cursor = connection.execute(
        "insert into report (key, bureau_id, bureau, bureau_then, bureau_as_printed, report_type, report_year, "
        "title, scope, first_seen_at, last_seen_at, revision_count) values (?,?,?,?,?,?,?,?,?,?,?,0)",
        (
            report.key,
            bureau_id,
            bureau.name,
            bureau.name_then,
            report.bureau_raw,
            report.report_type,
            report.report_year,
            report.title,
            report.scope,
            seen_at,
            seen_at,
        ),
    )
    return cast(int, cursor.lastrowid)


def _insert_revision(
    connection: Connection, report: Report, capture: Capture, report_id: int, filed: Filed, number: int
) -> int:
    snapshot = capture.snapshot
    cursor = connection.execute(
        "insert into revision (report_id, number, kind, fetch_id, url, sha256, captured_at, title, published_on, "
        "signed_on, form_edition, text, text_sha256) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            report_id,
            number,
            "rendition" if filed == "rendition" else "revision",
            capture.id,
            address(capture),
            snapshot.sha256 if snapshot else "",
            capture.captured_at.isoformat(),
            report.title,
            _iso(report.published_on),
            _iso(report.signed_on),
            report.form_edition,
            report.text,
            text_digest(report.text),
        ),
    )
    revision_id = cast(int, cursor.lastrowid)
    connection.executemany(
        "insert into date_witness (revision_id, kind, witness, raw, value, precision, is_chosen) values (?,?,?,?,?,?,?)",
        [
            (revision_id, d.kind, d.place, d.raw, _iso(d.value), d.precision, int(d.chosen))
            for d in report.dates
        ],
    )
    connection.executemany(
        "insert into bureau_witness (revision_id, witness, raw, role) values (?,?,?,?)",
        [(revision_id, b.place, b.raw, b.role) for b in report.bureaus],
    )
    connection.executemany(
        "insert into section (revision_id, ordinal, number, heading, text) values (?,?,?,?,?)",
        [(revision_id, s.ordinal, s.number, s.heading, s.text) for s in report.sections],
    )
    connection.executemany(
        "insert into attachment (revision_id, url, name, status) values (?,?,?,'pending') on conflict do nothing",
        [(revision_id, a.url, a.name) for a in report.attachments],
    )
    return revision_id


def _choose_current(
    connection: Connection, report: Report, capture: Capture, report_id: int, revision_id: int
) -> None:
    """Point the report at its latest document, and date it by its first publication."""
    rows = connection.execute("select * from revision where report_id = ?", (report_id,)).fetchall()
    if max(rows, key=_recency)["id"] == revision_id:
        _update_report(connection, report, capture, report_id, revision_id)
    published = min((row["published_on"] for row in rows if row["published_on"]), default=None)
    late = (date.fromisoformat(published) - report.due_on).days if published and report.due_on else None
    connection.execute(
        "update report set published_on = ?, due_on = ?, days_late = ?, revision_count = ? where id = ?",
        (published, _iso(report.due_on), late, sum(row["kind"] == "revision" for row in rows), report_id),
    )


def _recency(row: Row) -> tuple[bool, str, str, int]:
    return row["kind"] == "revision", row["published_on"] or "", row["captured_at"], row["id"]


def _update_report(
    connection: Connection, report: Report, capture: Capture, report_id: int, revision_id: int
) -> None:
    bureau = cast(Bureau, report.bureau)
    connection.execute(
        "update report set title=?, bureau=?, bureau_then=?, bureau_as_printed=?, place=?, division_code=?, "
        "sector=?, signed_on=?, form_edition=?, scope=?, document_number=?, index_number=?, url=?, portal_id=?, "
        "channel_id=?, current_revision_id=? where id=?",
        (
            report.title,
            bureau.name,
            bureau.name_then,
            report.bureau_raw,
            bureau.place,
            bureau.division_code,
            bureau.sector,
            _iso(report.signed_on),
            report.form_edition,
            report.scope,
            report.document_number,
            report.index_number,
            address(capture),
            capture.portal_id,
            channel_key(capture.portal_id, capture.channel_id),
            revision_id,
            report_id,
        ),
    )
    names = search.bureau_text(bureau.name, bureau.name_then, report.bureau_raw or "")
    search.index_report(connection, report_id, report.title, names, report.text)


def _file_other(connection: Connection, report: Report, capture: Capture) -> None:
    seen_at = capture.captured_at.isoformat()
    connection.execute(
        "insert into other_document (url, kind, title, published_on, portal_id, channel_id, fetch_id, sha256, "
        "text, first_seen_at, last_seen_at) values (?,?,?,?,?,?,?,?,?,?,?) on conflict (url) do update set "
        "kind=excluded.kind, title=excluded.title, published_on=excluded.published_on, "
        "fetch_id=excluded.fetch_id, sha256=excluded.sha256, text=excluded.text, "
        "last_seen_at=excluded.last_seen_at",
        (
            address(capture),
            report.report_type,
            report.title,
            _iso(report.published_on),
            capture.portal_id,
            channel_key(capture.portal_id, capture.channel_id),
            capture.id,
            capture.snapshot.sha256 if capture.snapshot else "",
            report.text,
            seen_at,
            seen_at,
        ),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
