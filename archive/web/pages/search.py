"""The search page: the same set as Datasette's own box, in a journalist's order, with the hits in their context."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive import query as queries
from archive import search

PAGE_SIZE = 20
FACET_VALUES = 30
# What the search reads of a query; what is longer is cut here too, so that the box shows what was searched.
# Query parameter, column of `report`.
FILTERS = {"place": "place", "bureau": "bureau", "year": "report_year", "type": "report_type"}
_ROWS = """
select r.id, r.key, r.title, r.bureau, r.place, r.report_year, r.published_on, r.status, v.text
from report r join revision v on v.id = r.current_revision_id where r.id in (select value from json_each(?))
"""
_COVERAGE = """
select min(report_year) as first_year, max(report_year) as last_year, count(*) as reports,
  count(distinct portal_id) as portals from report
"""


async def page(datasette: Any, request: Any) -> Response:
    """Render the results of `q` under the filters of the address."""
    asked = (request.args.get("q") or "").strip()
    typed = asked[: queries.LONGEST_QUERY]
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    order: search.Order = "newest" if request.args.get("sort") == "newest" else "relevance"
    number = _page_number(request.args.get("page"))
    database = datasette.get_database("archive")
    narrowed = _filter(chosen)
    offset = (number - 1) * PAGE_SIZE
    # Words that leave nothing to search for find nothing, as in Datasette's own box.
    has_terms = not typed or bool(queries.terms_of(typed))
    found = await database.execute_fn(
        lambda connection: search.find(connection, typed, narrowed, order, (PAGE_SIZE, offset))
    )
    facets = {name: await _facet(database, typed, chosen, name) for name in FILTERS}
    context = {
        "typed": typed,
        "is_cut": len(asked) > queries.LONGEST_QUERY,
        "chosen": chosen,
        "order": order,
        "total": found.total,
        "results": await _results(database, found.ids, typed),
        "facets": facets,
        "facet_values": FACET_VALUES,
        "number": number,
        "last_page": max(-(-found.total // PAGE_SIZE), 1),
        "first_rank": offset + 1,
        "has_terms": has_terms,
        "coverage": (await database.execute(_COVERAGE)).first(),
        "address": lambda **changes: _address(request, changes),
        "as_table": urlencode({"_search": typed, **{FILTERS[name]: value for name, value in chosen.items()}}),
    }
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def _results(database: Any, ids: tuple[int, ...], typed: str) -> list[dict[str, Any]]:
    rows = (await database.execute(_ROWS, ["[" + ",".join(map(str, ids)) + "]"])).rows
    by_id = {row["id"]: dict(row) for row in rows}
    shown = [by_id[report_id] for report_id in ids]
    for row in shown:
        row["snippet"] = Markup(queries.snippet_html(row.pop("text"), typed, 120))  # noqa: S704 escaped there
        row["marked_title"] = Markup(queries.snippet_html(row["title"], typed, 200))  # noqa: S704 escaped there
    return shown


async def _facet(database: Any, typed: str, chosen: dict[str, str], name: str) -> list[Any]:
    """Values of one filter among the results of all others, the most frequent first (years: newest first)."""
    narrowed = _filter({key: value for key, value in chosen.items() if key != name})
    column = FILTERS[name]
    where = f"1{search.MATCHES if typed else ''}{narrowed.sql('r')}"
    order = f"r.{column} desc" if name == "year" else f"count(*) desc, r.{column}"
    rows = await database.execute(
        f"select r.{column} as value, count(*) as count from report r where {where} and r.{column} is not null "  # noqa: S608
        f"group by r.{column} order by {order} limit {FACET_VALUES}",
        {"q": queries.match_query(typed), **narrowed.parameters()},
    )
    return list(rows.rows)


def _filter(chosen: dict[str, str]) -> search.Filter:
    return search.Filter({FILTERS[name]: _value(name, value) for name, value in chosen.items()})


def _value(name: str, value: str) -> str | int:
    # A year that is no number matches no report, which is what was asked for.
    return int(value) if name == "year" and value.isascii() and value.isdigit() and len(value) < 10 else value


def _page_number(stated: str | None) -> int:
    return min(max(int(stated), 1), 10_000) if stated and stated.isascii() and stated.isdigit() else 1


def _address(request: Any, changes: dict[str, Any]) -> str:
    """The page's own address with some parameters changed; a change to None takes one away, and page 1 is implied."""
    kept = {name: request.args[name] for name in request.args if name not in (*changes, "page")}
    kept |= {name: value for name, value in changes.items() if value is not None}
    return "?" + urlencode(kept)
