"""Manners: robots.txt as RFC 9309 has it, waiting when asked to, no half bodies."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.settings import BaseSettings
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from crawler.failures import UnreachableHost, cause_of_error

logger = logging.getLogger(__name__)

_LONGEST_CRAWL_DELAY = 30.0
# A portal that asks for more than this is left alone until the next run.
_LONGEST_WAIT = 120.0
_ASKS_TO_WAIT = (429, 503)
_PAGE_BEGINS = re.compile(rb"<html", re.IGNORECASE)
_PAGE_ENDS = re.compile(rb"</html", re.IGNORECASE)
_HEAD, _TAIL = 2048, 200


class _NothingAllowed(RobotParser):
    """What an unreachable robots.txt means."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        return cls()

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class Robots9309(RobotsTxtMiddleware):
    """robots.txt by RFC 9309 §2.3.1: not found means all is allowed, out of order means nothing is.

    Many portals answer 403 or an HTML page for robots.txt; neither forbids anything. Crawl-delay, which is not in
    the RFC, is honoured up to 30 seconds. The stat `robotstxt/rules/<host>` says what was made of each file.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._delayed: set[str] = set()
        self._unreachable: dict[str, str] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Raise IgnoreRequest for what robots.txt forbids, or for everything while it cannot be had."""
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            cause = self._unreachable.get(urlsplit(request.url).netloc)
            raise UnreachableHost(request.url, cause) if cause else error from None
        if self._slot_key(request) in self._delayed:
            # The portal has said how often it wants to be asked: nothing learnt from its speed may change that.
            request.meta["autothrottle_dont_adjust_delay"] = True

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500:
            self._settle(netloc, _NothingAllowed(), f"nothing allowed (status {response.status})")
        elif response.status >= 300 or _is_markup(response.body):
            self._settle(netloc, None, f"all allowed (status {response.status}, no rules)")
        else:
            parser = ProtegoRobotParser.from_crawler(self.crawler, response.body)
            self._honour_crawl_delay(parser, request)
            self._settle(netloc, parser, "as stated")

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        # A redirect that leads off the portal or round in circles is "unavailable" (§2.3.1.2), not "unreachable".
        allows = isinstance(exc, IgnoreRequest)
        rules = "all allowed" if allows else "nothing allowed"
        if not allows:
            self._unreachable[netloc] = cause_of_error(exc)
        self._settle(netloc, None if allows else _NothingAllowed(), f"{rules} ({type(exc).__name__})")

    def _settle(self, netloc: str, parser: RobotParser | None, rules: str) -> None:
        self._stats.set_value(f"robotstxt/rules/{netloc}", rules)
        if isinstance(parser, _NothingAllowed):
            logger.warning("robots.txt of %s cannot be had (%s): nothing is fetched this run.", netloc, rules)
        waiting, self._parsers[netloc] = self._parsers[netloc], parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)

    def _honour_crawl_delay(self, parser: RobotParser, request: Request) -> None:
        delay = crawl_delay(parser.crawl_delay(self._robotstxt_useragent or "*"))
        downloader, key = self.crawler.engine.downloader, self._slot_key(request)
        if delay <= self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        self._delayed.add(key)
        # Scrapy drops a slot that was idle for a minute and makes it anew from these settings.
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.delay, slot.jitter = delay, 0.0

    def _slot_key(self, request: Request) -> str:
        key: str = self.crawler.engine.downloader.get_slot_key(request)
        return key


class PoliteRetry(RetryMiddleware):
    """Retries as Scrapy does, but waits as long as Retry-After asks, and takes no body that was cut short."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._left_alone: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        middleware = super().from_crawler(crawler)
        # This signal comes before the next request of the same host is sent; process_response comes after.
        crawler.signals.connect(middleware.heed_retry_after, signal=signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a host that wants to be left alone."""
        wish = self._left_alone.get(self.crawler.engine.downloader.get_slot_key(request))
        if wish:
            raise IgnoreRequest(wish)

    def heed_retry_after(self, request: Request, response: Response) -> None:
        """Hold the whole host for as long as a 429 or 503 asks (RFC 9110 §10.2.3)."""
        seconds = _asked_to_wait(response)
        key = request.meta.get("download_slot", "")
        slot = self.crawler.engine.downloader.slots.get(key)
        if seconds is None or slot is None:
            return
        if seconds > _LONGEST_WAIT:
            self._leave_alone(key, slot, seconds)
        else:
            # Scrapy's clock here is monotonic, and a slot without any delay would not look at it.
            slot.delay = slot.delay or 0.01
            slot.lastseen = monotonic() + seconds

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Pass the response on, or ask again; ResponseDataLossError for a body that stays cut."""
        if request.meta.get("download_slot") in self._left_alone:
            return response
        if _has_its_end(request, response):
            answer: Request | Response = super().process_response(request, response)
            return answer
        again = self._retry(request, "cut short")
        if again is None:
            raise ResponseDataLossError(
                f"{request.url} came without its end each time; look at it in a browser."
            )
        again.meta["cut_tail"] = response.body[-_TAIL:]
        return again

    def _leave_alone(self, key: str, slot: Slot, seconds: float) -> None:
        self._left_alone[key] = (
            f"{key} asked for {seconds:.0f} s of rest; it is left alone until the next run."
        )
        self.crawler.stats.inc_value("politeness/left_alone")
        logger.warning(self._left_alone[key])
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(IgnoreRequest(self._left_alone[key])))  # type: ignore[no-untyped-call]


def crawl_delay(stated: float | None) -> float:
    """Seconds between requests by what robots.txt states as Crawl-delay: none below 0, at most 30."""
    return min(max(stated or 0.0, 0.0), _LONGEST_CRAWL_DELAY)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header: seconds or an HTTP date (RFC 9110 §10.2.3); None if unreadable."""
    stated = value.strip()
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        return max(0.0, (parsedate_to_datetime(stated) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _asked_to_wait(response: Response) -> float | None:
    stated = response.headers.get(b"Retry-After")
    if response.status not in _ASKS_TO_WAIT or stated is None:
        return None
    return retry_after(stated.decode("latin-1"), datetime.now(UTC))


def _has_its_end(request: Request, response: Response) -> bool:
    """Whether the body can be taken for whole.

    Nothing in HTTP tells a cut body from a whole one where the server closes the connection, compresses half, or
    states a wrong length. So a page must end as pages do, and an answer of unknown length must come twice with the
    same end; a page whose template has no end tag must do so too, and must not end in the middle of a sentence.
    """
    is_page = bool(
        request.meta.get("want_html")
        and response.status == 200
        and _PAGE_BEGINS.search(response.body[:_HEAD])
    )
    if _PAGE_ENDS.search(response.body) if is_page else "partial" not in response.flags:
        return True
    ends_in_tag = response.body.rstrip().endswith(b">")
    return request.meta.get("cut_tail") == response.body[-_TAIL:] and (ends_in_tag or not is_page)


def _is_markup(body: bytes) -> bool:
    return body.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
