"""What every command that adds to the archive does first: read what a crash left kept but unread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from archive.ingest import Archive
from archive.records import Channel, Portal
from crawler.files.reader import FileReader
from crawler.reading import recover


def ingest_left_over(archive: Archive, portals: Mapping[str, Portal]) -> Counter[str]:
    """Ingest the captures that no row tells of, none after an orderly end; returns what they were filed as."""
    pending = archive.pending()
    if not pending:
        return Counter()
    known = {**archived_portals(archive), **portals}
    archive.restore_runs(known, pending[0] - 1)
    return archive.ingest(recover(archive.snapshots, pending, known, FileReader(archive.folder)))


def archived_portals(archive: Archive) -> dict[str, Portal]:
    """Portals as their files last stated them: a file may have gone since its pages were kept."""
    rows = archive.connection.execute("select definition from portal").fetchall()
    return {portal.id: portal for portal in (_portal(row["definition"]) for row in rows)}


def _portal(definition: str) -> Portal:
    stated = json.loads(definition)
    stated["hosts"] = tuple(stated["hosts"])
    stated["channels"] = tuple(Channel(**channel) for channel in stated["channels"])
    return Portal(**stated)
