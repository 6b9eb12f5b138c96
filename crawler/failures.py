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


def cause_of(failure: Failure) -> str:
    """dns, tls, timeout, connection, too_large, cut_short, refused (robots, guard) or http for all else."""
    text = str(failure.value)
    if "SSL" in text or "certificate" in text.lower():
        return "tls"
    for kinds, cause in _CAUSES:
        if isinstance(failure.value, kinds):
            return cause
    return "cut_short" if isinstance(failure.value, ResponseFailed | DownloadFailedError) else "http"
