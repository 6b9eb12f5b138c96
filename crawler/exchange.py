"""Between our records and Scrapy's: a request on its way out, a snapshot on its way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import ListRequest, Snapshot


class Asking(Protocol):
    """A spider whose requests all come back to two methods."""

    @property
    def answered(self) -> Any:
        """Takes a response, and what the request was given to carry."""

    def failed(self, failure: Failure) -> Any:
        """Takes the reason why there is no response."""


def request_for(
    asked: ListRequest, spider: Asking, want_html: bool, carried: dict[str, Any], priority: int = 0
) -> Request:
    """The Scrapy request for `asked`; `answered` gets what is `carried`, and a page is wanted whole if it is HTML."""
    return Request(
        asked.url,
        method=asked.method,
        body=asked.body or "",
        headers=dict(asked.headers),
        callback=spider.answered,
        errback=spider.failed,
        cb_kwargs=carried,
        meta={"want_html": want_html, "asked": asked.url},
        priority=priority,
        # Spiders know what they have asked for; a filter that drops silently would break the ledger.
        dont_filter=True,
    )


def snapshot_of(response: Response, now: datetime) -> Snapshot:
    """The response as the archive keeps it at this moment: decoded body, lower-case header names, the address asked for."""
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Snapshot(
        url=response.url,
        requested_url=response.meta["asked"],
        request_body=(response.request.body if response.request else b"").decode("utf-8", "replace"),
        body=response.body,
        captured_at=now,
        status=response.status,
        headers=headers,
    )
