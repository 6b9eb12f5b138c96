"""ZIP packages of documents (OOXML, OFD, ODF), opened so that no member can escape, exhaust or mislead the reader."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib

from archive.errors import UnreadableError

# The largest real report packages hold some hundreds of members, most of them pictures.
MOST_MEMBERS = 10_000
# Counted while reading, because headers lie: 1.7 MB can unpack to 600 MB.
MOST_MEMBER_BYTES = 64_000_000
MOST_PACKAGE_BYTES = 200_000_000
_STEP = 1 << 20
_ENTRY_MARK = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
# What the formats allow (ECMA-376 part 2, annex C; GB/T 33190, 6.1); other methods can ask for gigabytes.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# Everything that zipfile is known to raise on damaged files; sizes and places beyond 2**63 overflow.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, NotImplementedError,
)  # fmt: skip

_KINDS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
)
# ECMA-376 leaves the names free; every program that writes them uses these.
_MEDIA = re.compile(r"^(?:word|xl)/media/.+\.(?:png|jpe?g|gif|bmp|tiff?|webp)$", re.IGNORECASE)
_MEDIA_TYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)


class Package:
    """The members of a ZIP package by their names, whatever their case and slashes.

    Raises UnreadableError: `damaged` for what is no whole ZIP file, `limit` for more than MOST_MEMBERS.
    """

    def __init__(self, body: bytes) -> None:
        self._archive = _open(body)
        self._members = {_path(member.filename): member for member in self._archive.infolist()}
        self._read_bytes = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names as the package writes them, in its order."""
        return tuple(self._archive.namelist())

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return _path(name) in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member; `..` never leads out of the package.

        Raises UnreadableError: `damaged` where there is none or its bytes are not what they should be, `encrypted`
        where it needs a password, `limit` beyond MOST_MEMBER_BYTES, or MOST_PACKAGE_BYTES over all members read.
        """
        member = self._members.get(_path(name))
        if member is None:
            raise UnreadableError(
                "damaged", f"The file has no part {name}; ask the publisher for a whole copy."
            )
        if member.flag_bits & _IS_ENCRYPTED:
            raise UnreadableError(
                "encrypted", "The file is locked with a password; ask the publisher for it."
            )
        if member.compress_type not in _METHODS:
            raise UnreadableError(
                "damaged", f"Part {name} is packed in an unknown way; open the file by hand."
            )
        most = min(MOST_MEMBER_BYTES, MOST_PACKAGE_BYTES - self._read_bytes)
        try:
            data = self._unpack(member, most)
        except MemoryError as error:
            raise _too_large(name) from error
        except _DAMAGES as error:
            raise UnreadableError(
                "damaged", f"Part {name} cannot be unpacked ({error}); ask the publisher for a whole copy."
            ) from error
        self._read_bytes += len(data)
        return data

    def _unpack(self, member: zipfile.ZipInfo, most: int) -> bytes:
        pieces: list[bytes] = []
        count = 0
        with self._archive.open(member) as stream:
            while piece := stream.read(_STEP):
                count += len(piece)
                if count > most:
                    raise _too_large(member.filename)
                pieces.append(piece)
        return b"".join(pieces)


def media(body: bytes) -> tuple[bytes, ...]:
    """The pictures in a Word document or workbook, in the order of their numbers: as they were put in, page after page.

    Raises UnreadableError as Package does.
    """
    package = Package(body)
    names = [name for name in package.names if _MEDIA.search(name)]
    return tuple(package.read(name) for name in sorted(names, key=_by_number))


def _by_number(name: str) -> tuple[int, str]:
    digits = re.findall(r"\d+", posixpath.basename(name))
    return int(digits[0][:9]) if digits else 0, name


def package_kind(body: bytes) -> str:
    """What a ZIP file holds, by its members: docx, xlsx, xlsb, pptx, ofd, odt, ods, or zip for anything else.

    Never raises: what is damaged or locked shows so when it is read.
    """
    try:
        package = Package(body)
        found = next((kind for name, kind in _KINDS if package.has(name)), None)
        return found or _kind_by_contents(package)
    except UnreadableError:
        return "zip"


def _kind_by_contents(package: Package) -> str:
    """OOXML may name its parts as it likes; its table of contents says what they are."""
    for name in ("mimetype", "[Content_Types].xml"):
        if package.has(name):
            contents = package.read(name)
            for media_type, kind in _MEDIA_TYPES:
                if media_type in contents:
                    return kind
    return "zip"


def _open(body: bytes) -> zipfile.ZipFile:
    # zipfile reads every entry before it can be asked for their number.
    if body.count(_ENTRY_MARK) > MOST_MEMBERS:
        raise UnreadableError("limit", f"The file has more than {MOST_MEMBERS} parts; open it by hand.")
    try:
        try:
            # Names without the UTF-8 mark are GBK in what Chinese programs write.
            archive = zipfile.ZipFile(io.BytesIO(body), metadata_encoding="gb18030")
        except UnicodeDecodeError:
            archive = zipfile.ZipFile(io.BytesIO(body))
    except _DAMAGES as error:
        raise UnreadableError(
            "damaged", f"The file is not a whole ZIP package ({error}); ask the publisher for a whole copy."
        ) from error
    return archive


def _path(name: str) -> str:
    """The one form of a name by which members are found."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(
        "limit", f"Part {name} unpacks to more than a document may; open the file by hand."
    )
