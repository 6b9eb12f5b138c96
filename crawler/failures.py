"""Why a request got no answer, in one word of the glossary: what the run ledger and the fetch rows say."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, DNSLookupError, TimeoutError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

_CAUSES = (
    ((CannotResolveHostError, DNSLookupError), "dns"),
    ((DownloadTimeoutError, TimeoutError), "timeout"),
    ((DownloadConnectionRefusedError, ConnectError), "connection"),
    ((DownloadCancelledError,), "too_large"),
    ((ResponseDataLossError,), "cut_short"),
    ((IgnoreRequest,), "refused"),
)


class UnreachableHost(IgnoreRequest):
    """A page is not asked for because its host did not answer when asked for robots.txt; `cause` says why."""

    def __init__(self, url: str, cause: str) -> None:
        super().__init__(f"{url} was not asked for: its host did not answer ({cause}).")
        self.cause = cause


def cause_of(failure: Failure) -> str:
    """The word for why a request came to nothing; see `cause_of_error`."""
    return cause_of_error(failure.value)


def cause_of_error(error: BaseException | None) -> str:
    """dns, tls, timeout, connection, too_large, cut_short, refused (robots, guard) or http for all else."""
    if isinstance(error, UnreachableHost):
        return error.cause
    text = str(error)
    if "SSL" in text or "certificate" in text.lower():
        return "tls"
    for kinds, cause in _CAUSES:
        if isinstance(error, kinds):
            return cause
    return "cut_short" if isinstance(error, ResponseFailed | DownloadFailedError) else "http"
