"""`snapshots.db` for reading only: on the archive while a crawl writes to it, on a copy, on a disk that cannot be written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from archive.database import Connection, Row, connect_read_only, sqlite3
from archive.errors import StoreError
from archive.records import Capture
from archive.snapshots import SnapshotStore

# The order and the separator are a contract: docs/evidence.md computes the same with sqlite3 and sha256sum.
_STATED = (
    "id", "captured_at", "role", "url", "final_url", "status", "sha256", "error", "hex(request_body)", "hex(headers)",
)  # fmt: skip


class Evidence(SnapshotStore):
    """The captures and their bytes; nothing can be kept through it.

    Raises StoreError where the file is absent or cannot be read where it lies, sqlite3.DatabaseError where it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_copy(path)
        self._compressors = {}
        self._dictionaries = {}

    def selected(self, portal_id: str | None, since: date | None) -> Iterator[Capture]:
        """The captures of a portal (None: of all, and what was imported) from a day on (UTC), in order, with their bytes."""
        rows = self._connection.execute(
            "select * from capture where (:portal is null or portal_id = :portal) and captured_at >= :since order by id",
            {"portal": portal_id, "since": since.isoformat() if since else ""},
        )
        for row in rows:
            yield self._capture(row)

    def captured(self) -> Iterator[tuple[str, str, str | None]]:
        """Address, moment and hash of every capture: what tells it from every other."""
        for row in self._connection.execute("select url, captured_at, sha256 from capture"):
            yield row["url"], row["captured_at"], row["sha256"]

    def run_of(self, url: str, captured_at: datetime, portal_id: str) -> int | None:
        """The number of the run in which a portal's address was captured at that moment."""
        row = self._connection.execute(
            "select crawl_run_id from capture where url = ? and captured_at = ? and portal_id = ?",
            (url, captured_at.isoformat(), portal_id),
        ).fetchone()
        return row["crawl_run_id"] if row else None

    def digest(self) -> tuple[str, int, int]:
        """One SHA-256 over all that the captures state, in order; how many they are, and the number of the last."""
        seal, count, last = hashlib.sha256(), 0, 0
        for row in self._connection.execute(f"select {', '.join(_STATED)} from capture order by id"):  # noqa: S608
            seal.update(f"{_line(row)}\n".encode())
            count, last = count + 1, row["id"]
        return seal.hexdigest(), count, last

    def holds(self, sha256: str) -> bool:
        """Whether bytes with that hash are kept here."""
        return (
            self._connection.execute("select 1 from payload where sha256 = ?", (sha256,)).fetchone()
            is not None
        )

    def body(self, sha256: str) -> bytes:
        """The bytes with that hash; raises StoreError where there are none, they are damaged, or their dictionary is gone."""
        lost = self._connection.execute(
            "select dictionary_id from payload where sha256 = ? and dictionary_id is not null and dictionary_id not in (select id from dictionary)",
            (sha256,),
        ).fetchone()
        if lost is not None:
            raise StoreError(
                f"Snapshot {sha256} needs the compression dictionary {lost['dictionary_id']}, which is gone; restore "
                "snapshots.db from a copy."
            )
        return super().body(sha256)


def open_copy(path: Path) -> Connection:
    """Open a database for reading wherever it lies; raises as `address` does."""
    connection = sqlite3.connect(address(path), uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def address(path: Path) -> str:
    """Under which URI SQLite can read a database where it lies.

    A database in WAL mode needs two files beside it; where they cannot be made, nobody writes to it either.
    Raises StoreError where it is absent or has changes that cannot be read there, sqlite3.DatabaseError where it is damaged.
    """
    uri = path.absolute().as_uri()
    try:
        with closing(connect_read_only(path)) as connection:
            connection.execute("select count(*) from sqlite_master")
    except sqlite3.OperationalError as error:
        if os.access(path.parent, os.W_OK):
            raise
        log = path.with_name(f"{path.name}-wal")
        if log.is_file() and log.stat().st_size:
            raise StoreError(
                f"{path} has changes in {log.name} that can only be read where files can be written ({error}); copy the folder "
                "to such a place first."
            ) from error
        return f"{uri}?immutable=1"
    return f"{uri}?mode=ro"


def _line(row: Row) -> str:
    return "|".join("" if value is None else str(value) for value in row)
