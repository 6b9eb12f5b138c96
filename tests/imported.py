"""A document from disk as the archive takes it in, without an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archive.file_reports import file_report
from archive.records import Capture, Origin, ParsedReport, Snapshot
from crawler.files.reader import FileReader
from crawler.reading import read_import


def parsed(path: Path) -> ParsedReport:
    """What is read of one file that is no archive."""
    now = datetime.now(UTC)
    url = f"file:{path.name}"
    capture = Capture(url, "import", now, Snapshot(url, path.read_bytes(), now))
    reading = read_import(capture, Origin(), FileReader())
    if reading.report is not None:
        return reading.report
    (file,) = reading.files
    assert file.document is not None, file.sentence
    return file_report(reading, file, file.document).parsed
