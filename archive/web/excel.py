"""CSV that Excel opens: Datasette's has no byte order mark, and Excel then takes UTF-8 for the local code page."""

from __future__ import annotations

import codecs
from typing import Any
from urllib.parse import parse_qs

from archive.web.language import Application

# In the address of a CSV: put the mark in front. Scripts that ask for plain CSV get plain CSV.
MARK = "_excel"


def with_mark(application: Application) -> Application:
    """The application, with a byte order mark before every CSV whose address asks for one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        asked = scope.get("path", "").endswith(".csv") and MARK in query
        await application(scope, receive, _marking(send) if asked else send)

    return answer


def _marking(send: Any) -> Any:
    is_first, is_csv = True, False

    async def send_with_mark(message: Any) -> None:
        nonlocal is_first, is_csv
        if message["type"] == "http.response.start":
            # With `_dl` Datasette says text/csv; an error page says something else.
            is_csv = dict(message["headers"]).get(b"content-type", b"").startswith(b"text/csv")
        elif is_first and is_csv:
            message = {**message, "body": codecs.BOM_UTF8 + message.get("body", b"")}
            is_first = False
        await send(message)

    return send_with_mark
