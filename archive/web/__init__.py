"""The Datasette plugin: hooks only."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from archive import search
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
def prepare_jinja2_environment(env: Any) -> None:
    """Words for pages that Datasette renders without a request: its error pages."""
    env.globals |= {"word": Words(None), "day": day, "moment": moment, "safe_link": safe_link}


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """Words in the order this reader asks for."""
    return {"word": Words(request.args.get("lang") if request else None)}


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """One stylesheet for all pages."""
    return [datasette.urls.path("/-/cundang/cundang.css")]


@hookimpl
def extra_js_urls(datasette: Any) -> list[dict[str, str]]:
    """Copying a citation; every page works without it."""
    return [{"url": datasette.urls.path("/-/cundang/cundang.js"), "module": "true"}]
