"""`cundang verify`: every hash, every reference, every index entry; offline, on the archive or on a copy of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive.database import connect_read_only
from archive.errors import StoreError
from archive.ingest import ARCHIVE_FILE, SNAPSHOTS_FILE
from archive.publish import check
from archive.snapshots import SnapshotStore


def run(data: Path) -> int:
    """Print what is wrong, one line each; returns 0 where nothing is, 2 otherwise."""
    for name in (SNAPSHOTS_FILE, ARCHIVE_FILE):
        if not (data / name).is_file():
            raise StoreError(f"{data / name} does not exist; check --data, or restore it from a copy.")
    faults = _damaged_snapshots(data / SNAPSHOTS_FILE) + _missing_snapshots(data)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}; restore the files from a copy.")
        return 2
    archive = connect_read_only(data / ARCHIVE_FILE)
    try:
        report_count = check(archive, 0)
    finally:
        archive.close()
    print(f"Every hash, reference and index entry of {report_count} reports is as it should be.")
    return 0


def _damaged_snapshots(path: Path) -> list[str]:
    store = SnapshotStore(path)
    faults = []
    for sha256 in store.hashes():
        try:
            if hashlib.sha256(store.body(sha256)).hexdigest() != sha256:
                faults.append(f"Snapshot {sha256} has other bytes than its hash says.")
        except StoreError as error:
            faults.append(str(error))
    store.close()
    return faults


def _missing_snapshots(data: Path) -> list[str]:
    store = SnapshotStore(data / SNAPSHOTS_FILE)
    kept = set(store.hashes())
    store.close()
    archive = connect_read_only(data / ARCHIVE_FILE)
    named = archive.execute("select id, url, sha256 from fetch where sha256 is not null").fetchall()
    archive.close()
    return [
        f"Fetch {row['id']} ({row['url']}) has no snapshot." for row in named if row["sha256"] not in kept
    ]
