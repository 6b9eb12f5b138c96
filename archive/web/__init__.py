"""The Datasette plugin: hooks only."""

from __future__ import annotations

from functools import partial
from typing import Any

from datasette import hookimpl

from archive.search import register
from archive.web import canned, cells, excel, faults, headers, language, public
from archive.web.labels import Words, day, moment, safe_link
from archive.web.routes import ROUTES
from archive.web.search.results import prepare


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages; they come before Datasette's own."""
    return [*public.refusals(datasette), *ROUTES]


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:
    """Search's own query rewriting, in place of Datasette's: last, because core registers its version too."""
    register(conn)


@hookimpl
def startup(datasette: Any) -> Any:
    """What every search needs is read before the first of them; `cundang serve` does this before it answers anybody."""
    return lambda: prepare(datasette)


@hookimpl
def asgi_wrapper() -> Any:
    """Headers on every answer, the reader's language round every request, and CSV that Excel opens."""
    return lambda application: headers.with_headers(language.with_language(excel.with_mark(application)))


@hookimpl
def forbidden(datasette: Any, request: Any) -> Any:
    """What is not open is refused in words."""
    return lambda: faults.refused(datasette, request)


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Any) -> Any:
    """Our page for every failure, in place of Datasette's, which prints them all and shows readers what they say."""
    outcome = yield
    outcome.force_result([lambda: faults.failed(datasette, request, exception)])


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Words and dates for every page; also for error pages, which Datasette renders without a request."""
    env.globals |= {
        "word": Words(),
        "day": day,
        "moment": moment,
        "safe_link": safe_link,
        "other_language": language.other_language,
        "excel_mark": excel.MARK,
        "rows_of": canned.reader(datasette),
        "whole_csv": partial(excel.whole, datasette),
        "most_csv_rows": partial(excel.most_rows, datasette),
    }


@hookimpl
def extra_template_vars(datasette: Any, database: str | None) -> dict[str, Any]:
    """The notes of metadata.yml on every table: a page about one table also names its neighbours."""
    tables = (datasette.metadata("databases") or {}).get(database or "archive", {}).get("tables", {})
    return {"noted_tables": tables}


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """In the table of reports, the title leads to the report's page; elsewhere an address leads where it says."""
    if (table, column) == ("report", "title"):
        return cells.titled(datasette, row, value)
    return cells.outward(value)
