"""A portal that is suddenly read otherwise: what nearly all documents had and most of a run lack is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import migrations
from archive.database import Connection, connect
from archive.nights.drift import drift

FIELDS = frozenset({"date", "section", "figure", "sum"})


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Connection]:
    """An archive of documents alone: what they belong to is not looked at."""
    connection = connect(tmp_path / "archive.db")
    migrations.migrate(connection, migrations.archive)
    connection.execute("pragma foreign_keys = off")
    yield connection
    connection.close()


def read(archive: Connection, run_id: int, count: int, fields: frozenset[str] = FIELDS) -> None:
    """File `count` documents of a run that have these fields; a document with `sum` has sums that hold."""
    for _ in range(count):
        fetch = archive.execute(
            "insert into fetch (crawl_run_id, portal_id, role, url, captured_at) values (?, 'p', 'report', 'u', 't')",
            (run_id,),
        ).lastrowid
        revision = archive.execute(
            "insert into revision (report_id, number, kind, fetch_id, sha256, captured_at, title, text, text_sha256, published_on) "
            "values (1, 1, 'rendition', ?, 's', 't', 't', 't', 's', ?)",
            (fetch, "2025-01-20" if "date" in fields else None),
        ).lastrowid
        if "section" in fields:
            archive.execute(
                "insert into section (revision_id, ordinal, number, heading, text) values (?, 1, '', 'h', '')",
                (revision,),
            )
        if "figure" in fields:
            archive.execute(
                "insert into indicator_value (revision_id, indicator, value, value_raw, value_state, source) "
                "values (?, 'requests.received', 1, '1', 'number', 'table')",
                (revision,),
            )
        archive.execute(
            "insert into check_result (revision_id, rule, subject, verdict, is_hard) values (?, 'ROW', 's', ?, 1)",
            (revision, "pass" if "sum" in fields else "fail"),
        )


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ("date", "5 of 10 documents state no date of publication, of those before 0 of 10"),
        ("section", "5 of 10 documents have no section with a heading"),
        ("figure", "5 of 10 documents state no figure"),
        ("sum", "5 of 10 documents print sums that do not hold"),
    ],
)
def test_what_half_the_documents_suddenly_lack_is_said(archive: Connection, lost: str, told: str) -> None:
    read(archive, 1, 10)
    read(archive, 2, 5)
    read(archive, 2, 5, FIELDS - {lost})
    assert told in str(drift(archive, "p", 2))


def test_what_a_portal_never_had_or_few_documents_lack_is_none(archive: Connection) -> None:
    read(archive, 1, 10, FIELDS - {"figure"})
    read(archive, 2, 10, FIELDS - {"figure"})
    assert drift(archive, "p", 2) is None
    read(archive, 3, 9, FIELDS - {"date"})
    assert drift(archive, "p", 3) is None
