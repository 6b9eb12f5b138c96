"""The Datasette plugin: hooks only."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from archive import search
from archive.web import excel, language
from archive.web.labels import Words, day, moment, safe_link
from archive.web.pages import home, report
from archive.web.pages import search as search_page


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages; they come before Datasette's own."""
    return [
        (r"^/$", home.page),
        (r"^/-/search$", search_page.page),
        (r"^/-/report/(?P<key>[^/]+)$", report.page),
        (r"^/-/report/(?P<key>[^/]+)/revision/(?P<number>\d+)$", report.page),
        (r"^/-/cundang/(?P<name>cundang\.(?:css|js))$", home.static),
    ]


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:
    """Search's own query rewriting, in place of Datasette's: last, because core registers its version too."""
    search.register(conn)


@hookimpl
def asgi_wrapper() -> Any:
    """The reader's language round every request, and CSV that Excel opens."""
    return lambda application: language.with_language(excel.with_mark(application))


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Words and dates for every page; also for error pages, which Datasette renders without a request."""
    env.globals |= {
        "word": Words(),
        "day": day,
        "moment": moment,
        "safe_link": safe_link,
        "other_language": language.other_language,
        "excel_mark": excel.MARK,
    }


@hookimpl
def extra_template_vars(datasette: Any, database: str | None) -> dict[str, Any]:
    """The notes of metadata.yml on every table: a page about one table also names its neighbours."""
    tables = (datasette.metadata("databases") or {}).get(database or "archive", {}).get("tables", {})
    return {"noted_tables": tables}


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """In the table of reports, the title leads to the report's page."""
    return report.link(datasette, row, value) if (table, column) == ("report", "title") else None
