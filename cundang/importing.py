"""`cundang import`: documents from disk into the archive, bytes first like everything else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from archive.errors import BadInputError
from archive.ingest import Archive
from archive.records import Capture, Origin, Snapshot
from crawler.reading import read_import


def run(data: Path, paths: Sequence[Path]) -> int:
    """Archive every file of `paths`; returns 1 where one of them could not be read as a report."""
    files = list(_files(paths))
    archive = Archive.of(data)
    try:
        readings = [read_import(archive.keep(_capture(file)), Origin()) for file in files]
        unreadable = [reading for reading in readings if reading.report is None]
        tally = archive.ingest(readings)
    finally:
        archive.close()
    for reading in unreadable:
        for problem in reading.problems:
            print(f"{reading.capture.url}: {problem.message}")
    figures = ", ".join(f"{count} {what}" for what, count in sorted(tally.items())) or "none readable"
    print(f"Imported {len(files)} files: {figures}.")
    return 1 if unreadable or tally["other"] else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for folder, _, names in sorted(os.walk(path)):
                yield from (Path(folder) / name for name in sorted(names))
        elif path.is_file():
            yield path
        else:
            raise BadInputError(f"There is no file {path}; check the path.")


def _capture(file: Path) -> Capture:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise BadInputError(f"{file} cannot be read ({error.strerror}); check its mode.") from error
    # Only the name: where a file lay on one operator's disk is nobody's business.
    url = f"file:{quote(file.name)}"
    now = datetime.now(UTC)
    return Capture(
        url=url, role="import", captured_at=now, snapshot=Snapshot(url, body, now, requested_url=url)
    )
