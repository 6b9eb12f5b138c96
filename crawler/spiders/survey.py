"""The spider behind `cundang portals check` and `portals new`: a handful of requests down one channel, nothing kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Capture, Channel, Link, ListRequest, Portal, Role, Snapshot
from archive.report_types import classify
from crawler.checkup import Stage, Step
from crawler.cms import FAMILIES
from crawler.exchange import request_for, snapshot_of
from crawler.failures import cause_of
from crawler.files.reader import FileReader
from crawler.guard import refusal
from crawler.manners import set_manners
from crawler.reading import RunReader

_ROLES: dict[Stage, Role] = {
    "home": "home", "list": "list", "second_page": "list", "article": "report", "attachment": "attachment",
}  # fmt: skip
# Column page, script, answer: no family needs more doors to its first rows.
_DOORS = 4


# What portal a channel's first page shows: for a check the portal of the file, for a new one what is recognised.
Identify = Callable[[Snapshot], Portal]


class SurveySpider(Spider):
    """Walks home page, list, second list page, one report and one attachment of one channel; fills `steps`."""

    name = "survey"

    def __init__(self, portal: Portal, channel: Channel, identify: Identify, steps: list[Step]) -> None:
        super().__init__()
        self.portal, self._channel, self._identify, self._steps = portal, channel, identify, steps
        self._reader: RunReader | None = None
        self._home: Capture | None = None
        self._doors = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *arguments: Any, **named: Any) -> SurveySpider:
        """Scrapy's way in."""
        spider = super().from_crawler(crawler, *arguments, **named)
        set_manners(crawler.settings, spider.portal)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the home page: it tells a home page that is served in place of another."""
        yield self._request("home", ListRequest(self.portal.home_url))

    def answered(self, response: Response, stage: Stage, request: ListRequest) -> Iterator[Request]:
        """Read what came and go on to the next stage."""
        snapshot = snapshot_of(response, datetime.now(UTC))
        if stage == "list" and self._reader is None:
            self.portal = self._identify(snapshot)
            self._reader = self._new_reader()
        yield from self._next(self._step(stage, request, snapshot, None))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note why nothing came."""
        request: Request = failure.request  # type: ignore[attr-defined]
        arguments = request.cb_kwargs
        yield from self._next(self._step(arguments["stage"], arguments["request"], None, cause_of(failure)))

    def _new_reader(self) -> RunReader:
        reader = RunReader(self.portal, FileReader())
        if self._home:
            reader.read(self._home)
        return reader

    def _step(self, stage: Stage, request: ListRequest, snapshot: Snapshot | None, error: str | None) -> Step:
        capture = Capture(
            url=request.url,
            role=_ROLES[stage],
            captured_at=snapshot.captured_at if snapshot else datetime.now(UTC),
            snapshot=snapshot,
            error=error,
            portal_id=self.portal.id,
            channel_id=self._channel.id,
        )
        if stage == "home":
            self._home = capture
        step = Step(stage, request, (self._reader or RunReader(self.portal, FileReader())).read(capture))
        self._steps.append(step)
        return step

    def _next(self, step: Step) -> Iterator[Request]:
        reading = step.reading
        if step.stage == "home":
            yield from self._ask("list", self._first_request())
        elif step.stage == "list" and reading.listing:
            listing = reading.listing
            if not listing.links and listing.next and self._doors < _DOORS:
                self._doors += 1
                yield from self._ask("list", listing.next[0])
                return
            yield from self._ask("second_page", *listing.next[:1])
            yield from self._ask("article", *self._likeliest(listing.links))
        elif step.stage == "article" and reading.report:
            yield from self._ask("attachment", *(ListRequest(a.url) for a in reading.report.attachments[:1]))

    def _first_request(self) -> ListRequest:
        requests = FAMILIES[self.portal.family].first_requests(self._channel)
        return requests[0] if requests else ListRequest(self._channel.list_url)

    def _likeliest(self, links: tuple[Link, ...]) -> list[ListRequest]:
        """The first row that is a disclosure report by its title, else the first that stays on the portal."""
        here = [link for link in links if not refusal(link.url, self.portal.hosts)]
        reports = [link for link in here if classify(link.title, "") == self._channel.report_type]
        return [ListRequest(link.url) for link in (reports or here)[:1]]

    def _ask(self, stage: Stage, *requests: ListRequest) -> Iterator[Request]:
        for request in requests:
            yield self._request(stage, request)

    def _request(self, stage: Stage, request: ListRequest) -> Request:
        return request_for(request, self, stage != "attachment", {"stage": stage, "request": request})
