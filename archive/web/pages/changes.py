"""What is new, changed or taken down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import Response

from archive.feeds import MEDIA_TYPE, Entry, atom
from archive.web.addresses import located
from archive.web.changes import change_list
from archive.web.changes.change_list import KINDS, Asked, Found
from archive.web.labels import labels, sentences


async def page(datasette: Any, request: Any) -> Response:
    """Render the changes that the address asks for, newest first, by day in Beijing."""
    asked = change_list.read_asked(request.args)
    found = await change_list.find(datasette.get_database("archive"), asked)
    context = {
        "asked": asked,
        "found": found,
        "days": [(day, list(rows)) for day, rows in groupby(found.rows, key=change_list.day_of)],
        "kinds": KINDS,
        "kind_of": change_list.kind_of,
        "path_of": change_list.path_of,
    }
    return Response.html(await datasette.render_template("changes.html", context, request=request))


async def feed(datasette: Any, request: Any) -> Response:
    """The newest of the same changes as Atom; 400 with a sentence where the first day is none."""
    asked = change_list.read_asked(request.args)
    if asked.is_bad_day:
        return Response.text(sentences("changes_bad_day"), status=400)
    first = replace(asked, page=1)
    found = await change_list.find(datasette.get_database("archive"), first)
    locate = located(datasette, request)
    link = locate(f"/-/changes?{first.query_string(language=None)}".rstrip("?"))
    entries = [_entry(row, found, locate(change_list.path_of(row))) for row in found.rows]
    body = atom(link, _title(first, found), link, entries)
    return Response(body.decode(), content_type=MEDIA_TYPE)


def _entry(row: Any, found: Found, link: str) -> Entry:
    """One change; its id is made of what a rebuilt archive keeps, which the number of its row is not."""
    kind = labels()[_label(change_list.kind_of(row))]
    rows, count = found.figures.get(row["id"], ([], 0))
    lines = [f"{row['bureau']} · {row['report_year']}", f"{kind['zh']} · {kind['en']}"]
    lines += [_figure(figure) for figure in rows]
    if count > len(rows):
        more = labels()["changes_more_figures"]
        lines.append(f"+ {count - len(rows)} {more['zh']} · {more['en']}")
    return Entry(
        id=f"urn:cundang:change:{quote(row['key'])}:{row['kind']}:{row['observed_at']}",
        title=f"{kind['zh']}：{row['title']}",
        text="\n".join(lines),
        updated_at=datetime.fromisoformat(row["observed_at"]),
        link=link,
    )


def _figure(figure: Any) -> str:
    """One changed figure as text; a blank cell is called so, never left empty."""
    blank = labels()["state_blank"]["zh"]
    who = f"（{figure['dimension_zh']}）" if figure["dimension_zh"] else ""
    return f"{figure['indicator_zh']}{who}：{figure['before_raw'] or blank} → {figure['after_raw'] or blank}"


def _title(asked: Asked, found: Found) -> str:
    site, what = labels()["site"]["zh"], labels()["changes_page"]["zh"]
    kind = labels()[_label(asked.kind)]["zh"] if asked.kind in KINDS else asked.kind
    since = f"{asked.since}–" if asked.since else None
    told = " · ".join(
        filter(None, (kind, found.place_name or asked.place, found.bureau_name or asked.bureau, since))
    )
    return f"{site} · {what}" + (f"：{told}" if told else "")


def _label(kind: str | None) -> str:
    return "rendition" if kind == "rendition" else f"changes_{kind}"
