"""`cundang publish`: the gate and the readers' copy."""

from __future__ import annotations

from pathlib import Path

from archive import publish as publishing
from archive.errors import StoreError
from archive.ingest import ARCHIVE_FILE
from archive.lock import Lock


def run(data: Path) -> int:
    """Publish the archive in `data`; the lock keeps half a crawl from being published."""
    if not (data / ARCHIVE_FILE).is_file():
        raise StoreError(f"{data / ARCHIVE_FILE} does not exist; check --data, or run `cundang crawl` first.")
    lock = Lock(data)
    try:
        published = publishing.publish(data)
    finally:
        lock.release()
    for portal in published.held_back:
        print(f"The news of {portal} are held back: its last run failed; see its message in crawl_run.")
    print(
        f"Published {published.report_count} reports of {published.bureau_count} bureaus as {published.path}."
    )
    return 0
