"""Where a crawl may go: the hosts its portal file names, over http or https, and no private address unless named."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_DEFAULT_PORTS = {"http": 80, "https": 443}


def refusal(url: str, hosts: Sequence[str]) -> str | None:
    """Why a crawl of a portal with these `hosts` may not fetch `url`; None where it may.

    A host with a port is allowed on that port alone, a host without one on the scheme's own. Only names that
    stand in the list are allowed, in any case: no subdomains, and an address in digits only where the file has
    it so.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "the address is malformed"
    if parts.scheme not in _DEFAULT_PORTS:
        return f"the scheme {parts.scheme or '(none)'} is not http or https"
    if "@" in parts.netloc:
        return "the address carries a user name"
    host = _in_ascii((parts.hostname or "").rstrip("."))
    shown = f"[{host}]" if ":" in host else host
    own = _DEFAULT_PORTS[parts.scheme]
    port = own if port is None else port
    allowed = {_in_ascii(entry) for entry in hosts}
    if f"{shown}:{port}" in allowed or (port == own and shown in allowed):
        return None
    return f"the portal file does not name the host {shown}:{port}"


def _in_ascii(host: str) -> str:
    """The host as requests carry it: lower case, Chinese names (政务.cn) in their xn-- form."""
    try:
        return host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return host.lower()


def is_private(address: str) -> bool:
    """Whether an IP address in any notation is one no portal has: loopback, private, link-local, reserved …"""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    except ValueError:
        try:
            # 127.1, 0x7f.1 and 2130706433 are addresses to the system, though not to the standard library.
            ip = ipaddress.IPv4Address(socket.inet_aton(address))
        except OSError:
            return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return not ip.is_global or ip.is_multicast


def named_private_hosts(hosts: Sequence[str]) -> tuple[str, ...]:
    """Those of a portal file's hosts that are themselves private addresses, or localhost."""
    names = [urlsplit(f"//{host}").hostname or "" for host in hosts]
    return tuple(name for name in names if name == "localhost" or is_private(name))


class GuardMiddleware:
    """Refuses every request outside the portal's hosts; `dont_filter` and redirects change nothing.

    Every request passes here, redirected, retried and robots.txt ones too. The spider's `portal.hosts` is the list.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest, saying why, for an address that may not be fetched; the errback hears of it."""
        spider: Any = self._crawler.spider
        reason = refusal(request.url, spider.portal.hosts)
        if reason:
            self._crawler.stats.inc_value("guard/refused")
            raise IgnoreRequest(
                f"Refused {request.url}: {reason}; if it belongs to the portal, add it to hosts."
            )


class SafeResolver(CachingThreadedResolver):
    """Resolves names, but fails one that leads to a private address.

    The address it returns is the one connected to, so a name cannot change its mind between check and use. Twisted
    asks it about addresses in digits too. It knows IPv4 only, as does Scrapy's own default.
    """

    def __init__(self, reactor: Any, cache_size: int, timeout: float, named: Sequence[str]) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._named = frozenset(named)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> SafeResolver:
        """Scrapy's way in; the setting GUARD_NAMED_PRIVATE_HOSTS holds what portal files name."""
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        named = settings.getlist("GUARD_NAMED_PRIVATE_HOSTS")
        return cls(reactor, size, settings.getfloat("DNS_TIMEOUT"), named)

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of `name`; DNSLookupError where it is private and no portal file names it."""
        resolved: Deferred[str] = super().getHostByName(name, timeout)
        return resolved.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if is_private(address) and name not in self._named:
            raise DNSLookupError(f"{name} resolves to the private address {address}")
        return address
