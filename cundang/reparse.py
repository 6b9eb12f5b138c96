"""`cundang reparse`: every derived row again, from the stored snapshots alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from archive.dates import BEIJING
from archive.errors import StoreError
from archive.ingest import SNAPSHOTS_FILE, Archive
from crawler.files.reader import FileReader
from crawler.portal import load_portals
from crawler.reading import read_captures
from cundang.recovery import archived_portals


def run(data: Path, portals_folder: Path) -> int:
    """Rebuild the archive's rows; on any failure nothing is changed."""
    if not (data / SNAPSHOTS_FILE).is_file():
        raise StoreError(f"{data / SNAPSHOTS_FILE} does not exist; check --data, or restore it from a copy.")
    archive = Archive.of(data)
    try:
        portals = {**archived_portals(archive), **load_portals(portals_folder)}
        archive.restore_runs(portals, 0)
        with archive.rebuilding():
            captures = archive.snapshots.captures()
            tally = archive.replay(read_captures(captures, portals, FileReader(data)))
        archive.relate(datetime.now(BEIJING).date())
    finally:
        archive.close()
    figures = ", ".join(f"{count} {what}" for what, count in sorted(tally.items())) or "nothing to read"
    print(f"Rebuilt every derived row from the snapshots: {figures}.")
    return 0
