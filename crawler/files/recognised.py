"""What OCR made of each scan, kept by the hash of its bytes: recognising takes minutes, reading it again none."""

from __future__ import annotations

import os
from pathlib import Path

from archive.records import ReadFile
from crawler.files import wire

# Part of every name: a better way of recognising gets the next number, and all scans are recognised anew.
EDITION = 1


class Recognised:
    """A folder of answers. It may be deleted at any time: what is not there is recognised again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, sha256: str) -> tuple[ReadFile, ...] | None:
        """What the file with that hash said when it was recognised; None where it never was."""
        try:
            return wire.files_from_json(self._path(sha256).read_bytes())
        except FileNotFoundError:
            return None

    def put(self, sha256: str, files: tuple[ReadFile, ...]) -> None:
        """Keep an answer, whole or not at all."""
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(wire.files_to_json(files))
        unfinished.replace(path)

    def _path(self, sha256: str) -> Path:
        return self._folder / str(EDITION) / sha256[:2] / f"{sha256}.json"
