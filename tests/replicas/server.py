"""A replica on loopback: WSGI in a thread, with a log of what was asked and a state that tests may change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import Any, Protocol
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Request:
    """One request as it came; header names are lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""


class Answering(Protocol):
    """A site that needs more than path and query to answer."""

    def answer(self, request: Request) -> Answer:
        """Answer one request."""


# Path and query in, answer out; or the whole request.
Site = Callable[[str, str], Answer] | Answering

_REASONS = {200: "OK", 302: "Found", 404: "Not Found", 412: "Precondition Failed", 500: "Server Error"}


@dataclass
class Running:
    """A replica that answers: its address, and every path asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Tests read `asked`; the terminal stays clean."""


@contextmanager
def serve(site: Site, port: int = 0) -> Iterator[Running]:
    """Serve `site` on 127.0.0.1 (port 0: any free one) while the block runs."""
    running = Running("")

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        request = _request(environ)
        running.asked.append(request.path)
        answer = getattr(site, "answer", None)
        status, headers, body = answer(request) if answer else site(request.path, request.query)  # type: ignore[operator]
        start_response(
            f"{status} {_REASONS.get(status, 'Other')}",
            [*headers.items(), ("Content-Length", str(len(body)))],
        )
        return [body]

    server = make_server("127.0.0.1", port, application, server_class=_Server, handler_class=_Quiet)
    running.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


def _request(environ: dict[str, Any]) -> Request:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    path, query = environ["PATH_INFO"].encode("latin-1").decode(), environ.get("QUERY_STRING", "")
    return Request(environ["REQUEST_METHOD"], path, query, headers, body)


def html(text: str, charset: str = "utf-8", label: str | None = None, status: int = 200) -> Answer:
    """A page in `charset`, labelled `label` where that is another."""
    return status, {"Content-Type": f"text/html; charset={label or charset}"}, text.encode(charset, "replace")


def not_found() -> Answer:
    """A plain 404."""
    return html("<html><head><title>404</title></head><body>Not Found</body></html>", status=404)
