"""The ledger of what is owed: what is said of a report that is not here, and of one that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from archive import migrations
from archive.database import Connection, sqlite3
from archive.nights.obligations import reckon

TODAY = date(2024, 6, 1)


@pytest.fixture
def archive() -> Iterator[Connection]:
    """A portal that was walked to its end at half past one at night in China, with a bureau's report on 2021."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrations.migrate(connection, migrations.archive)
    for statement in (
        "insert into portal (id, name, family, home_url, division_code, level, definition) "
        "values ('p', '门户', 'plain', 'https://a.gov.cn', '410381', 'county', '{}')",
        "insert into channel (id, portal_id, name, report_type, list_url) "
        "values ('p/reports', 'p', '年报', 'disclosure_annual', 'https://a.gov.cn/')",
        "insert into crawl_run (id, portal_id, started_at, finished_at, outcome, walk, program_version) "
        "values (1, 'p', '2024-05-01T17:30:00+00:00', '2024-05-01T17:30:00+00:00', 'complete', 'full', '1')",
    ):
        connection.execute(statement)
    add_bureau(connection, 1, "体育局", "department", "sport")
    add_report(connection, 1, "2022-01-20", -11)
    yield connection
    connection.close()


def add_bureau(archive: Connection, number: int, organ: str, kind: str, sector: str | None) -> None:
    archive.execute(
        "insert into bureau (id, key, name, organ, kind, sector) values (?,?,?,?,?,?)",
        (number, f"410381-{organ}", organ, organ, kind, sector),
    )


def add_report(archive: Connection, bureau: int, published_on: str | None, days_late: int | None) -> None:
    archive.execute(
        "insert into report (key, bureau_id, bureau, bureau_then, bureau_as_printed, report_type, report_year, title, scope, "
        "published_on, days_late, portal_id, first_seen_at, last_seen_at, revision_count) "
        "values (?,?,'','','','disclosure_annual',2021,'','own',?,?,'p','','',1)",
        (f"{bureau}-2021", bureau, published_on, days_late),
    )


def ledger(archive: Connection, bureau: int = 1) -> dict[int, tuple[str, str, int]]:
    reckon(archive, TODAY)
    rows = archive.execute(
        "select report_year, state, reason, is_soft from obligation where bureau_id = ?", (bureau,)
    )
    return {row["report_year"]: (row["state"], row["reason"], row["is_soft"]) for row in rows}


def test_the_day_of_a_walk_is_that_of_china(archive: Connection) -> None:
    assert ledger(archive)[2022] == ("missing", "not listed on p, walked to the end on 2024-05-02", 0)


def test_a_report_that_is_listed_and_could_not_be_read_is_not_missing(archive: Connection) -> None:
    archive.execute(
        "insert into list_row (portal_id, channel_id, url, title, date_raw, first_listed_at, last_listed_at) "
        "values ('p', 'p/reports', 'https://a.gov.cn/1', '体育局2022年政府信息公开年报', '', '', '')"
    )
    states = ledger(archive)
    assert states[2022] == ("not_collected", "listed on p and could not be read", 0)
    assert states[2023][0] == "missing"


def test_a_bureau_that_a_reform_replaced_owes_nothing_more(archive: Connection) -> None:
    add_bureau(archive, 2, "文化和旅游局", "department", None)
    archive.execute("insert into bureau_succession values (1, 2, 2023, '')")
    assert set(ledger(archive)) == {2021, 2022}


@pytest.mark.parametrize(
    ("kind", "sector", "is_soft"),
    [("department", None, 0), ("township", "government", 1), ("government", "management_committee", 1), ("other", None, 1)],
)  # fmt: skip
def test_the_last_day_of_a_body_that_the_law_does_not_name_is_soft(
    archive: Connection, kind: str, sector: str | None, is_soft: int
) -> None:
    add_bureau(archive, 2, "某机构", kind, sector)
    add_report(archive, 2, "2022-01-20", -11)
    assert ledger(archive, 2)[2021] == ("on_time", "published 2022-01-20", is_soft)


def test_a_day_that_does_not_tell_lateness_makes_nobody_late(archive: Connection) -> None:
    archive.execute("update report set published_on = '2023-08-04', days_late = null")
    assert ledger(archive)[2021][0] == "undated"
    archive.execute("update report set published_on = '2022-02-04', days_late = 4")
    assert ledger(archive)[2021][0] == "late"
