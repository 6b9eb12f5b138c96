"""Readings become rows: normalise, compare, file and index, a batch in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from archive import migrations, search, store
from archive.database import connect, transaction
from archive.document_filing import DocumentFiling
from archive.errors import StoreError
from archive.figure_filing import save_vocabulary
from archive.finding_filing import save_rules
from archive.lock import Lock
from archive.records import Capture, Portal, Problem, Reading
from archive.relations import relate
from archive.snapshots import SnapshotStore
from archive.views import create_views
from archive.vocabulary import Gazetteer, gazetteer

ARCHIVE_FILE = "archive.db"
SNAPSHOTS_FILE = "snapshots.db"


class Archive:
    """The two files of the live archive, open for writing by this process alone.

    `keep` commits bytes before anything is read; `ingest` turns readings into rows. Both can be repeated from
    the snapshots at any time. Raises BusyError where another process has the archive open.
    """

    _open: ClassVar[dict[Path, Archive]] = {}

    @classmethod
    def of(cls, folder: Path) -> Archive:
        """This process's archive in `folder`: all portals of one crawl write through one connection."""
        path = folder.absolute()
        if path not in cls._open:
            cls._open[path] = cls(path)
        return cls._open[path]

    def __init__(self, folder: Path, places: Gazetteer | None = None) -> None:
        self.folder = folder
        self._lock = Lock(folder)
        self.snapshots = SnapshotStore(folder / SNAPSHOTS_FILE)
        self.connection = connect(folder / ARCHIVE_FILE)
        migrations.migrate(self.connection, migrations.archive)
        self._filing = DocumentFiling(self.connection, places or gazetteer())
        with transaction(self.connection):
            save_vocabulary(self.connection)
            save_rules(self.connection)
            create_views(self.connection)
            if not search.is_current(self.connection):
                search.reindex(self.connection)
            search.mark_current(self.connection)

    def close(self) -> None:
        """Close both files."""
        self.connection.close()
        self.snapshots.close()
        self._lock.release()
        self._open.pop(self.folder, None)

    def keep(self, capture: Capture) -> Capture:
        """Commit one capture to the evidence; returns it with its number."""
        return self.snapshots.keep(capture)

    def open_run(self, portal: Portal, started_at: datetime, program_version: str) -> int:
        """Write what the portal file says and open a run; returns the run's number."""
        with transaction(self.connection):
            store.save_portal(self.connection, portal)
            return store.open_run(self.connection, portal.id, started_at, program_version)

    def restore_runs(self, portals: Mapping[str, Portal], after: int) -> None:
        """Write the rows of runs that made captures above `after` and have none: archive.db was lost.

        Raises StoreError naming a portal that nothing describes any more.
        """
        with transaction(self.connection):
            for run_id, portal_id, started_at in self.snapshots.runs(after):
                if portal_id not in portals:
                    raise StoreError(f"No portal file describes {portal_id}; put {portal_id}.yml back.")
                store.restore_run(self.connection, run_id, portals[portal_id], started_at)

    def close_run(self, run_id: int, finished_at: datetime, result: store.RunResult) -> None:
        """Write how the run ended."""
        with transaction(self.connection):
            store.close_run(self.connection, run_id, finished_at, result)

    def ingest(self, readings: Iterable[Reading]) -> Counter[str]:
        """Write all rows of `readings`, in order, in one transaction.

        Returns how many were new, revised, rendition, unchanged or other.
        """
        with transaction(self.connection):
            return self._ingest(readings)

    @contextmanager
    def rebuilding(self) -> Iterator[Archive]:
        """One transaction in which the derived tables start empty: all is rebuilt, or nothing is changed."""
        with transaction(self.connection):
            store.clear_derived(self.connection)
            yield self

    def ingest_within(self, readings: Iterable[Reading]) -> Counter[str]:
        """`ingest` for use inside `rebuilding`, which holds the transaction."""
        return self._ingest(readings)

    def relate(self) -> int:
        """Find what new and changed texts share with others, in one transaction; returns how many pairs are alike."""
        with transaction(self.connection):
            return relate(self.connection)

    def pending(self) -> list[int]:
        """The numbers of the captures that were kept but not ingested, in order: none but after a crash."""
        if self.snapshots.count() == store.fetch_count(self.connection):
            return []
        return sorted(self.snapshots.numbers() - store.fetch_numbers(self.connection))

    def _ingest(self, readings: Iterable[Reading]) -> Counter[str]:
        tally: Counter[str] = Counter()
        for reading in readings:
            tally.update(self._ingest_one(reading))
        return tally

    def _ingest_one(self, reading: Reading) -> list[str]:
        capture = reading.capture
        if capture.id is None:
            raise StoreError("A capture was read before it was kept; keep it first.")
        store.save_fetch(self.connection, reading)
        for problem in reading.problems:
            store.save_issue(self.connection, capture, problem, capture.url)
        if capture.role == "attachment":
            store.save_attachment_fetch(self.connection, reading)
        if reading.listing:
            for title in reading.listing.dead_rows:
                problem = Problem("dead_row", f"The row “{title}” of the list leads nowhere.")
                store.save_issue(self.connection, capture, problem, capture.url)
        return self._filing.file(reading)
