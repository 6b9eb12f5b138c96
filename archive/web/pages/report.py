"""One report: what it says, where every statement was read, and how to cite it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive.differences import text_changes
from archive.web.labels import moment, plain_day, safe_link
from archive.web.printed import blocks

_REPORT = "select * from report where key = :key"
_BY_ID = "select key from report where id = :id"
_REVISIONS = """
select v.*, f.status as http_status from revision v join fetch f on f.id = v.fetch_id
where v.report_id = :id order by v.number, v.id
"""
_DETAILS = {
    "sections": "select ordinal, number, heading, text from section where revision_id = :revision order by ordinal",
    "dates": "select kind, witness, raw, value, is_chosen from date_witness where revision_id = :revision order by id",
    "authors": "select witness, raw, role from bureau_witness where revision_id = :revision order by id",
    "attachments": "select distinct a.url, a.name, a.status, a.sha256, a.media_type, a.byte_count, a.reading, a.reason, "
    "a.page_count, a.table_count, a.text, r.key as filed_as, r.title as filed_title from attachment a "
    "join revision v on v.id = a.revision_id left join revision f on f.id = a.filed_revision_id "
    "left join report r on r.id = f.report_id where v.report_id = :report and v.number = :number order by a.id",
    "findings": "select i.kind, i.severity, i.message_zh, i.message, i.evidence, q.zh, q.en from issue i "
    "join quality_rule q on q.rule = i.kind where i.report_id = :report order by "
    "case i.severity when 'high' then 1 when 'medium' then 2 else 3 end, i.kind, i.id",
    "figures": "select source = 'prose' as is_prose, count(*) as count from indicator_value "
    "where revision_id = :revision group by 1",
    "figure_changes": "select distinct indicator_zh, indicator_en, dimension_zh, dimension_en, before_raw, after_raw "
    "from figure_change where report_id = :report and revision = :number",
    "before": "select text from revision where report_id = :report and number = :number - 1 and kind = 'revision'",
    "issues": "select kind, message from issue where report_id = :report and severity is null order by id",
}


async def page(datasette: Any, request: Any) -> Response:
    """Render a report by its key, or one of its revisions; a number leads to the report with that id."""
    database = datasette.get_database("archive")
    key = unquote(request.url_vars["key"])
    if key.isascii() and key.isdigit():
        by_id = (await database.execute(_BY_ID, {"id": int(key)})).first() if len(key) < 18 else None
        if by_id:
            return Response.redirect(datasette.urls.path(f"/-/report/{quote(by_id['key'])}"))
    found = (await database.execute(_REPORT, {"key": key})).first()
    revisions = (await database.execute(_REVISIONS, {"id": found["id"]})).rows if found else []
    shown = _shown(found, revisions, request.url_vars.get("number"))
    if found is None or shown is None:
        return await _not_found(datasette, request)
    parameters = {"revision": shown["id"], "report": found["id"], "number": shown["number"]}
    details = {name: (await database.execute(sql, parameters)).rows for name, sql in _DETAILS.items()}
    link = datasette.absolute_url(
        request, datasette.urls.path(f"/-/report/{quote(key)}/revision/{shown['number']}")
    )
    context = {
        "report": found,
        "shown": shown,
        "revisions": revisions,
        "link": link,
        "preface": _preface(shown["text"], details["sections"]),
        "blocks": blocks,
        "citation": citations(found, shown, link),
        "text_changes": [
            change for row in details["before"] for change in text_changes(row["text"], shown["text"])
        ],
        **details,
    }
    return Response.html(await datasette.render_template("report.html", context, request=request))


def link(datasette: Any, row: Any, title: str) -> Markup | None:
    """A title as a link to its report; None where the columns shown do not tell which report it is."""
    if "key" not in row.keys():  # noqa: SIM118 a row of SQLite is no mapping
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/-/report/{quote(row['key'])}"), title)


def citations(report: Any, shown: Any, link: str) -> dict[str, str]:
    """The citation in Chinese and in English: who, what, when published, where, when captured, which bytes.

    A space stands on both sides of every address, so that no program takes the words after it for a part of it.
    """
    # The day that this revision's own page states, which is where its address leads.
    published = shown["published_on"]
    captured, digest = moment(shown["captured_at"]), shown["sha256"][:12]
    url = f" {shown['url']} " if safe_link(shown["url"]) else ""
    zh = (
        f"{report['bureau_then']}：《{shown['title']}》，{f'{plain_day(published)}公布' if published else '公布日期不详'}，{url}"
        f"（{captured} 北京时间采集，SHA-256 {digest}，第{shown['number']}版），存档 {link}"
    )
    en = (
        f"{report['bureau_then']}: “{shown['title']}”, {f'published {published}' if published else 'publication date not known'},{url or ' '}"
        f"(captured {captured} Beijing time, SHA-256 {digest}, revision {shown['number']}), archived at {link}"
    )
    return {"zh": zh, "en": en}


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
