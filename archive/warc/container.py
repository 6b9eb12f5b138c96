"""WARC files as a row of records: written one gzip member each, read with a limit on everything a stranger's file states."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, cast

from archive.errors import BadInputError

VERSION = "WARC/1.1"
# A crawl refuses bodies above 32 MiB; a record holds the headers of the answer besides.
LARGEST_BODY = 32 * 1024 * 1024
_LARGEST_BLOCK = LARGEST_BODY + 1024 * 1024
_LARGEST_HEAD = 256 * 1024
_VERSION_LINE = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\r?\n")
_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
_CHUNK = 1024 * 1024

State = Literal["proven", "unproven", "damaged", "too_large"]


class BrokenWarcError(BadInputError):
    """A WARC file cannot be read on from some place; what stands before it is whole."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `fields` as they are written; names of a record that was read are lower case.

    `state` says whether the block has the digest its record states (`proven`), states none that is known
    (`unproven`), has another (`damaged`), or is too large to be read (`too_large`, without a block).
    """

    fields: Mapping[str, str]
    block: bytes = field(repr=False)
    state: State = "proven"

    def get(self, name: str) -> str:
        """The field `name` (lower case), or an empty string."""
        return self.fields.get(name, "")


def written(record: Record) -> bytes:
    """The record as a gzip member of its own, so that tools can seek to it; the same bytes every time."""
    fields = {**record.fields, "WARC-Block-Digest": digest(record.block), "Content-Length": len(record.block)}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    whole = f"{VERSION}\r\n{head}\r\n".encode() + record.block + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0)


def digest(body: bytes) -> str:
    """The labelled digest of a block or payload: in hex, so that it is the hash a citation carries."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def is_warc(path: Path) -> bool:
    """Whether a file on disk is a WARC, compressed or not, whatever it is called."""
    try:
        with _opened(path) as stream:
            return stream.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def read_records(path: Path) -> Iterator[Record]:
    """Every record of a WARC file, in order, none larger than a crawl would keep.

    Raises BrokenWarcError where the file is cut off or no WARC from some place on; OSError where it cannot be opened.
    """
    line, count = b"", 0
    with _opened(path) as stream:
        while True:
            record, line, fault = _record_and_next(stream, line)
            if record is not None:
                yield record
                count += 1
            if fault:
                raise BrokenWarcError(
                    f"{path.name} is damaged or cut off after record {count} ({fault}); what stands before is kept: get a whole "
                    "copy and import it again."
                )
            if not line:
                return


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, "rb")) if is_gzip else path.open("rb")


def _record_and_next(stream: IO[bytes], line: bytes) -> tuple[Record | None, bytes, str]:
    """The record that begins with `line` (none at the beginning of the file), the first line of the next one, and what is wrong.

    The end of a gzip member is checked when the next one is begun: only then is a record without a digest believed.
    """
    record = None
    try:
        record = _read_record(stream, line) if line else None
        return record, _first_line(stream), ""
    except EOFError:
        fault = "the file ends within a record"
    except (OSError, zlib.error):
        fault = "its compressed data is damaged"
    except ValueError as error:
        fault = str(error)
    return record if record and record.state != "unproven" else None, b"", fault


def _first_line(stream: IO[bytes]) -> bytes:
    """The first line of the next record, or nothing at the end of the file."""
    for _ in range(_LARGEST_HEAD):
        line = stream.readline(_LARGEST_HEAD)
        if line.strip(b"\r\n") or not line:
            return line
    raise ValueError("there are only empty lines")


def _read_record(stream: IO[bytes], version: bytes) -> Record:
    if not _VERSION_LINE.fullmatch(version):
        raise ValueError("a record does not begin with WARC/1.0 or WARC/1.1")
    fields = _read_fields(stream)
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,15}", length):
        raise ValueError("a record does not state its length")
    if int(length) > _LARGEST_BLOCK:
        _skip(stream, int(length))
        return Record(fields, b"", "too_large")
    block = stream.read(int(length))
    if len(block) < int(length):
        raise EOFError
    return Record(fields, block, _state(fields.get("warc-block-digest", ""), block))


def _read_fields(stream: IO[bytes]) -> dict[str, str]:
    fields: dict[str, str] = {}
    name, left = "", _LARGEST_HEAD
    while left > 0:
        line = stream.readline(left)
        left -= len(line)
        if not line.endswith(b"\n"):
            break
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return fields
        if text[0] in " \t" and name:
            fields[name] += f" {text.strip()}"
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields[name] = value.strip()
    if left > 0:
        raise EOFError
    raise ValueError(f"the head of a record is larger than {_LARGEST_HEAD} bytes")


def _skip(stream: IO[bytes], length: int) -> None:
    while length:
        read = len(stream.read(min(length, _CHUNK)))
        if not read:
            raise EOFError
        length -= read


def _state(stated: str, block: bytes) -> State:
    algorithm, _, value = stated.partition(":")
    if algorithm.lower() not in _ALGORITHMS:
        return "unproven"
    actual = hashlib.new(algorithm.lower(), block, usedforsecurity=False).digest()
    return "proven" if actual in _values(value, len(actual)) else "damaged"


def _values(value: str, size: int) -> list[bytes]:
    """What a written digest can mean: tools write hex as well as base32."""
    found = []
    for decoded in (
        bytes.fromhex,
        lambda text: base64.b32decode(text + "=" * (-len(text) % 8), casefold=True),
    ):
        try:
            found.append(decoded(value))
        except (ValueError, binascii.Error):
            continue
    return [one for one in found if len(one) == size]
