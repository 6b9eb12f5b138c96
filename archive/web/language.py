"""Which language a reader wants first: `?lang=` in the address, remembered in a cookie."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request

from archive.web.labels import FIRST

Application = Callable[[Any, Any, Any], Awaitable[None]]
_COOKIE = "cundang_lang"
_LANGUAGES = ("zh", "en")
_YEAR = 31_536_000


def with_language(application: Application) -> Application:
    """The application, answering every request in the order of languages its reader asked for."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        request = Request(scope, receive)
        asked = request.args.get("lang")
        wanted = asked if asked in _LANGUAGES else request.cookies.get(_COOKIE)
        token = FIRST.set(wanted if wanted in _LANGUAGES else "zh")
        try:
            await application(scope, receive, _remembering(send, asked) if asked in _LANGUAGES else send)
        finally:
            FIRST.reset(token)

    return answer


def other_language(request: Any) -> str:
    """The address of the same page in the other order; an error page knows no request and keeps its path only."""
    kept = [] if request is None else [(n, v) for n in request.args for v in request.args.getlist(n)]
    other = "zh" if FIRST.get() == "en" else "en"
    return "?" + urlencode([pair for pair in kept if pair[0] != "lang"] + [("lang", other)])


def _remembering(send: Any, language: str | None) -> Any:
    cookie = f"{_COOKIE}={language}; Path=/; Max-Age={_YEAR}; SameSite=Lax".encode()

    async def send_with_cookie(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), (b"set-cookie", cookie)]}
        await send(message)

    return send_with_cookie
