"""`cundang reparse`: every derived row again, from the stored snapshots alone."""

from __future__ import annotations

import json
from pathlib import Path

from archive.ingest import Archive
from archive.records import Channel, Portal
from crawler.portal import load_portals
from crawler.reading import read_captures


def run(data: Path, portals_folder: Path) -> int:
    """Rebuild the archive's rows; on any failure nothing is changed."""
    archive = Archive.of(data)
    try:
        portals = {**_archived_portals(archive), **load_portals(portals_folder)}
        archive.restore_runs(portals, 0)
        with archive.rebuilding():
            tally = archive.ingest_within(read_captures(archive.snapshots.captures(), portals))
    finally:
        archive.close()
    figures = ", ".join(f"{count} {what}" for what, count in sorted(tally.items())) or "nothing to read"
    print(f"Rebuilt every derived row from the snapshots: {figures}.")
    return 0


def _archived_portals(archive: Archive) -> dict[str, Portal]:
    """Portals as their files last stated them: a file may have gone since its pages were kept."""
    rows = archive.connection.execute("select definition from portal").fetchall()
    return {portal.id: portal for portal in (_portal(row["definition"]) for row in rows)}


def _portal(definition: str) -> Portal:
    stated = json.loads(definition)
    stated["hosts"] = tuple(stated["hosts"])
    stated["channels"] = tuple(Channel(**channel) for channel in stated["channels"])
    return Portal(**stated)
