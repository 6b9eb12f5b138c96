"""Redirects, and the one a portal answers with to its own address to see whether a client keeps cookies."""

from __future__ import annotations

from collections import defaultdict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings


class OnceToItself(RedirectMiddleware):
    """Follows redirects; one that leads to its own address once, with the cookie it brought.

    The cookies of such redirects, and no others, are sent back to their host until the run ends, as a browser would.
    A portal that keeps redirecting all the same gets its answer kept as it is: Scrapy would ask until its limit.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._cookies: dict[str, dict[str, str]] = defaultdict(dict)

    def process_request(self, request: Request) -> None:
        """Send the cookies of the host's own walls, unless the portal file has all cookies kept."""
        kept = self._cookies.get(urlsplit(request.url).netloc)
        if kept and not self.crawler.settings.getbool("COOKIES_ENABLED"):
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request to make next, or the response where the redirect must not be followed."""
        answer: Request | Response = super().process_response(request, response)
        if not isinstance(answer, Request) or (answer.url, answer.method) != (request.url, request.method):
            return answer
        if "Set-Cookie" not in response.headers or request.meta.get("came_back_to") == request.url:
            self.crawler.stats.inc_value("politeness/redirects_to_itself")
            return response
        self._cookies[urlsplit(request.url).netloc] |= _cookies_of(response)
        answer.meta["came_back_to"] = request.url
        answer.dont_filter = True
        return answer


def _cookies_of(response: Response) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in response.headers.getlist("Set-Cookie"):
        try:
            found |= {name: morsel.value for name, morsel in SimpleCookie(header.decode("latin-1")).items()}
        except CookieError:
            # Not a cookie by the standard: a browser would drop it as well.
            continue
    return found
