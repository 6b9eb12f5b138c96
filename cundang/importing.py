"""`cundang import`: documents from disk into the archive, bytes first like everything else."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from archive.dates import BEIJING
from archive.errors import BadInputError
from archive.ingest import Archive
from archive.records import Capture, Origin, Snapshot
from archive.warc.container import is_warc
from crawler.files.reader import FileReader
from crawler.portal import load_portals
from crawler.reading import read_import
from cundang.importing_warc import import_warc
from cundang.recovery import ingest_left_over


def run(data: Path, portals_folder: Path, paths: Sequence[Path]) -> int:
    """Archive every file of `paths`; returns 1 where one was no report, or where a WARC could not be taken in whole."""
    files = list(_files(paths))
    if not files:
        raise BadInputError(f"There is no file in {paths[0]}; check the path.")
    portals = load_portals(portals_folder)
    tally: Counter[str] = Counter()
    archive = Archive.of(data)
    try:
        ingest_left_over(archive, portals)
        # One by one, so that a file that cannot be opened, or Ctrl-C, costs none of those before it.
        for file in files:
            tally.update(import_warc(archive, portals, file) if is_warc(file) else _import(archive, file))
        archive.relate(datetime.now(BEIJING).date())
    finally:
        archive.close()
    figures = ", ".join(f"{count} {what}" for what, count in sorted(tally.items())) or "nothing new"
    print(f"Imported {len(files)} {'file' if len(files) == 1 else 'files'}: {figures}.")
    return 1 if tally["unreadable"] or tally["other"] or tally["not kept"] else 0


def _import(archive: Archive, file: Path) -> Counter[str]:
    """Keep and file one document; what cannot be read is said, and counted as `unreadable`."""
    try:
        capture = _capture(file)
    except OSError as error:
        print(f"{file} cannot be opened ({error.strerror}); check its mode.")
        return Counter(unreadable=1)
    reading = read_import(archive.keep(capture), Origin(), FileReader(archive.folder))
    tally = archive.ingest([reading])
    for problem in reading.problems:
        if problem.kind in ("unreadable", "reader_failed"):
            print(f"{file.name}: {problem.message}")
    if not reading.report and not reading.files:
        tally["unreadable"] += 1
    return tally


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
    # Only the name: where a file lay on one operator's disk is nobody's business.
    url = f"file:{quote(file.name)}"
    now = datetime.now(UTC)
    snapshot = Snapshot(url, file.read_bytes(), now, requested_url=url)
    return Capture(url=url, role="import", captured_at=now, snapshot=snapshot)
