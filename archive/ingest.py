"""Readings become rows: normalise, compare, file and index, a batch in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from archive import migrations, search, store
from archive.database import connect, transaction
from archive.errors import StoreError
from archive.filing.document import DocumentFiling
from archive.filing.figures import save_vocabulary
from archive.filing.findings import save_rules
from archive.filing.holding import held, is_changed
from archive.filing.list_rows import save_rows, save_visit
from archive.filing.relations import relate
from archive.lock import Lock
from archive.nights.drift import drift
from archive.nights.known_pages import KnownPage, known_pages, last_full_walk, usual_rows
from archive.nights.obligations import reckon
from archive.nights.removals import settle
from archive.records import Capture, Portal, Problem, Reading
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
        self._held_runs: set[int] = set()
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

    def replay(self, readings: Iterable[Reading]) -> Counter[str]:
        """`ingest` of all that was ever kept, inside `rebuilding`, which holds the transaction.

        What was settled at the end of every run is settled again, and what a run held back is held back.
        """
        ends = self.snapshots.ends_of_runs()
        closed = store.closed_runs(self.connection)
        self._held_runs = store.held_runs(self.connection)
        tally: Counter[str] = Counter()
        for reading in readings:
            tally.update(self._ingest_one(reading))
            run_id = reading.capture.crawl_run_id
            if run_id in closed and ends.get(run_id) == reading.capture.id:
                settle(self.connection, reading.capture.portal_id or "", run_id)
        self._held_runs = set()
        return tally

    def known_pages(self, portal_id: str) -> Mapping[str, KnownPage]:
        """Every page that a portal's lists have led to, by address."""
        return known_pages(self.connection, portal_id)

    def last_full_walk(self, portal_id: str) -> datetime | None:
        """When the lists of a portal were last walked to their ends without a gap."""
        return last_full_walk(self.connection, portal_id)

    def usual_rows(self, portal_id: str) -> int | None:
        """How many rows the lists of a portal usually have."""
        return usual_rows(self.connection, portal_id)

    def drift(self, portal_id: str, run_id: int) -> str | None:
        """What is suddenly different in most documents of a run."""
        return drift(self.connection, portal_id, run_id)

    def validators(self, page: KnownPage) -> tuple[tuple[str, str], ...]:
        """The headers by which a server may answer that a page is as it was when it was last read."""
        return self.snapshots.validators(page.read_fetch_id) if page.read_fetch_id else ()

    def file_validators(self, url: str) -> tuple[tuple[str, str], ...]:
        """The same for a file, when it was last kept."""
        number = store.last_kept(self.connection, url)
        return self.snapshots.validators(number) if number else ()

    def settle(self, portal_id: str, run_id: int) -> tuple[int, int]:
        """Mark what has gone from a portal and what is there again, once a run is closed; returns how many of each."""
        with transaction(self.connection):
            return settle(self.connection, portal_id, run_id)

    def is_changed(self, reading: Reading) -> bool:
        """Whether a page that was read before now has another text."""
        return is_changed(self.connection, reading)

    def release(self, run_id: int) -> int:
        """Let the pages that a run held back be read as the edits they are; returns how many will be.

        They are `pending` from then on.
        """
        with transaction(self.connection):
            return store.release_held(self.connection, run_id)

    def relate(self, today: date) -> int:
        """Find what new and changed texts share with others, and reckon what is owed as of `today` (Beijing).

        Returns how many pairs of reports are alike.
        """
        with transaction(self.connection):
            reckon(self.connection, today)
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
        if capture.crawl_run_id in self._held_runs and is_changed(self.connection, reading):
            reading = held(reading)
        store.save_fetch(self.connection, reading)
        save_rows(self.connection, reading)
        for problem in reading.problems:
            store.save_issue(self.connection, capture, problem, capture.url)
        if capture.role == "attachment":
            store.save_attachment_fetch(self.connection, reading)
        if reading.listing:
            for title in reading.listing.dead_rows:
                problem = Problem("dead_row", f"The row “{title}” of the list leads nowhere.")
                store.save_issue(self.connection, capture, problem, capture.url)
        filed = self._filing.file(reading)
        save_visit(self.connection, reading, filed)
        return filed
