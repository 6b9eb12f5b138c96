"""Captures become readings: recognise what a page is, then read it with its portal's family. No network, no rows.

The crawl reads each capture once as it comes; `cundang reparse` reads them all again in the same order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from archive.errors import ReadError
from archive.records import (
    Capture,
    Channel,
    Document,
    Link,
    ListPage,
    Origin,
    ParsedReport,
    Portal,
    Problem,
    Reading,
    Snapshot,
)
from archive.snapshots import SnapshotStore
from crawler.challenge import Verdict, recognise
from crawler.documents.kinds import IMAGES, kind_of
from crawler.files.picture_pages import PicturePages
from crawler.files.reader import FileReader
from crawler.files.readings import read_attachment, read_files, reader_failed
from crawler.guard import refusal
from crawler.read import read_list, read_report

logger = logging.getLogger(__name__)

# The verdict on an answer that a page asked for again is as it was (RFC 9110, 304).
NOT_MODIFIED = "not_modified"

# Some families' pages are JSON, which is text, or may look like a table of values.
_PAGE_KINDS = ("html", "text", "csv", "empty")


class RunReader:
    """Reads the captures of one run in order; remembers the home page and the list rows met so far."""

    def __init__(self, portal: Portal, files: FileReader, links: dict[str, Link] | None = None) -> None:
        """`links` are the rows of lists by address, those that earlier runs met among them; tonight's are added."""
        self._portal, self._files = portal, files
        self._channels = {channel.id: channel for channel in portal.channels}
        self._links = {} if links is None else links
        self._pages: dict[str, ParsedReport] = {}
        self._pictures = PicturePages()
        self._home: Snapshot | None = None

    def read(self, capture: Capture) -> Reading:
        """What the capture says, or why it says nothing; never raises for what a server sent."""
        channel = self._channels.get(capture.channel_id or "")
        reading = Reading(capture, self._portal.origin(channel))
        try:
            return self._read(reading, channel)
        except ReadError as error:
            return replace(reading, verdict="unreadable", problems=(Problem("unreadable", str(error)),))
        except Exception as error:
            # A reader's own fault must cost one page its reading, never the run or the bytes.
            logger.exception("Reading %s failed", capture.url)
            problems = (reader_failed(f"{type(error).__name__}: {error}"),)
            return replace(reading, verdict="unreadable", problems=problems)

    def _read(self, reading: Reading, channel: Channel | None) -> Reading:
        capture, snapshot = reading.capture, reading.capture.snapshot
        if snapshot is not None and snapshot.status == 304:
            return replace(reading, verdict=NOT_MODIFIED)
        if capture.role == "attachment":
            page = self._pages.get(capture.parent_url or "")
            return self._with_other_sheets(self._read_attachment(replace(reading, page=page)))
        if snapshot is None:
            return replace(reading, problems=_not_fetched(capture))
        if capture.role == "home":
            self._home = snapshot if snapshot.status == 200 else None
            return reading
        verdict = _verdict(snapshot, self._home)
        if verdict:
            problem = Problem(verdict.kind, verdict.sentence)
            return replace(reading, verdict=verdict.kind, problems=(problem,))
        return self._read_page(reading, channel, snapshot)

    def _read_page(self, reading: Reading, channel: Channel | None, snapshot: Snapshot) -> Reading:
        capture = reading.capture
        if capture.role == "list":
            parameters = channel.parameters if channel else {}
            listing = read_list(replace(snapshot, parameters=parameters), self._portal.family)
            self._links.update((link.url, link) for link in listing.links)
            return replace(reading, listing=listing, problems=self._list_problems(listing))
        row = self._links.get(capture.url)
        if not is_page(snapshot):
            # Some lists lead straight to a file.
            return read_files(replace(reading, link=row), snapshot, self._files)
        report = read_report(snapshot, self._portal.family)
        if report.attachments:
            # What its files are read with; its own text is already filed by then.
            self._pages[capture.url] = replace(report, document=Document(""))
        return replace(reading, report=report, link=row)

    def _read_attachment(self, reading: Reading) -> Reading:
        if reading.capture.snapshot is None:
            return replace(reading, problems=_not_fetched(reading.capture))
        return read_attachment(reading, reading.capture.snapshot, self._files)

    def _with_other_sheets(self, reading: Reading) -> Reading:
        """The reading of an attachment; of the last picture in a row of them, that of the whole row."""
        capture, page = reading.capture, reading.page
        if page is None or len(reading.files) > 1:
            return reading
        file = reading.files[0] if reading.files else None
        document = file.document if file and file.media_type in IMAGES else None
        whole = self._pictures.complete(page, capture.parent_url or "", capture.url, document)
        return replace(reading, files=(replace(file, document=whole),)) if file and whole else reading

    def _list_problems(self, listing: ListPage) -> tuple[Problem, ...]:
        off_site = [link for link in listing.links if refusal(link.url, self._portal.hosts)]
        return tuple(
            Problem(
                "off_site_row",
                f"The row “{link.title}” leads to {link.url}, which the portal file does not name.",
            )
            for link in off_site
        )


