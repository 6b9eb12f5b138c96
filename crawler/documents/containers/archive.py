"""Archives (ZIP, RAR, 7z) to the files in them, in memory: no name is ever used as a path, no header believed."""

from __future__ import annotations

import ctypes
import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.errors import UnreadableError
from archive.text import clean
from crawler.documents.containers.rar import RAR4, RAR5, rar_names

# A bureau packs a report with a few annexes.
MOST_MEMBERS = 1_000
# Counted while unpacking: 42 KB can unpack to gigabytes, and entries may share the same bytes.
MOST_MEMBER_BYTES = 64_000_000
MOST_BYTES = 256_000_000
_STEP = 1 << 20
_ZIP = b"PK"
# By their first bytes, what libarchive calls them.
_LIBARCHIVE_FORMATS = {RAR4: "rar", RAR5: "rar5", b"7z\xbc\xaf\x27\x1c": "7zip"}
# zipfile reads every entry before it can be asked for their number, so their marks are counted first; packed documents
# within the archive have such marks, too.
_ENTRY_MARK = b"PK\x01\x02"
_MOST_ENTRIES = 20_000
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
# APPNOTE.TXT 4.6.9, Info-ZIP's Unicode Path: version, CRC of the plain name, name in UTF-8.
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")
# What macOS, Windows and Office leave beside the files.
_LEFTOVERS = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive; `name` is only to be shown, with the folders it lay in."""

    name: str
    body: bytes


def members(body: bytes) -> tuple[Member, ...]:
    """The files in a ZIP, RAR or 7z archive, without folders and what operating systems leave behind.

    An archive within it is one more file: whoever opens that too does so once, and every call has the same bounds, so
    that nested bombs cost no more than one level of them. RAR and 7z need libarchive on this machine. Raises
    UnreadableError: `encrypted`, `damaged`, `unsupported`, `empty`, or `limit` beyond MOST_MEMBERS, MOST_MEMBER_BYTES
    for one or MOST_BYTES for all.
    """
    unpacked = _Unpacked()
    signature = next((sign for sign in _LIBARCHIVE_FORMATS if body.startswith(sign)), None)
    try:
        if body.startswith(_ZIP):
            _unpack_zip(body, unpacked)
        elif signature is not None:
            _unpack_with_libarchive(body, _LIBARCHIVE_FORMATS[signature], unpacked)
        else:
            raise UnreadableError("unsupported", "The archive is neither ZIP, RAR nor 7z; open it yourself.")
    except MemoryError as error:
        raise _too_large() from error
    if not unpacked.members:
        raise UnreadableError("empty", "The archive holds no files; look at the original on the portal.")
    return tuple(unpacked.members)


class _Unpacked:
    """The members so far, kept within bounds."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._bytes = 0

    def add(self, name: str, blocks: Iterable[bytes]) -> int:
        """Add a member from the blocks of its bytes, and return their number."""
        if len(self.members) >= MOST_MEMBERS:
            raise _too_many()
        most = min(MOST_MEMBER_BYTES, MOST_BYTES - self._bytes)
        pieces: list[bytes] = []
        count = 0
        for block in blocks:
            count += len(block)
            if count > most:
                raise _too_large()
            pieces.append(block)
        self._bytes += count
        self.members.append(Member(name, b"".join(pieces)))
        return count


def _unpack_zip(body: bytes, unpacked: _Unpacked) -> None:
    if body.count(_ENTRY_MARK) > _MOST_ENTRIES:
        raise _too_many()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            # zipfile never unpacks more than an entry states.
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _too_large()
            for entry in entries:
                name = _zip_name(entry)
                if name.endswith(("/", "\\")) or _is_leftover(name):
                    continue
                name = _shown(name)
                if entry.flag_bits & _IS_ENCRYPTED:
                    raise _locked(name)
                if entry.compress_type not in _METHODS:
                    raise UnreadableError(
                        "unsupported",
                        f"{name} is packed by method {entry.compress_type}; open the archive yourself.",
                    )
                unpacked.add(name, _blocks(archive, entry))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
            NotImplementedError) as error:  # fmt: skip
        raise _damaged(error) from error


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while block := stream.read(_STEP):
            yield block


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: Chinese programs write GBK without a word, and some add a second name in UTF-8."""
    if entry.flag_bits & _IS_UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and data[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return data[5:].decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _unpack_with_libarchive(body: bytes, archive_format: str, unpacked: _Unpacked) -> None:
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:
        # Where the library is missing, its binding fails in any of these ways.
        raise _without_libarchive(body) from error
    # Of RAR 4 it would give the locked bytes as they are; its binding has no name for this question.
    is_locked = libarchive.ffi.ffi("entry_is_encrypted", [ctypes.c_void_p], ctypes.c_int)
    try:
        with libarchive.memory_reader(body, format_name=archive_format, filter_name="none") as archive:
            for number, entry in enumerate(archive):
                name = _text(entry.pathname)
                if number >= _MOST_ENTRIES:
                    raise _too_many()
                if not entry.isreg or _is_leftover(name):
                    continue
                if is_locked(entry._entry_p):
                    raise _locked(_shown(name))
                count = unpacked.add(_shown(name), entry.get_blocks(_STEP))
                # The library lets pass what holds less than its header states.
                if entry.size is not None and entry.size != count:
                    raise _damaged(f"{_shown(name)} is not whole")
    except libarchive.ArchiveError as error:
        words = str(error.msg).casefold()
        if "crypt" in words:
            raise _locked("The archive") from error
        if "memory" in words:
            raise _too_large() from error
        raise _damaged(error.msg) from error


def _without_libarchive(body: bytes) -> UnreadableError:
    names = ", ".join(map(_shown, rar_names(body)[:20]))
    inside = f"The archive ({names})" if names else "The archive"
    return UnreadableError(
        "unsupported",
        f"{inside} needs libarchive to be unpacked; install it (libarchive13), or open it yourself.",
    )


def _text(name: str | bytes | None) -> str:
    """A name as libarchive gives it: bytes where it is not of the machine's locale."""
    if isinstance(name, bytes):
        try:
            return name.decode("utf-8")
        except UnicodeDecodeError:
            return name.decode("gb18030", "replace")
    return name or ""


def _shown(name: str) -> str:
    """`name` to be shown: one that leads out of the archive shrinks to its last part."""
    parts = ["".join(filter(str.isprintable, clean(part))) for part in name.replace("\\", "/").split("/")]
    if not parts[0] or ".." in parts or _DRIVE.match(parts[0]):
        parts = parts[-1:]
    return posixpath.join(*parts)[-_LONGEST_NAME:] or "(unnamed)"


def _is_leftover(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    return last.casefold() in _LEFTOVERS or last.startswith(("~$", "._")) or "__MACOSX" in folders


def _locked(what: str) -> UnreadableError:
    return UnreadableError("encrypted", f"{what} is locked with a password; ask the bureau for it.")


def _too_many() -> UnreadableError:
    return UnreadableError("limit", f"The archive holds more than {MOST_MEMBERS} files; open it yourself.")


def _too_large() -> UnreadableError:
    return UnreadableError("limit", "The archive unpacks to more than a document may; open it yourself.")


def _damaged(cause: object) -> UnreadableError:
    return UnreadableError(
        "damaged", f"The archive cannot be unpacked ({cause}); ask the bureau for a whole copy."
    )
