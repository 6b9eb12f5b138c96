"""`cundang accept`: what a run held back, because too many pages changed at once, is filed as the edits it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from archive.dates import BEIJING
from archive.errors import BadInputError
from archive.ingest import Archive
from crawler.portal import load_portals
from cundang.recovery import ingest_left_over


def run(data: Path, portals_folder: Path, run_id: int) -> int:
    """File every page that the run held back; raises BadInputError where it held none."""
    archive = Archive.of(data)
    try:
        count = archive.release(run_id)
        if not count:
            raise BadInputError(f"Run {run_id} holds nothing back; the issue template_change names the run.")
        ingest_left_over(archive, load_portals(portals_folder))
        archive.relate(datetime.now(BEIJING).date())
    finally:
        archive.close()
    print(f"Filed {count} pages that run {run_id} held back.")
    return 0
