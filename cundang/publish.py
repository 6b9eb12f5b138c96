"""`cundang publish`: the gate and the readers' copy."""

from __future__ import annotations

from pathlib import Path

from archive import publish as publishing
from archive.lock import Lock


def run(data: Path) -> int:
    """Publish the archive in `data`; the lock keeps half a crawl from being published."""
    lock = Lock(data)
    try:
        published = publishing.publish(data)
    finally:
        lock.release()
    print(
        f"Published {published.report_count} reports of {published.bureau_count} bureaus as {published.path}."
    )
    return 0
