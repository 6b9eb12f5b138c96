"""Word binary files built byte by byte, for what no program at hand writes: Word 95, fast saves, and broken ones."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.builders.ole import SECTOR, build_ole, padded

TEXT_AT = 0x600

Modifier = tuple[int, bytes]
IN_TABLE: Modifier = (0x2416, b"\x01")
ENDS_ROW: Modifier = (0x2417, b"\x01")
DEFINE_ROW = 0xD608
# Its operand states its length in more than one way, so that it is given with it.
CHANGE_TABS = 0xC615
PIECES, PARAGRAPH_PAGES, CHARACTER_PAGES = 33, 13, 12


@dataclass(frozen=True)
class Paragraph:
    """Text with its mark, what modifies the paragraph (codes of Word 97 with their operands), the number of its style."""

    text: str
    modifiers: Sequence[Modifier] = ()
    style: int = 0


def cell(text: str) -> Paragraph:
    """A cell of a table."""
    return Paragraph(text + "\x07", [IN_TABLE])


def row_end(*edges: int, flags: Sequence[int] = (), further: Sequence[Modifier] = ()) -> Paragraph:
    """The end of a row whose cells have these edges, and these flags of merging."""
    return Paragraph("\x07", [IN_TABLE, ENDS_ROW, (DEFINE_ROW, _row(edges, flags)), *further])


def _row(edges: Sequence[int], flags: Sequence[int]) -> bytes:
    """The operand of sprmTDefTable ([MS-DOC] 2.9.324), without its length and without all of a cell but its flags."""
    count = len(edges) - 1
    stated = b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack(f"<B{count + 1}h", count, *edges) + stated


@dataclass
class Word97:
    """A file of Word 97, and what of it shall be otherwise.

    `pieces` are (characters, place, bytes a character, prm), the text lies in one where there are none; `prcs` are the
    lists that a prm may name; `characters` are (first, end, modifiers); `lengths` those of the stories.
    """

    paragraphs: Sequence[Paragraph]
    pieces: Sequence[tuple[int, int, int, int]] = ()
    prcs: Sequence[bytes] = ()
    characters: Sequence[tuple[int, int, bytes]] = ()
    lengths: Sequence[int] = ()
    extra: bytes = b""
    flags: int = 0x0200
    parts: dict[int, bytes] = field(default_factory=dict)

    def build(self) -> bytes:
        """The bytes of the whole file."""
        text = "".join(paragraph.text for paragraph in self.paragraphs)
        main = bytearray(padded(bytes(TEXT_AT) + utf_16(text)))
        pieces = self.pieces or [(len(text), TEXT_AT, 2, 0)]
        table = bytearray(8)
        parts = {
            PIECES: self._clx(pieces),
            PARAGRAPH_PAGES: _pages(main, _paragraph_runs(self.paragraphs, utf_16, _papx_97), 13, "I"),
            CHARACTER_PAGES: _pages(main, self._character_runs(len(text)), 1, "I"),
            **self.parts,
        }
        struct.pack_into("<2H2xH2xH", main, 0, 0xA5EC, 0xC1, 0x0804, self.flags)
        lengths = self.lengths or [sum(count for count, *_ in pieces)]
        struct.pack_into(f"<{len(lengths)}i", main, 0x4C, *lengths)
        struct.pack_into("<3H", main, 0x20, 14, 0, 0)
        struct.pack_into("<H", main, 0x3E, 22)
        struct.pack_into("<H", main, 0x98, 93)
        for number, part in parts.items():
            struct.pack_into("<2I", main, 0x9A + 8 * number, len(table), len(part))
            table += part
        name = "1Table" if self.flags & 0x0200 else "0Table"
        return build_ole({"WordDocument": bytes(main), name: bytes(table), "Data": self.extra})

    def _clx(self, pieces: Sequence[tuple[int, int, int, int]]) -> bytes:
        ends, descriptions = [0], b""
        for count, place, width, prm in pieces:
            ends.append(ends[-1] + count)
            descriptions += struct.pack("<HIH", 0, place if width == 2 else place * 2 | 0x40000000, prm)
        table = struct.pack(f"<{len(ends)}I", *ends) + descriptions
        lists = b"".join(b"\x01" + struct.pack("<H", len(prc)) + prc for prc in self.prcs)
        return lists + b"\x02" + struct.pack("<I", len(table)) + table

    def _character_runs(self, count: int) -> list[tuple[int, int, bytes]]:
        runs, at = [], 0
        for first, end, stated in self.characters:
            runs += [(at, first, b""), (first, end, bytes([len(stated)]) + stated)]
            at = end
        return [
            (TEXT_AT + 2 * a, TEXT_AT + 2 * b, stated) for a, b, stated in [*runs, (at, count, b"")] if a < b
        ]


def utf_16(text: str) -> bytes:
    """Text as Word 97 keeps it; halves of characters pass."""
    return text.encode("utf-16-le", "surrogatepass")


def gbk(text: str) -> bytes:
    """Text as Word 6 and 95 keep it."""
    return text.encode("gbk")


def gbk_in_words(text: str) -> bytes:
    """Text as East Asian editions of Word 95 keep it: one or two bytes of GBK in each word of two bytes."""
    return b"".join(gbk(character)[::-1].ljust(2, b"\0") for character in text)


def word_95(
    paragraphs: Sequence[Paragraph],
    encode: Callable[[str], bytes] = gbk,
    language: int = 0x0804,
    flags: int = 0,
) -> bytes:
    """A file of Word 95 with these paragraphs; one whose `encode` gives words has 0x1000 among its flags."""
    written = encode("".join(paragraph.text for paragraph in paragraphs))
    main = bytearray(padded(bytes(TEXT_AT) + written))
    parts = {
        PARAGRAPH_PAGES: _pages(main, _paragraph_runs(paragraphs, encode, _papx_95), 7, "H"),
        CHARACTER_PAGES: _pages(main, [(TEXT_AT, TEXT_AT + len(written), b"")], 1, "H"),
    }
    struct.pack_into("<2H2xH2xH", main, 0, 0xA5DC, 104, language, flags)
    struct.pack_into("<3I", main, 0x18, TEXT_AT, TEXT_AT + len(written), len(main))
    struct.pack_into("<I", main, 0x34, len(written) // (2 if flags & 0x1000 else 1))
    for number, part in parts.items():
        struct.pack_into("<2I", main, 0x58 + 8 * number, len(main), len(part))
        main += part
    return build_ole({"WordDocument": bytes(main)})


def _papx_97(paragraph: Paragraph) -> bytes:
    """Either way of stating the length: of an odd number of bytes and of an even one ([MS-DOC] 2.9.175)."""
    stated = struct.pack("<H", paragraph.style)
    for code, operand in paragraph.modifiers:
        stated += struct.pack("<H", code)
        if code == DEFINE_ROW:
            stated += struct.pack("<H", len(operand) + 1)
        elif code >> 13 == 6 and code != CHANGE_TABS:
            stated += bytes([len(operand)])
        stated += operand
    if len(stated) % 2:
        return bytes([(len(stated) + 1) // 2]) + stated
    return bytes([0, len(stated) // 2]) + stated


def _papx_95(paragraph: Paragraph) -> bytes:
    """Cells are half as long as in Word 97, codes a byte."""
    stated = struct.pack("<H", paragraph.style)
    for code, operand in paragraph.modifiers:
        stated += bytes([{0x2416: 24, 0x2417: 25, DEFINE_ROW: 190}[code]])
        if code == DEFINE_ROW:
            edges = 3 + 2 * operand[0]
            flags = [operand[at : at + 10] for at in range(edges, len(operand), 20)]
            operand = operand[:edges] + b"".join(flags)
            stated += struct.pack("<H", len(operand) + 1)
        stated += operand
    stated += bytes(len(stated) % 2)
    return bytes([len(stated) // 2]) + stated


def _paragraph_runs(
    paragraphs: Iterable[Paragraph],
    encode: Callable[[str], bytes],
    papx: Callable[[Paragraph], bytes],
) -> list[tuple[int, int, bytes]]:
    runs, at = [], TEXT_AT
    for paragraph in paragraphs:
        end = at + len(encode(paragraph.text))
        runs.append((at, end, papx(paragraph)))
        at = end
    return runs


def _pages(main: bytearray, runs: Iterable[tuple[int, int, bytes]], entry_bytes: int, number: str) -> bytes:
    """Add the pages of these runs to `main`; gives the table of them ([MS-DOC] 2.8.5, 2.8.6)."""
    table: list[tuple[int, int, int]] = []
    page: list[tuple[int, int, bytes]] = []

    def write() -> None:
        places = [start for start, _, _ in page] + [page[-1][1]]
        entries, stated, end = b"", b"", SECTOR - 1
        for _, _, properties in page:
            end = (end - len(properties)) // 2 * 2 if properties else end
            entries += bytes([end // 2 if properties else 0]) + bytes(entry_bytes - 1)
            stated = (
                (properties + stated.rjust(SECTOR - 1 - end - len(properties), b"\0"))
                if properties
                else stated
            )
        head = struct.pack(f"<{len(places)}I", *places) + entries
        table.append((places[0], places[-1], len(main) // SECTOR))
        main.extend(head + stated.rjust(SECTOR - 1 - len(head), b"\0") + bytes([len(page)]))

    for run in runs:
        used = sum(len(properties) + 1 for _, _, properties in [*page, run])
        if page and (len(page) + 1) * (4 + entry_bytes) + 4 + used >= SECTOR - 1:
            write()
            page.clear()
        page.append(run)
    write()
    ends = [start for start, _, _ in table] + [table[-1][1]]
    return struct.pack(
        f"<{len(ends)}I{len(table)}{number}", *ends, *(page_number for _, _, page_number in table)
    )
