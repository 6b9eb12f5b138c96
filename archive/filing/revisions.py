"""Revisions and renditions as rows: every document of a report, and which of them is the one to believe today."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import cast

from archive.database import Connection, Row
from archive.noise import without_noise
from archive.records import Capture
from archive.renditions import Source, best
from archive.reports import Report
from archive.text import fold


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document that a report was read from: where it is filed, the page a reader opens for it, and what it is.

    `page_url` differs from `url` for a file that a page links to; `is_ocr` where its characters were recognised.
    """

    capture: Capture
    url: str
    page_url: str
    media_type: str
    is_ocr: bool = False

    @property
    def is_attached(self) -> bool:
        """Whether it is a file that belongs to a page."""
        return self.url != self.page_url


def text_digest(text: str) -> str:
    """What makes two texts the same: their characters, whatever their width and spacing, and what a page counts."""
    return hashlib.sha256(fold(without_noise(text)).encode()).hexdigest()


def insert_revision(
    connection: Connection, report: Report, provenance: Provenance, report_id: int, filed: tuple[str, int]
) -> int:
    """Write one document with its witnesses, sections and attachments; `filed` is what it was, and its number."""
    kind, number = filed
    capture = provenance.capture
    snapshot = capture.snapshot
    cursor = connection.execute(
        "insert into revision (report_id, number, kind, fetch_id, url, page_url, media_type, is_ocr, sha256, "
        "captured_at, title, published_on, signed_on, form_edition, text, text_sha256) "
        "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            report_id,
            number,
            "rendition" if kind == "rendition" else "revision",
            capture.id,
            provenance.url,
            provenance.page_url,
            provenance.media_type,
            int(provenance.is_ocr),
            snapshot.sha256 if snapshot else "",
            capture.captured_at.isoformat(),
            report.title,
            iso(report.published_on),
            iso(report.signed_on),
            report.form_edition,
            report.text,
            text_digest(report.text),
        ),
    )
    revision_id = cast(int, cursor.lastrowid)
    connection.executemany(
        "insert into date_witness (revision_id, kind, witness, raw, value, precision, is_chosen) values (?,?,?,?,?,?,?)",
        [
            (revision_id, d.kind, d.place, d.raw, iso(d.value), d.precision, int(d.chosen))
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


def current_of(rows: list[Row]) -> Row:
    """Of the page published last and the files it links to, as they are today, the one that is the best source."""
    page_url = max(rows, key=_recency)["page_url"]
    sources = {
        Source(row["text"], row["form_edition"] is not None, row["url"] == page_url, bool(row["is_ocr"])): row
        for row in {row["url"]: row for row in rows if row["page_url"] == page_url}.values()
    }
    return sources[best(sources)]


def _recency(row: Row) -> tuple[bool, str, str, int]:
    return row["kind"] == "revision", row["published_on"] or "", row["captured_at"], row["id"]


def iso(day: date | None) -> str | None:
    """A day as rows hold it."""
    return day.isoformat() if day else None
