"""OLE compound files built byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from olefile import olefile

SECTOR = 512
# Shorter streams would have to lie in a stream of their own, which these files do without.
SHORTEST_STREAM = 4096
FREE, END, OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def build_ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file with these streams in its root, each right of the one before ([MS-CFB])."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    contents = [streams[name].ljust(SHORTEST_STREAM, b"\0") for name in names]
    entries = [entry("Root Entry", 5, child=1 if names else FREE, start=END)]
    start = 0
    for number, (name, content) in enumerate(zip(names, contents, strict=True), 1):
        right = number + 1 if number < len(names) else FREE
        entries.append(entry(name, 2, right=right, start=start, size=len(content)))
        start += len(padded(content)) // SECTOR
    return build_container(contents, entries)


def build_container(contents: Sequence[bytes], entries: Sequence[bytes]) -> bytes:
    """An OLE file of these streams and the entries of its directory."""
    directory = padded(b"".join(entries))
    counts = [len(padded(content)) // SECTOR for content in (*contents, directory)]
    fat_count = 1
    while fat_count * SECTOR // 4 < sum(counts) + fat_count:
        fat_count += 1
    fat: list[int] = []
    for count in counts:
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    places = range(len(fat), len(fat) + fat_count)
    fat += [OF_FAT] * fat_count
    fat += [FREE] * (fat_count * SECTOR // 4 - len(fat))
    header = olefile.MAGIC + bytes(16) + struct.pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_count, sum(counts[:-1]), 0, SHORTEST_STREAM, END, 0, END, 0)
    header += struct.pack("<109I", *places, *[FREE] * (109 - fat_count))
    return header + b"".join(map(padded, contents)) + directory + struct.pack(f"<{len(fat)}I", *fat)


def entry(name: str, kind: int, **stated: int) -> bytes:
    """One entry of a directory; what of `left`, `right`, `child`, `start` and `size` it states."""
    written = name.encode("utf-16-le")
    links = (stated.get(link, FREE) for link in ("left", "right", "child"))
    head = written.ljust(64, b"\0") + struct.pack("<HBB3I", len(written) + 2, kind, 1, *links)
    return head + bytes(36) + struct.pack("<IQ", stated.get("start", 0), stated.get("size", 0))


def padded(stream: bytes) -> bytes:
    """A stream filled to whole sectors."""
    return stream + bytes(-len(stream) % SECTOR)
