"""The bytes that a published row refers to, out of `snapshots.db` beside the published copy."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import StoreError
from archive.ingest import SNAPSHOTS_FILE
from archive.proof.evidence import Evidence
from archive.web.folder import data_folder

# A name of 80 Chinese characters takes 240 bytes, and file systems allow 255.
_LONGEST_STEM = 80
_ENDING = re.compile(r"[a-z0-9]{1,5}")


def evidence_path(datasette: Any) -> Path | None:
    """Where the snapshots of the archive served lie; None where only its published copy was handed on."""
    folder = data_folder(datasette)
    return folder / SNAPSHOTS_FILE if folder and (folder / SNAPSHOTS_FILE).is_file() else None


def original_bytes(path: Path, sha256: str) -> bytes | None:
    """The bytes with that hash, computed anew; None where they are not kept there.

    Arguments: `path` of snapshots.db, `sha256` in hex. Raises StoreError where they are not what the hash says,
    sqlite3.DatabaseError where the file is damaged.
    """
    with closing(Evidence(path)) as evidence:
        if not evidence.holds(sha256):
            return None
        body = evidence.body(sha256)
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError(f"The snapshot {sha256} is not what its hash says; run `cundang verify`.")
    return body


def file_name(stem: str, media_type: str | None, url: str | None) -> str:
    """A name for a file that is handed out: of letters, digits, `-`, `_` and `.` only, cut at its front where it is long.

    The bytes of a document inside an archive (`#` in its address) are those of the archive.
    """
    ending = Path(urlsplit(url or "").path).suffix.lstrip(".").lower()
    if media_type and "#" not in (url or ""):
        ending = media_type
    safe = re.sub(r"[^\w.-]+", "-", stem).strip("-.")
    return f"{safe[-_LONGEST_STEM:].lstrip('-.')}.{ending if _ENDING.fullmatch(ending) else 'bin'}"
