"""Filing a report: which report a document is, whether it is new, a revision, a rendition or nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from archive import search
from archive.database import Connection, Row
from archive.deadlines import days_late
from archive.filing.bureau import file_bureau
from archive.filing.figures import figures_differ, save_figures
from archive.filing.findings import file_document_findings
from archive.filing.revisions import Provenance, current_of, insert_revision, iso, text_digest
from archive.renditions import is_same_report
from archive.reports import Bureau, Report
from archive.store import channel_key

Filed = Literal["new", "revised", "rendition", "unchanged", "annex", "unreadable", "other"]


@dataclass(frozen=True, slots=True)
class Filing:
    """What a document was to the archive, and the rows it is filed in, of old where it is unchanged; None for no report."""

    filed: Filed
    report_id: int | None = None
    revision_id: int | None = None


def file_parsed(connection: Connection, report: Report, provenance: Provenance) -> Filing:
    """Write `report` and say what it was to the archive.

    A document without a key goes to `other_document`. Identity is bureau × type × year; a different text is a
    revision, the same text at another address a rendition, the same text at the same address nothing new. A file is
    a rendition of the page that links to it, whatever its text, until one of them changes.
    """
    if report.key is None or report.bureau is None:
        _file_other(connection, report, provenance)
        return Filing("other")
    bureau_id = file_bureau(connection, report, provenance.capture)
    known = connection.execute("select * from report where key = ?", (report.key,)).fetchone()
    seen_at = provenance.capture.captured_at.isoformat()
    report_id = cast(int, known["id"]) if known else _insert_report(connection, report, seen_at, bureau_id)
    filed, number, revision_id = _compare(connection, report, provenance, report_id)
    if filed != "unchanged":
        revision_id = insert_revision(connection, report, provenance, report_id, (filed, number))
        save_figures(connection, revision_id, report)
        if _choose_current(connection, report, provenance, report_id, revision_id):
            file_document_findings(connection, report_id, report)
        connection.execute(
            "insert into change (kind, report_id, revision_id, observed_at, differs) values (?,?,?,?,?)",
            (
                "new" if known is None else filed,
                report_id,
                revision_id,
                seen_at,
                _differs(connection, report_id, revision_id, number)
                if filed == "revised" and known
                else None,
            ),
        )
    capture = provenance.capture
    connection.execute(
        # A portal file may have got another name: then the portal is asked under that one.
        "update report set last_seen_at = ?, portal_id = coalesce(?, portal_id), channel_id = coalesce(?, channel_id) "
        "where id = ?",
        (seen_at, capture.portal_id, channel_key(capture.portal_id, capture.channel_id), report_id),
    )
    return Filing("new" if known is None else filed, report_id, revision_id)


def _compare(
    connection: Connection, report: Report, provenance: Provenance, report_id: int
) -> tuple[Filed, int, int | None]:
    """What a document is to its report, its number, and the revision it already is where it is unchanged."""
    rows = connection.execute(
        "select v.*, v.id = r.current_revision_id as is_current from revision v join report r on r.id = v.report_id "
        "where v.report_id = ? order by v.id",
        (report_id,),
    ).fetchall()
    latest = {row["url"]: row for row in rows}
    digest = text_digest(report.text)
    here = latest.get(provenance.url)
    if here is not None and here["text_sha256"] == digest:
        return "unchanged", here["number"], here["id"]
    twin = next((row for row in latest.values() if row["text_sha256"] == digest), None) or next(
        (row for row in latest.values() if _shows(row, report, provenance)), None
    )
    page = latest.get(provenance.page_url) if provenance.is_attached else None
    if page is not None and (here is None or not here["is_current"]):
        twin = page
    if twin is not None:
        return "rendition", twin["number"], None
    return "revised", max((row["number"] for row in rows), default=0) + 1, None


def _differs(connection: Connection, report_id: int, revision_id: int, number: int) -> str | None:
    """In what a revision differs from the one before it: in its figures, or in its text alone."""
    before = connection.execute(
        "select id from revision where report_id = ? and number < ? and kind = 'revision' order by number desc limit 1",
        (report_id, number),
    ).fetchone()
    if before is None:
        return None
    return "figures" if figures_differ(connection, before["id"], revision_id) else "text"


def _shows(row: Row, report: Report, provenance: Provenance) -> bool:
    """Whether a document filed before and this one are the same report, one of them a scan.

    Recognised characters differ from printed ones here and there, which shows no edit; another scan in the place of one
    may be one.
    """
    is_scan = bool(row["is_ocr"]) or provenance.is_ocr
    return is_scan and row["url"] != provenance.url and is_same_report(row["text"], report.text)


def _insert_report(connection: Connection, report: Report, seen_at: str, bureau_id: int) -> int:
    bureau = cast(Bureau, report.bureau)
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


def _choose_current(
    connection: Connection, report: Report, provenance: Provenance, report_id: int, revision_id: int
) -> bool:
    """Point the report at the best source of its latest document, and date it by its first publication.

    Returns whether that source is the document at hand.
    """
    rows = connection.execute(
        "select * from revision where report_id = ? order by id", (report_id,)
    ).fetchall()
    is_current = bool(current_of(rows)["id"] == revision_id)
    if is_current:
        _update_report(connection, report, provenance, report_id, revision_id)
    dated = [row for row in rows if row["published_on"]]
    first = min(dated, key=lambda row: row["published_on"], default=None)
    published = first["published_on"] if first else None
    late = _days_late(connection, first, report.due_on) if first and report.due_on else None
    connection.execute(
        "update report set published_on = ?, due_on = ?, days_late = ?, revision_count = ? where id = ?",
        (published, iso(report.due_on), late, sum(row["kind"] == "revision" for row in rows), report_id),
    )
    return is_current


def _days_late(connection: Connection, first: Row, due: date) -> int | None:
    """How late the document was that was published first."""
    witness = connection.execute(
        "select witness from date_witness where revision_id = ? and kind = 'published' and is_chosen = 1",
        (first["id"],),
    ).fetchone()
    signed = date.fromisoformat(first["signed_on"]) if first["signed_on"] else None
    return days_late(
        date.fromisoformat(first["published_on"]), due, signed, witness["witness"] if witness else None
    )


def _update_report(
    connection: Connection, report: Report, provenance: Provenance, report_id: int, revision_id: int
) -> None:
    capture = provenance.capture
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
            iso(report.signed_on),
            report.form_edition,
            report.scope,
            report.document_number,
            report.index_number,
            provenance.page_url,
            capture.portal_id,
            channel_key(capture.portal_id, capture.channel_id),
            revision_id,
            report_id,
        ),
    )
    names = search.bureau_text(bureau.name, bureau.name_then, report.bureau_raw or "")
    search.index_report(connection, report_id, report.title, names, report.text)


def _file_other(connection: Connection, report: Report, provenance: Provenance) -> None:
    capture = provenance.capture
    seen_at = capture.captured_at.isoformat()
    connection.execute(
        "insert into other_document (url, kind, title, published_on, portal_id, channel_id, fetch_id, sha256, "
        "text, first_seen_at, last_seen_at) values (?,?,?,?,?,?,?,?,?,?,?) on conflict (url) do update set "
        "kind=excluded.kind, title=excluded.title, published_on=excluded.published_on, "
        "fetch_id=excluded.fetch_id, sha256=excluded.sha256, text=excluded.text, "
        "last_seen_at=excluded.last_seen_at",
        (
            provenance.url,
            report.report_type,
            report.title,
            iso(report.published_on),
            capture.portal_id,
            channel_key(capture.portal_id, capture.channel_id),
            capture.id,
            capture.snapshot.sha256 if capture.snapshot else "",
            report.text,
            seen_at,
            seen_at,
        ),
    )
