"""Which page answers which address: a line a page. Ours come before Datasette's own."""

from __future__ import annotations

from typing import Any

from archive.web.pages import bureau, changes, compare, coverage, health, home, original, report, search

ROUTES: list[tuple[str, Any]] = [
    (r"^/$", home.page),
    (r"^/-/search$", search.page),
    (r"^/-/search\.(?P<format>csv|json|atom)$", search.export),
    (r"^/-/report/(?P<key>[^/]+)$", report.page),
    (r"^/-/report/(?P<key>[^/]+)/revision/(?P<number>\d+)$", report.page),
    (r"^/-/report/(?P<key>[^/]+)/revision/(?P<number>\d+)/original$", original.of_revision),
    (r"^/-/attachment/(?P<id>\d+)/original$", original.of_attachment),
    (r"^/-/bureau/(?P<key>[^/]+)$", bureau.page),
    (r"^/-/compare$", compare.page),
    (r"^/-/compare\.csv$", compare.export),
    (r"^/-/coverage$", coverage.page),
    (r"^/-/changes$", changes.page),
    (r"^/-/changes\.atom$", changes.feed),
    (r"^/-/health$", health.page),
    (r"^/-/alerts\.atom$", health.alerts),
    (r"^/-/cundang/(?P<name>(?:cundang\.css|[a-z]+\.js))$", home.static),
]
