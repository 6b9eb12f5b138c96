"""A portal on loopback that does wrong what portals do wrong: cut bodies, bad robots.txt, redirects to itself.

Each address 127.0.0.x is a host of its own, because a crawl is polite per host; its robots.txt is chosen when it is
started. Bytes go out as they are written here, so that lengths may lie and connections may break.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

PAGE = (
    "<html><head><title>政府信息公开</title></head><body><p>"
    + "主动公开政府信息。" * 60
    + "</p></body></html>"
).encode()
CUT_PAGE = PAGE[: len(PAGE) // 2]
UNTIDY_PAGE = PAGE.replace(b"</p></body></html>", b"</p></div>\n")
FILE = b"%PDF-1.4 scan\n%%EOF"
BOMB_BYTES = 40 * 1024 * 1024

ROBOTS = {
    "none": (404, "text/plain", b""),
    "refused": (403, "text/html", b"<html><body>Forbidden</body></html>"),
    "page": (
        200,
        "text/html",
        b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>User-agent: *\nDisallow: /</body></html>",
    ),
    "out of order": (503, "text/plain", b""),
    "slow": (200, "text/plain", b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret/\nCrawl-delay: 1\n"),
}


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    host: str
    path: str
    at: float
    cookie: str


@dataclass
class Faults:
    """The running hosts: `url(host, path)` makes an address, `asked` lists every request in order of arrival."""

    ports: dict[str, int] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, host: str, path: str) -> str:
        """The address of `path` on one of the hosts."""
        return f"http://{host}:{self.ports[host]}{path}"

    def paths(self, host: str) -> list[str]:
        """The paths asked of `host`, in order."""
        return [asked.path for asked in self.asked if asked.host == host]

    def gaps(self, host: str) -> list[float]:
        """The seconds between requests to `host`."""
        times = [asked.at for asked in self.asked if asked.host == host]
        return [after - before for before, after in pairwise(times)]


@contextmanager
def running(robots: Mapping[str, str]) -> Iterator[Faults]:
    """Run one host per entry: its address and the kind of robots.txt it has (see ROBOTS, or `reset`, `away`)."""
    faults = Faults()
    with ExitStack() as stack:
        for host, kind in robots.items():
            server = ThreadingHTTPServer((host, 0), _handler(faults, kind))
            server.daemon_threads = True
            faults.ports[host] = server.server_port
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield faults


def _handler(faults: Faults, robots: str) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        log = faults
        robots_kind = robots

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    log: Faults
    robots_kind: str

    def do_GET(self) -> None:
        """Find the fault that stands for the path."""
        path = urlsplit(self.path).path
        host = str(self.server.server_address[0])
        earlier = self.log.paths(host).count(path)
        self.log.asked.append(Asked(host, path, time.monotonic(), self.headers.get("Cookie", "")))
        self.close_connection = True
        name = path.strip("/").split("/")[0].replace("-", "_").replace(".", "_")
        getattr(self, f"_{name}")(earlier)

    def log_message(self, *arguments: Any) -> None:
        """Tests read what was asked from the log above."""

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self._raw(status, body, {"Content-Length": str(len(body)), **(headers or {})})

    def _raw(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    # ── robots.txt ───────────────────────────────────────────────────────────────────────────────────────

    def _robots_txt(self, earlier: int) -> None:
        if self.robots_kind == "reset":
            return
        if self.robots_kind == "away":
            self._answer(302, b"", {"Location": "http://elsewhere.example/robots.txt"})
            return
        status, media_type, body = ROBOTS[self.robots_kind]
        self._answer(status, body, {"Content-Type": media_type})

    # ── bodies ───────────────────────────────────────────────────────────────────────────────────────────

    def _whole(self, earlier: int) -> None:
        self._answer(200, PAGE)

    def _secret(self, earlier: int) -> None:
        self._answer(200, PAGE)

    def _whole_unmeasured(self, earlier: int) -> None:
        self._raw(200, PAGE, {})

    def _cut_unmeasured(self, earlier: int) -> None:
        self._raw(200, CUT_PAGE, {})

    def _cut_once(self, earlier: int) -> None:
        self._raw(200, PAGE if earlier else CUT_PAGE, {})

    def _cut_differently(self, earlier: int) -> None:
        self._raw(200, PAGE[: len(PAGE) // (earlier + 2)] + b"<br>", {})

    def _cut_measured(self, earlier: int) -> None:
        self._raw(200, CUT_PAGE, {"Content-Length": str(len(PAGE))})

    def _cut_gzip(self, earlier: int) -> None:
        self._answer(200, gzip.compress(PAGE)[:-40], {"Content-Encoding": "gzip"})

    def _cut_chunk(self, earlier: int) -> None:
        self._raw(200, b"%x\r\n%s\r\n" % (len(CUT_PAGE), CUT_PAGE), {"Transfer-Encoding": "chunked"})

    def _longer_than_stated(self, earlier: int) -> None:
        self._raw(200, PAGE, {"Content-Length": str(len(CUT_PAGE))})

    def _untidy(self, earlier: int) -> None:
        self._answer(200, UNTIDY_PAGE)

    def _file_unmeasured(self, earlier: int) -> None:
        self._raw(200, FILE, {"Content-Type": "application/pdf"})

    def _rows_json(self, earlier: int) -> None:
        self._answer(200, b'{"rows": []}', {"Content-Type": "application/json"})

    def _bomb(self, earlier: int) -> None:
        self._answer(200, gzip.compress(bytes(BOMB_BYTES)), {"Content-Encoding": "gzip"})

    # ── failures ─────────────────────────────────────────────────────────────────────────────────────────

    def _error_once(self, earlier: int) -> None:
        self._answer(200 if earlier else 500, PAGE)

    def _error(self, earlier: int) -> None:
        self._answer(500, PAGE)

    def _refuse(self, earlier: int) -> None:
        self._answer(403, PAGE)

    def _challenge(self, earlier: int) -> None:
        self._answer(412, b"<html><script>$_ts={}</script></html>")

    def _reset(self, earlier: int) -> None:
        """Close without a word."""

    def _hang(self, earlier: int) -> None:
        time.sleep(2)

    # ── waiting ──────────────────────────────────────────────────────────────────────────────────────────

    def _wait_a_second(self, earlier: int) -> None:
        self._answer(200 if earlier else 429, PAGE, {"Retry-After": "1"})

    def _wait_until(self, earlier: int) -> None:
        # A date has whole seconds: two from now is between one and two.
        self._answer(200 if earlier else 503, PAGE, {"Retry-After": formatdate(time.time() + 2, usegmt=True)})

    def _wait_an_hour(self, earlier: int) -> None:
        self._answer(429, PAGE, {"Retry-After": "3600"})

    # ── redirects ────────────────────────────────────────────────────────────────────────────────────────

    def _to(self, earlier: int) -> None:
        self._answer(302, b"", {"Location": self.path.partition("?")[2]})

    def _round(self, earlier: int) -> None:
        self._answer(302, b"", {"Location": f"/round/{earlier}/{time.monotonic()}"})

    def _cookie_wall(self, earlier: int) -> None:
        if "CT6T=1" in self.headers.get("Cookie", ""):
            self._answer(200, PAGE)
        else:
            self._answer(302, b"", {"Location": self.path, "Set-Cookie": "CT6T=1; Path=/"})

    def _endless_wall(self, earlier: int) -> None:
        self._answer(302, b"", {"Location": self.path, "Set-Cookie": "CT6T=2; Path=/"})
