"""Filing a bureau: its row, the names it goes by, and what reforms may have made of it."""

from __future__ import annotations

from typing import cast

from archive.database import Connection
from archive.dates import BEIJING
from archive.records import Capture
from archive.reports import Bureau, Report
from archive.vocabulary import successors


def file_bureau(connection: Connection, report: Report, capture: Capture) -> int:
    """Write the bureau of `report` where it is new, and every name the report gives it; returns its number."""
    bureau = cast(Bureau, report.bureau)
    row = connection.execute("select id from bureau where key = ?", (bureau.key,)).fetchone()
    if row is None:
        cursor = connection.execute(
            "insert into bureau (key, name, organ, kind, place, division_code, level, sector) values (?,?,?,?,?,?,?,?)",
            (
                bureau.key,
                bureau.name,
                bureau.organ,
                bureau.kind,
                bureau.place,
                bureau.division_code,
                bureau.level,
                bureau.sector,
            ),
        )
        bureau_id = cast(int, cursor.lastrowid)
        _link_successions(connection, bureau, bureau_id)
    else:
        bureau_id = cast(int, row["id"])
    seen_on = capture.captured_at.astimezone(BEIJING).date().isoformat()
    names = ((bureau.name, "today"), (bureau.name_then, "then"), (report.bureau_raw, "printed"))
    connection.executemany(
        "insert into bureau_name (bureau_id, name, kind, first_seen_on) values (?,?,?,?) on conflict do nothing",
        [(bureau_id, name, kind, seen_on) for name, kind in names if name],
    )
    return bureau_id


def _link_successions(connection: Connection, bureau: Bureau, bureau_id: int) -> None:
    """Link a newly met bureau to those of its place that a reform made its predecessor or successor."""
    neighbours = connection.execute(
        "select id, organ from bureau where division_code is ? and id <> ?", (bureau.division_code, bureau_id)
    ).fetchall()
    links = [
        (before, after, reform.since, reform.note)
        for row in neighbours
        for before, after, old, new in (
            (bureau_id, row["id"], bureau.organ, row["organ"]),
            (row["id"], bureau_id, row["organ"], bureau.organ),
        )
        for reform in successors(old)
        if reform.organ == new
    ]
    connection.executemany(
        "insert into bureau_succession (predecessor_id, successor_id, since, note) values (?,?,?,?) "
        "on conflict do nothing",
        links,
    )
