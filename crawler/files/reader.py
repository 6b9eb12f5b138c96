"""A file's bytes to what it says: our own readers first, then OCR for scans, then LibreOffice for what is left."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from archive.records import Document, ReadFile
from crawler.documents.scans.reader import is_available
from crawler.files import isolation, office
from crawler.files.recognised import Recognised

OCR_SWITCH = "CUNDANG_OCR"
RECOGNISED_FOLDER = "recognised"
_BY_OFFICE = "It was read by way of LibreOffice; compare it with the snapshot."


class FileReader:
    """Reads files, every reader in a process of its own; `data` is the archive's folder, where recognised scans are kept.

    Without `data` nothing is kept.
    """

    def __init__(self, data: Path | None = None) -> None:
        self._recognised = Recognised(data / RECOGNISED_FOLDER) if data else None

    def read(self, body: bytes) -> tuple[ReadFile, ...]:
        """Everything in one file: itself, or the members of an archive.

        Raises ReaderFault where a reader of ours failed.
        """
        files = isolation.shared("text").read(body)
        if any(file.reason == "scan" for file in files) and _recognises():
            files = self._recognise(body)
        if len(files) == 1 and files[0].reason in ("unsupported", "damaged"):
            return (_by_office(files[0], body),)
        return files

    def _recognise(self, body: bytes) -> tuple[ReadFile, ...]:
        if self._recognised is None:
            return isolation.shared("scan").read(body)
        digest = hashlib.sha256(body).hexdigest()
        files = self._recognised.get(digest)
        if files is None:
            files = isolation.shared("scan").read(body)
            # What failed for want of time or memory may not fail again.
            if all(file.reason != "limit" for file in files):
                self._recognised.put(digest, files)
        return files


def _recognises() -> bool:
    """Whether scans are to be recognised: the extra `ocr` is installed and CUNDANG_OCR is not `off`."""
    return os.environ.get(OCR_SWITCH) != "off" and is_available()


def _by_office(file: ReadFile, body: bytes) -> ReadFile:
    """What LibreOffice makes of a file that our readers refuse; the file as it is, and why, where it makes nothing."""
    if file.media_type not in office.CONVERSIONS:
        return file
    if not office.is_installed():
        return replace(file, sentence=f"{file.sentence} LibreOffice, which might read it, is not installed.")
    converted = office.convert(body, file.media_type)
    again = isolation.shared("text").read(converted)[0].document if converted else None
    if again is None:
        return replace(file, sentence=f"{file.sentence} LibreOffice cannot read it, either.")
    return replace(file, document=_noted(again), reason=None, sentence="")


def _noted(document: Document) -> Document:
    problem = f"{document.problem} {_BY_OFFICE}" if document.problem else _BY_OFFICE
    return replace(document, problem=problem)
