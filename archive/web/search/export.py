"""The results of a search to take along: CSV for tables, JSON for programs, Atom for readers of feeds."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import Response

from archive.feeds import MEDIA_TYPE, Entry, atom
from archive.query import snippet
from archive.web.addresses import Locate, located
from archive.web.labels import labels
from archive.web.search.choice import Choice
from archive.web.search.results import Found, answered

MOST_ROWS = 10_000
MOST_ENTRIES = 50
COLUMNS = (
    "key", "title", "bureau", "place", "report_year", "report_type", "published_on", "due_on", "days_late", "is_soft", "status",
    "form_edition", "scope", "revision_count", "url", "page",
)  # fmt: skip
_SNIPPET = 120


async def export(datasette: Any, request: Any, choice: Choice, media: str) -> Response:
    """The search as `csv`, `json` or `atom`, its addresses absolute; raises TooSlowError."""
    locate = located(datasette, request)
    if media == "atom":
        return await answered(datasette, choice, lambda found: _feed(found, locate))
    total, rows = await answered(datasette, choice, lambda found: _rows(found, locate))
    return _table(total, rows) if media == "csv" else _object(choice, total, rows)


def _rows(found: Found, locate: Locate) -> tuple[int, list[dict[str, Any]]]:
    rows = found.rows(found.ordered()[:MOST_ROWS])
    # Made absolute once: to do so for each of 10,000 rows takes as long as all the rest.
    reports = locate("/-/report/")
    for row in rows:
        row["page"] = reports + quote(row["key"])
    return found.total, [{name: row[name] for name in COLUMNS} for row in rows]


def _table(total: int, rows: list[dict[str, Any]]) -> Response:
    written = io.StringIO(newline="")
    # Formulas among the cells are made harmless in every CSV that leaves the server: `archive.web.excel`.
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    # A line in the table about what it lacks would be taken for a report: the name of the file says it.
    part = f"-first-{len(rows)}-of-{total}" if total > len(rows) else ""
    headers = {"Content-Disposition": f'attachment; filename="cundang-search{part}.csv"'}
    return Response(written.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _object(choice: Choice, total: int, rows: list[dict[str, Any]]) -> Response:
    filters = {**choice.values, **({"has": list(choice.states)} if choice.states else {})}
    return Response.json(
        {"query": choice.typed, "filters": filters, "sort": choice.order, "total": total, "truncated": total > len(rows),
         "results": rows}
    )  # fmt: skip


def _feed(found: Found, locate: Locate) -> Response:
    """The reports that came, changed or were taken down last: by day of publication old ones found late would be missed."""
    rows = found.rows_with_text(found.catalogue.last_updated(found.results, MOST_ENTRIES))
    page = found.choice.at(1)
    entries = [
        Entry(
            id=f"urn:cundang:report:{quote(row['key'])}",
            title=row["title"],
            text=_entry_text(found, row),
            updated_at=datetime.fromisoformat(row["updated_at"]),
            link=locate(f"/-/report/{quote(row['key'])}"),
        )
        for row in rows
    ]
    searched = " · ".join(filter(None, [page.typed, *(value for _, value in page.filters)]))
    title = f"{labels()['site']['zh']} · {labels()['search']['zh']}" + (f"：{searched}" if searched else "")
    link = locate("/-/search") + f"?{page.query_string()}"
    return Response(atom(link, title, link, entries).decode(), content_type=MEDIA_TYPE)


def _entry_text(found: Found, row: dict[str, Any]) -> str:
    known = labels()
    facts = [row["bureau"], row["place"], str(row["report_year"]), row["published_on"]]
    if "late" in found.states(row["id"], ("late",)):
        facts.append(f"{known['late']['zh']} {row['days_late']} {known['days_late']['zh']}")
    if row["status"] == "off_portal":
        facts.append(known["off_portal"]["zh"])
    passage = "".join(piece.text for piece in snippet(row["text"], found.choice.typed, _SNIPPET))
    return " · ".join(filter(None, facts)) + f"\n{passage}"
