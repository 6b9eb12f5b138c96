"""The bytes as they came, as a file and never as a page."""

from __future__ import annotations

import asyncio
import base64
import re
from typing import Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response

from archive.database import sqlite3
from archive.errors import StoreError
from archive.web.report.originals import evidence_path, file_name, original_bytes

_OF_REVISION = """
select r.key || '-' || v.number as stem, v.sha256, v.media_type, v.url from report r join revision v on v.report_id = r.id
where r.key = :key and v.number = :number and v.sha256 <> '' and (:sha256 is null or v.sha256 = :sha256)
order by v.id = r.current_revision_id desc, v.kind = 'revision' desc, v.id limit 1
"""
_OF_ATTACHMENT = """
select r.key || '-' || v.number || '-attachment-' || a.id as stem, a.sha256, a.media_type, a.url from attachment a
join revision v on v.id = a.revision_id join report r on r.id = v.report_id
where a.id = :id and a.status = 'kept' and a.sha256 is not null
"""


async def of_revision(datasette: Any, request: Any) -> Response:
    """The document of a revision; `?sha256=` names one of several documents with the same number.

    Arguments: as Datasette calls a view. Returns the file, or a page that says why there is none. Raises nothing.
    """
    parameters = {
        "key": unquote(request.url_vars["key"]),
        "number": int(request.url_vars["number"][:9]),
        "sha256": request.args.get("sha256"),
    }
    return await _file(datasette, request, _OF_REVISION, parameters)


async def of_attachment(datasette: Any, request: Any) -> Response:
    """The file of an attachment that was kept.

    Arguments: as Datasette calls a view. Returns the file, or a page that says why there is none. Raises nothing.
    """
    return await _file(datasette, request, _OF_ATTACHMENT, {"id": int(request.url_vars["id"][:18])})


async def _file(datasette: Any, request: Any, sql: str, parameters: dict[str, Any]) -> Response:
    row = (await datasette.get_database("archive").execute(sql, parameters)).first()
    if row is None:
        return await _none(datasette, request, 404, "unknown")
    path = evidence_path(datasette)
    if path is None:
        return await _none(datasette, request, 404, "not_here")
    headers = _headers(row["sha256"], file_name(row["stem"], row["media_type"], row["url"]))
    if _is_held(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(b"", 304, headers, "application/octet-stream")
    try:
        body = await asyncio.to_thread(original_bytes, path, row["sha256"])
    except (StoreError, sqlite3.Error):
        return await _none(datasette, request, 503, "damaged")
    if body is None:
        return await _none(datasette, request, 410, "gone")
    return Response(body, 200, {**headers, "Content-Length": str(len(body))}, "application/octet-stream")


def _is_held(if_none_match: str, tag: str) -> bool:
    """Whether the reader's programme has these bytes already."""
    named = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return tag in named or named == ["*"]


def _headers(sha256: str, name: str) -> dict[str, str]:
    """What makes a browser keep the bytes as a file, and lets anybody hold them against their hash (RFC 9530)."""
    ascii_name = re.sub(r"-+", "-", re.sub(r"[^A-Za-z0-9._-]", "", name))
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    return {
        "Content-Disposition": f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "public, max-age=3600",
        "ETag": f'"{sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
    }


async def _none(datasette: Any, request: Any, status: int, why: str) -> Response:
    body = await datasette.render_template("original.html", {"why": why}, request=request)
    return Response.html(body, status=status)
