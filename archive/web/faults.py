"""What a reader is told where there is no page to give: in words, in both languages, and nothing of the server."""

from __future__ import annotations

import traceback
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from archive.web.labels import Words

# What Datasette's tables raise of an argument they cannot read, such as `?_through=x` or `?_timelimit=x`.
_OF_AN_ADDRESS = (ValueError, LookupError, TypeError, AttributeError)
# The label that says it, by status.
SENTENCES = {400: "bad_address", 403: "not_open", 404: "not_found", 500: "error"}
TOO_LONG = "took_too_long"


async def refused(datasette: Any, request: Any) -> Response:
    """403, with the sentence that this site does not offer it."""
    return await _answer(datasette, request, 403, None)


async def failed(datasette: Any, request: Any, exception: BaseException) -> Response:
    """The page for what went wrong; only a fault of the program is printed, and its words stay on the operator's screen."""
    if isinstance(exception, Base400):
        return await _answer(datasette, request, exception.status, str(exception))
    # Both mean the same to a reader; SQLite ends a query at its limit of memory, too.
    if isinstance(exception, QueryInterrupted | MemoryError) or _is_interrupted(exception):
        return await _answer(datasette, request, 400, None, TOO_LONG)
    if isinstance(exception, DatasetteError):
        # Without a status of its own Datasette says 500 of an address that it did read, and declined.
        status = 400 if exception.status == 500 else exception.status
        return await _answer(datasette, request, status, exception.message)
    if isinstance(exception, _OF_AN_ADDRESS) and not _is_ours(exception):
        detail = str(exception) if isinstance(exception, ValueError) else None
        return await _answer(datasette, request, 400, detail)
    traceback.print_exception(exception)
    return await _answer(datasette, request, 500, None)


def _is_ours(exception: BaseException) -> bool:
    """Whether our code or a template raised it, or what they called last, and not Datasette or what that called."""
    modules = [
        str(frame.f_globals.get("__name__", "")) for frame, _ in traceback.walk_tb(exception.__traceback__)
    ]
    ours, theirs = (
        max((at for at, name in enumerate(modules) if name.startswith(packages)), default=-1)
        for packages in (("archive.", "jinja2"), ("datasette",))
    )
    return ours > theirs


def _is_interrupted(exception: BaseException) -> bool:
    return isinstance(exception, DatasetteError) and exception.title == "SQL Interrupted"


async def _answer(
    datasette: Any, request: Any, status: int, detail: str | None, sentence: str | None = None
) -> Response:
    sentence = sentence or SENTENCES.get(status, SENTENCES[400])
    if request.path.endswith(".json"):
        said = Words().plain(sentence) + (f": {detail}" if detail else "")
        return Response.json({"ok": False, "error": said, "status": status, "title": None}, status=status)
    context = {"sentence": sentence, "detail": detail, "status": status}
    return Response.html(await datasette.render_template("error.html", context, request=request), status)
