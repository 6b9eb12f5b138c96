"""One report: what it says, where every statement was read, and how to cite it."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import Response

from archive.web.keys import by_number, key_of
from archive.web.report.citations import citations
from archive.web.report.originals import evidence_path
from archive.web.report.printed import blocks
from archive.web.report.quotes import Quotes
from archive.web.report.revisions import changes
from archive.web.report.rows import REPORT, REVISIONS, details, events, pairs
from archive.web.report.tables import Found, figure_words, filled_tables, is_converted, plain_number

# Rules that a sentence says otherwise than the table.
_CONTRADICTIONS = ("Q-08", "Q-09", "Q-10")


async def page(datasette: Any, request: Any) -> Response:
    """Render a report by its key, or one of its revisions; a number leads to the report with that id."""
    if elsewhere := await by_number(datasette, request, "report"):
        return elsewhere
    database, key = datasette.get_database("archive"), key_of(request)
    found = (await database.execute(REPORT, {"key": key})).first()
    revisions = (await database.execute(REVISIONS, {"id": found["id"]})).rows if found else []
    shown = _shown(found, revisions, request.url_vars.get("number"))
    if found is None or shown is None:
        return await _not_found(datasette, request)
    rows = await details(database, found, shown)
    path = datasette.urls.path(f"/-/report/{quote(key)}/revision/{shown['number']}")
    link = datasette.absolute_url(request, path)
    context = {
        "report": found,
        "shown": shown,
        "revisions": revisions,
        "link": link,
        "path": path,
        "has_originals": evidence_path(datasette) is not None,
        "blocks": blocks,
        "citation": citations(found, shown, link),
        # Comparing long revisions takes a while, in which others are answered.
        **await asyncio.to_thread(_statements, found, shown, rows),
    }
    return Response.html(await datasette.render_template("report.html", context, request=request))


def _statements(report: Any, shown: Any, rows: dict[str, Any]) -> dict[str, Any]:
    """What the rows about a document come to; findings are about the current document only."""
    if shown["id"] != report["current_revision_id"]:
        rows = {**rows, "findings": [], "similar": []}
    contradictions = [row for row in rows["findings"] if row["kind"] in _CONTRADICTIONS]
    found = Found(rows["figures"], rows["checks"], rows["figures_before"], rows["local_rows"], contradictions)
    return {
        **rows,
        "preface": _preface(shown["text"], rows["sections"]),
        "filled": filled_tables(shown["form_edition"], found),
        "quotes": Quotes(shown["text"], [row["evidence"] for row in contradictions]),
        "number": plain_number,
        "figure_words": figure_words,
        "is_converted": is_converted,
        "events": events(rows["removals"]),
        "similar": pairs(rows["similar"]),
        "text_changes": next((changes(row["text"], shown["text"]) for row in rows["before"]), None),
    }


def _shown(report: Any, revisions: list[Any], number: str | None) -> Any:
    if report is None:
        return None
    if number is None:
        return next(row for row in revisions if row["id"] == report["current_revision_id"])
    numbered = [row for row in revisions if row["number"] == int(number[:9])]
    # The source that is believed, or else the first of that number.
    return next((row for row in numbered if row["id"] == report["current_revision_id"]), None) or next(
        (row for row in numbered if row["kind"] == "revision"), None
    )


def _preface(text: str, sections: list[Any]) -> str:
    """What stands before the first section."""
    if not sections:
        return text
    at = text.find(sections[0]["heading"])
    return text[: text.rfind("\n", 0, at) + 1] if at > 0 else ""


async def _not_found(datasette: Any, request: Any) -> Response:
    body = await datasette.render_template("missing.html", {}, request=request)
    return Response.html(body, status=404)
