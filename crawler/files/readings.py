"""Files that portals answer with and that are no pages: attachments, list rows that are files, imports."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from archive.records import Problem, Reading, Snapshot
from crawler.disposition import file_name
from crawler.documents.kinds import IMAGES, kind_of
from crawler.files.reader import FileReader
from crawler.files.wire import ReaderFault

logger = logging.getLogger(__name__)

# What Word and WPS write at the head of a document that is saved as a web page, often under the name of a .doc.
_WORD_PROCESSOR = re.compile(
    rb"urn:schemas-microsoft-com:office|content=[\"']?(?:Word\.Document|Microsoft Word|WPS)"
)
_HEAD_BYTES = 4096


def read_attachment(reading: Reading, snapshot: Snapshot, files: FileReader) -> Reading:
    """Read what answered for an attachment; `reading` has its capture, and what the page that links to it states."""
    if snapshot.status in (404, 410):
        problem = Problem(
            "attachment_missing", f"The attachment was not found on the portal (status {snapshot.status})."
        )
        return replace(reading, verdict="not_found", problems=(problem,))
    if snapshot.status != 200:
        problem = Problem("attachment_failed", f"The portal answered {snapshot.status} for the attachment.")
        return replace(reading, verdict="failed", problems=(problem,))
    if kind_of(snapshot.body) == "html" and not _is_saved_document(reading.capture.url, snapshot):
        problem = Problem(
            "attachment_is_html", "The portal answered with a web page instead of the attached file."
        )
        return replace(reading, verdict="not_a_file", problems=(problem,))
    name = file_name(snapshot.header("content-disposition"))
    return read_files(replace(reading, file_name=name), snapshot, files)


def _is_saved_document(url: str, snapshot: Snapshot) -> bool:
    """Whether HTML is what was attached: it is called so, or a word processor wrote it."""
    named = url.lower().split("?")[0].endswith((".html", ".htm", ".shtml"))
    return named or bool(_WORD_PROCESSOR.search(snapshot.body[:_HEAD_BYTES]))


def read_files(reading: Reading, snapshot: Snapshot, reader: FileReader) -> Reading:
    """Everything in a file; each part that cannot be read is a problem, and the verdict if there is no other part."""
    try:
        files = reader.read(snapshot.body)
    except ReaderFault as fault:
        logger.error("Reading %s failed\n%s", reading.capture.url, fault)
        return replace(
            reading, verdict="unreadable", problems=(reader_failed(str(fault).rstrip().splitlines()[-1]),)
        )
    problems = tuple(
        Problem("unreadable", f"{file.name}: {file.sentence}" if file.name else file.sentence)
        for file in files
        # Portals are full of little pictures that nobody takes for documents.
        if file.reason and not (file.reason == "empty" and file.media_type in IMAGES)
    )
    unread = files[0].reason if len(files) == 1 else None
    return replace(
        reading,
        files=files,
        media_type=kind_of(snapshot.body),
        verdict=f"unreadable: {unread}" if unread else None,
        problems=problems,
    )


def reader_failed(cause: str) -> Problem:
    """A reader of ours failed; `cause` names the error."""
    return Problem("reader_failed", f"The reader failed with {cause}; mend it, then run `cundang reparse`.")
