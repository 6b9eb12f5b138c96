"""OLE compound files ([MS-CFB]), as Word, Excel and WPS wrote before 2007: whose file one is, and its streams."""

from __future__ import annotations

import io
import struct
from typing import Literal

import olefile

from archive.errors import UnreadableError

OleKind = Literal["doc", "xls", "ppt", "works", "msg", "encrypted", "unknown"]

# What lies in the root of the file, in lower case; the first that is there decides.
_SIGNS: tuple[tuple[str, OleKind], ...] = (
    ("encryptedpackage", "encrypted"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("__properties_version1.0", "msg"),
    # Publisher has CONTENTS as Works has, but also this.
    ("quill", "unknown"),
    ("matost", "works"),
    ("contents", "works"),
)
# What olefile raises on files that contradict themselves: its own errors are OSErrors.
_BROKEN = (
    OSError, IndexError, KeyError, TypeError, ValueError, OverflowError, AttributeError, RecursionError, struct.error,
)  # fmt: skip


class OleFile:
    """A compound file and the streams in its root.

    Raises UnreadableError `damaged` where the bytes are no such file, or where its parts cannot be followed.
    """

    def __init__(self, body: bytes) -> None:
        self._size = len(body)
        try:
            # A file name is what olefile would take short bytes for.
            self._file = _BoundedFile(io.BytesIO(body))
            mini_table = self._file.num_mini_fat_sectors * self._file.sectorsize
            declared = max(self._file.root.size, mini_table)
            self._names = frozenset(entry.name.lower() for entry in self._file.root.kids)
        except _BROKEN as error:
            raise _damaged() from error
        # Chains may run in circles, and are then followed for as long as the size they are declared to have.
        if declared > self._size:
            raise _damaged()

    def stream(self, name: str) -> bytes:
        """The bytes of the stream `name` of the root, empty where there is none; what a cut file lacks is left out."""
        if name.lower() not in self._names:
            return b""
        try:
            if self._file.get_size(name) > self._size:
                raise _damaged()
            return bytes(self._file.openstream(name).read())
        except _BROKEN as error:
            raise _damaged() from error

    def kind(self) -> OleKind:
        """Which program's file this is, by what its root holds."""
        return next((kind for sign, kind in _SIGNS if sign in self._names), "unknown")


class _BoundedFile(olefile.OleFileIO):  # type: ignore[misc]
    """The library's reader, without its search for streams that are used twice: it takes the square of their number."""

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """Let every stream pass: what two streams share is read twice."""


def ole_kind(body: bytes) -> OleKind:
    """Which program's file `body` is; `unknown` also where the file is too damaged to tell. Never raises."""
    try:
        return OleFile(body).kind()
    except UnreadableError:
        return "unknown"


def _damaged() -> UnreadableError:
    return UnreadableError(
        "damaged",
        "The file is cut short or contradicts itself (OLE); fetch it again or ask the bureau for it.",
    )
