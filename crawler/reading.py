"""Captures become readings: recognise what a page is, then read it with its portal's family. No network, no rows.

The crawl reads each capture once as it comes; `cundang reparse` reads them all again in the same order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from archive.errors import ReadError
from archive.records import Capture, Channel, Link, ListPage, Origin, Portal, Problem, Reading, Snapshot
from archive.snapshots import SnapshotStore
from crawler.challenge import Verdict, recognise
from crawler.disposition import file_name
from crawler.guard import refusal
from crawler.read import read_file, read_list, read_report, sniff

logger = logging.getLogger(__name__)


class RunReader:
    """Reads the captures of one run in order; remembers the home page and the list rows met so far."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._channels = {channel.id: channel for channel in portal.channels}
        self._links: dict[str, Link] = {}
        self._home: Snapshot | None = None

    def read(self, capture: Capture) -> Reading:
        """What the capture says, or why it says nothing; never raises for what a server sent."""
        channel = self._channels.get(capture.channel_id or "")
        origin = self._portal.origin(channel)
        snapshot = capture.snapshot
        if snapshot is None:
            return Reading(capture, origin, problems=_not_fetched(capture))
        if capture.role == "home":
            self._home = snapshot if snapshot.status == 200 else None
            return Reading(capture, origin)
        if capture.role == "attachment":
            return _read_attachment(capture, origin, snapshot)
        try:
            verdict = _verdict(snapshot, self._home)
            if verdict:
                problem = Problem(verdict.kind, verdict.sentence)
                return Reading(capture, origin, verdict=verdict.kind, problems=(problem,))
            return self._read_page(capture, channel, origin, snapshot)
        except ReadError as error:
            return Reading(
                capture, origin, verdict="unreadable", problems=(Problem("unreadable", str(error)),)
            )
        except Exception as error:
            # A reader's own fault must cost one page its reading, never the run or the bytes.
            logger.exception("Reading %s failed", capture.url)
            message = f"The reader failed with {type(error).__name__} ({error}); mend it, then run `cundang reparse`."
            return Reading(
                capture, origin, verdict="unreadable", problems=(Problem("reader_failed", message),)
            )

    def _read_page(
        self, capture: Capture, channel: Channel | None, origin: Origin, snapshot: Snapshot
    ) -> Reading:
        if capture.role == "list":
            parameters = channel.parameters if channel else {}
            listing = read_list(replace(snapshot, parameters=parameters), self._portal.family)
            for link in listing.links:
                self._links.setdefault(link.url, link)
            return Reading(capture, origin, listing=listing, problems=self._list_problems(listing, channel))
        if sniff(snapshot.body) in ("html", "text"):
            report = read_report(snapshot, self._portal.family)
        else:
            # Some lists lead straight to a file.
            report = read_file(snapshot.url, snapshot.body)
        return Reading(capture, origin, report=report, link=self._links.get(capture.url))

    def _list_problems(self, listing: ListPage, channel: Channel | None) -> tuple[Problem, ...]:
        off_site = [link for link in listing.links if refusal(link.url, self._portal.hosts)]
        return tuple(
            Problem(
                "off_site_row",
                f"The row “{link.title}” leads to {link.url}, which the portal file does not name.",
            )
            for link in off_site
        )


def read_captures(captures: Iterable[Capture], portals: Mapping[str, Portal]) -> Iterator[Reading]:
    """Read kept captures in order; those of a portal that no file and no archive row describes are refused.

    Raises ReadError naming the portal.
    """
    readers: dict[tuple[str, int | None], RunReader] = {}
    for capture in captures:
        if capture.role == "import":
            yield read_import(capture, Origin())
            continue
        portal = portals.get(capture.portal_id or "")
        if portal is None:
            raise ReadError(
                f"No portal file describes {capture.portal_id}; put {capture.portal_id}.yml back."
            )
        reader = readers.setdefault((portal.id, capture.crawl_run_id), RunReader(portal))
        yield reader.read(capture)


def recover(snapshots: SnapshotStore, last_ingested: int, portals: Mapping[str, Portal]) -> Iterator[Reading]:
    """Readings of what a crash left kept but not ingested; nothing after an orderly end.

    The runs concerned are read from their beginning, because a report is read with the list row that led to it.
    """
    for reading in read_captures(snapshots.captures_of_open_runs(last_ingested), portals):
        if reading.capture.id is not None and reading.capture.id > last_ingested:
            yield reading


def read_import(capture: Capture, origin: Origin) -> Reading:
    """Read a file that was imported from disk."""
    snapshot = capture.snapshot
    if snapshot is None:
        return Reading(capture, origin, problems=_not_fetched(capture))
    try:
        report = read_file(unquote(capture.url.removeprefix("file:")), snapshot.body)
    except ReadError as error:
        return Reading(capture, origin, verdict="unreadable", problems=(Problem("unreadable", str(error)),))
    return Reading(capture, origin, report=report, media_type=sniff(snapshot.body))


def _verdict(snapshot: Snapshot, home: Snapshot | None) -> Verdict | None:
    if snapshot.status in (404, 410):
        return Verdict(
            "not_found", f"The portal answered {snapshot.status}: there is no page at this address."
        )
    return recognise(snapshot, home)


def _read_attachment(capture: Capture, origin: Origin, snapshot: Snapshot) -> Reading:
    media_type = sniff(snapshot.body)
    if snapshot.status in (404, 410):
        problem = Problem(
            "attachment_missing", f"The attachment was not found on the portal (status {snapshot.status})."
        )
        return Reading(capture, origin, verdict="not_found", problems=(problem,))
    if snapshot.status != 200:
        problem = Problem("attachment_failed", f"The portal answered {snapshot.status} for the attachment.")
        return Reading(capture, origin, verdict="failed", problems=(problem,))
    if media_type == "html" and not capture.url.lower().split("?")[0].endswith((".html", ".htm", ".shtml")):
        problem = Problem(
            "attachment_is_html", "The portal answered with a web page instead of the attached file."
        )
        return Reading(capture, origin, verdict="not_a_file", problems=(problem,))
    name = file_name(snapshot.header("content-disposition"))
    return Reading(capture, origin, media_type=media_type, file_name=name)


def _not_fetched(capture: Capture) -> tuple[Problem, ...]:
    if capture.role not in ("report", "attachment"):
        return ()
    return (Problem("not_fetched", f"The {capture.role} could not be fetched ({capture.error})."),)
