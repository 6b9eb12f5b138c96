"""Rows of invented reports for `scripts/bench search`, written past the filing, which would take hours for as many."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from archive import search
from archive.database import Connection, transaction
from archive.ingest import Archive
from archive.nights.obligations import reckon
from archive.query import index_terms
from tests.test_copies import Author, composed, invented_report

FIRST, SECOND = "青白红紫金银石沙云雾松柏梅兰竹菊鹤鹭龙凤", "山川河湖江溪泉潭岭岗坪湾港渡桥关林原野岛"
ORGANS = (
    "林业局", "教育局", "民政局", "水利局", "统计局", "商务局", "审计局", "司法局", "文化和旅游局", "财政局",
    "交通运输局", "农业农村局", "应急管理局", "市场监督管理局", "医疗保障局", "退役军人事务局", "人民政府",
)  # fmt: skip
YEARS = range(2010, 2025)
# One report in some hundreds says this: the rare word of the measurement.
RARE = "丹顶鹤"
FIGURES = 30
_SENTENCES = 74
_AT_ONCE = 5000
_SEEN = "2026-01-01T00:00:00+00:00"
_STARTED = date(2026, 1, 1)
_TODAY = date(2026, 6, 1)


def build(folder: Path, count: int) -> None:
    """Write an archive of `count` reports with texts, figures, checks, changes and their search index."""
    archive = Archive.of(folder)
    connection = archive.connection
    try:
        cells = connection.execute(
            "select indicator, dimension, cell from form_cell where edition = 'f2021' order by cell limit ?",
            (FIGURES,),
        ).fetchall()
        # With SQLite's own two megabytes the pages of a growing index are read over and over.
        connection.execute("pragma cache_size = -1000000")
        with transaction(connection):
            _sources(connection, count)
        for start in range(0, count, _AT_ONCE):
            with transaction(connection):
                _write(connection, range(start, min(start + _AT_ONCE, count)), cells)
        with transaction(connection):
            reckon(connection, _TODAY)
            connection.execute("insert into report_search(report_search) values ('optimize')")
            search.mark_current(connection)
    finally:
        archive.close()


def _sources(connection: Connection, count: int) -> None:
    connection.execute(
        "insert into portal (id, name, family, home_url, division_code, level, definition) "
        "values ('bench', '某省', 'plain', 'https://example.org/', '410000', 'province', '{\"reports_min\": 0}')"
    )
    connection.execute(
        "insert into crawl_run (id, portal_id, started_at, finished_at, outcome, program_version) "
        "values (1, 'bench', ?, ?, 'complete', 'bench')",
        (_SEEN, _SEEN),
    )
    connection.execute(
        "insert into fetch (id, crawl_run_id, portal_id, role, url, captured_at, status) "
        "values (1, 1, 'bench', 'report', 'https://example.org/', ?, 200)",
        (_SEEN,),
    )
    authors = [_author(number) for number in range(-(-count // len(YEARS)))]
    connection.executemany(
        "insert into bureau (id, key, name, organ, kind, place) values (?,?,?,?,'department',?)",
        [(number + 1, f"b{number}", a.place + a.organ, a.organ, a.place) for number, a in enumerate(authors)],
    )


def _author(number: int) -> Author:
    place = number // len(ORGANS)
    return Author(
        f"{FIRST[place % len(FIRST)]}{SECOND[place // len(FIRST) % len(SECOND)]}县",
        ORGANS[number % len(ORGANS)],
    )


def _write(connection: Connection, numbers: range, cells: list[Any]) -> None:
    reports, revisions, figures, checks, changes, terms = [], [], [], [], [], []
    for number in numbers:
        chosen = random.Random(number)  # noqa: S311
        author, year = _author(number // len(YEARS)), YEARS[number % len(YEARS)]
        bureau = author.place + author.organ
        title = f"{bureau}{year}年政府信息公开工作年度报告"
        text = invented_report(author, year, composed(number // 3, _SENTENCES), number)
        if number % 400 == 0:
            text += f"\n湿地公园内的{RARE}保护信息已在网站公布。"
        published = (
            None if chosen.random() < 0.01 else date(year + 1, 1, 5) + timedelta(chosen.randrange(110))
        )
        late = (published - date(year + 1, 3, 31)).days if published else None
        is_changed, has_figures = chosen.random() < 0.04, chosen.random() < 0.8
        report_id, revision_id = number + 1, (number + 1) * 2
        reports.append((
            report_id, f"b{number // len(YEARS)}-disclosure_annual-{year}", number // len(YEARS) + 1, bureau, bureau, bureau,
            author.place, "disclosure_annual" if number % 20 else "rule_of_law_annual", year, title,
            published and published.isoformat(), f"{year + 1}-03-31", late, "f2021" if has_figures else None,
            f"https://example.org/{number}.html", "off_portal" if chosen.random() < 0.02 else "live",
            f"{_STARTED + timedelta(number % 200)}T00:00:00+00:00", 1 + is_changed, revision_id,
        ))  # fmt: skip
        for version in range(1, 2 + is_changed):
            revisions.append((revision_id - 1 - is_changed + version, report_id, version, title, text))
            changes.append(("new" if version == 1 else "revised", report_id, revision_id - 1 - is_changed + version,
                            None if version == 1 else chosen.choice(("text", "figures"))))  # fmt: skip
        if has_figures:
            figures += [(revision_id, *cell, chosen.randrange(300)) for cell in cells]
            verdict = "fail" if chosen.random() < 0.05 else "pass"
            checks += [(revision_id, f"sum_{at}", "pass" if at else verdict) for at in range(3)]
        terms.append((report_id, index_terms(title), index_terms(bureau), index_terms(text)))
    for sql, rows in _inserts(reports, revisions, figures, checks, changes, terms):
        connection.executemany(sql, rows)


def _inserts(*rows: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    statements = (
        "insert into report (id, key, bureau_id, bureau, bureau_then, bureau_as_printed, place, report_type, report_year, "
        "title, published_on, due_on, days_late, form_edition, url, status, first_seen_at, revision_count, "
        "current_revision_id, scope, portal_id, last_seen_at, off_portal_at) "
        "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?, 'own', 'bench', '2026-01-01T00:00:00+00:00', "
        "iif(?16 = 'off_portal', '2026-01-01T00:00:00+00:00', null))",
        "insert into revision (id, report_id, number, title, text, kind, fetch_id, sha256, captured_at, text_sha256) "
        "values (?,?,?,?,?, 'revision', 1, printf('%064d', 0), '2026-01-01T00:00:00+00:00', '')",
        "insert into indicator_value (revision_id, indicator, dimension, cell, value, value_raw, value_state, source) "
        "values (?,?,?,?,?5,cast(?5 as text),iif(?5, 'number', 'zero'),'table')",
        "insert into check_result (revision_id, rule, subject, verdict, is_hard, expected, actual) values (?,?,'',?,1,2,3)",
        "insert into change (kind, report_id, revision_id, differs, observed_at) "
        "values (?,?,?,?,'2026-01-01T00:00:00+00:00')",
        "insert into report_search (rowid, title, bureau, body) values (?,?,?,?)",
    )
    yield from zip(statements, rows, strict=True)
