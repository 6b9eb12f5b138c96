"""The search page: the same set as Datasette's own box, in a journalist's order, with the hits in their context."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive import query as queries
from archive.catalogue import STATES, count
from archive.errors import TooSlowError
from archive.web.figures.received import requests_received
from archive.web.labels import sentences
from archive.web.paging import last_page
from archive.web.search import export as search_export
from archive.web.search.choice import EXAMPLES, FILTERS, PAGE_SIZE, STATE, Choice, read_choice
from archive.web.search.results import Found, answered

_TITLE, _SNIPPET = 200, 120
_BADGES = tuple(state for state in STATES if state != "figures")
_TABLE_STATES = {"late": ("days_late__gt", "0"), "off_portal": ("status", "off_portal")}
_COVERAGE = """
select min(report_year) as first_year, max(report_year) as last_year, count(*) as reports,
  count(distinct portal_id) as portals from report
"""


async def page(datasette: Any, request: Any) -> Response:
    """Render the results of the search that the address asks for."""
    choice = read_choice(request.args)
    try:
        found = await answered(datasette, choice, _shown)
    except TooSlowError:
        found = {"is_too_slow": True, "total": 0}
    coverage = None
    if not found["total"]:
        coverage = (await datasette.get_database("archive").execute(_COVERAGE)).first()
    context = {
        "choice": choice,
        "typed": choice.typed,
        "filters": (*FILTERS, STATE),
        "examples": EXAMPLES,
        "coverage": coverage,
        "most_rows": search_export.MOST_ROWS,
        "as_table": _table_address(choice),
        **found,
    }
    status = 503 if "is_too_slow" in found else 200
    return Response.html(
        await datasette.render_template("search.html", context, request=request), status=status
    )


async def export(datasette: Any, request: Any) -> Response:
    """The same search as CSV, JSON or Atom; 503 with a sentence where it takes too long."""
    try:
        return await search_export.export(
            datasette, request, read_choice(request.args), request.url_vars["format"]
        )
    except TooSlowError:
        return Response.text(sentences("search_too_slow"), status=503)


def _shown(found: Found) -> dict[str, Any]:
    """What the page shows of a search: only the reports on it are looked at closely."""
    offset, total = (found.choice.page - 1) * PAGE_SIZE, found.total
    ids = found.ordered()[offset : offset + PAGE_SIZE] if offset < total else []
    wider = found.narrowing.wider() if not total else None
    return {
        "total": total,
        "results": [_result(found, row) for row in found.rows_with_text(ids)],
        "received": requests_received(found.connection, ids),
        "offers": found.narrowing.offers(),
        "wider": wider[0] if wider else None,
        "wider_total": count(wider[1]) if wider else 0,
        "last_page": last_page(total, PAGE_SIZE),
        "first_rank": offset + 1,
    }


def _result(found: Found, row: dict[str, Any]) -> dict[str, Any]:
    text, typed = row.pop("text"), found.choice.typed
    return {
        **row,
        "snippet": Markup(queries.snippet_html(text, typed, _SNIPPET)),  # noqa: S704 escaped there
        "marked_title": Markup(queries.snippet_html(row["title"], typed, _TITLE)),  # noqa: S704 escaped there
        "badges": found.states(row["id"], _BADGES),
    }


def _table_address(choice: Choice) -> str | None:
    """The parameters under which Datasette's own table shows the same reports; None where it cannot."""
    if not set(choice.states) <= _TABLE_STATES.keys():
        return None
    columns = [(FILTERS[name], value) for name, value in choice.values.items()]
    return urlencode(
        [("_search", choice.typed), *columns, *(_TABLE_STATES[state] for state in choice.states)]
    )
