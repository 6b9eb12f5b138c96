"""How the archive is doing, portal by portal: the gaps it confesses."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.alerts.feed import FEED_FILE
from archive.feeds import MEDIA_TYPE
from archive.web import public
from archive.web.folder import data_folder
from archive.web.health import portal_health
from archive.web.paging import Page, page_number

_SIZE = 100
# Of the portals shown only: the last walk of all lists to their end, looked up in the index of each one's runs.
_WALKS = """
select c.portal_id, c.id, c.finished_at, c.list_page_count, c.listed_count, c.declared_count
from json_each(:portals) p join crawl_run c on c.id = (
  select id from crawl_run where portal_id = p.value and outcome = 'complete' and walk = 'full' order by started_at desc limit 1
)
"""


async def page(datasette: Any, request: Any) -> Response:
    """Render the portals, the worst first, a hundred a page; `?kind=` leaves those with one trouble."""
    health = await portal_health.overview(datasette)
    kind = request.args.get("kind")
    portals = [one for one in health.portals if kind is None or kind in one.kinds]
    paged = Page.of(portals, page_number(request.args), _SIZE)
    shown = datasette.get_database("archive")
    asked = {"kind": kind, "lang": request.args.get("lang")}
    context = {
        "health": health,
        "kind": kind,
        "paged": paged,
        "size": _SIZE,
        "walks": await _walks(shown, [portal.id for portal in paged.rows]),
        "ago": lambda moment: _ago(health.checked_at, moment),
        "has_alarms": _alarm_file(datasette) is not None,
        "address": lambda **other: "?" + urlencode({n: v for n, v in (asked | other).items() if v}),
    }
    return Response.html(await datasette.render_template("health.html", context, request=request))


async def alerts(datasette: Any, request: Any) -> Response:
    """The alarms of the archive as the Atom file beside the published copy; a page that says why where there is none."""
    file = _alarm_file(datasette)
    if file is None:
        return Response.html(await datasette.render_template("alarms.html", {}, request=request), status=404)
    return Response(file.read_text(encoding="utf-8"), content_type=MEDIA_TYPE)


async def _walks(database: Any, portals: list[str]) -> dict[str, Any]:
    rows = (await database.execute(_WALKS, {"portals": json.dumps(portals)})).rows
    return {row["portal_id"]: row for row in rows}


def _alarm_file(datasette: Any) -> Path | None:
    """The feed that `cundang alerts` writes into the data folder; not for the public."""
    folder = None if public.is_public(datasette) else data_folder(datasette)
    return folder / FEED_FILE if folder and (folder / FEED_FILE).is_file() else None


def _ago(now: datetime, moment: datetime | str | None) -> tuple[int, str] | None:
    """How long ago, in the largest unit that fills: a number, and `days`, `hours` or `minutes`."""
    if moment is None:
        return None
    then = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    minutes = max(int((now - then).total_seconds() // 60), 0)
    if minutes >= 2 * 1440:
        return minutes // 1440, "days"
    return (minutes // 60, "hours") if minutes >= 120 else (minutes, "minutes")
