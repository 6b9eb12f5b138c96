"""The gate, and the copy of the archive that readers get: written aside, checked, put in place in one step."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from archive import search
from archive.database import Connection, connect, connect_read_only, sqlite3, transaction, translated
from archive.errors import GateError
from archive.ingest import ARCHIVE_FILE
from archive.nights.withholding import withhold

PUBLIC_FILE = Path("public") / ARCHIVE_FILE


@dataclass(frozen=True, slots=True)
class Published:
    """What was put in place: the file, what it holds, and the portals whose news it does not hold yet."""

    path: Path
    report_count: int
    bureau_count: int
    held_back: tuple[str, ...] = ()


def publish(folder: Path) -> Published:
    """Check the archive in `folder`, copy it, check the copy, and replace the published file atomically.

    Raises GateError where the archive is damaged, unindexed, empty or has fewer reports than readers already
    see; StoreError for a full disk. In every such case readers keep the copy they have.
    """
    target = folder / PUBLIC_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    try:
        live = connect_read_only(folder / ARCHIVE_FILE)
        try:
            check(live, _published_count(target))
            live.execute("VACUUM INTO ?", (str(draft),))
        finally:
            live.close()
        held_back = _withhold(draft)
        copied = connect_read_only(draft)
        try:
            report_count = check(copied, _published_count(target) if not held_back else 0)
            published = Published(target, report_count, _count(copied, "bureau"), tuple(held_back))
        finally:
            copied.close()
        _flush(draft)
        draft.replace(target)
    except sqlite3.OperationalError as error:
        raise translated(error) from error
    finally:
        draft.unlink(missing_ok=True)
    return published


def _withhold(draft: Path) -> list[str]:
    """Take out of the draft what runs in doubt brought; the draft is one plain file again afterwards."""
    connection = connect(draft)
    try:
        with transaction(connection):
            held_back = withhold(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    return held_back


def check(connection: Connection, published_count: int) -> int:
    """The gate; returns the number of reports, raises GateError naming what is wrong and what to do."""
    damage = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if damage != "ok":
        raise GateError(
            f"The archive is damaged ({damage}); restore archive.db from a copy or run `cundang reparse`."
        )
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise GateError(f"Rows of {broken[0]} point to rows that do not exist; run `cundang reparse`.")
    report_count = _count(connection, "report")
    if report_count == 0:
        raise GateError("The archive holds no report yet; run `cundang crawl` or `cundang import` first.")
    if report_count < published_count:
        raise GateError(
            f"The archive holds fewer reports ({report_count}) than the published copy ({published_count}), and reports are "
            "never removed; run `cundang verify`, then `cundang reparse`."
        )
    if not search.is_current(connection) or _count(connection, "report_search") != report_count:
        raise GateError("The search index does not match the reports; run `cundang reparse`.")
    return report_count


def _count(connection: Connection, table: str) -> int:
    return cast(int, connection.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608


def _published_count(target: Path) -> int:
    if not target.exists():
        return 0
    connection = connect_read_only(target)
    try:
        return _count(connection, "report")
    except sqlite3.DatabaseError:
        # A damaged published copy must not stop a good one from replacing it.
        return 0
    finally:
        connection.close()


def _flush(path: Path) -> None:
    """Force the copy to disk before it replaces the old one, or a power cut could leave neither."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
