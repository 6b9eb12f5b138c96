"""One bureau: its names, its years, and what it reported."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from datasette.utils.asgi import Response

from archive.vocabulary import sectors
from archive.web import excel
from archive.web.coverage.owed import SIGNS, Reason, lacking, reason_of
from archive.web.figures import series, trends
from archive.web.keys import by_number, key_of

_BUREAU = "select * from bureau where key = :key"
_SIMILAR_SHOWN = 30
# Pairs are stored once, so a bureau's reports stand on either side. Only of the pairs shown are the passages looked up.
_SIMILAR = """
with pair as (
  select s.id, s.score, s.kind, s.report_id as own, s.other_report_id as other
  from report r join similar_report s on s.report_id = r.id where r.bureau_id = :id
  union all
  select s.id, s.score, s.kind, s.other_report_id, s.report_id
  from report r join similar_report s on s.other_report_id = r.id where r.bureau_id = :id and s.kind = 'bureaus'
),
shown as materialized (select * from pair order by score desc, id limit :limit)
select p.score, r.key as report_key, r.report_year, o.key as other_key, o.bureau as other_bureau,
  o.report_year as other_year, c.longest_passage
from shown p
join report r on r.id = p.own
join report o on o.id = p.other
join copied_text c on c.id = p.id
order by p.score desc, p.id
"""
_DETAILS = {
    "names": "select n.name, n.kind, n.first_seen_on, min(r.report_year) as first_year, max(r.report_year) as last_year "
    "from bureau_name n left join report r on r.bureau_id = n.bureau_id and n.name in (r.bureau_then, r.bureau_as_printed) "
    "where n.bureau_id = :id group by n.id order by n.kind <> 'today', n.kind, n.first_seen_on, n.id",
    "predecessors": "select b.key, b.name, s.since, s.note from bureau_succession s join bureau b on b.id = s.predecessor_id "
    "where s.successor_id = :id order by s.since, b.id",
    "successors": "select b.key, b.name, s.since, s.note from bureau_succession s join bureau b on b.id = s.successor_id "
    "where s.predecessor_id = :id order by s.since, b.id",
    "owed": "select o.id, o.report_type, o.report_year, o.due_on, o.is_soft, o.state, o.reason, r.key as report_key, r.days_late "
    "from obligation o left join report r on r.id = o.report_id where o.bureau_id = :id "
    "order by o.report_type, o.report_year",
    "reports": "select r.key, r.title, r.report_type, r.report_year, r.published_on, r.days_late, r.status, r.revision_count, "
    "(select count(*) from issue i where i.report_id = r.id and i.severity is not null) as findings "
    "from report r where r.bureau_id = :id order by r.report_year desc, r.report_type",
    "findings": "select q.rule, q.severity, q.zh, q.en, count(*) as count, count(distinct r.id) as reports "
    "from report r join issue i on i.report_id = r.id join quality_rule q on q.rule = i.kind where r.bureau_id = :id "
    "group by q.rule order by case q.severity when 'high' then 1 when 'medium' then 2 else 3 end, q.rule",
    "similar": _SIMILAR,
}


async def page(datasette: Any, request: Any) -> Response:
    """Render a bureau by its key; a number leads to the bureau with that id."""
    if elsewhere := await by_number(datasette, request, "bureau"):
        return elsewhere
    database, key = datasette.get_database("archive"), key_of(request)
    found = (await database.execute(_BUREAU, {"key": key})).first()
    if found is None:
        body = await datasette.render_template("_bureau_missing.html", {}, request=request)
        return Response.html(body, status=404)
    parameters = {"id": found["id"], "limit": _SIMILAR_SHOWN + 1}
    details = {name: (await database.execute(sql, parameters)).rows for name, sql in _DETAILS.items()}
    shown = await trends.of_bureau(database, found["id"])
    context = {
        "bureau": found,
        "sector": sectors().get(found["sector"]),
        "symbols": SIGNS,
        "lacking": _lacking(details["owed"]),
        "strips": [
            (kind, list(rows)) for kind, rows in groupby(details["owed"], key=lambda row: row["report_type"])
        ],
        "owed_states": [name for name in SIGNS if any(row["state"] == name for row in details["owed"])],
        "trends": shown,
        "trend_states": series.states(line.cells for trend in shown for line in trend.lines),
        "similar_shown": _SIMILAR_SHOWN,
        "links": _links(datasette, found),
        "link": datasette.absolute_url(request, datasette.urls.path(f"/-/bureau/{quote(key)}")),
        **details,
    }
    return Response.html(await datasette.render_template("bureau.html", context, request=request))


def _lacking(owed: list[Any]) -> list[tuple[tuple[str, Reason], list[Any]]]:
    """Why reports are not here, each reason once with the rows of the ledger that state it."""
    found: dict[tuple[str, Reason], list[Any]] = {}
    for row in lacking(owed):
        found.setdefault((row["state"], reason_of(row["reason"])), []).append(row)
    return list(found.items())


def _links(datasette: Any, bureau: Any) -> dict[str, str]:
    """Where the same reports can be searched, taken away and followed."""
    table = f"{datasette.urls.table('archive', 'report')}"
    mine = {"bureau__exact": bureau["name"], "_sort": "id"}
    # No bureau has as many reports as fit on the one page that a public site sends.
    as_csv = {**mine, "_dl": "on", **excel.whole(datasette), excel.MARK: "on"}
    search = datasette.urls.path("/-/search")
    return {
        "search": f"{search}?{urlencode({'bureau': bureau['name']})}",
        "atom": f"{search}.atom?{urlencode({'bureau': bureau['name'], 'sort': 'newest'})}",
        "table": f"{table}?{urlencode(mine)}",
        "csv": f"{table}.csv?{urlencode(as_csv)}",
        "compare": f"{datasette.urls.path('/-/compare')}?{urlencode({'indicator': 'requests.received', 'bureau': bureau['key']})}",
    }
