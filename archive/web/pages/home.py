"""The home page: the search box, and what is in the archive."""

from __future__ import annotations

from importlib import resources
from typing import Any

from datasette.utils.asgi import NotFound, Response

from archive.web.search.choice import EXAMPLES
from archive.web.search.results import counts_of_states

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}

_COUNTS = """
select count(*) as reports, count(distinct bureau_id) as bureaus, min(report_year) as first_year,
  max(report_year) as last_year, count(distinct portal_id) as portals from report
"""
_PLACES = "select place, count(*) as count from report where place is not null group by place order by count desc, place"
_YEARS = "select report_year, count(*) as count from report group by report_year order by report_year desc"
_NEWEST = "select key, title, bureau, published_on from report order by published_on desc nulls last, id desc limit 10"
# What the pages that a reader may start from hold, beside the states that a search asks for.
_STARTS = """
select (select count(*) from "change" where differs = 'figures') as figures_changed,
  (select count(*) from obligation where state = 'missing') as missing
"""
_LAST_RUN = """
select c.started_at, c.finished_at, c.outcome, p.name from crawl_run c join portal p on p.id = c.portal_id
order by c.id desc limit 1
"""


async def page(datasette: Any, request: Any) -> Response:
    """Render the home page."""
    database = datasette.get_database("archive")
    runs = (await database.execute(_LAST_RUN)).rows
    context = {
        "counts": (await database.execute(_COUNTS)).first(),
        "places": (await database.execute(_PLACES)).rows,
        "years": (await database.execute(_YEARS)).rows,
        "newest": (await database.execute(_NEWEST)).rows,
        "last_run": runs[0] if runs else None,
        "examples": EXAMPLES,
        "states": await counts_of_states(datasette),
        "starts": (await database.execute(_STARTS)).first(),
    }
    return Response.html(await datasette.render_template("home.html", context, request=request))


async def static(request: Any) -> Response:
    """The stylesheet and the script, from the package."""
    name = request.url_vars["name"]
    file = resources.files("archive.web").joinpath("static", name)
    if not file.is_file():
        raise NotFound(name)
    return Response(
        file.read_text(encoding="utf-8"),
        headers={"Cache-Control": "max-age=3600"},
        content_type=_TYPES[name.rpartition(".")[2]],
    )
