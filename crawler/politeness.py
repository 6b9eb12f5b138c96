"""Manners: robots.txt as RFC 9309 has it, waiting when asked to, and no half bodies."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

_LONGEST_CRAWL_DELAY = 30.0
# A portal that asks for more than this is left alone until the next night.
_LONGEST_WAIT = 120.0
_ASKS_TO_WAIT = (429, 503)


class _DisallowAll:
    """What an unreachable robots.txt means."""

    def allowed(self, url: str, user_agent: str | bytes) -> bool:
        return False


class Robots9309(RobotsTxtMiddleware):
    """robots.txt by RFC 9309 §2.3.1: not found means all is allowed, out of order means nothing is.

    Many portals answer 403 or an HTML page for robots.txt; neither forbids anything. Crawl-delay, which is not in
    the RFC, is honoured up to 30 seconds.
    """

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        waiting = self._parsers[netloc]
        if response.status >= 500:
            self._settle(netloc, waiting, _DisallowAll())
        elif response.status >= 400 or b"<html" in response.body[:1024].lower():
            self._settle(netloc, waiting, None)
        else:
            await super()._parse_robots(response, netloc, request)
            self._honour_crawl_delay(self._parsers[netloc], request)
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        allows = isinstance(exc, IgnoreRequest)
        self._settle(netloc, self._parsers[netloc], None if allows else _DisallowAll())

    def _settle(self, netloc: str, waiting: Any, parser: Any) -> None:
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)

    def _honour_crawl_delay(self, parser: RobotParser | Any, request: Request) -> None:
        stated = parser.rp.crawl_delay(self._robotstxt_useragent or "*")
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot") or _host(request))
        if stated and slot is not None:
            slot.delay = max(slot.delay, min(float(stated), _LONGEST_CRAWL_DELAY))
            slot.throttle = False


class PoliteRetry(RetryMiddleware):
    """Retries as Scrapy does, but waits as long as Retry-After asks, and takes no body that was cut short."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass the response on, or ask again; a body that stays cut is a failure with the cause `cut_short`."""
        if response.status in _ASKS_TO_WAIT and b"Retry-After" in response.headers:
            return self._after_waiting(request, response)
        if "partial" in response.flags or self._lacks_its_end(request, response):
            again = self._retry(request, "cut short")
            if again is None:
                raise ResponseDataLossError(f"{request.url} came without its end, twice")
            again.meta["cut_body"] = hashlib.sha256(response.body).hexdigest()
            return again
        answer: Request | Response = super().process_response(request, response)
        return answer

    def _lacks_its_end(self, request: Request, response: Response) -> bool:
        """A page that begins as HTML must end as HTML, unless it is the same page again: then it is just untidy."""
        if not request.meta.get("want_html") or response.status != 200:
            return False
        if b"<html" not in response.body[:2048].lower() or b"</html" in response.body[-4096:].lower():
            return False
        return bool(request.meta.get("cut_body") != hashlib.sha256(response.body).hexdigest())

    def _after_waiting(self, request: Request, response: Response) -> Request | Response:
        seconds = retry_after(response.headers[b"Retry-After"].decode("latin-1"), datetime.now(UTC))
        if seconds is None or seconds > _LONGEST_WAIT:
            return response
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        if slot is not None:
            # Holds the whole host, not only this request. Scrapy's clock here is monotonic, and a slot without
            # any delay would not look at it.
            slot.delay = slot.delay or 0.01
            slot.lastseen = monotonic() + seconds
        return self._retry(request, f"asked to wait {seconds:.0f} s") or response


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header: seconds or an HTTP date (RFC 9110 §10.2.3); None if unreadable."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _host(request: Request) -> str:
    return request.url.split("/")[2].rpartition("@")[2].split(":")[0]
