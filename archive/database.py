"""One way to open a database file of the archive, and one way to write to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The same interface, with types; what runs is the newer SQLite that pysqlite3 brings.
    import sqlite3
else:
    from pysqlite3 import dbapi2 as sqlite3

from archive.errors import BusyError, StoreError

__all__ = ["Connection", "Row", "connect", "connect_read_only", "sqlite3", "transaction", "translated"]

Connection = sqlite3.Connection
Row = sqlite3.Row

# FULL costs 0.05 ms a page and survives a power cut; IMMEDIATE transactions honour the busy timeout.
_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 10000;
PRAGMA journal_size_limit = 67108864;
PRAGMA foreign_keys = ON;
"""


def connect(path: Path) -> Connection:
    """Open `path` for writing, creating it and its folder where they are absent.

    Returns a connection in autocommit mode: writes go through `transaction`.
    Raises StoreError where the file cannot be opened or is not a database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(str(path), isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.executescript(_PRAGMAS)
    except (OSError, sqlite3.Error) as error:
        if "not a database" in str(error):
            raise StoreError(f"{path} is damaged ({error}); restore it from a copy.") from error
        raise StoreError(
            f"{path} cannot be opened for writing ({error}); check that the folder exists, is writable and has "
            "free space."
        ) from error
    return connection


def connect_read_only(path: Path) -> Connection:
    """Open an existing database for reading only; raises StoreError where there is none."""
    if not path.is_file():
        raise StoreError(f"{path} does not exist; run `cundang crawl` and `cundang publish` first.")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run the block in one BEGIN IMMEDIATE transaction; any exception rolls all of it back.

    Raises StoreError for a full disk or an unwritable file, BusyError where another writer holds the file.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        # SQLite rolls back by itself when the disk is full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise translated(error) from error
        raise


def translated(error: sqlite3.OperationalError) -> StoreError | BusyError:
    """The project's own error for one of SQLite's, with its remedy."""
    message = str(error)
    if "locked" in message or "busy" in message:
        return BusyError(
            "Another process is writing to the archive; wait until it has finished and try again."
        )
    if "full" in message:
        return StoreError("The disk is full; nothing kept so far is lost: free some space and start again.")
    if "readonly" in message:
        return StoreError("The archive's files are read-only for this user; correct their owner or mode.")
    return StoreError(f"The archive could not be written ({message}); run `cundang verify`.")
