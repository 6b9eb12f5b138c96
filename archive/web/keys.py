"""The keys in addresses: people may also come with the number of a row."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response

_BY_ID = {
    "report": "select key from report where id = :id",
    "bureau": "select key from bureau where id = :id",
}
# SQLite's largest number has nineteen digits.
_MOST_DIGITS = 18


def key_of(request: Any) -> str:
    """The key that the address of a page ends with."""
    return unquote(request.url_vars["key"])


async def by_number(datasette: Any, request: Any, table: Literal["report", "bureau"]) -> Response | None:
    """The way to the page of a row whose number stands where its key should; None where there is no such number."""
    stated = key_of(request)
    if not (stated.isascii() and stated.isdigit() and len(stated) <= _MOST_DIGITS):
        return None
    found = (await datasette.get_database("archive").execute(_BY_ID[table], {"id": int(stated)})).first()
    return Response.redirect(datasette.urls.path(f"/-/{table}/{quote(found['key'])}")) if found else None
