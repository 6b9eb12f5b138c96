"""The one spider: walks a portal's channels as its portal file says and hands every answer on, bytes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import StoreError
from archive.ingest import Archive
from archive.nights.known_pages import KnownPage
from archive.records import Capture, ListRequest, Portal, Reading, Role, Snapshot
from archive.store import RunResult
from crawler.clock import Clock
from crawler.cms import FAMILIES
from crawler.exchange import request_for, snapshot_of
from crawler.failures import cause_of
from crawler.files.reader import FileReader
from crawler.guard import refusal
from crawler.list_walk import ListWalk
from crawler.manners import set_manners
from crawler.portal import load_portal
from crawler.reading import RunReader, holds_file
from crawler.schedule import Walk, in_order, is_due, sends_validators, walk_of_channel, walk_tonight
from crawler.tally import Tally

# The home page comes first (it tells a home page served in place of another), then lists, then reports, the
# oldest (lowest on the lists) first, so that later documents of a report become its later revisions.
_HOME_PRIORITY, _LIST_PRIORITY, _ATTACHMENT_PRIORITY = 3_000_000, 2_000_000, 1_000_000

Answer = Response | Failure
Output = Iterator[Request | Reading]


class PortalSpider(Spider):
    """Crawls one portal: `scrapy crawl portal -a portal=yanshi [-a limit=10] [-a walk=full]`.

    Its `tally` says what it met and what the archive made of it; the run monitor judges that.
    """

    name = "portal"
    portal: Portal
    archive: Archive
    reader: RunReader
    run_id: int
    max_list_pages: int
    clock: Clock
    known: Mapping[str, KnownPage]
    tally: Tally
    usual_rows: int | None
    walk: Walk
    result: RunResult | None = None

    def __init__(
        self, portal: str, limit: str | None = None, walk: str | None = None, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.portal_id = portal
        self.limit = int(limit) if limit else None
        # What the operator asked for: then every list is walked to its end and every page asked for again.
        self.is_full = walk == "full"
        self.store_error: StoreError | None = None
        # Captures that are kept and not yet handed on as readings: what comes after them waits to be ingested.
        self.unread: set[int] = set()
        self._walks: dict[str, ListWalk] = {}
        self._walking: set[str] = set()
        self._listed: set[str] = set()
        self._asked_for: set[str] = set()
        # Addresses that were read before and are asked for again.
        self.revisited: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> PortalSpider:
        """Load the portal file and open the archive; the file's delay and cookies override the settings."""
        spider = super().from_crawler(crawler, *arguments, **named)
        settings = crawler.settings
        portal = load_portal(Path(settings["CUNDANG_PORTALS"]) / f"{spider.portal_id}.yml")
        set_manners(settings, portal)
        data = Path(settings["CUNDANG_DATA"])
        spider.portal = portal
        spider.max_list_pages = settings.getint("MAX_LIST_PAGES")
        spider.archive = Archive.of(data)
        spider.clock = Clock.of(settings["CUNDANG_NOW"])
        now = spider.clock.now()
        spider.known = spider.archive.known_pages(portal.id)
        spider.tally = Tally(url for url, page in spider.known.items() if page.is_read)
        spider.usual_rows = spider.archive.usual_rows(portal.id)
        links = {url: page.link for url, page in spider.known.items()}
        spider.reader = RunReader(portal, FileReader(data), links)
        tonight = walk_tonight(spider.archive.last_full_walk(portal.id), now)
        spider.walk = "full" if spider.is_full else tonight
        spider.run_id = spider.archive.open_run(portal, now, settings["CUNDANG_VERSION"])
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the home page; whatever comes of it, the lists follow."""
        yield self._request(ListRequest(self.portal.home_url), "home", _HOME_PRIORITY)

    async def answered(
        self, answer: Answer, role: Role, channel_id: str | None, parent: str | None
    ) -> AsyncIterator[Request | Reading]:
        """Keep what came, or that nothing came, before anything is read; then read it and follow it."""
        came = cause_of(answer) if isinstance(answer, Failure) else snapshot_of(answer, self.clock.now())
        capture = self._keep(_request_of(answer).meta["asked"], role, channel_id, parent, came)
        # The other requests must not wait for a file to be read.
        is_slow = holds_file(capture)
        reading = await asyncio.to_thread(self.reader.read, capture) if is_slow else self.reader.read(capture)
        yield reading
        self.tally.count(reading)
        if self.tally.is_blocked:
            # The host is left to cool down.
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
        now = self.clock.now()
        for channel in self.portal.channels:
            walk = self.walk if self.is_full else walk_of_channel(channel, self.walk, now)
            self._walks[channel.id] = ListWalk(walk, FAMILIES[self.portal.family].first_requests(channel))
        self._walking = set(self._walks)
        for channel_id in self._walks:
            yield from self._list(channel_id)

    def _after_list(self, reading: Reading) -> Output:
        channel_id, page = reading.capture.channel_id or "", reading.capture.url
        if reading.listing is not None:
            unknown = [link.url for link in reading.listing.links if not self._is_read(link.url)]
            walk = self._walks[channel_id]
            new = walk.met(reading.listing, page, len(unknown))
            if walk.walk == "full":
                self.tally.count_rows(reading.listing, channel_id, len(new))
            self._listed.update(new)
            self.tally.counts["listed"] = len(self._listed)
            for url in new:
                if not self._is_read(url):
                    yield from self._report(url, channel_id, page)
        yield from self._list(channel_id)

    def _revisits(self) -> Output:
        """Ask again for the known pages whose night it is, once all lists are walked and one of them was read."""
        if self.limit is not None or not self.tally.counts["listed"]:
            return
        now = self.clock.now()
        due = [page for page in self.known.values() if page.is_read and (self.is_full or is_due(page, now))]
        for page in in_order(due):
            if not refusal(page.url, self.portal.hosts) and self._is_first(page.url):
                self.revisited.add(page.url)
                self.tally.counts["revisits"] += 1
                validators = self.archive.validators(page) if sends_validators(page) else ()
                request = ListRequest(page.url, headers=validators)
                yield self._request(request, "report", 0, page.channel_id, None)

    def _after_report(self, reading: Reading) -> Output:
        page, channel_id = reading.capture.url, reading.capture.channel_id
        for attachment in reading.report.attachments if reading.report else ():
            if refusal(attachment.url, self.portal.hosts):
                capture = self._keep(attachment.url, "attachment", channel_id, page, "refused")
                yield self.reader.read(capture)
            elif self._is_first(attachment.url):
                headers = self.archive.file_validators(attachment.url) if page in self.revisited else ()
                request = ListRequest(attachment.url, headers=headers)
                yield self._request(request, "attachment", _ATTACHMENT_PRIORITY, channel_id, page)

    def _list(self, channel_id: str) -> Output:
        """The next list page of a channel; after the last one of the last channel, the pages to revisit."""
        step = self._walks[channel_id].next()
        if step is not None and self.tally.counts["list_requests"] >= self.max_list_pages:
            self.tally.counts["list_pages_over_limit"] += 1
            step = None
        if step is not None:
            self.tally.counts["list_requests"] += 1
            yield self._request(step.request, "list", _LIST_PRIORITY, channel_id, step.named_by)
            return
        self._walking.discard(channel_id)
        if not self._walking:
            yield from self._revisits()

    def _report(self, url: str, channel_id: str | None, parent: str) -> Iterator[Request]:
        if refusal(url, self.portal.hosts):
            self.tally.counts["off_site"] += 1
        elif not self._is_first(url):
            # Another list named it before.
            return
        elif self.limit is not None and self.tally.counts["report_requests"] >= self.limit:
            self.tally.counts["over_limit"] += 1
        else:
            self.tally.counts["report_requests"] += 1
            yield self._request(
                ListRequest(url), "report", self.tally.counts["report_requests"], channel_id, parent
            )

    def _request(
        self,
        request: ListRequest,
        role: Role,
        priority: int,
        channel_id: str | None = None,
        parent: str | None = None,
    ) -> Request:
        self.tally.counts["requests"] += 1
        carried = {"role": role, "channel_id": channel_id, "parent": parent}
        if parent and "Referer" not in dict(request.headers):
            # Lists are walked one page after the other: what Scrapy would state is the page before, not the one that leads here.
            request = replace(request, headers=(*request.headers, ("Referer", parent)))
        return request_for(request, self, role != "attachment", carried, priority)

    @property
    def walked_in_full(self) -> bool:
        """Whether every list was walked to its end."""
        return all(walk.walk == "full" for walk in self._walks.values())

    def _is_read(self, url: str) -> bool:
        known = self.known.get(url)
        return known is not None and known.is_read

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
            captured_at=snapshot.captured_at if snapshot else self.clock.now(),
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


def _request_of(answer: Answer) -> Request:
    """The request an answer belongs to; Scrapy attaches it to failures, too."""
    request: Request = answer.request  # type: ignore[union-attr, assignment]
    return request
