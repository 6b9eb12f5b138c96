"""`cundang verify`: every hash, every reference, every index entry; offline, on the archive or on a copy of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from rich.progress import track

from archive.errors import StoreError
from archive.ingest import ARCHIVE_FILE, SNAPSHOTS_FILE
from archive.proof.evidence import Evidence, open_copy
from archive.proof.verification import verify


def run(data: Path) -> int:
    """Print what is wrong, one line each; returns 0 where nothing is, 1 for what a command mends, 2 for damage."""
    faults, damaged = 0, 0
    for fault in verify(data, _watched):
        print(fault.sentence, flush=True)
        faults, damaged = faults + 1, damaged + fault.is_damage
    if damaged:
        print(f"{faults} {'fault' if faults == 1 else 'faults'}; restore the files from a copy.")
        return 2
    if faults:
        return 1
    with closing(open_copy(data / ARCHIVE_FILE)) as archive:
        report_count = archive.execute("select count(*) from report").fetchone()[0]
    print(f"Every hash, reference and index entry of {report_count} reports is as it should be.")
    return 0


def run_digests(data: Path) -> int:
    """Print one SHA-256 over everything the archive has captured, to be published or stamped elsewhere."""
    if not (data / SNAPSHOTS_FILE).is_file():
        raise StoreError(f"{data / SNAPSHOTS_FILE} does not exist; check --data, or restore it from a copy.")
    with closing(Evidence(data / SNAPSHOTS_FILE)) as evidence:
        digest, count, last = evidence.digest()
    print(f"{digest}  {count} captures, the last numbered {last}")
    return 0


def _watched(hashes: Sequence[str]) -> Iterable[str]:
    """The hashes, with a bar on a terminal."""
    if not sys.stdout.isatty():
        return hashes
    return track(hashes, description="Hashes", transient=True)
