"""The one spider: walks a portal's channels as its portal file says and hands every answer on, bytes first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import StoreError
from archive.ingest import Archive
from archive.records import Capture, ListPage, ListRequest, Portal, Reading, Role, Snapshot
from archive.store import RunResult
from crawler.cms import FAMILIES
from crawler.exchange import request_for, snapshot_of
from crawler.failures import cause_of
from crawler.files.reader import FileReader
from crawler.guard import refusal
from crawler.manners import set_manners
from crawler.portal import load_portal
from crawler.reading import RunReader, holds_file

# The home page comes first (it tells a home page served in place of another), then lists, then reports, the
# oldest (lowest on the lists) first, so that later documents of a report become its later revisions.
_HOME_PRIORITY, _LIST_PRIORITY, _ATTACHMENT_PRIORITY = 3_000_000, 2_000_000, 1_000_000

# What the guards (WAF) in front of portals send in place of pages, and how many of them in a row end a run.
BLOCKED = ("challenge", "captcha", "login", "forbidden")
BLOCKED_ENOUGH = 3

Answer = Response | Failure
Output = Iterator[Request | Reading]


class PortalSpider(Spider):
    """Crawls one portal: `scrapy crawl portal -a portal=yanshi [-a limit=10]`.

    `counts` and `verdicts` say what it met and `filed` what the archive made of it; the run monitor judges them.
    """

    name = "portal"
    portal: Portal
    archive: Archive
    reader: RunReader
    run_id: int
    max_list_pages: int
    result: RunResult | None = None

    def __init__(self, portal: str, limit: str | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.portal_id = portal
        self.limit = int(limit) if limit else None
        self.counts: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.filed: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.declared: dict[str, int] = {}
        self.store_error: StoreError | None = None
        # Captures that are kept and not yet handed on as readings: what comes after them waits to be ingested.
        self.unread: set[int] = set()
        self._listed: dict[str, set[str]] = {}
        self._asked_for: set[str] = set()
        self._blocked_in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> PortalSpider:
        """Load the portal file and open the archive; the file's delay and cookies override the settings."""
        spider = super().from_crawler(crawler, *arguments, **named)
        settings = crawler.settings
        portal = load_portal(Path(settings["CUNDANG_PORTALS"]) / f"{spider.portal_id}.yml")
        set_manners(settings, portal)
        data = Path(settings["CUNDANG_DATA"])
        spider.portal, spider.reader = portal, RunReader(portal, FileReader(data))
        spider.max_list_pages = settings.getint("MAX_LIST_PAGES")
        spider.archive = Archive.of(data)
        spider.run_id = spider.archive.open_run(portal, datetime.now(UTC), settings["CUNDANG_VERSION"])
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the home page; whatever comes of it, the lists follow."""
        yield self._request(ListRequest(self.portal.home_url), "home", _HOME_PRIORITY)

    async def answered(
        self, answer: Answer, role: Role, channel_id: str | None, parent: str | None
    ) -> AsyncIterator[Request | Reading]:
        """Keep what came, or that nothing came, before anything is read; then read it and follow it."""
        came = cause_of(answer) if isinstance(answer, Failure) else snapshot_of(answer)
        capture = self._keep(_request_of(answer).meta["asked"], role, channel_id, parent, came)
        # The other requests must not wait for a file to be read.
        is_slow = holds_file(capture)
        reading = await asyncio.to_thread(self.reader.read, capture) if is_slow else self.reader.read(capture)
        yield reading
        self._count(reading)
        if self._blocked_in_a_row >= BLOCKED_ENOUGH:
            # A guard that refuses everything is not asked on and on: the host is left to cool down.
            raise CloseSpider("blocked")
        for request in self._following(reading):
            yield request

    def failed(self, failure: Failure) -> AsyncIterator[Request | Reading]:
        """The errback of every request: a request that got no answer is kept as such."""
        return self.answered(failure, **_request_of(failure).cb_kwargs)

    def _following(self, reading: Reading) -> Output:
        role = reading.capture.role
        if role == "home":
            return self._first_lists()
        if role == "list":
            return self._after_list(reading)
        return self._after_report(reading) if role == "report" else iter(())

    def _first_lists(self) -> Output:
        for channel in self.portal.channels:
            for request in FAMILIES[self.portal.family].first_requests(channel):
                yield from self._list(request, channel.id, None)

    def _after_list(self, reading: Reading) -> Output:
        if reading.listing is None:
            return
        channel_id, page = reading.capture.channel_id, reading.capture.url
        new = [link.url for link in reading.listing.links if link.url not in self._listed_in(channel_id)]
        self._listed_in(channel_id).update(new)
        self._count_rows(reading.listing, channel_id or "", len(new))
        for url in new:
            yield from self._report(url, channel_id, page)
        # A page whose rows are all known is the end, whatever it says of further pages; one without rows that names
        # requests is the doorway to the list.
        for request in reading.listing.next if new or not reading.listing.links else ():
            yield from self._list(request, channel_id, page)

    def _after_report(self, reading: Reading) -> Output:
        page, channel_id = reading.capture.url, reading.capture.channel_id
        for attachment in reading.report.attachments if reading.report else ():
            if refusal(attachment.url, self.portal.hosts):
                capture = self._keep(attachment.url, "attachment", channel_id, page, "refused")
                yield self.reader.read(capture)
            elif self._is_first(attachment.url):
                request = ListRequest(attachment.url)
                yield self._request(request, "attachment", _ATTACHMENT_PRIORITY, channel_id, page)

    def _list(self, request: ListRequest, channel_id: str | None, parent: str | None) -> Iterator[Request]:
        if self._is_first(f"{request.method} {request.url} {request.body}"):
            if self.counts["list_requests"] >= self.max_list_pages:
                self.counts["list_pages_over_limit"] += 1
                return
            self.counts["list_requests"] += 1
            yield self._request(request, "list", _LIST_PRIORITY, channel_id, parent)

    def _report(self, url: str, channel_id: str | None, parent: str) -> Iterator[Request]:
        if refusal(url, self.portal.hosts):
            self.counts["off_site"] += 1
        elif self.limit is not None and self.counts["report_requests"] >= self.limit:
            self.counts["over_limit"] += 1
        elif self._is_first(url):
            self.counts["report_requests"] += 1
            yield self._request(
                ListRequest(url), "report", self.counts["report_requests"], channel_id, parent
            )

    def _request(
        self,
        request: ListRequest,
        role: Role,
        priority: int,
        channel_id: str | None = None,
        parent: str | None = None,
    ) -> Request:
        self.counts["requests"] += 1
        carried = {"role": role, "channel_id": channel_id, "parent": parent}
        return request_for(request, self, role != "attachment", carried, priority)

    def _listed_in(self, channel_id: str | None) -> set[str]:
        return self._listed.setdefault(channel_id or "", set())

    def _count_rows(self, listing: ListPage, channel_id: str, new_count: int) -> None:
        # Rows that an earlier page had, too, must not make up for rows that were never seen.
        if new_count or not listing.links:
            self.rows[channel_id] += new_count + len(listing.dead_rows)
        if listing.declared_total is not None:
            self.declared[channel_id] = max(listing.declared_total, self.declared.get(channel_id, 0))
        self.counts["listed"] = len(set().union(*self._listed.values()))

    def _is_first(self, address: str) -> bool:
        first = address not in self._asked_for
        self._asked_for.add(address)
        return first

    def _keep(
        self, url: str, role: Role, channel_id: str | None, parent: str | None, came: Snapshot | str
    ) -> Capture:
        """Commit what came, or in a word why nothing did."""
        snapshot = came if isinstance(came, Snapshot) else None
        capture = Capture(
            url=url,
            role=role,
            captured_at=snapshot.captured_at if snapshot else datetime.now(UTC),
            snapshot=snapshot,
            error=came if isinstance(came, str) else None,
            portal_id=self.portal.id,
            channel_id=channel_id,
            crawl_run_id=self.run_id,
            parent_url=parent,
        )
        try:
            kept = self.archive.keep(capture)
        except StoreError as error:
            self.store_error = error
            raise CloseSpider("store_failed") from error
        self.unread.add(kept.number)
        return kept

    def _count(self, reading: Reading) -> None:
        role = reading.capture.role
        if reading.capture.snapshot is not None and role in ("list", "report"):
            self._blocked_in_a_row = self._blocked_in_a_row + 1 if reading.verdict in BLOCKED else 0
        self.counts[f"{role}_answers"] += 1
        if reading.capture.snapshot is None:
            self.verdicts[f"{role}/{reading.capture.error}"] += 1
        elif reading.verdict and not reading.files:
            self.verdicts[f"{role}/{reading.verdict}"] += 1
        if role == "report" and (reading.report or reading.files):
            self.counts["documents"] += 1


def _request_of(answer: Answer) -> Request:
    """The request an answer belongs to; Scrapy attaches it to failures, too."""
    request: Request = answer.request  # type: ignore[union-attr, assignment]
    return request