def read_captures(
    captures: Iterable[Capture], portals: Mapping[str, Portal], files: FileReader
) -> Iterator[Reading]:
    """Read kept captures in order; those of a portal that no file and no archive row describes are refused.

    Raises ReadError naming the portal.
    """
    readers: dict[tuple[str, int | None], RunReader] = {}
    links: dict[str, dict[str, Link]] = {}
    for capture in captures:
        if capture.role == "import":
            yield _read_import_of(capture, portals, files)
            continue
        portal = portals.get(capture.portal_id or "")
        if portal is None:
            raise ReadError(
                f"No portal file describes {capture.portal_id}; put {capture.portal_id}.yml back."
            )
        known = links.setdefault(portal.id, {})
        key = (portal.id, capture.crawl_run_id)
        reader = readers.get(key) or readers.setdefault(key, RunReader(portal, files, known))
        yield reader.read(capture)


def recover(
    snapshots: SnapshotStore, pending: Sequence[int], portals: Mapping[str, Portal], files: FileReader
) -> Iterator[Reading]:
    """Readings of the captures numbered in `pending` (ascending): what a crash left kept but not ingested.

    The runs concerned are read from their beginning, because a report is read with the list row that led to it.
    """
    wanted = set(pending)
    for reading in read_captures(snapshots.captures_of_open_runs(pending[0] - 1), portals, files):
        if reading.capture.id in wanted:
            yield reading


def _read_import_of(capture: Capture, portals: Mapping[str, Portal], files: FileReader) -> Reading:
    """Read an import; one that another archive captured on the host of a portal is read as that portal's pages are."""
    host = urlsplit(capture.url).netloc
    portal = next((portal for portal in portals.values() if host in portal.hosts), None) if host else None
    if portal is None:
        return read_import(capture, Origin(), files)
    # It was not our crawl that met it: no row of the portal's ledger tells of it.
    return read_import(capture, replace(portal.origin(None), portal_id=None), files, portal.family)


def read_import(capture: Capture, origin: Origin, files: FileReader, family: str = "plain") -> Reading:
    """Read a file that was imported; a saved page is read as a page of `family`, by default of none that is known."""
    snapshot = capture.snapshot
    reading = Reading(capture, origin)
    if snapshot is None:
        return replace(reading, problems=_not_fetched(capture))
    if kind_of(snapshot.body) != "html":
        name = unquote(urlsplit(capture.url).path.rpartition("/")[2])
        return read_files(replace(reading, file_name=name), snapshot, files)
    try:
        return replace(reading, report=read_report(snapshot, family), media_type="html")
    except ReadError as error:
        return replace(reading, verdict="unreadable", problems=(Problem("unreadable", str(error)),))


def holds_file(capture: Capture) -> bool:
    """Whether reading a capture means reading a file, which takes a process of its own and up to minutes."""
    snapshot = capture.snapshot
    if snapshot is None or capture.role not in ("report", "attachment"):
        return False
    return capture.role == "attachment" or not is_page(snapshot)


def is_page(snapshot: Snapshot) -> bool:
    """Whether what answered is a page of a portal, to be read with its family, and not a file."""
    return kind_of(snapshot.body) in _PAGE_KINDS


def _verdict(snapshot: Snapshot, home: Snapshot | None) -> Verdict | None:
    if snapshot.status in (404, 410):
        return Verdict(
            "not_found", f"The portal answered {snapshot.status}: there is no page at this address."
        )
    return recognise(snapshot, home)


def _not_fetched(capture: Capture) -> tuple[Problem, ...]:
    if capture.role not in ("report", "attachment"):
        return ()
    return (Problem("not_fetched", f"The {capture.role} could not be fetched ({capture.error})."),)
